"""The totals of a document are read from top to bottom: each row follows from those above it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.render.originals import INVOICE, QUOTE, line, show

from facturier.model.document import Charge, Discount, Prices
from facturier.model.totals import Deducted
from facturier.model.vat import Vat
from facturier.render.formats import load_formats
from facturier.render.pdf.sums import Sums
from facturier.render.words import load_words

VAT_20 = Vat(category="S", rate=Decimal(20), word="20%")


def test_a_final_invoice_with_a_discount_adds_up_row_by_row() -> None:
    taken = Deducted(
        number="F2026-0031",
        date=date(2026, 10, 1),
        net=Decimal("300.00"),
        tax=Decimal("60.00"),
        gross=Decimal("360.00"),
    )
    document = replace(
        INVOICE,
        sections=(),
        lines=(line("Site", "1000.00"), line("", "300.00", qty="-1", deducts="F2026-0031")),
        charges=(Charge(item="Port", amount=Decimal("12.00"), vat=VAT_20),),
        discount=Discount(amount=Decimal("50.00")),
        deducts=("F2026-0031",),
    )
    rows = Sums(show(document, deducted=(taken,)), load_words("en"), load_formats("en")).rows()
    assert [(row.label, row.amount.replace("€", ""), row.kind) for row in rows] == [
        ("Total of lines excl. VAT", "1,000.00", "plain"),
        ("Discount", "-50.00", "plain"),
        ("Port", "12.00", "plain"),
        ("Total of the work excl. VAT", "962.00", "plain"),
        ("Already invoiced excl. VAT", "-300.00", "plain"),
        ("Total excl. VAT", "662.00", "plain"),
        ("VAT 20%", "132.40", "plain"),
        ("Total incl. VAT", "794.40", "plain"),
        ("Amount due", "794.40", "due"),
        ("Total of the work incl. VAT", "1,154.40", "note"),
        ("Already invoiced incl. VAT", "-360.00", "note"),
    ]


def test_a_rounding_is_no_part_of_the_discount_in_gross_prices() -> None:
    document = replace(
        INVOICE,
        sections=(),
        charges=(),
        lines=(line("Site", "120.49"),),
        prices=Prices.GROSS,
        discount=Discount(percent=Decimal(10)),
        rounding=Decimal("-0.44"),
    )
    rows = Sums(show(document), load_words("en"), load_formats("en")).rows()
    amounts = {row.label: row.amount.replace("€", "") for row in rows}
    assert (amounts["Discount -10%"], amounts["Rounding"], amounts["Amount due"]) == ("-12.05", "-0.44", "108.00")


def test_a_quote_says_what_it_asks_for_on_order() -> None:
    shown = replace(show(QUOTE), deposit=Decimal("1058.99"))
    *_, last = Sums(shown, load_words("en"), load_formats("en")).rows()
    assert (last.label, last.amount, last.kind) == ("Deposit on order (30%)", "€1,058.99", "note")
