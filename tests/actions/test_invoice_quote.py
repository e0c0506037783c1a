"""From quote to final invoice: what each draft says, that they add up, and that nothing is invoiced twice."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.actions.desk import QUOTE, codes, desk, drafting, number, recorded
from tests.seal.issuing import write

from facturier.actions.correct import correct
from facturier.actions.credit import What, credit
from facturier.actions.drafting import DraftResult, opened
from facturier.actions.invoice_quote import Wanted, invoice_quote


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """D2026-0001, accepted: 970.03 at 20 % and 194.01 at 5.5 %, deposit 30 %."""
    root = desk(tmp_path, quote=QUOTE)
    recorded(root, "D2026-0001", "accepted", by="Léonie")
    return root


def invoiced(root: Path, kind: str, share: str = "") -> DraftResult:
    return invoice_quote(root, "D2026-0001", Wanted(kind=kind, share=share), drafting())


def test_a_deposit_takes_its_share_from_the_quote(book: Path) -> None:
    result = invoiced(book, "deposit")
    assert result.drafts[0].text.endswith("client: acme\ntype: deposit\nquote: D2026-0001\nshare: 30%\n")
    assert result.faults == ()


def test_progress_is_one_line_for_each_rate(book: Path) -> None:
    text = invoiced(book, "progress", "40").drafts[0].text.replace("\u00a0", " ")
    assert text.endswith(
        "client: acme\nsubject: Site\nquote: D2026-0001\nprices: net\nlines:\n"
        '  - {item: "Avancement : 40 % du devis D2026-0001", price: 388.01, vat: 20%, nature: services}\n'
        '  - {item: "Avancement : 40 % du devis D2026-0001", price: 77.60, vat: 5.5%, nature: goods}\n'
    )


def test_the_rest_is_the_work_as_quoted_less_what_was_invoiced(book: Path) -> None:
    invoiced(book, "deposit")
    number(book, "D2026-0001-deposit")
    text = invoiced(book, "rest").drafts[0].text
    assert "price: 1000.03}   # agreed on the phone\n" in text
    assert text.endswith("discount: {percent: 3%}\nquote: D2026-0001\ndeducts: [F2026-0001]\n")


@pytest.mark.parametrize("prices", ["net", "gross"])
@pytest.mark.parametrize(
    ("deposit", "progress"), [("30%", ["40%"]), ("33.33%", ["12.5%", "7.77%"]), ("0.01%", ["99.98%"])]
)
def test_together_they_ask_for_the_quote(tmp_path: Path, prices: str, deposit: str, progress: list[str]) -> None:
    root = desk(tmp_path, quote=f"{QUOTE}prices: {prices}\n")
    invoiced(root, "deposit", deposit)
    numbers = number(root, "D2026-0001-deposit")
    for share in progress:
        invoiced(root, "progress", share)
        numbers += number(root, "D2026-0001-progress")
    result = invoiced(root, "rest")
    assert result.left == "0.00 EUR"
    numbers += number(root, "D2026-0001-rest")
    totals = opened(root, drafting()).totals
    assert sum(totals[one].due for one in numbers) == totals["D2026-0001"].due
    for group in totals["D2026-0001"].groups:
        parts = [part for one in numbers for part in totals[one].groups if part.vat.rate == group.vat.rate]
        amounts = [(part.gross, part.base) for part in parts]
        wanted = group.gross if prices == "gross" else group.base
        assert sum(gross if prices == "gross" else base for gross, base in amounts) == wanted
    assert codes(invoiced(root, "rest").faults) == ["DRA-008"]


def test_without_a_deposit_the_rest_is_the_whole(book: Path) -> None:
    result = invoiced(book, "rest")
    assert "deducts" not in result.drafts[0].text
    assert result.left == "0.00 EUR"


def test_a_draft_that_waits_keeps_from_a_second_one(book: Path) -> None:
    invoiced(book, "deposit")
    assert codes(invoiced(book, "rest").faults) == ["DRA-010"]


def test_never_more_than_the_quote(book: Path) -> None:
    invoiced(book, "deposit")
    number(book, "D2026-0001-deposit")
    assert codes(invoiced(book, "progress", "70.5%").faults) == ["DRA-009"]
    assert codes(invoiced(book, "progress", "x").faults) == ["TYPE-017"]
    assert codes(invoiced(book, "progress").faults) == ["DRA-007"]


def test_the_answer_to_the_quote_counts(tmp_path: Path) -> None:
    root = desk(tmp_path, quote=QUOTE)
    assert codes(invoiced(root, "deposit").faults) == ["DRA-013"]
    recorded(root, "D2026-0001", "declined")
    (root / "invoices/drafts/D2026-0001-deposit.yaml").unlink()
    assert codes(invoiced(root, "deposit").faults) == ["DRA-012"]


def test_a_default_that_changed_since_is_told(book: Path) -> None:
    config = (book / "facturier.yaml").read_text()
    write(book, "facturier.yaml", config.replace("vat: 20%", "vat: 10%"))
    assert "DRA-014" in codes(invoiced(book, "rest").faults)


def test_only_a_quote_is_invoiced(book: Path) -> None:
    invoiced(book, "deposit")
    number(book, "D2026-0001-deposit")
    result = invoice_quote(book, "F2026-0001", Wanted(kind="rest"), drafting())
    assert codes(result.faults) == ["DRA-003"]


def test_the_total_of_the_final_invoice_is_what_was_left(book: Path) -> None:
    invoiced(book, "deposit")
    number(book, "D2026-0001-deposit")
    totals = invoiced(book, "rest").drafts[0].totals
    assert totals is not None
    assert totals.due == totals.work_gross - Decimal("410.61")
    assert [one.gross for one in totals.deducted] == [Decimal("410.61")]


def test_a_deposit_is_corrected_once_its_final_invoice_was_taken_back(book: Path) -> None:
    invoiced(book, "deposit")
    number(book, "D2026-0001-deposit")
    recorded(book, "F2026-0001", "paid", amount="410.61")
    invoiced(book, "rest")
    number(book, "D2026-0001-rest")
    assert codes(correct(book, "F2026-0001", drafting()).faults) == ["DEP-012"]
    credit(book, "F2026-0002", What(), drafting())
    number(book, "credit-F2026-0002")
    assert correct(book, "F2026-0001", drafting()).done
    number(book, "correct-F2026-0001")
    result = invoiced(book, "rest")
    assert (result.left, "deducts: [F2026-0003]" in result.drafts[0].text) == ("0.00 EUR", True)


def test_progress_on_goods_sold_abroad_stays_an_export(tmp_path: Path) -> None:
    root = desk(tmp_path)
    address = "address: {lines: [Seestrasse 1], postcode: 8001, city: Zürich, country: CH}\n"
    write(root, "clients/helvet.yaml", f"name: Helvet AG\nkind: business\n{address}")
    goods = "client: helvet\ntype: quote\nvalid: 30 days\nlines:\n  - {item: Manuel, price: 200.00, nature: goods}\n"
    write(root, "invoices/drafts/quote.yaml", goods)
    number(root, "quote")
    invoiced(root, "progress", "40%")
    draft = opened(root, drafting()).expanded
    assert draft
    [line] = draft.drafts["drafts/D2026-0001-progress"].lines
    assert line.vat.case == "EXPORT_GOODS"
