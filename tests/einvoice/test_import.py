"""E-invoices made elsewhere become documents of the book, to the cent, or are refused with nothing written."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions.test_build import NoDrawing
from tests.isolation.business import TODAY
from tests.render.originals import COLOR, SHOWN, VAT_55, line, show

from facturier.actions.import_ import Importing, ImportResult, import_files
from facturier.cli.import_ import command
from facturier.compute.totals import total
from facturier.model.document import Discount
from facturier.model.portal import PortalDocument
from facturier.publish.progress import Silent
from facturier.read import load_book
from facturier.render.einvoice import gather, has_einvoice
from facturier.render.facturx import factur_x
from facturier.render.incoming import read_einvoice
from facturier.render.pdf import document_pdf
from facturier.render.ubl import ubl

INVOICES = {name: shown for name, shown in SHOWN.items() if has_einvoice(shown.document)}
ROUNDED_DOWN = (
    b'<cbc:PayableRoundingAmount currencyID="EUR">-104.00</cbc:PayableRoundingAmount>'
    b'<cbc:PayableAmount currencyID="EUR">2200.00'
)
# The book computes VAT from gross prices otherwise than from net ones: such files can come to another cent.
ROUNDED = {"gross"}
Import = Callable[..., ImportResult]


def plain(number: str = "F2026-0004", **changes: object) -> PortalDocument:
    """A plain invoice that follows those of the small business."""
    document = replace(SHOWN["plain"].document, number=number, key=number, date=date(2026, 11, 3))
    return show(replace(document, **changes))  # type: ignore[arg-type]


@pytest.fixture
def imported(root: Path, tmp_path: Path) -> Import:
    """Import the bytes of files into the small business."""

    def do(*files: bytes, issued: bool = True, dry_run: bool = False) -> ImportResult:
        sources = [tmp_path / f"source-{place}" for place in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        how = Importing(today=TODAY, reporter=Silent(), issued=issued, commit=False, dry_run=dry_run)
        return import_files(root, sources, how)

    return do


def codes(result: ImportResult) -> set[str]:
    return {fault.code for fault in result.faults}


def errors(result: ImportResult) -> list[str]:
    return [fault.code for fault in result.faults if fault.severity == "error"]


def files(root: Path) -> set[str]:
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return {path for path in found if not path.startswith(".facturier/")}


@pytest.mark.parametrize("write", [factur_x, ubl])
@pytest.mark.parametrize("name", sorted(set(INVOICES) - ROUNDED))
def test_a_draft_comes_to_the_same_amount(imported: Import, name: str, write: Callable[..., bytes]) -> None:
    result = imported(write(gather(INVOICES[name])), issued=False)

    assert result.done, result.faults
    assert result.documents[0].due == INVOICES[name].totals.due


def test_an_issued_invoice_keeps_number_date_and_original(root: Path, imported: Import) -> None:
    shown = plain(lines=(line("Conseil", "640.00", qty="3", unit="day", ref="C-1", details="Deux sites\nTrois jours"),))
    pdf = document_pdf(shown, color=COLOR)
    result = imported(pdf)
    book, _ = load_book(root)

    assert errors(result) == []
    assert book is not None
    made, wanted = book.documents["F2026-0004"], shown.document
    assert (made.date, made.client.id, made.lines[0].details) == (wanted.date, "acme", wanted.lines[0].details)
    assert [(one.item, one.quantity, one.unit, one.price, one.ref) for one in made.lines] == [
        (one.item, one.quantity, one.unit, one.price, one.ref) for one in wanted.lines
    ]
    assert (root / "invoices/2026/F2026-0004.pdf").read_bytes() == pdf


def test_an_xml_stays_beside_its_document(root: Path, imported: Import) -> None:
    xml = ubl(gather(plain()))

    assert imported(xml).done
    assert (root / "invoices/2026/F2026-0004.xml").read_bytes() == xml
    assert load_book(root)[1] == ()


def test_written_again_it_says_the_same(root: Path, imported: Import) -> None:
    """File → YAML → file: every business term but the sentences of the book's own day is the same again."""
    from facturier.actions.export import export

    xml = factur_x(gather(plain(order="BC-1", buyer_reference="SVC-2", contract="K-3", project="P-4")))
    assert imported(xml).done
    again = export(root, "F2026-0004", "cii", today=TODAY, reporter=Silent()).data

    assert terms(again) == terms(xml)


def terms(xml: bytes) -> list[tuple[str, str]]:
    read = read_einvoice(xml, "invoice")
    assert not hasattr(read, "code"), read
    left_out = {"BT-22", "BT-48", "BT-51", "BT-56", "BT-57", "BT-58"}  # sentences of the day; the client's own file
    return sorted((term, value.text) for term, value in read.terms.all_values() if term not in left_out)


def test_a_new_client_is_written(root: Path, imported: Import) -> None:
    german = SHOWN["reverse charge"].document.client
    result = imported(ubl(gather(plain(client=german, lines=SHOWN["reverse charge"].document.lines))))

    assert "EIN-145" in codes(result)
    book, _ = load_book(root)
    assert book is not None
    client = book.clients["blauwerk-gmbh"]
    assert (client.name, client.vat_number, client.address.country) == ("Blauwerk GmbH", "DE136695976", "DE")


def test_two_files_of_a_new_client_make_one(root: Path, imported: Import) -> None:
    german = SHOWN["reverse charge"].document.client
    lines = SHOWN["reverse charge"].document.lines
    both = [ubl(gather(plain(f"F2026-000{place}", client=german, lines=lines))) for place in (4, 5)]

    assert imported(*both).done
    assert {path for path in files(root) if path.startswith("clients/blau")} == {"clients/blauwerk-gmbh.yaml"}


def test_all_or_nothing(root: Path, imported: Import) -> None:
    before = files(root)
    result = imported(ubl(gather(plain())), b"<a/>")

    assert "EIN-111" in codes(result)
    assert files(root) == before


def test_dry_run_writes_nothing(root: Path, imported: Import) -> None:
    before = files(root)
    assert imported(ubl(gather(plain())), dry_run=True).documents[0].file == "invoices/2026/F2026-0004.yaml"
    assert files(root) == before


REFUSED = {
    "wrong total": (b"2304.00", b"2305.00", "EIN-121"),
    "a number that leaves the folder": (b"<cbc:ID>F2026-0004<", b"<cbc:ID>../../evil<", "EIN-149"),
    "a number that is taken": (b"<cbc:ID>F2026-0004<", b"<cbc:ID>f2026-0001<", "EIN-144"),
    "another seller": (b"999000011", b"999000052", "EIN-140"),
    "a type of no equivalent": (b">380<", b">325<", "EIN-141"),
    "no day": (b"2026-11-03", b"2026-13-03", "EIN-124"),
    "a folder instead of a year": (b"<cbc:IssueDate>2026-11-03", b"<cbc:IssueDate>../../../..", "EIN-124"),
    "no lines": (b"cac:InvoiceLine", b"cac:SubInvoiceLine", "EIN-120"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_over_is_refused(root: Path, imported: Import, name: str) -> None:
    before, (old, new, code) = files(root), REFUSED[name]
    xml = ubl(gather(plain()))
    if name == "another seller":
        xml = xml.replace(b"Atelier Lumen", b"Autre Atelier")
    assert old in xml

    result = imported(xml.replace(old, new))

    assert code in codes(result)
    assert not result.done
    assert files(root) == before


def test_allowances_and_charges_keep_amount_reason_and_vat(root: Path, imported: Import) -> None:
    reduced = show(replace(SHOWN["reduced"].document, number="F2026-0004", date=date(2026, 11, 3)))
    assert imported(factur_x(gather(reduced))).done
    book, _ = load_book(root)

    assert book is not None
    made = book.documents["F2026-0004"]
    assert [(one.item, one.amount, one.vat.word) for one in made.charges] == [
        (one.item, one.amount, one.vat.word) for one in reduced.document.charges
    ]
    assert made.rounding == Decimal("0.03")


DISCOUNTS = {
    "a percentage of all rates": Discount(percent=Decimal("2.5"), reason="Remise commerciale"),
    "an amount at one rate": Discount(amount=Decimal("120.00"), reason="Remise commerciale"),
}


@pytest.mark.parametrize("name", DISCOUNTS)
def test_a_discount_stays_a_discount(root: Path, imported: Import, name: str) -> None:
    lines = (line("Conseil", "640.00", qty="3"), line("Manuel", "18.90", qty="40", vat=VAT_55))
    shown = plain(lines=lines if "all" in name else lines[:1], discount=DISCOUNTS[name])
    assert imported(ubl(gather(shown))).done
    book, _ = load_book(root)

    assert book is not None
    assert book.documents["F2026-0004"].discount == DISCOUNTS[name]


def test_vat_in_euros_becomes_the_rate_it_was_computed_with(root: Path, imported: Import) -> None:
    pounds = show(replace(SHOWN["pounds, debits"].document, number="F2026-0004", date=date(2026, 11, 3)))
    assert imported(factur_x(gather(pounds))).done
    book, _ = load_book(root)

    assert book is not None
    made = book.documents["F2026-0004"]
    assert made.exchange_rate is not None
    assert total(made).tax_eur == pounds.totals.tax_eur
    assert made.exchange_rate.source == "F2026-0004"


def test_a_large_rounding_is_refused(imported: Import) -> None:
    xml = ubl(gather(plain())).replace(b'<cbc:PayableAmount currencyID="EUR">2304.00', ROUNDED_DOWN)
    assert "EIN-142" in codes(imported(xml))


def test_the_same_number_twice_is_refused(imported: Import) -> None:
    xml = ubl(gather(plain()))
    assert "EIN-144" in codes(imported(xml, xml))


def test_terms_without_a_place_are_named(imported: Import) -> None:
    xml = (
        ubl(gather(plain()))
        .replace(b"<cac:InvoiceLine>", b"<cac:InvoiceLine>", 1)
        .replace(
            b"</cbc:DocumentCurrencyCode>",
            b"</cbc:DocumentCurrencyCode><cbc:AccountingCost>4217:2323</cbc:AccountingCost>",
        )
    )
    xml = xml.replace(b'unitCode="DAY"', b'unitCode="EA"').replace(
        b'schemeID="0002">999000029', b'schemeID="0088">4000001'
    )
    told = {
        (fault.named["term"], fault.named["text"])
        for fault in imported(xml, issued=False).faults
        if "text" in fault.named
    }

    assert told == {
        ("BT-1 (Invoice number)", "F2026-0004"),
        ("BT-2 (Invoice issue date)", "2026-11-03"),
        ("BT-19", "4217:2323"),
        ("BT-47 (Buyer legal registration identifier)", "4000001"),
        ("BT-130 (Invoiced quantity unit of measure code)", "EA"),
    }


def test_money_paid_before_stands_in_the_history(root: Path, imported: Import) -> None:
    xml = ubl(gather(plain()))
    prepaid = (
        b'<cbc:PrepaidAmount currencyID="EUR">304.00</cbc:PrepaidAmount><cbc:PayableAmount currencyID="EUR">2000.00'
    )
    changed = xml.replace(b'<cbc:PayableAmount currencyID="EUR">2304.00', prepaid)

    assert imported(changed).done
    assert "amount: 304.00" in (root / "invoices/2026/F2026-0004.history.yaml").read_text("utf-8")


def test_a_price_for_many_becomes_the_price_of_one(imported: Import) -> None:
    base = b'640.00</cbc:PriceAmount><cbc:BaseQuantity unitCode="DAY">1'
    xml = ubl(gather(plain())).replace(b"640.00</cbc:PriceAmount>", base + b"</cbc:BaseQuantity>")

    assert "EIN-146" not in codes(imported(xml, issued=False))


def test_a_line_that_is_no_product_keeps_its_amount(imported: Import) -> None:
    xml = ubl(gather(plain())).replace(b">640.00</cbc:PriceAmount>", b">641.00</cbc:PriceAmount>")
    result = imported(xml, issued=False)

    assert "EIN-146" in codes(result)
    assert result.documents[0].due == Decimal("2304.00")


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn")), min_size=1, max_size=60)
)
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_text_of_a_stranger_becomes_yaml(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    from facturier.compute.imported import imported as keys_of
    from facturier.read.tree import read_tree
    from facturier.read.writing import mapping_text

    xml = ubl(gather(plain(lines=(line(text, "100.00"),))))
    read = read_einvoice(xml, "invoice")
    keys = keys_of(read.terms, client="acme", numbered=True).keys  # type: ignore[union-attr]
    tree = read_tree(mapping_text(keys).encode(), "draft.yaml")  # type: ignore[arg-type]

    assert isinstance(tree, dict)
    assert set(tree) == set(keys)


def test_imported_documents_are_sealed_with_their_own_pdf(root: Path, imported: Import) -> None:
    from facturier.actions.issue import Issuing, seal_numbered
    from facturier.seal.load import load_seals

    pdf = document_pdf(plain(), color=COLOR)
    assert imported(pdf).done
    sealed = seal_numbered(root, Issuing(today=TODAY, executor=NoDrawing(), reporter=Silent(), commit=False))
    seals, _ = load_seals(root)

    assert sealed.done, sealed.faults
    assert seals["F2026-0004"].content.imported
    assert (root / "invoices/2026/F2026-0004.pdf").read_bytes() == pdf


def test_a_sealed_series_may_be_followed_by_another(root: Path, imported: Import) -> None:
    from facturier.actions.check import check
    from facturier.actions.issue import Issuing, seal_numbered

    assert imported(document_pdf(plain(), color=COLOR)).done
    assert seal_numbered(root, Issuing(today=TODAY, executor=NoDrawing(), reporter=Silent(), commit=False)).done
    settings_file = root / "facturier.yaml"
    settings_file.write_text(settings_file.read_text("utf-8").replace("F{year}-{seq:04}", "G{year}-{seq:04}"), "utf-8")
    found = check(root, today=TODAY, reporter=Silent()).faults

    assert "F2026-0004" not in {fault.named.get("number") for fault in found if fault.code == "NUM-013"}


def test_the_command_says_what_comes_next(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "invoice.xml"
    file.write_bytes(ubl(gather(plain())))
    arguments = [str(file), "--as", "issued", "--book", str(root), "--today", "2026-11-22", "--no-commit"]

    tried = CliRunner().invoke(command, [*arguments, "--dry-run", "--json"], standalone_mode=False)
    done = CliRunner().invoke(command, arguments, standalone_mode=False)

    assert json.loads(tried.output)["documents"][0]["due"] == "2304.00"
    assert done.return_value == 0
    assert "issue --seal-numbered" in done.output
