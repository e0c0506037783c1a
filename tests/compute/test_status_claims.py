"""What disputes, promises, plans, notices and collection make of an invoice of 1 000.00, due on day 30."""

from decimal import Decimal

import pytest
from tests.compute.books import event, on, plan, state_on

from facturier.model.history import Event
from facturier.model.state import Status

PAID = event(40, "paid", "1000.00")
PART = event(10, "paid", "400.00")
DISPUTED = event(12, "disputed", "300.00")
PROMISED = event(32, "promised", until=on(40))
NOTICE = event(50, "formal-notice", deadline=on(58))
AGENCY = event(60, "handed-over", to="agency")

DISPUTES = [
    ("disputed in part", 15, [DISPUTED], "disputed"),
    ("disputed without an amount: all of it", 15, [event(12, "disputed")], "disputed"),
    ("disputed, then late: the date passed all the same", 35, [DISPUTED], "disputed overdue"),
    ("disputed after a part was paid", 15, [PART, DISPUTED], "disputed partially-paid"),
    (
        "the client was right; a credit note follows",
        20,
        [DISPUTED, event(18, "resolved", outcome="accepted")],
        "issued",
    ),
    ("the claim was rejected", 35, [DISPUTED, event(18, "resolved", outcome="rejected")], "overdue"),
    ("settled, then disputed again", 25, [DISPUTED, event(18, "resolved"), event(20, "disputed")], "disputed due-soon"),
    ("paid although disputed: the question stays", 45, [DISPUTED, PAID], "paid disputed"),
    ("a dispute of a later day", 11, [DISPUTED], "issued"),
]
PROMISES = [
    ("promised, late", 35, [PROMISED], "promised overdue"),
    ("the promise holds on its last day", 40, [PROMISED], "promised overdue"),
    ("the promise was not kept", 41, [PROMISED], "overdue"),
    ("promised before the due date", 26, [event(20, "promised", until=on(28))], "promised due-soon"),
    ("promised and kept", 40, [PROMISED, PAID], "paid"),
    ("a later promise replaces the first", 45, [PROMISED, event(38, "promised", until=on(50))], "promised overdue"),
    ("a shorter promise replaces the first", 39, [PROMISED, event(33, "promised", until=on(36))], "overdue"),
    ("promised while a debit runs", 35, [PROMISED, event(33, "payment-started")],
     "payment-under-way promised overdue"),
]  # fmt: skip
COLLECTION = [
    ("formal notice", 52, [NOTICE], "formal-notice overdue"),
    ("formal notice, then a promise", 53, [NOTICE, event(52, "promised", until=on(56))],
     "formal-notice promised overdue"),
    ("formal notice, disputed", 53, [NOTICE, event(52, "disputed")], "formal-notice disputed overdue"),
    ("handed over", 62, [NOTICE, AGENCY], "in-collection formal-notice overdue"),
    ("handed over after a part was paid", 62, [PART, AGENCY], "in-collection overdue partially-paid"),
    ("paid after a formal notice", 60, [NOTICE, event(55, "paid", "1000.00")], "paid"),
    ("paid while in collection", 70, [AGENCY, event(65, "paid", "1000.00")], "paid"),
    ("that payment bounced", 70, [AGENCY, event(65, "paid", "1000"), event(66, "returned", "1000")],
     "in-collection overdue"),
    ("reminded: a communication, no status", 36, [event(35, "reminded", step=1)], "overdue"),
    ("an e-invoice status 212 is no payment", 15, [event(12, "e-invoice", status="212")], "issued"),
]  # fmt: skip
WRITTEN_OFF = [
    ("written off whole", 70, [event(65, "written-off")], "written-off"),
    ("written off with the exact amount", 70, [event(65, "written-off", "1000.00")], "written-off"),
    ("written off in part: the rest stays open", 70, [event(65, "written-off", "400.00")], "overdue"),
    ("part paid, the rest written off", 70, [PART, event(65, "written-off", "600.00")], "written-off"),
    ("part written off, the rest paid", 70, [event(40, "written-off", "600.00"), event(65, "paid", "400.00")],
     "written-off"),
    ("written off for more than was open", 70, [PART, event(65, "written-off", "900.00")], "written-off"),
    ("paid after all: the write-off gives way", 70, [event(65, "written-off"), event(68, "paid", "1000.00")], "paid"),
    ("part paid after all", 70, [event(65, "written-off"), event(68, "paid", "250.00")], "written-off"),
    ("written off out of collection", 70, [NOTICE, AGENCY, event(65, "written-off")], "written-off"),
]  # fmt: skip
PLANS = [
    ("a plan replaces the due date", 35, [plan(28, (60, "500.00"), (90, "500.00"))], "issued"),
    ("a plan, first date near", 55, [plan(28, (60, "500.00"), (90, "500.00"))], "due-soon"),
    ("a plan, first date missed", 61, [plan(28, (60, "500.00"), (90, "500.00"))], "overdue"),
    ("a plan, first date kept", 61, [plan(28, (60, "500.00"), (90, "500.00")), event(59, "paid", "500.00")],
     "partially-paid"),
    ("a plan for what is left", 61, [PART, plan(28, (60, "300.00"), (90, "300.00"))], "overdue partially-paid"),
    ("a plan for what is left, kept", 61, [PART, plan(28, (60, "300.00"), (90, "300.00")), event(58, "paid", "300.00")],
     "partially-paid"),
    ("a new plan replaces the old one", 65, [plan(28, (60, "1000.00")), plan(62, (80, "1000.00"))], "issued"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "events", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in DISPUTES + PROMISES + COLLECTION + WRITTEN_OFF + PLANS],
)
def test_headline_and_badges(day: int, events: list[Event], expected: str) -> None:
    assert " ".join(state_on(day, *events).statuses) == expected


@pytest.mark.parametrize(
    ("day", "events", "hold"),
    [
        pytest.param(35, [], False, id="late"),
        pytest.param(35, [PART], False, id="late with a part paid"),
        pytest.param(35, [DISPUTED], True, id="disputed, even in part"),
        pytest.param(35, [DISPUTED, event(20, "resolved")], False, id="the dispute is settled: they resume"),
        pytest.param(40, [PROMISED], True, id="promised for today"),
        pytest.param(41, [PROMISED], False, id="the day after the promise they resume"),
        pytest.param(35, [event(33, "payment-started")], True, id="a payment is under way"),
        pytest.param(41, [PAID], True, id="paid"),
        pytest.param(41, [PAID, event(40, "refunded", "1000.00")], True, id="refunded after it was paid in full"),
        pytest.param(25, [PART, event(20, "refunded", "400.00")], True, id="a part payment went back, not late yet"),
        pytest.param(41, [PART, event(20, "refunded", "400.00")], False, id="a part payment went back, late by now"),
        pytest.param(35, [plan(28, (60, "1000.00"))], True, id="a plan is kept"),
        pytest.param(61, [plan(28, (60, "1000.00"))], False, id="a plan is broken"),
        pytest.param(62, [AGENCY], True, id="others collect"),
        pytest.param(52, [NOTICE], False, id="a formal notice alone"),
        pytest.param(70, [event(65, "written-off")], True, id="written off"),
        pytest.param(70, [event(65, "written-off", "1.00")], False, id="written off in part"),
    ],
)
def test_reminders_hold(day: int, events: list[Event], hold: bool) -> None:
    assert state_on(day, *events).hold_reminders is hold


@pytest.mark.parametrize(
    ("events", "contested"),
    [
        pytest.param([DISPUTED], "300.00", id="the amount that was named"),
        pytest.param([event(12, "disputed")], "1000.00", id="everything when none was named"),
        pytest.param([DISPUTED, event(13, "disputed", "100.00")], "400.00", id="two disputes add up"),
        pytest.param([DISPUTED, event(14, "paid", "800.00")], "200.00", id="no more than what is open"),
        pytest.param([DISPUTED, event(14, "resolved")], "0", id="nothing once settled"),
    ],
)
def test_contested_amount(events: list[Event], contested: str) -> None:
    assert state_on(15, *events).contested == Decimal(contested)


def test_a_late_payment_takes_the_place_of_the_write_off():
    state = state_on(70, event(65, "written-off"), event(68, "paid", "250.00"))

    assert (state.headline, state.paid, state.written_off, state.open) == (
        Status.WRITTEN_OFF, Decimal(250), Decimal(750), Decimal(0),
    )  # fmt: skip


def test_a_payment_after_a_refund_is_not_asked_again_for_what_was_written_off():
    paid, refunded, again = (event(day, kind, "400.00") for day, kind in ((40, "paid"), (66, "refunded"), (68, "paid")))

    state = state_on(70, paid, event(65, "written-off", "600.00"), refunded, again)

    assert (state.paid, state.written_off, state.open) == (Decimal(400), Decimal(600), Decimal(0))


def test_a_dispute_leaves_the_overdue_amount_alone():
    state = state_on(35, DISPUTED)

    assert (state.open, state.overdue, state.contested) == (Decimal(1000), Decimal(1000), Decimal(300))
