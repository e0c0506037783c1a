"""Documents that were issued with another program are history: kept as they are, in any order and numbering."""

import re
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.actions.test_build import NoDrawing
from tests.isolation.business import TODAY
from tests.render.originals import SHOWN, show

from facturier.actions.check import check
from facturier.actions.export import export
from facturier.actions.import_ import Importing, ImportResult, import_files
from facturier.actions.issue import Issuing, seal_numbered
from facturier.faults import Fault, Severity
from facturier.model.portal import PortalDocument
from facturier.paths import theme_folder
from facturier.publish.originals import Original
from facturier.publish.progress import Silent
from facturier.read import load_book
from facturier.render.asked import asked_on_issue
from facturier.render.einvoice import gather
from facturier.render.incoming import read_einvoice
from facturier.render.pdf.compose import compose
from facturier.render.ubl import ubl

Import = Callable[..., ImportResult]


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Import the bytes of files, issued elsewhere, into the book of a folder."""

    def do(root: Path, *files: bytes, dry_run: bool = False) -> ImportResult:
        sources = [tmp_path / f"source-{place}" for place in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        how = Importing(today=TODAY, reporter=Silent(), issued=True, commit=False, dry_run=dry_run)
        return import_files(root, sources, how)

    return do


def invoice(number: str = "2024-17", day: date = date(2024, 3, 5), name: str = "plain") -> bytes:
    """An invoice of the small business, numbered as another program did."""
    return ubl(gather(show(replace(SHOWN[name].document, number=number, key=number, date=day))))


def errors(result: ImportResult) -> list[str]:
    return [fault.code for fault in result.faults if fault.severity is Severity.ERROR]


def found(root: Path, severity: Severity = Severity.ERROR) -> set[str]:
    faults = check(root, today=TODAY, reporter=Silent()).faults
    return {fault.code for fault in faults if fault.severity is severity}


def test_any_numbering_is_taken_over(root: Path, imported: Import) -> None:
    assert errors(imported(root, invoice("RE_117"))) == []
    assert found(root) == set()


def test_any_order_is_taken_over(root: Path, imported: Import) -> None:
    """The later ones first, and one whose number is behind its day."""
    assert imported(root, invoice("F2024-0009", date(2024, 2, 1))).done
    assert imported(root, invoice("F2024-0002", date(2024, 3, 1)), invoice("F2024-0001", date(2024, 4, 1))).done
    assert found(root) == set()


def test_a_hole_in_what_was_brought_over_is_a_warning(root: Path, imported: Import) -> None:
    assert imported(root, invoice("F2024-0001"), invoice("F2024-0003")).done

    assert "NUM-001" in found(root, Severity.WARNING)
    assert found(root) == set()


def test_a_hole_among_documents_of_the_book_stays_an_error(root: Path, imported: Import) -> None:
    assert imported(root, invoice("F2024-0001")).done
    (root / "invoices/2026/F2026-0002.yaml").unlink()
    (root / "invoices/2026/F2026-0002.history.yaml").unlink(missing_ok=True)

    assert "NUM-001" in found(root)


def test_a_new_credit_note_takes_no_more_back_than_an_imported_invoice_charged(root: Path, imported: Import) -> None:
    assert imported(root, invoice()).done
    client = yaml.safe_load((root / "invoices/2024/2024-17.yaml").read_text("utf-8"))["client"]
    draft = root / "invoices/drafts/too-much.yaml"
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(
        f"type: credit-note\nclient: {client}\ncredits: 2024-17\n"
        "lines: [{item: Conseil, price: 99999.00, vat: 20%}]\n",
        "utf-8",
    )

    assert "COR-002" in found(root)


def test_a_mention_that_is_asked_for_today_is_not_asked_of_history(root: Path, imported: Import) -> None:
    """The same VAT on services to another member state is an error in a document of the book."""
    from tests.render.originals import VAT_55, line

    german = SHOWN["reverse charge"].document.client
    lines = (line("Conseil", "100.00", vat=VAT_55),)
    document = replace(
        SHOWN["plain"].document, number="X1", key="X1", date=date(2024, 3, 5), client=german, lines=lines
    )
    assert imported(root, ubl(gather(show(document)))).done
    assert found(root) == set()
    history = root / "invoices/2024/X1.history.yaml"
    history.write_text(history.read_text("utf-8").replace(", elsewhere: true", ""), "utf-8")

    assert {"VAT-005", "NUM-013"} <= found(root)


def test_what_is_said_to_be_from_elsewhere_after_the_first_own_document_is_judged_aloud(root: Path) -> None:
    """Two words written by hand into a history switch nothing off unseen."""
    shutil.copy(root / "invoices/2026/F2026-0001.yaml", root / "invoices/2026/X-2.yaml")
    paper, history = root / "invoices/2026/X-2.yaml", root / "invoices/2026/X-2.history.yaml"
    day = TODAY.isoformat()
    text = re.sub(r"(?m)^date: .*$", f"date: {day}", paper.read_text("utf-8")).replace("F2026-0001", "X-2")
    paper.write_text(text, "utf-8")
    history.write_text(f"- {{date: {day}, event: issued, elsewhere: true}}\n", "utf-8")

    assert "NUM-013" in found(root, Severity.WARNING)


def test_a_fresh_folder_becomes_the_book_of_the_seller(tmp_path: Path, imported: Import) -> None:
    root = tmp_path / "fresh"
    root.mkdir()
    assert imported(root, invoice("2024-17"), invoice("2024-18")).done
    book, faults = load_book(root)

    assert faults == ()
    assert book is not None
    assert (book.seller.name, book.seller.siren, set(book.documents)) == (
        "Atelier Lumen",
        "999000011",
        {"2024-17", "2024-18"},
    )


def test_a_fresh_book_can_be_sealed(tmp_path: Path, imported: Import) -> None:
    root = tmp_path / "fresh"
    root.mkdir()
    assert imported(root, invoice()).done
    how = Issuing(today=TODAY, executor=NoDrawing(), reporter=Silent(), commit=False, dry_run=True)

    assert seal_numbered(root, how).done


def test_a_fresh_folder_takes_one_seller_alone(tmp_path: Path, imported: Import) -> None:
    root = tmp_path / "fresh"
    root.mkdir()
    other = invoice("2024-18").replace(b"Atelier Lumen", b"Autre Atelier").replace(b"999000011", b"999000052")
    result = imported(root, invoice(), other)

    assert "EIN-140" in errors(result)
    assert not (root / "facturier.yaml").exists()


def test_a_dry_run_founds_nothing(tmp_path: Path, imported: Import) -> None:
    root = tmp_path / "fresh"
    root.mkdir()

    assert imported(root, invoice(), dry_run=True).documents[0].file == "invoices/2024/2024-17.yaml"
    assert not (root / "facturier.yaml").exists()


def test_another_kind_of_invoice_becomes_a_plain_one(root: Path, imported: Import) -> None:
    result = imported(root, invoice().replace(b">380<", b">326<"))

    assert result.done
    assert "EIN-141" in {fault.code for fault in result.faults if fault.severity is Severity.WARNING}


def test_a_credit_note_without_its_invoice_is_history_too(root: Path, imported: Import) -> None:
    note = invoice("AV-3", name="credit note")
    alone = re.sub(rb"<cac:BillingReference>.*?</cac:BillingReference>", b"", note, flags=re.DOTALL)

    assert alone != note
    assert imported(root, alone).done
    assert found(root) == set()


def test_a_credit_note_names_its_invoice_that_stayed_behind(root: Path, imported: Import) -> None:
    assert imported(root, invoice("AV-3", name="credit note")).done
    read = read_einvoice(written(root, "AV-3", "cii"), "invoice")

    assert not isinstance(read, Fault)
    assert read.terms.one("BG-3").text("BT-25") == SHOWN["credit note"].document.credits


def test_money_from_before_is_no_payment_and_refused(root: Path, imported: Import) -> None:
    """A negative BT-113 is a claim that the document does not hold."""
    paid = b'<cbc:PrepaidAmount currencyID="EUR">-96.00</cbc:PrepaidAmount><cbc:PayableAmount currencyID="EUR">2400.00'
    changed = invoice().replace(b'<cbc:PayableAmount currencyID="EUR">2304.00', paid)

    assert changed != invoice()
    assert "EIN-142" in errors(imported(root, changed))


PREPAID = b'<cbc:PrepaidAmount currencyID="EUR">304.00</cbc:PrepaidAmount><cbc:PayableAmount currencyID="EUR">2000.00'


def paid_before() -> bytes:
    return invoice().replace(b'<cbc:PayableAmount currencyID="EUR">2304.00', PREPAID)


def written(root: Path, number: str, form: str) -> bytes:
    return export(root, number, form, today=TODAY, reporter=Silent()).data


def test_the_xml_it_came_as_is_given_out_again(root: Path, imported: Import) -> None:
    assert imported(root, paid_before()).done

    assert written(root, "2024-17", "ubl") == paid_before()


def test_what_was_paid_before_stands_in_the_other_syntax_too(root: Path, imported: Import) -> None:
    assert imported(root, paid_before()).done
    read = read_einvoice(written(root, "2024-17", "cii"), "invoice")

    assert not isinstance(read, Fault)
    sums = read.terms.one("BG-22")
    assert [sums.text(term) for term in ("BT-112", "BT-113", "BT-115")] == ["2304.00", "304.00", "2000.00"]


def test_an_original_drawn_here_asks_for_no_more_than_its_xml(root: Path, imported: Import) -> None:
    assert imported(root, paid_before()).done
    drawn: list[PortalDocument] = []

    class Kept(NoDrawing):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            drawn.extend(one.shown for one in args if isinstance(one, Original))
            return super().submit(fn, *args, **kwargs)

    how = Issuing(today=TODAY, executor=Kept(), reporter=Silent(), commit=False)
    assert seal_numbered(root, how).done
    (shown,) = [one for one in drawn if one.document.number == "2024-17"]
    asked = asked_on_issue(shown.document, shown.totals, prepaid=shown.prepaid)

    assert [(row.label, row.amount) for row in compose(shown, theme=theme_folder()).sums][-2:] == [
        ("Déjà payé", "-304,00\xa0€"),
        ("Net à payer", "2\u202f000,00\xa0€"),
    ]
    assert asked is not None
    assert asked.amount == Decimal("2000.00")


def test_the_xml_it_came_as_is_sealed(root: Path, imported: Import) -> None:
    assert imported(root, invoice()).done
    how = Issuing(today=TODAY, executor=NoDrawing(), reporter=Silent(), commit=False)
    assert seal_numbered(root, how).done
    xml = root / "invoices/2024/2024-17.xml"
    xml.write_bytes(xml.read_bytes().replace(b"2304.00", b"2305.00"))

    assert "SEAL-011" in found(root, Severity.WARNING)
    assert written(root, "2024-17", "ubl") != xml.read_bytes()


def test_a_credit_note_keeps_what_went_back_before_as_a_note(root: Path, imported: Import) -> None:
    note = invoice("AV-3", name="credit note")
    due = re.search(rb'<cbc:PayableAmount currencyID="EUR">([0-9.]+)<', note)
    assert due is not None
    paid = b'<cbc:PrepaidAmount currencyID="EUR">%s</cbc:PrepaidAmount>' % due[1]
    back = note.replace(due[0], paid + b'<cbc:PayableAmount currencyID="EUR">0.00<')

    assert imported(root, back).done
    assert f"BT-113: {due[1].decode()} EUR" in (root / "invoices/2024/AV-3.history.yaml").read_text("utf-8")


def test_another_vat_group_is_refused(root: Path, imported: Import) -> None:
    """The sums agree, the breakdown does not: VAT that the book would write otherwise."""
    xml = invoice()
    assert xml.count(b"384.00") == 2
    other = xml.replace(b"384.00", b"384.40").replace(b"2304.00", b"2304.40")

    assert errors(imported(root, other)).count("EIN-142") == 4


def test_what_the_file_says_of_its_seller_otherwise_is_told(root: Path, imported: Import) -> None:
    told = [fault.named for fault in imported(root, invoice().replace(b"Bourg-en-Bresse", b"Lyon")).faults]

    assert "Lyon" in {values.get("text") for values in told if values.get("term", "").startswith("BT-37")}
