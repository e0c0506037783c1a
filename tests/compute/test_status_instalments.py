"""What is due when: instalments of an invoice of 1 000.00, 30 % on day 10, 30 % on day 40, 40 % on day 70."""

from decimal import Decimal

import pytest
from tests.compute.books import event, invoice, on, other, plan, shares, state_on

from facturier.model.history import Event

THREE = invoice(terms=shares((10, "30"), (40, "30"), (70, "40")))


@pytest.mark.parametrize(
    ("day", "events", "parts", "overdue", "days_left"),
    [
        pytest.param(0, [], "issued 300 | issued 300 | issued 400", "0", 10, id="nothing paid"),
        pytest.param(3, [], "due-soon 300 | issued 300 | issued 400", "0", 7, id="the first is due soon"),
        pytest.param(11, [], "overdue 300 | issued 300 | issued 400", "300", -1, id="the first is late"),
        pytest.param(41, [], "overdue 300 | overdue 300 | issued 400", "600", -31, id="two are late"),
        pytest.param(11, [event(9, "paid", "300")], "paid 0 | issued 300 | issued 400", "0", 29,
                     id="the first is paid"),
        pytest.param(11, [event(9, "paid", "100")], "overdue 200 | issued 300 | issued 400", "200", -1,
                     id="the first is paid in part"),
        pytest.param(5, [event(4, "paid", "400")], "paid 0 | partially-paid 200 | issued 400", "0", 35,
                     id="the oldest first"),
        pytest.param(11, [event(9, "paid", "300", part=2)], "overdue 300 | paid 0 | issued 400", "300", -1,
                     id="unless the payment names its part"),
        pytest.param(11, [event(9, "paid", "350", part=2)], "overdue 250 | paid 0 | issued 400", "250", -1,
                     id="more than the part: the rest to the oldest"),
        pytest.param(11, [event(9, "paid", "300", part=7)], "paid 0 | issued 300 | issued 400", "0", 29,
                     id="a part that does not exist"),
        pytest.param(11, [event(8, "paid", "300", part=1), event(9, "paid", "300", part=2),
                          event(10, "returned", "300")],
                     "paid 0 | issued 300 | issued 400", "0", 29, id="the latest of two is returned"),
        pytest.param(11, [event(8, "paid", "300", part=1, ref="a"), event(9, "paid", "300", part=2),
                          event(10, "returned", "300", ref="a")],
                     "overdue 300 | paid 0 | issued 400", "300", -1, id="the first of two is returned"),
        pytest.param(45, [event(9, "paid", "600"), event(20, "refunded", "100")],
                     "paid 0 | overdue 100 | issued 400", "100", -5, id="a refund opens the newest paid part"),
        pytest.param(80, [event(9, "paid", "1000")], "paid 0 | paid 0 | paid 0", "0", None, id="all paid at once"),
        pytest.param(80, [event(9, "paid", "1500")], "paid 0 | paid 0 | paid 0", "0", None, id="overpaid"),
    ],
)  # fmt: skip
def test_instalments(day: int, events: list[Event], parts: str, overdue: str, days_left: int | None) -> None:
    state = state_on(day, *events, document=THREE)

    assert " | ".join(f"{part.status} {part.open.normalize():f}" for part in state.instalments) == parts
    assert (state.overdue, state.days_left) == (Decimal(overdue), days_left)


def test_a_credit_note_takes_off_the_oldest_and_is_no_payment():
    state = state_on(5, document=THREE, others=[other("credit-note", "400", "A1", 2, credits="F1")])

    assert [(part.paid, part.open) for part in state.instalments] == [
        (Decimal(0), Decimal(0)), (Decimal(0), Decimal(200)), (Decimal(0), Decimal(400)),
    ]  # fmt: skip


def test_the_next_amount_is_what_is_left_of_the_oldest_open_instalment():
    state = state_on(5, event(4, "paid", "400"), document=THREE)

    assert (state.due_date, state.next_amount, state.payable_amount) == (on(40), Decimal(200), Decimal(600))


def test_with_one_date_the_next_amount_is_all_that_may_be_asked_for():
    state = state_on(5, event(4, "disputed", "300"))

    assert (state.next_amount, state.payable_amount) == (Decimal(700), Decimal(700))


def test_once_paid_the_due_date_is_the_last_one():
    state = state_on(80, event(9, "paid", "1000"), document=THREE)

    assert (state.due_date, state.days_left, state.next_amount) == (on(70), None, Decimal(0))


def test_shares_are_cut_by_cumulative_rounding():
    state = state_on(0, document=invoice("100.00", terms=shares((10, "33.33"), (20, "33.33"), (30, "33.34"))))

    assert [part.amount for part in state.instalments] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


def test_a_plan_is_paid_by_what_arrives_after_it():
    agreed = plan(45, (60, "350"), (90, "350"))

    state = state_on(61, event(9, "paid", "300", part=1), agreed, event(59, "paid", "350"), document=THREE)

    assert [(part.due_date, part.paid, part.open) for part in state.instalments] == [
        (on(60), Decimal(350), Decimal(0)),
        (on(90), Decimal(0), Decimal(350)),
    ]


@pytest.mark.parametrize("planned", ["200", "500"])
def test_a_plan_that_does_not_add_up_still_shows_exactly_what_is_open(planned: str) -> None:
    state = state_on(50, event(9, "paid", "300"), plan(45, (60, planned), (90, planned)), document=THREE)

    assert sum((part.open for part in state.instalments), Decimal(0)) == state.open == Decimal(700)
