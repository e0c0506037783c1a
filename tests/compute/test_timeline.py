"""The status history as a client reads it: what was written, and what follows from it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from tests.compute.books import book, early, event, invoice, on, other, plan, states_on, totals_of

from facturier.compute.entries import entries_of
from facturier.compute.index import index_of
from facturier.compute.ledger import ledger
from facturier.compute.related import related
from facturier.compute.timeline import timeline
from facturier.model.document import Document
from facturier.model.history import Event
from facturier.model.state import TimelineEntry

ISSUED, SENT = event(0, "issued"), event(0, "sent", by="e-mail")


def timeline_on(
    day: int, *events: Event, document: Document | None = None, others: Iterable[Document] = (), private: bool = False
) -> tuple[TimelineEntry, ...]:
    first = document or invoice()
    papers = book(first, *others, **{first.key: events})
    index = index_of(papers, today=on(day))
    totals = totals_of(papers)
    return timeline(
        first,
        entries_of(papers, first, index),
        states_on(papers, day)[first.key],
        related=related(papers, first.key, totals, index=index),
        movements=ledger(papers, totals, first, index),
        private=private,
    )


def story(entries: Iterable[TimelineEntry]) -> str:
    """`day kind` of each entry."""
    return ", ".join(f"{(entry.date - on(0)).days} {entry.kind}" for entry in entries)


@pytest.mark.parametrize(
    ("day", "events", "told"),
    [
        pytest.param(5, [], "0 issued", id="issued even when nobody wrote so"),
        pytest.param(5, [ISSUED, SENT], "0 issued, 0 sent", id="as written"),
        pytest.param(31, [ISSUED], "0 issued, 31 overdue-since", id="late"),
        pytest.param(
            45,
            [ISSUED, event(35, "reminded", step=1), event(40, "paid", "1000")],
            "0 issued, 35 reminded, 40 paid, 40 paid-late",
            id="paid late",
        ),
        pytest.param(45, [event(27, "paid", "1000")], "0 issued, 27 paid, 27 paid-early", id="paid early"),
        pytest.param(45, [event(30, "paid", "1000")], "0 issued, 30 paid", id="paid on the day"),
        pytest.param(
            45,
            [event(20, "paid", "400"), event(33, "paid", "600")],
            "0 issued, 20 paid, 33 paid, 33 paid-late",
            id="the last part decides",
        ),
        pytest.param(
            45,
            [event(20, "paid", "1000"), event(22, "returned", "1000"), event(28, "paid", "1000")],
            "0 issued, 20 paid, 22 returned, 28 paid, 28 paid-early",
            id="a returned payment paid nothing early",
        ),
        pytest.param(
            9,
            [event(9, "paid", "10"), event(3, "called")],
            "0 issued, 3 called, 9 paid",
            id="appended late, told in order",
        ),
        pytest.param(3, [event(5, "paid", "10")], "0 issued", id="nothing of a later day"),
    ],
)
def test_stories(day: int, events: list[Event], told: str) -> None:
    assert story(timeline_on(day, *events)) == told


def test_private_entries_and_payment_links_stay_with_the_seller():
    events = [
        ISSUED,
        event(1, "payment-link", "1000", url="https://pay.example/x"),
        event(2, "called", note="in trouble", private=True),
        event(3, "note", note="thank you"),
    ]

    assert story(timeline_on(5, *events)) == "0 issued, 3 note"
    assert story(timeline_on(5, *events, private=True)) == "0 issued, 1 payment-link, 2 called, 3 note"
    assert [entry.private for entry in timeline_on(5, *events, private=True)] == [False, True, True, False]


def test_an_entry_keeps_its_words():
    at = datetime(2026, 3, 5, 9, 30, tzinfo=timezone.utc)  # noqa: UP017 (as read from a file)
    paid = replace(event(4, "paid", "400", by="card", ref="CB-1", part=1), at=at)

    entry = timeline_on(5, paid)[-1]

    assert (entry.at, entry.amount, entry.currency, entry.by, entry.ref, entry.part, entry.computed) == (
        at, paid.amount, "EUR", "card", "CB-1", 1, False,
    )  # fmt: skip


def test_who_was_spoken_to_until_when_and_what_came_out():
    events = [
        event(1, "called", with_whom="Hélène"),
        event(2, "promised", until=on(9)),
        event(3, "resolved", outcome="rejected"),
        event(4, "handed-over", to="agency"),
        plan(5, (20, "500"), (40, "500")),
    ]

    called, promised, resolved, handed, planned = timeline_on(6, *events)[1:]

    assert (called.by, promised.until, resolved.status, handed.by) == ("Hélène", on(9), "rejected", "agency")
    assert (planned.until, f"{planned.amount}") == (on(40), "1000")


def test_a_taken_discount_is_told():
    entries = timeline_on(12, event(8, "paid", "980.00"), document=invoice(terms=early("2", 10)))

    assert story(entries) == "0 issued, 8 paid, 8 discounted, 8 paid-early"
    assert f"{entries[2].amount}" == "20.00"


def test_a_discount_lost_with_its_payment_is_not_told():
    events = [event(8, "paid", "980.00"), event(11, "returned", "980.00")]

    assert story(timeline_on(12, *events, document=invoice(terms=early("2", 10)))) == "0 issued, 8 paid, 11 returned"


def test_overdue_since_the_first_missed_date():
    late = timeline_on(36)[-1]

    assert (late.date, late.days, f"{late.amount}", late.computed) == (on(31), 6, "1000.00", True)


def test_documents_that_follow_are_told_with_their_number():
    credit = other("credit-note", "1000.00", "A1", 15, credits="F1")

    entries = timeline_on(20, event(15, "called"), others=[credit])

    assert story(entries) == "0 issued, 15 credited-by, 15 called"
    assert (entries[1].number, f"{entries[1].amount}") == ("A1", "1000.00")


def test_a_corrective_tells_the_payments_it_inherits_and_where_they_stand():
    corrective = other("corrective", "900.00", "F2", 15, replaces="F1")
    old = invoice()
    papers = book(
        old, corrective, F1=[event(10, "paid", "400"), event(11, "note"), event(12, "paid", "1", private=True)]
    )
    index, totals = index_of(papers, today=on(20)), totals_of(papers)

    entries = timeline(corrective, entries_of(papers, corrective, index), states_on(papers, 20)["F2"])

    assert [(entry.kind, entry.number) for entry in entries] == [("paid", "F1"), ("issued", "")]
    assert story(timeline_on(20, document=old, others=[corrective])) == "0 issued, 15 replaced-by"
    assert totals


def test_a_quote_expires_the_day_after_its_last():
    quote = other("quote", "500.00", "D1", 0, valid_days=30)

    assert story(timeline_on(31, document=quote)) == "0 issued, 31 expired"
    assert story(timeline_on(30, document=quote)) == "0 issued"


def test_an_invoiced_quote_tells_by_what():
    quote = other("quote", "500.00", "D1", 0, valid_days=30)

    assert (
        story(timeline_on(40, document=quote, others=[invoice(quote="D1", date=on(20))])) == "0 issued, 20 invoiced-by"
    )
