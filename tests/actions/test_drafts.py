"""New drafts, credit notes and correctives: what they hold, and what is refused."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.actions.desk import CLIENT, INVOICE, QUOTE, codes, desk, drafting, number
from tests.seal.issuing import write

from facturier.actions.correct import correct
from facturier.actions.credit import What, credit
from facturier.actions.drafting import DraftResult, opened
from facturier.actions.new import new
from facturier.model.state import Status


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """F2026-0001 over 1 451.00 EUR and D2026-0001, both issued today."""
    return desk(tmp_path, one=INVOICE, two=QUOTE)


def text_of(result: DraftResult) -> str:
    """What a draft says below its first line."""
    assert result.drafts, result.faults
    return result.drafts[0].text.partition("\n")[2]


def due(result: DraftResult) -> Decimal:
    assert result.drafts, result.faults
    assert result.drafts[0].totals is not None
    return result.drafts[0].totals.due


def credited(root: Path, **what: Any) -> DraftResult:
    return credit(root, "F2026-0001", What(**what), drafting())


def test_a_new_draft_can_be_read_and_says_what_is_missing(book: Path) -> None:
    result = new(book, "acme", drafting())
    assert result.drafts[0].file == "invoices/drafts/acme-2026-11-22.yaml"
    assert codes(result.faults) == ["DRA-020"]
    first = (book / result.drafts[0].file).read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../.facturier/document.schema.json"
    assert (book / ".facturier/document.schema.json").exists()


def test_a_draft_that_was_not_filled_in_is_never_issued(book: Path) -> None:
    from tests.seal.issuing import how

    from facturier.actions.issue import issue

    new(book, "acme", drafting(), name="blank")
    assert "DRA-020" in codes(issue(book, ["blank"], how()).faults)


def test_the_clients_discount_stands_in_the_draft(book: Path) -> None:
    write(book, "clients/beta.yaml", CLIENT + "discount: {percent: 5%, reason: Remise fidélité}\n")
    assert "\ndiscount: {percent: 5%, reason: Remise fidélité}\n" in text_of(new(book, "beta", drafting()))


def test_a_second_draft_gets_a_name_of_its_own(book: Path) -> None:
    names = [new(book, "acme", drafting()).drafts[0].file for _ in range(2)]
    assert names == ["invoices/drafts/acme-2026-11-22.yaml", "invoices/drafts/acme-2026-11-22-2.yaml"]


def test_like_another_document_keeps_text_and_comments_but_no_dates(book: Path) -> None:
    assert text_of(new(book, "", drafting(), like="f2026-0001")) == (
        "# Like F2026-0001: mend what differs.\n" + INVOICE.replace("delivered: 2026-11-02\n", "")
    )


def test_like_a_quote_is_a_new_version_of_it(book: Path) -> None:
    result = new(book, "", drafting(), like="D2026-0001")
    assert text_of(result).endswith(QUOTE)
    assert number(book, Path(result.drafts[0].file).stem) == ["D2026-0002"]


def test_for_another_client_nothing_of_the_first_is_copied(book: Path) -> None:
    text = text_of(new(book, "beta", drafting(), like="D2026-0001"))
    assert "client: beta" in text
    assert "acme" not in text
    assert "discount" not in text


@pytest.mark.parametrize(("client", "like", "code"), [("acmee", "", "DRA-001"), ("acme", "F2026-0007", "DRA-002")])
def test_what_does_not_exist_is_named(book: Path, client: str, like: str, code: str) -> None:
    result = new(book, client, drafting(), like=like)
    assert codes(result.faults) == [code]
    assert not result.drafts


def test_a_dry_run_writes_nothing(book: Path) -> None:
    result = new(book, "acme", drafting(dry_run=True))
    assert result.drafts
    assert not (book / result.drafts[0].file).exists()


def test_everything_is_credited_to_the_cent(book: Path) -> None:
    result = credited(book)
    assert text_of(result) == "type: credit-note\ncredits: F2026-0001\neverything: true\n"
    assert due(result) == Decimal("1451.00")


def test_lines_are_credited_as_they_were(book: Path) -> None:
    result = credited(book, lines=(2, 3), reason="Manuels abîmés")
    assert text_of(result) == (
        "type: credit-note\ncredits: F2026-0001\nsubject: Manuels abîmés\nlines:\n"
        "  - {item: Manuel, qty: 10, price: 20.00, vat: 5.5%, nature: goods}\n  - {item: Conseil, price: 33.33}\n"
    )
    assert due(result) == Decimal("251.00")


def test_a_credited_line_takes_its_part_of_the_discount(tmp_path: Path) -> None:
    root = desk(tmp_path, one=INVOICE + "discount: {amount: 100.00, reason: Geste}\n")
    result = credited(root, lines=(1,))
    assert "discount: {amount: 81.08, reason: Geste}" in text_of(result)  # 1000.00 of 1233.33


@pytest.mark.parametrize("amount", ["100.00", "0.01", "0.10", "1450.99", "777.77"])
def test_an_amount_is_spread_over_the_rates_and_exact(book: Path, amount: str) -> None:
    result = credited(book, amount=amount)
    assert due(result) == Decimal(amount)
    assert result.faults == ()


def test_an_amount_before_vat(book: Path) -> None:
    result = credited(book, amount="100", net=True)
    totals = result.drafts[0].totals
    assert totals is not None
    assert totals.net == Decimal(100)
    assert [group.vat.word for group in totals.groups] == ["20%", "5.5%"]


def test_all_that_is_left_is_everything(book: Path) -> None:
    assert "everything: true" in text_of(credited(book, amount="1451"))


def test_a_credit_note_and_its_invoice_know_each_other(book: Path) -> None:
    from facturier.actions.show import show
    from facturier.publish.progress import Silent

    credited(book)
    assert number(book, "credit-F2026-0001") == ["A2026-0001"]
    shown = [show(book, key, today=drafting().today, reporter=Silent()).shown for key in ("F2026-0001", "A2026-0001")]
    assert [[(link.kind, link.number) for link in one.related] for one in shown if one] == [
        [("credited-by", "A2026-0001")],
        [("credits", "F2026-0001")],
    ]
    assert shown[0] is not None
    assert shown[0].state.headline is Status.CREDITED


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"amount": "1451.01"}, "DRA-004"),
        ({"amount": "0"}, "DRA-004"),
        ({"amount": "1.005"}, "TYPE-011"),
        ({"amount": "1 USD"}, "REC-004"),
        ({"lines": (4,)}, "DRA-005"),
        ({"lines": (0,)}, "DRA-005"),
    ],
)
def test_what_cannot_be_credited_is_refused(book: Path, what: dict[str, Any], code: str) -> None:
    result = credited(book, **what)
    assert codes(result.faults) == [code]
    assert not list(book.glob("invoices/drafts/*"))


def test_no_more_is_credited_than_was_invoiced(book: Path) -> None:
    assert credited(book, amount="1000").drafts
    assert codes(credited(book, amount="451.01").faults) == ["DRA-004"]  # the draft of the first counts
    number(book, "credit-F2026-0001")
    assert "COR-002" in codes(credited(book, lines=(1,)).faults)
    assert due(credited(book)) == Decimal("451.00")
    number(book, "credit-F2026-0001")
    assert codes(credited(book).faults) == ["DRA-004"]


def test_only_invoices_are_credited(book: Path) -> None:
    assert codes(credit(book, "D2026-0001", What(), drafting()).faults) == ["DRA-003"]


def test_a_credit_note_is_not_corrected(book: Path) -> None:
    credited(book, amount="10.00")
    number(book, "credit-F2026-0001")
    assert codes(correct(book, "A2026-0001", drafting()).faults) == ["DRA-003"]


def test_a_corrective_begins_as_what_it_replaces(book: Path) -> None:
    result = correct(book, "F2026-0001", drafting())
    assert text_of(result).endswith(f"type: corrective\nreplaces: F2026-0001\n{INVOICE}")
    assert due(result) == Decimal("1451.00")
    assert number(book, "correct-F2026-0001") == ["F2026-0002"]


def test_an_invoice_is_replaced_once(book: Path) -> None:
    assert correct(book, "F2026-0001", drafting()).drafts
    assert "COR-010" in codes(correct(book, "F2026-0001", drafting()).faults)
    number(book, "correct-F2026-0001")
    assert "COR-010" in codes(correct(book, "F2026-0001", drafting()).faults)


def test_a_deposit_is_corrected_with_its_lines_written_out(tmp_path: Path) -> None:
    root = desk(tmp_path, two=QUOTE)
    write(root, "invoices/drafts/dep.yaml", "client: acme\ntype: deposit\nquote: D2026-0001\n")
    number(root, "dep")
    result = correct(root, "F2026-0001", drafting())
    assert "Acompte de 30 % sur le devis D2026-0001" in text_of(result).replace("\u00a0", " ")
    before = opened(root, drafting()).totals["F2026-0001"]
    assert due(result) == before.due
