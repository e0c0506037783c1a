"""Turns a recurring template into the days on which it falls, and each day into the period it is for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from facturier.model.book import Recurring
from facturier.model.document import Period

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def occurrences(template: Recurring, *, until: date) -> Iterator[date]:
    """Yield the days of a template up to `until`, both included, oldest first.

    A day that a month does not have is its last one: 31 is 28 February, and 31 again in March. Quarters and years
    count from the month of the template's `from`, weeks from its week (1 is Monday).
    """
    last = min(until, template.until or until)
    for day in _days(template):
        if day > last:
            return
        if day >= template.start:
            yield day


def period_of(template: Recurring, day: date) -> Period:
    """The period a day stands for: its week, or one, three or twelve whole months from the month of the day on."""
    if template.every == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(start=monday, end=monday + timedelta(days=6))
    months = _MONTHS[template.every]
    first = date(day.year, day.month, 1)
    year, month = _later(first, months - 1)
    return Period(start=first, end=date(year, month, monthrange(year, month)[1]))


def _days(template: Recurring) -> Iterator[date]:
    wanted = template.on_day or 1
    if template.every == "week":
        monday = template.start - timedelta(days=template.start.weekday())
        while True:
            yield monday + timedelta(days=wanted - 1)
            monday += timedelta(days=7)
    step, months = _MONTHS[template.every], 0
    while True:
        year, month = _later(template.start, months)
        yield date(year, month, min(wanted, monthrange(year, month)[1]))
        months += step


def _later(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months later."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1
