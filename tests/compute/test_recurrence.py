"""The days of a template: month ends, leap days, quarters, years and weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compute.papers import paper

from facturier.compute.recurrence import occurrences, period_of
from facturier.model.book import Recurring


def template(every: str, on_day: int | None, start: str, until: str = "") -> Recurring:
    return Recurring(
        name="t",
        file="invoices/recurring/t.yaml",
        every=every,
        on_day=on_day,
        start=date.fromisoformat(start),
        until=date.fromisoformat(until) if until else None,
        document=paper(),
    )


@pytest.mark.parametrize(
    ("made", "until", "days"),
    [
        (template("month", 31, "2027-01-01"), "2027-05-01", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (template("month", 30, "2028-01-31"), "2028-03-30", ["2028-02-29", "2028-03-30"]),
        (template("month", None, "2026-12-01", "2027-01-31"), "2030-01-01", ["2026-12-01", "2027-01-01"]),
        (template("quarter", 1, "2027-01-01"), "2027-08-01", ["2027-01-01", "2027-04-01", "2027-07-01"]),
        (template("quarter", 31, "2027-02-10"), "2027-08-31", ["2027-02-28", "2027-05-31", "2027-08-31"]),
        (
            template("year", 29, "2028-02-29"),
            "2032-03-01",
            ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
        ),
        (template("week", 5, "2026-11-18"), "2026-12-04", ["2026-11-20", "2026-11-27", "2026-12-04"]),
        (template("week", 1, "2026-11-18"), "2026-11-30", ["2026-11-23", "2026-11-30"]),
        (template("month", 1, "2027-01-01"), "2026-12-31", []),
    ],
)
def test_the_days_of_a_template(made: Recurring, until: str, days: list[str]) -> None:
    assert [str(day) for day in occurrences(made, until=date.fromisoformat(until))] == days


@pytest.mark.parametrize(
    ("every", "day", "first", "last"),
    [
        ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-10-01", "2026-10-01", "2026-12-31"),
        ("quarter", "2026-11-30", "2026-11-01", "2027-01-31"),
        ("year", "2027-01-01", "2027-01-01", "2027-12-31"),
        ("week", "2026-11-22", "2026-11-16", "2026-11-22"),
    ],
)
def test_the_period_of_a_day(every: str, day: str, first: str, last: str) -> None:
    period = period_of(template(every, None, "2020-01-01"), date.fromisoformat(day))
    assert (str(period.start), str(period.end)) == (first, last)


@given(
    every=st.sampled_from(["week", "month", "quarter", "year"]),
    on_day=st.integers(1, 7),
    start=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    first=st.integers(0, 800),
    second=st.integers(0, 800),
)
def test_looking_twice_finds_nothing_else(every: str, on_day: int, start: date, first: int, second: int) -> None:
    made = template(every, on_day, start.isoformat())
    earlier, later = sorted((first, second))
    before = list(occurrences(made, until=start + timedelta(days=earlier)))
    after = list(occurrences(made, until=start + timedelta(days=later)))
    assert after[: len(before)] == before
    assert after == sorted(set(after))
