"""What payments, time and sending make of an invoice of 1 000.00, issued on day 0 and due on day 30."""

from decimal import Decimal

import pytest
from tests.compute.books import early, event, invoice, on, state_on

from facturier.model.document import DocumentType
from facturier.model.history import Event
from facturier.model.state import Status

SENT = event(0, "sent")
PAID = event(10, "paid", "1000.00")
PART = event(10, "paid", "400.00")
BOUNCE = event(9, "returned", "1000.00")
BACK = event(15, "refunded", "400.00")

ISSUED_OR_SENT = [
    ("nothing happened yet", 0, [], "issued"),
    ("only issued", 5, [event(0, "issued")], "issued"),
    ("sent", 5, [SENT], "sent"),
    ("delivered counts as sent", 5, [event(1, "delivered")], "sent"),
    ("viewed counts as sent", 5, [event(1, "viewed")], "sent"),
    ("written and called about, but never sent", 5, [event(1, "called"), event(1, "note")], "issued"),
    ("eight days before the due date", 22, [SENT], "sent"),
    ("seven days before the due date", 23, [SENT], "due-soon"),
    ("on the due date", 30, [SENT], "due-soon"),
    ("the day after the due date", 31, [SENT], "overdue"),
    ("overdue although never sent", 31, [], "overdue"),
]
PAYMENTS = [
    ("paid in full", 15, [PAID], "paid"),
    ("paid in full, long ago", 300, [PAID], "paid"),
    ("paid in two parts", 15, [PART, event(12, "paid", "600.00")], "paid"),
    ("part paid, far from the due date", 15, [PART], "partially-paid"),
    ("part paid, due soon", 25, [PART], "partially-paid due-soon"),
    ("part paid, on the due date: not overdue", 30, [PART], "partially-paid due-soon"),
    ("part paid, then late", 31, [PART], "overdue partially-paid"),
    ("paid late", 40, [event(40, "paid", "1000.00")], "paid"),
    ("one cent missing", 15, [event(10, "paid", "999.99")], "partially-paid"),
    ("one cent too much", 15, [event(10, "paid", "1000.01")], "overpaid"),
    ("paid twice", 15, [PAID, event(11, "paid", "1000.00")], "overpaid"),
    ("paid twice, one refunded", 15, [PAID, event(11, "paid", "1000.00"), event(12, "refunded", "1000.00")], "paid"),
    ("a payment recorded for a later day", 9, [PAID], "issued"),
    ("an older payment found later and appended", 15, [event(12, "paid", "600.00"), PART], "paid"),
]
TAKEN_BACK = [
    ("paid, then returned: as if never paid", 20, [PAID, event(15, "returned", "1000.00")], "issued"),
    ("paid, then returned, late by now", 35, [PAID, event(15, "returned", "1000.00")], "overdue"),
    ("returned in part", 20, [PAID, event(15, "returned", "400.00")], "partially-paid"),
    ("returned, then paid again", 20, [PAID, event(15, "returned", "1000.00"), event(18, "paid", "1000.00")], "paid"),
    ("everything refunded", 20, [PAID, event(15, "refunded", "1000.00")], "refunded"),
    ("everything refunded never becomes overdue", 60, [PAID, event(15, "refunded", "1000.00")], "refunded"),
    ("refunded in part", 20, [PAID, event(15, "refunded", "400.00")], "partially-paid"),
    ("refunded, then paid again", 20, [PAID, event(15, "refunded", "1000.00"), event(18, "paid", "1000.00")], "paid"),
    (
        "refunded, then paid in part: the claim is revived",
        20,
        [PAID, event(15, "refunded", "1000.00"), event(18, "paid", "400.00")],
        "partially-paid",
    ),
    ("part paid and all of that refunded: the rest was never given up", 20, [PART, BACK], "refunded"),
    ("part paid and all of that refunded, late by now", 35, [PART, BACK], "refunded overdue"),
    ("part paid, refunded, then paid in full", 35, [PART, BACK, event(20, "paid", "1000.00")], "paid"),
    (
        "refunded in full, paid in part again, and that refunded too",
        35,
        [PAID, event(15, "refunded", "1000.00"), event(18, "paid", "400.00"), event(20, "refunded", "400.00")],
        "refunded overdue",
    ),
]
UNDER_WAY = [
    ("a debit started", 12, [event(10, "payment-started")], "payment-under-way"),
    ("a debit started, due soon", 25, [event(22, "payment-started")], "payment-under-way due-soon"),
    ("a debit started, late by now", 35, [event(28, "payment-started")], "payment-under-way overdue"),
    ("a debit started for the rest", 15, [PART, event(12, "payment-started")], "payment-under-way partially-paid"),
    ("the debit arrived", 15, [event(8, "payment-started"), PAID], "paid"),
    ("the debit arrived for a part only", 15, [event(8, "payment-started"), PART], "partially-paid"),
    ("the debit bounced", 15, [event(8, "payment-started"), event(12, "returned", "1000.00")], "issued"),
    ("another debit bounced before it arrived", 15, [PART, event(11, "payment-started", ref="b"),
     event(12, "returned", "600.00", ref="b")], "partially-paid"),
    ("more returned than was ever paid", 15, [event(12, "returned", "700.00")], "issued"),
    ("a debit bounced after a card payment: the card payment stays", 15, [event(8, "payment-started", ref="pi_1"), PART,
     event(12, "returned", "600.00", ref="pi_1")], "partially-paid"),
    ("a second debit after a bounce", 15, [event(8, "payment-started"), BOUNCE, event(9, "payment-started")],
     "payment-under-way"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "events", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in ISSUED_OR_SENT + PAYMENTS + TAKEN_BACK + UNDER_WAY],
)
def test_headline_and_badges(day: int, events: list[Event], expected: str) -> None:
    assert " ".join(state_on(day, *events).statuses) == expected


EARLY = early("2", 10)


@pytest.mark.parametrize(
    ("events", "expected", "discounted", "open_amount"),
    [
        pytest.param([event(10, "paid", "980.00")], "paid", "20.00", "0.00", id="the reduced amount on the last day"),
        pytest.param([event(11, "paid", "980.00")], "partially-paid", "0", "20.00", id="a day too late"),
        pytest.param([event(5, "paid", "979.99")], "partially-paid", "0", "20.01", id="a cent too little"),
        pytest.param([event(5, "paid", "980.01")], "partially-paid", "0", "19.99", id="a cent too much"),
        pytest.param([event(5, "paid", "1000.00")], "paid", "0", "0.00", id="the full amount although in time"),
        pytest.param([event(4, "paid", "500.00"), event(9, "paid", "480.00")], "paid", "20.00", "0", id="in two parts"),
        pytest.param([event(9, "paid", "500.00"), event(11, "paid", "480.00")], "partially-paid", "0", "20.00",
                     id="in two parts, the second too late"),
        pytest.param([event(5, "paid", "980.00"), event(12, "returned", "980.00")], "issued", "0", "1000.00",
                     id="returned: the discount goes with it"),
        pytest.param([event(5, "paid", "980.00", ref="a"), event(12, "returned", "980.00"),
                      event(14, "paid", "980.00")], "partially-paid", "0", "20", id="returned, paid again too late"),
        pytest.param([event(5, "paid", "980.00", ref="a"), event(8, "paid", "980.00", ref="b"),
                      event(12, "returned", "980.00", ref="b")], "paid", "20", "0", id="paid twice, one returned"),
        pytest.param([event(5, "paid", "1000.00"), event(12, "refunded", "20.00")], "paid", "20", "0",
                     id="the full amount in time, the discount given back"),
        pytest.param([event(5, "paid", "980.00"), event(12, "refunded", "980.00")], "refunded", "0", "0",
                     id="refunded: the discount goes with it, and nothing is asked for"),
        pytest.param([event(5, "paid", "980.00"), event(8, "refunded", "980.00"), event(12, "paid", "1000.00")],
                     "paid", "0", "0", id="refunded, paid in full too late: nothing too much"),
        pytest.param([event(5, "paid", "980.00"), event(8, "refunded", "980.00"), event(12, "paid", "980.00")],
                     "partially-paid", "0", "20", id="refunded, the reduced amount too late"),
        pytest.param([event(5, "paid", "980.00"), event(8, "refunded", "980.00"), event(9, "paid", "980.00")],
                     "paid", "20", "0", id="refunded, the reduced amount again in time"),
        pytest.param([event(5, "paid", "980.00"), event(12, "paid", "980.00"), event(13, "refunded", "980.00")],
                     "paid", "20", "0", id="paid twice, one refunded"),
    ],
)  # fmt: skip
def test_early_payment_discount(events: list[Event], expected: str, discounted: str, open_amount: str) -> None:
    state = state_on(15, *events, document=invoice(terms=EARLY))

    assert (" ".join(state.statuses), state.discounted, state.open) == (
        expected,
        Decimal(discounted),
        Decimal(open_amount),
    )


def test_the_offer_stands_until_its_last_day_and_counts_what_was_paid():
    document = invoice(terms=EARLY)

    first, part = state_on(0, document=document).early, state_on(10, event(3, "paid", "500"), document=document).early

    assert first
    assert part
    assert (first.amount, first.saving, part.amount) == (Decimal("980.00"), Decimal("20.00"), Decimal("480.00"))
    assert state_on(11, document=document).early is None


def test_the_offer_is_taken_on_what_a_credit_note_left():
    document = invoice(terms=EARLY)
    credit = invoice("200.00", "A1", type=DocumentType.CREDIT_NOTE, credits="F1", date=document.date)

    state = state_on(5, event(4, "paid", "784.00"), document=document, others=[credit])

    assert (state.headline, state.discounted, state.open) == (Status.PAID, Decimal("16.00"), Decimal("0.00"))


def test_a_credit_note_after_a_refund_leaves_no_credit_of_the_discount():
    document = invoice(terms=EARLY)
    credit = invoice("1000.00", "A1", type=DocumentType.CREDIT_NOTE, credits="F1", date=on(14))

    events = (event(5, "paid", "980.00"), event(12, "refunded", "980.00"))
    state = state_on(15, *events, document=document, others=[credit])

    assert (state.headline, state.open) == (Status.REFUNDED, Decimal("0.00"))


def test_a_total_of_zero_is_paid_and_asks_for_nothing():
    state = state_on(40, document=invoice("0.00"))

    assert (state.headline, state.badges, state.payable, state.hold_reminders, state.days_left) == (
        Status.PAID,
        (),
        False,
        True,
        None,
    )


@pytest.mark.parametrize(
    ("events", "amount"),
    [
        pytest.param([], "1000.00", id="all of it"),
        pytest.param([PART], "600.00", id="what is left"),
        pytest.param([PAID], "0", id="nothing once paid"),
        pytest.param([event(9, "paid", "1200")], "0", id="nothing when overpaid"),
        pytest.param(
            [event(9, "payment-started")], "0", id="nothing while a payment is under way, or it is paid twice"
        ),
        pytest.param([PAID, event(11, "refunded", "1000")], "0", id="nothing after a refund of what was paid in full"),
        pytest.param([PART, event(11, "refunded", "400")], "1000.00", id="all of it when a part payment went back"),
        pytest.param(
            [PAID, event(11, "refunded", "400"), event(12, "returned", "600")],
            "1000.00",
            id="all of it when a part went back and the bank took the other",
        ),
        pytest.param(
            [PAID, event(11, "returned", "600"), event(12, "refunded", "400")],
            "1000.00",
            id="all of it, whichever came first",
        ),
        pytest.param([event(9, "disputed")], "0", id="nothing of what is disputed"),
        pytest.param([event(9, "disputed", "300.00")], "700.00", id="the uncontested part"),
        pytest.param([PART, event(11, "disputed", "700.00")], "0", id="a dispute over more than is left"),
        pytest.param([event(9, "promised", until=None)], "1000.00", id="a promise can be kept early"),
        pytest.param([event(9, "handed-over", to="agency")], "0", id="nothing here once an agency collects"),
        pytest.param([event(9, "written-off")], "0", id="nothing of what is written off"),
        pytest.param([event(9, "formal-notice")], "1000.00", id="a formal notice asks for payment"),
    ],
)
def test_what_may_be_asked_for(events: list[Event], amount: str) -> None:
    state = state_on(15, *events)

    assert (state.payable, state.payable_amount) == (Decimal(amount) > 0, Decimal(amount))
