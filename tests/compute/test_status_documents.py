"""What credit notes, correctives, deposits, quotes and drafts make of a document's status."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.compute.books import book, early, event, invoice, on, other, state_on, states_on
from tests.compute.papers import BETA

from facturier.model.document import Document
from facturier.model.history import Event
from facturier.model.state import Status

PAID = event(10, "paid", "1000.00")
PART = event(10, "paid", "400.00")


def credit(amount: str, day: int, number: str = "A1") -> Document:
    return other("credit-note", amount, number, day, credits="F1")


@pytest.mark.parametrize(
    ("day", "events", "notes", "expected", "open_amount"),
    [
        pytest.param(20, [], [credit("1000.00", 15)], "credited", "0", id="credited whole"),
        pytest.param(20, [], [credit("300.00", 15)], "issued", "700", id="credited in part"),
        pytest.param(35, [], [credit("300.00", 15)], "overdue", "700", id="credited in part, the rest late"),
        pytest.param(20, [], [credit("300", 15), credit("700", 16, "A2")], "credited", "0", id="by two credit notes"),
        pytest.param(14, [], [credit("1000.00", 15)], "issued", "1000", id="a credit note of a later day"),
        pytest.param(20, [PART], [credit("600.00", 15)], "paid", "0", id="part paid, the rest credited"),
        pytest.param(20, [PAID], [credit("300.00", 15)], "overpaid", "-300", id="credited after payment: a credit"),
        pytest.param(20, [PAID], [credit("1000.00", 15)], "overpaid", "-1000", id="all credited after payment"),
        pytest.param(20, [PAID, event(16, "refunded", "300")], [credit("300", 15)], "paid", "0", id="and paid back"),
        pytest.param(20, [PAID, event(16, "refunded", "1000")], [credit("1000", 15)], "refunded", "0",
                     id="and all paid back"),
        pytest.param(20, [PAID, event(12, "returned", "1000")], [credit("1000", 15)], "credited", "0",
                     id="the payment bounced, then credited: no payment ever counted"),
        pytest.param(20, [event(12, "disputed")], [credit("1000", 15)], "credited", "0", id="a dispute ends with it"),
        pytest.param(20, [event(12, "payment-started")], [credit("1000", 15)], "credited payment-under-way", "0",
                     id="a debit still runs although credited"),
        pytest.param(50, [event(40, "formal-notice")], [credit("1000", 45)], "credited", "0", id="after a notice"),
        pytest.param(50, [event(40, "written-off", "200")], [credit("800", 45)], "written-off", "0",
                     id="partly written off, the rest credited"),
    ],
)  # fmt: skip
def test_credit_notes(day: int, events: list[Event], notes: list[Document], expected: str, open_amount: str) -> None:
    state = state_on(day, *events, others=notes)

    assert (" ".join(state.statuses), state.open) == (expected, Decimal(open_amount))


@pytest.mark.parametrize(
    ("refunded_on", "expected"), [(12, "issued 900"), (18, "refunded 0")], ids=["before it", "after it"]
)
def test_a_corrective_asks_for_what_it_says_unless_its_own_money_went_back(refunded_on: int, expected: str) -> None:
    corrective = other("corrective", "900.00", "F2", 15, replaces="F1")
    papers = book(invoice(), corrective, F1=[PAID, event(refunded_on, "refunded", "1000.00")])

    states = states_on(papers, 20)

    assert f"{states['F2'].headline} {states['F2'].open.normalize():f}" == expected
    assert (states["F1"].headline, states["F1"].open) == (Status.CANCELLED, Decimal(0))


def test_a_credit_note_of_another_client_counts_for_nothing():
    foreign = replace(credit("1000.00", 15), client=BETA)

    assert state_on(20, others=[foreign]).headline is Status.ISSUED


@pytest.mark.parametrize(
    ("events", "expected"),
    [pytest.param([], "issued", id="issued"), pytest.param([event(16, "sent")], "sent", id="sent")],
)
def test_a_credit_note_has_no_balance_of_its_own(events: list[Event], expected: str) -> None:
    state = states_on(book(invoice(), credit("300.00", 15), A1=events), 60)["A1"]

    assert (state.headline, state.due, state.open, state.payable, state.due_date, state.instalments) == (
        Status(expected), Decimal(300), Decimal(0), False, None, (),
    )  # fmt: skip


class TestCorrective:
    """F2 of 900.00 replaces F1 of 1 000.00 on day 15."""

    CORRECTIVE = other("corrective", "900.00", "F2", 15, replaces="F1")

    @pytest.mark.parametrize(
        ("day", "old", "new", "expected_old", "expected_new", "open_amount"),
        [
            pytest.param(14, [], [], "issued", None, None, id="not replaced yet"),
            pytest.param(20, [], [], "cancelled", "issued", "900", id="replaced"),
            pytest.param(60, [], [], "cancelled", "overdue", "900", id="the cancelled one is never overdue"),
            pytest.param(20, [PART], [], "cancelled", "partially-paid", "500", id="its payments count here"),
            pytest.param(20, [PAID], [], "cancelled", "overpaid", "-100", id="paid before: a credit"),
            pytest.param(20, [PAID, event(18, "refunded", "100")], [], "cancelled", "paid", "0", id="refunded there"),
            pytest.param(20, [PAID], [event(18, "refunded", "100")], "cancelled", "paid", "0", id="refunded here"),
            pytest.param(20, [PART], [event(18, "paid", "500")], "cancelled", "paid", "0", id="the rest paid here"),
            pytest.param(20, [event(18, "paid", "900")], [], "cancelled", "paid", "0", id="paid with the old number"),
            pytest.param(20, [PAID, event(18, "returned", "1000")], [], "cancelled", "issued", "900", id="it bounced"),
            pytest.param(20, [event(12, "payment-started")], [], "cancelled", "payment-under-way", "900",
                         id="a debit on the old one is under way for the new one"),
            pytest.param(20, [event(12, "disputed"), event(12, "sent")], [], "cancelled", "issued", "900",
                         id="what was said of the old one is not said of the new one"),
        ],
    )  # fmt: skip
    def test_statuses(
        self,
        day: int,
        old: list[Event],
        new: list[Event],
        expected_old: str,
        expected_new: str | None,
        open_amount: str,
    ) -> None:
        found = states_on(book(invoice(), self.CORRECTIVE, F1=old, F2=new), day)

        assert " ".join(found["F1"].statuses) == expected_old
        if expected_new is None:
            assert "F2" not in found
        else:
            assert (" ".join(found["F2"].statuses), found["F2"].open) == (expected_new, Decimal(open_amount))

    def test_the_cancelled_one_asks_for_nothing(self):
        state = states_on(book(invoice(), self.CORRECTIVE, F1=[PART]), 60)["F1"]

        assert (state.paid, state.replaced, state.open, state.overdue, state.payable) == (
            Decimal(0),
            Decimal(1000),
            Decimal(0),
            Decimal(0),
            False,
        )

    def test_payments_follow_a_chain_of_correctives(self):
        last = other("corrective", "800.00", "F3", 20, replaces="F2")

        found = states_on(book(invoice(), self.CORRECTIVE, last, F1=[PART], F2=[event(18, "paid", "100")]), 25)

        assert (found["F2"].headline, found["F2"].paid, found["F3"].paid, found["F3"].open) == (
            Status.CANCELLED, Decimal(0), Decimal(500), Decimal(300),
        )  # fmt: skip

    def test_payments_count_once_when_two_correctives_claim_the_same_document(self):
        second = other("corrective", "700.00", "F3", 16, replaces="F1")

        found = states_on(book(invoice(), self.CORRECTIVE, second, F1=[PART]), 20)

        assert (found["F2"].paid, found["F3"].paid) == (Decimal(400), Decimal(0))

    def test_two_correctives_that_replace_each_other_end_the_search(self):
        loop = [replace(invoice(), replaces="F2"), self.CORRECTIVE]

        assert states_on(book(*loop), 20)["F1"].headline is Status.CANCELLED


class TestQuote:
    """D1 of day 0, valid for 30 days."""

    @pytest.mark.parametrize(
        ("day", "events", "invoiced_on", "expected"),
        [
            pytest.param(0, [], None, "open", id="fresh"),
            pytest.param(30, [], None, "open", id="its last valid day is still open"),
            pytest.param(31, [], None, "expired", id="the day after"),
            pytest.param(10, [event(5, "sent")], None, "open", id="sent"),
            pytest.param(10, [event(5, "accepted")], None, "accepted", id="accepted"),
            pytest.param(60, [event(5, "accepted")], None, "accepted", id="accepted in time and long ago"),
            pytest.param(60, [event(40, "accepted")], None, "accepted", id="accepted although expired"),
            pytest.param(4, [event(5, "accepted")], None, "open", id="accepted on a later day"),
            pytest.param(10, [event(5, "declined")], None, "declined", id="declined"),
            pytest.param(10, [event(5, "declined"), event(6, "accepted")], None, "accepted", id="a change of mind"),
            pytest.param(20, [event(5, "accepted")], 15, "invoiced accepted", id="invoiced"),
            pytest.param(20, [], 15, "invoiced", id="invoiced without an answer in writing"),
            pytest.param(60, [], 15, "invoiced", id="invoiced, never expired"),
            pytest.param(14, [event(5, "accepted")], 15, "accepted", id="the invoice is of a later day"),
        ],
    )
    def test_statuses(self, day: int, events: list[Event], invoiced_on: int | None, expected: str) -> None:
        papers = [other("quote", "1000.00", "D1", 0, valid_days=30)]
        if invoiced_on is not None:
            papers.append(other("deposit", "300.00", "F1", invoiced_on, quote="D1"))

        state = states_on(book(*papers, D1=events), day)["D1"]

        assert (" ".join(state.statuses), state.open, state.payable) == (expected, Decimal(0), False)

    def test_validity(self):
        state = states_on(book(other("quote", "1000.00", "D1", 0, valid_days=30)), 10)["D1"]

        assert (state.valid_until, state.days_left) == (on(30), 20)

    def test_without_validity_it_stays_open(self):
        assert states_on(book(other("quote", "1000.00", "D1", 0)), 900)["D1"].headline is Status.OPEN


@pytest.mark.parametrize("kind", ["invoice", "deposit", "corrective", "self-billed"])
def test_everything_that_is_owed_can_be_overdue(kind: str) -> None:
    assert states_on(book(other(kind, "500.00", "F1", 0)), 31)["F1"].headline is Status.OVERDUE


def test_a_proforma_asks_for_nothing():
    state = states_on(book(other("proforma", "500.00", "P1", 0), P1=[event(1, "sent")]), 60)["P1"]

    assert (state.statuses, state.open, state.payable) == ((Status.SENT,), Decimal(0), False)


def test_a_draft_shows_what_it_will_ask_for_but_cannot_be_paid():
    draft = replace(invoice(terms=early("2", 10)), key="drafts/new", number="", date=on(90))

    state = states_on(book(draft), 0)["drafts/new"]

    assert (state.statuses, state.open, state.due_date, state.payable, state.hold_reminders) == (
        (Status.DRAFT,), Decimal(1000), on(120), False, True,
    )  # fmt: skip
    assert state.early
    assert state.early.amount == Decimal(980)


def test_a_document_of_a_later_day_has_no_state_yet():
    assert states_on(book(invoice(), other("invoice", "5.00", "F2", 1)), 0).keys() == {"F1"}
