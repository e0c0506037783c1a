"""What must hold for every due date."""

from calendar import monthrange
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import days, terms

from facturier.compute.terms import due_dates, term_date
from facturier.model.terms import DueIn, MonthEnd

counts = st.integers(0, 90)


@given(days(), counts)
def test_a_plain_term_counts_civil_days(issued, count):
    assert term_date(issued, DueIn(days=count)) - issued == timedelta(days=count)


@given(days(), counts)
def test_days_end_of_month_is_the_last_day_of_a_month(issued, count):
    due = term_date(issued, DueIn(days=count, month_end=MonthEnd.AFTER_DAYS))
    assert due.day == monthrange(due.year, due.month)[1]


@given(days(), counts)
def test_days_end_of_month_is_less_than_a_month_after_the_plain_term(issued, count):
    plain, due = (
        term_date(issued, DueIn(days=count)),
        term_date(issued, DueIn(days=count, month_end=MonthEnd.AFTER_DAYS)),
    )
    assert timedelta(0) <= due - plain < timedelta(days=31)


@given(days(), counts)
def test_end_of_month_and_days_depends_on_the_month_alone(issued, count):
    term = DueIn(days=count, month_end=MonthEnd.BEFORE_DAYS)
    assert term_date(issued, term) == term_date(issued.replace(day=1), term)


@given(days(), days(), st.builds(DueIn, days=counts, month_end=st.sampled_from(MonthEnd)))
def test_a_later_invoice_is_never_due_earlier(one, other, term):
    earlier, later = sorted([one, other])
    assert term_date(earlier, term) <= term_date(later, term)


@given(days().flatmap(lambda day: st.tuples(st.just(day), terms(issued=day))))
def test_nothing_is_due_before_it_is_issued(issued_and_terms):
    issued, agreed = issued_and_terms
    assert min(due_dates(issued, agreed.due)) >= issued
