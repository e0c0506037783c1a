"""What must hold for every claim of interest."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import LAW, amounts, clients, days, documents

from facturier.compute.interest import half_year, interest
from facturier.compute.rounding import cent
from facturier.compute.totals import total
from facturier.model.history import Event, EventKind
from facturier.model.money import ZERO
from facturier.model.party import ClientKind

businesses = st.sampled_from([ClientKind.BUSINESS, ClientKind.PUBLIC]).flatmap(lambda kind: clients(kind=kind))
ISSUED = date(2024, 3, 1)
HAPPENINGS = [
    EventKind.PAID,
    EventKind.PAID,
    EventKind.RETURNED,
    EventKind.DISPUTED,
    EventKind.RESOLVED,
    EventKind.WRITTEN_OFF,
]
invoices = businesses.flatmap(lambda client: documents(client=client, max_lines=3, returns=False, issued=ISSUED))
todays = days(ISSUED, date(2026, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Payments, returned payments, disputes and what came of them."""
    kinds = st.sampled_from(HAPPENINGS)
    dates = sorted(draw(st.lists(days(ISSUED), max_size=6)))
    return [
        Event(
            kind=draw(kinds),
            date=day,
            position=place,
            amount=draw(amounts(high="3000")),
            outcome=draw(st.sampled_from(["accepted", "rejected", "settled"])),
        )
        for place, day in enumerate(dates)
    ]


@given(invoices, histories(), todays)
def test_no_day_of_a_part_bears_interest_twice(document, events, today):
    seen: set[tuple[int, date]] = set()
    for one in interest(document, total(document), events, LAW, today=today).segments:
        mine = {(one.part, one.start + timedelta(days=day)) for day in range(one.days)}
        assert not mine & seen
        seen |= mine


@given(invoices, histories(), todays)
def test_every_segment_lies_in_one_half_year_and_before_today(document, events, today):
    for one in interest(document, total(document), events, LAW, today=today).segments:
        assert one.start <= one.end <= today
        assert half_year(one.start) == half_year(one.end)


@given(invoices, histories(), todays)
def test_every_segment_can_be_reckoned_by_hand(document, events, today):
    for one in interest(document, total(document), events, LAW, today=today).segments:
        assert one.amount == cent(one.principal * one.rate * one.days / 36500, currency=document.currency)
        assert one.principal > 0


@given(invoices, histories(), todays)
def test_interest_never_settles_more_than_it_is(document, events, today):
    made = interest(document, total(document), events, LAW, today=today)
    assert made.interest == sum((one.amount for one in made.segments), ZERO)
    assert ZERO <= made.settled <= made.interest


@given(invoices, todays, st.integers(1, 400))
def test_an_unpaid_invoice_costs_more_each_day(document, today, more):
    sooner, later = (
        interest(document, total(document), (), LAW, today=day) for day in (today, today + timedelta(days=more))
    )
    assert sooner.interest <= later.interest
    assert sooner.fee <= later.fee


@given(invoices, todays)
def test_an_invoice_paid_when_issued_costs_nothing(document, today):
    totals = total(document)
    paid = Event(kind=EventKind.PAID, date=document.date, position=0, amount=totals.due)
    made = interest(document, totals, [paid], LAW, today=today)
    assert (made.interest, made.fee, made.segments) == (Decimal(0), Decimal(0), ())


@given(invoices, histories(), todays)
def test_a_returned_payment_changes_nothing(document, events, today):
    kept = [event for event in events if event.kind is not EventKind.RETURNED]
    day = kept[-1].date if kept else date(2024, 4, 1)
    paid = Event(kind=EventKind.PAID, date=day, position=90, amount=Decimal("123.00"), ref="T")
    back = Event(kind=EventKind.RETURNED, date=day, position=91, amount=Decimal("123.00"), ref="T")
    totals = total(document)
    assert interest(document, totals, [*kept, paid, back], LAW, today=today) == interest(
        document, totals, kept, LAW, today=today
    )
