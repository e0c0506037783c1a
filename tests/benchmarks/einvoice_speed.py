"""What an e-invoice costs, CII, UBL and the PDF around it, against factur-x and drafthorse in the same run.

`python -m tests.benchmarks.einvoice_speed` prints a table of medians; processor time, not the clock on the wall.
factur-x writes both syntaxes from a dictionary of business terms, without its validation; drafthorse writes CII and is
measured when it is installed.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import facturx
from tests.benchmarks.pdf_speed import PlainPrinter
from tests.render.originals import COLOR, SHOWN

from facturier.model.portal import PortalDocument
from facturier.render.einvoice import gather
from facturier.render.facturx import factur_x
from facturier.render.pdf import document_pdf
from facturier.render.ubl import ubl

ROUNDS = 40
DRAWN = 6
UNCHECKED: dict[str, Any] = {"check_xsd": False, "check_schematron": False}
Row = tuple[str, str, float]


def cost(write: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median processor time of a call in milliseconds, after one to warm up."""
    write()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        write()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def invoice(lines: int) -> PortalDocument:
    """The plain invoice with this many lines; its totals are not looked at here."""
    shown = SHOWN["plain"]
    document = replace(shown.document, lines=shown.document.lines * lines)
    totals = replace(shown.totals, lines=shown.totals.lines * lines)
    return replace(shown, document=document, totals=totals)


def rows(shown: PortalDocument) -> Iterator[Row]:
    """Format, program and milliseconds of one document."""
    cii, made = factur_x(gather(shown)), f"{len(shown.document.lines)} lines"
    terms = facturx.parse_ubl_cii_xml(cii, check_xsd=False)
    yield f"CII, {made}", "facturier", cost(lambda: factur_x(gather(shown)))
    yield f"CII, {made}", "factur-x", cost(lambda: facturx.generate_cii_xml(terms, **UNCHECKED))
    if find_spec("drafthorse"):
        yield f"CII, {made}", "drafthorse", cost(lambda: drafted(shown))
    yield f"UBL, {made}", "facturier", cost(lambda: ubl(gather(shown)))
    yield f"UBL, {made}", "factur-x", cost(lambda: facturx.generate_ubl_xml(terms, **UNCHECKED))


def pdf_rows() -> Iterator[Row]:
    """The whole PDF, and what a plain WeasyPrint page costs that factur-x puts the XML in."""
    shown, plain = SHOWN["plain"], PlainPrinter()
    xml = factur_x(gather(shown))
    yield "PDF with its XML", "facturier", cost(lambda: document_pdf(shown, color=COLOR), DRAWN)
    yield (
        "PDF with its XML",
        "WeasyPrint, factur-x",
        cost(lambda: facturx.generate_from_binary(plain(shown), xml, check_xsd=False), DRAWN),
    )


def drafted(shown: PortalDocument) -> bytes:
    """The same invoice by drafthorse, without its validation."""
    from drafthorse.models.accounting import ApplicableTradeTax  # type: ignore[import-not-found, unused-ignore]
    from drafthorse.models.document import Document  # type: ignore[import-not-found, unused-ignore]
    from drafthorse.models.note import IncludedNote  # type: ignore[import-not-found, unused-ignore]
    from drafthorse.models.party import TaxRegistration  # type: ignore[import-not-found, unused-ignore]
    from drafthorse.models.tradelines import LineItem  # type: ignore[import-not-found, unused-ignore]

    document, totals = shown.document, shown.totals
    made = Document()
    made.context.guideline_parameter.id = "urn:cen.eu:en16931:2017"
    made.header.id, made.header.type_code, made.header.issue_date_time = document.number, "380", document.date
    for mention in shown.mentions:
        made.header.notes.add(IncludedNote(content=mention.text))
    for party, given in (
        (made.trade.agreement.seller, document.seller),
        (made.trade.agreement.buyer, document.client),
    ):
        party.name, party.address.country_id = given.name, given.address.country
        party.address.line_one, party.address.city_name = given.address.lines[0], given.address.city
        party.address.postcode = given.address.postcode
        party.tax_registrations.add(TaxRegistration(id=("VA", given.vat_number)))
    for place, (line, amounts) in enumerate(zip(document.lines, totals.lines, strict=True), start=1):
        item = LineItem()
        item.document.line_id, item.product.name = str(place), line.item
        item.agreement.net.amount, item.delivery.billed_quantity = amounts.unit_price, (line.quantity, "DAY")
        item.settlement.trade_tax.type_code, item.settlement.trade_tax.category_code = "VAT", "S"
        item.settlement.trade_tax.rate_applicable_percent = line.vat.rate
        item.settlement.monetary_summation.total_amount = amounts.net
        made.trade.items.add(item)
    for group in totals.groups:
        tax = ApplicableTradeTax()
        tax.calculated_amount, tax.basis_amount, tax.type_code = group.tax, group.base, "VAT"
        tax.category_code, tax.rate_applicable_percent = "S", group.vat.rate
        made.trade.settlement.trade_tax.add(tax)
    sums = made.trade.settlement.monetary_summation
    made.trade.settlement.currency_code = "EUR"
    sums.line_total, sums.charge_total, sums.allowance_total = totals.line_sum, Decimal(0), Decimal(0)
    sums.tax_basis_total, sums.tax_total = (totals.net, "EUR"), (totals.tax, "EUR")
    sums.grand_total, sums.due_amount = (totals.gross, "EUR"), totals.due
    written: bytes = made.serialize(schema=None)
    return written


def main() -> int:
    """Print the table; 1 when a peer is faster."""
    logging.disable(logging.INFO)
    measured = [*rows(invoice(3)), *rows(invoice(200)), *pdf_rows()]
    own = {form: spent for form, program, spent in measured if program == "facturier"}
    print("| one document | by | ms of processor | ratio |\n|---|---|---|---|")
    for form, program, spent in measured:
        print(f"| {form} | {program} | {spent:.2f} | {spent / own[form]:.2f} |")
    if not find_spec("drafthorse"):
        print("\ndrafthorse is not installed here and was left out.")
    return int(any(spent < own[form] for form, _, spent in measured))


if __name__ == "__main__":
    sys.exit(main())
