"""Histories that cannot be so: each row plants one mistake and names the code and the place that must come back."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from tests.compute.books import book, event, invoice, on, other, plan, shares, totals_of

from facturier.faults import Fault, has_errors
from facturier.messages import load_catalogue, placeholders
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event
from facturier.rules.context import context_of
from facturier.rules.registry import BOOK_RULES, histories

THREE = invoice(terms=shares((10, "30"), (40, "30"), (70, "40")))
QUOTE = other("quote", "1000.00", "F1", 0, valid_days=30)
NEWER = other("quote", "900.00", "F2", 6, replaces="F1")
CREDIT = other("credit-note", "300.00", "A1", 12, credits="F1")
PAID = event(10, "paid", "1000.00", ref="a")
STARTED = event(10, "payment-started", ref="sepa")


def judged(papers: Book, day: int, real_day: int) -> list[Fault]:
    context = context_of(papers, papers, totals_of(papers), today=on(day), real_day=on(real_day))
    return [fault for rule in BOOK_RULES for fault in rule(context)]


def faults_on(day: int, events: Iterable[Event], document: Document | None = None, *others: Document) -> list[Fault]:
    first = document or invoice()
    papers = book(first, *others, F1=events)
    return list(histories(context_of(papers, papers, totals_of(papers), today=on(day))))


def shown(faults: Iterable[Fault]) -> str:
    """`CODE path` of each fault."""
    return ", ".join(f"{fault.code} {'.'.join(str(part) for part in fault.where.path)}" for fault in faults)


FROM_STRIPE = event(21, "paid", "10", ref="txn_1", at=datetime(2026, 3, 22, 9, tzinfo=UTC))
MISTAKES = [
    ("before issued", 20, [event(2, "issued"), event(1, "sent")], None, "HIS-002 0.date, HIS-001 1.date"),
    ("issued on another day", 20, [event(1, "issued")], None, "HIS-002 0.date"),
    ("of tomorrow", 20, [event(0, "issued"), event(21, "paid", "10")], None, "HIS-003 1.date"),
    ("of Stripe's tomorrow", 20, [event(0, "issued"), FROM_STRIPE], None, "HIS-033 1.date"),
    ("issued twice", 20, [event(0, "issued"), event(5, "issued")], None, "HIS-004 1.event"),
    ("an invoice is accepted", 20, [event(5, "accepted")], None, "HIS-010 0.event"),
    ("a quote is paid", 20, [event(5, "paid", "10")], QUOTE, "HIS-011 0.event"),
    ("a quote is in dispute", 20, [event(5, "disputed")], QUOTE, "HIS-011 0.event"),
    ("a quote as e-invoice", 20, [event(5, "e-invoice", status="200")], QUOTE, "HIS-011 0.event"),
    ("accepted too late", 40, [event(31, "accepted")], QUOTE, "HIS-012 0.date"),
    ("paid more than due", 20, [PAID, event(12, "paid", "0.01")], None, "HIS-020 1.amount"),
    ("refunded before anything was paid", 20, [event(5, "refunded", "10")], None, "HIS-021 0.amount"),
    ("refunded more than received", 20, [event(5, "paid", "10"), event(6, "refunded", "11")], None, "HIS-021 1.amount"),
    ("returned but never paid", 20, [event(5, "returned", "10")], None, "HIS-022 0.amount"),
    ("returned more than paid", 20, [event(4, "paid", "5"), event(5, "returned", "10")], None, "HIS-022 1.amount"),
    ("refunded without credit note", 20, [PAID, event(12, "refunded", "300")], None, "HIS-023 1"),
    ("a part that does not exist", 20, [event(5, "paid", "10", part=4)], THREE, "HIS-024 0.part"),
    ("a part where there is one date", 20, [event(5, "paid", "10", part=2)], None, "HIS-024 0.part"),
    ("a part the plan does not have", 50, [plan(20, (60, "500"), (90, "500")), event(30, "paid", "5", part=3)], THREE,
     "HIS-024 1.part"),
    ("a plan that does not add up", 20, [plan(15, (60, "500"), (90, "499.99"))], None, "HIS-025 0.instalments"),
    ("a plan that forgets a payment", 20, [PAID, plan(15, (60, "1000"))], None, "HIS-025 1.instalments"),
    ("a plan out of order", 20, [plan(15, (60, "500"), (50, "500"))], None, "HIS-026 0.instalments.1.date"),
    ("a plan for the past", 20, [plan(15, (14, "1000"))], None, "HIS-026 0.instalments.0.date"),
    ("under way for 15 days", 25, [STARTED], None, "HIS-027 0"),
    ("written off too much", 80, [event(70, "written-off", "1000.01")], None, "HIS-028 0.amount"),
    ("written off when nothing was open", 80, [PAID, event(70, "written-off")], None, "HIS-028 1.event"),
    ("paid nothing", 20, [event(5, "paid", "0.00")], None, "HIS-029 0.amount"),
    ("resolved without dispute", 20, [event(5, "resolved")], None, "HIS-030 0.event"),
    ("resolved twice", 20, [event(4, "disputed"), event(5, "resolved"), event(6, "resolved")], None, "HIS-030 2.event"),
    ("contested too much", 20, [event(5, "disputed", "1000.01")], None, "HIS-031 0.amount"),
    ("a promise for the past", 20, [event(5, "promised", until=on(4))], None, "HIS-032 0.until"),
    ("a deadline in the past", 20, [event(5, "formal-notice", deadline=on(4))], None, "HIS-032 0.deadline"),
    ("the same reference twice", 20, [event(5, "paid", "10", ref="x"), event(6, "paid", "10", ref="x")], None,
     "HIS-034 1.ref"),
]  # fmt: skip

FINE = [
    ("an older payment appended", 20, [event(0, "issued"), event(9, "sent"), event(5, "paid", "10")], None),
    ("a quote accepted on its last day", 40, [event(0, "issued"), event(30, "accepted")], QUOTE),
    ("a debit that bounced before it arrived", 20, [STARTED, event(12, "returned", "1000", ref="sepa")], None),
    ("under way for 14 days", 24, [STARTED], None),
    ("paid, returned, paid again", 20, [PAID, event(11, "returned", "1000", ref="a"), event(12, "paid", "1000")], None),
    ("a plan of what is left", 20, [event(5, "paid", "400"), plan(15, (60, "300"), (90, "300"))], None),
    ("written off exactly", 80, [event(5, "paid", "400"), event(70, "written-off", "600")], None),
    ("two payments without reference", 20, [event(5, "paid", "10"), event(6, "paid", "10")], None),
    ("a part of the plan", 50, [plan(5, (60, "250"), (90, "750")), event(30, "paid", "5", part=2)], None),
    ("a promise for the same day", 20, [event(5, "promised", until=on(5))], None),
]


@pytest.mark.parametrize(
    ("day", "events", "document", "expected"), [pytest.param(*row[1:], id=row[0]) for row in MISTAKES]
)
def test_a_mistake_is_found(day: int, events: list[Event], document: Document | None, expected: str) -> None:
    found = faults_on(day, events, document)

    assert sorted(shown(found).split(", ")) == sorted(expected.split(", "))


@pytest.mark.parametrize(("day", "events", "document"), [pytest.param(*row[1:], id=row[0]) for row in FINE])
def test_what_is_fine_stays_quiet(day: int, events: list[Event], document: Document | None) -> None:
    assert shown(faults_on(day, events, document)) == ""


def test_a_credit_note_above_the_open_part_is_told_at_the_credit_note():
    (fault,) = faults_on(20, [PAID], None, CREDIT)

    assert (fault.code, fault.where.file, fault.named["credit"]) == ("HIS-040", CREDIT.file, "300.00")
    assert not has_errors([fault])


def test_once_refunded_the_credit_note_is_settled():
    assert faults_on(20, [PAID, event(13, "refunded", "300")], None, CREDIT) == []


def test_a_payment_on_a_credit_note_names_the_invoice():
    papers = book(invoice(), CREDIT, A1=[event(13, "refunded", "300")])

    (fault,) = histories(context_of(papers, papers, totals_of(papers), today=on(20)))

    assert (fault.code, fault.named["other"]) == ("HIS-011", "F1")


def test_payments_of_a_replaced_invoice_can_be_refunded_on_its_corrective():
    papers = book(
        invoice(), other("corrective", "900", "F2", 12, replaces="F1"), F1=[PAID], F2=[event(13, "refunded", "100")]
    )

    assert list(histories(context_of(papers, papers, totals_of(papers), today=on(20)))) == []


def test_a_day_of_the_past_leaves_out_what_came_later_with_one_notice():
    papers = book(invoice(), invoice(number="F2", date=on(8)), F1=[PAID, event(12, "note", note="x")])

    (notice,) = judged(papers, 5, 20)

    assert (notice.code, notice.named["documents"], notice.named["entries"]) == ("HIS-005", "1", "2")


def test_a_day_of_the_past_hides_no_entry_of_tomorrow():
    assert [fault.code for fault in judged(book(invoice(), F1=[event(21, "sent")]), 5, 20)] == ["HIS-003", "HIS-005"]


def test_a_quote_accepted_after_its_newer_version_is_told():
    (fault,) = faults_on(20, [event(8, "accepted")], QUOTE, NEWER)

    assert (fault.code, fault.named["other"], has_errors([fault])) == ("HIS-013", "F2", False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_fault_has_its_words(language: str) -> None:
    catalogue = load_catalogue(language)
    found = [fault for row in MISTAKES for fault in faults_on(row[1], row[2], row[3])]
    found += faults_on(20, [PAID], None, CREDIT) + judged(book(invoice(), F1=[PAID]), 5, 20)
    found += faults_on(20, [event(8, "accepted")], QUOTE, NEWER)

    for fault in found:
        text = catalogue.texts[fault.code]
        assert placeholders(text.message) <= fault.named.keys()
        assert placeholders(text.hint) <= fault.named.keys()
        assert catalogue.facts[fault.code].severity is fault.severity
    assert {fault.code for fault in found} == {code for code in catalogue.codes if code.startswith("HIS-")}
