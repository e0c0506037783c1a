"""When a client is reminded, and when not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.remind.books import book_of

from facturier.compute.due_reminders import due_reminders, is_quiet
from facturier.compute.holidays import easter, is_french_holiday
from facturier.compute.status import states
from facturier.compute.totals import all_totals
from facturier.model.book import Book
from facturier.model.settings import ReminderPolicy, ReminderStep

DUE = date(2026, 10, 1)
STEPS = (
    ReminderStep(day=-3, by="email", letter="before-due"),
    ReminderStep(day=5, by="email", letter="courteous"),
    ReminderStep(day=10, by="phone"),
    ReminderStep(day=15, by="email"),
    ReminderStep(day=37, by="registered-letter", letter="formal-notice", deadline_days=8),
)


def found(book: Book, today: date) -> list[tuple[int, str, bool]]:
    """Step, letter, and whether a message goes out."""
    due = due_reminders(book, states(book, all_totals(book), today=today), today=today)
    return [(one.number_of_step, one.letter, bool(one.to)) for one in due]


def after(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.fixture
def make(tmp_path: Any) -> Any:
    def made(*histories: str, policy: Mapping[str, Any] | None = None) -> Book:
        book = book_of(tmp_path, *(histories or ("",)), due=DUE)
        given = ReminderPolicy(steps=STEPS, **(policy or {}))
        return replace(book, settings=replace(book.settings, reminders=given, client_reminders={}))

    return made


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-4, []),
        (-3, [(1, "before-due", True)]),
        (0, [(1, "before-due", True)]),
        (1, []),
        (4, []),
        (5, [(2, "courteous", True)]),
        (10, [(3, "courteous", False)]),
        (15, [(4, "courteous", True)]),
        (36, [(4, "courteous", True)]),
        (37, [(5, "formal-notice", False)]),
    ],
)
def test_the_last_step_whose_day_has_come(make: Any, days: int, expected: list[Any]) -> None:
    assert found(make(), after(days)) == expected


def test_a_step_is_taken_once(make: Any) -> None:
    book = make("- {date: 2026-10-06, event: reminded, step: 2, by: email}\n")
    assert found(book, after(6)) == []
    assert found(book, after(15)) == [(4, "courteous", True)]


@pytest.mark.parametrize(
    "event",
    [
        "{date: 2026-10-02, event: paid, amount: 120.00}",
        "{date: 2026-10-02, event: disputed, reason: Colour}",
        "{date: 2026-10-02, event: promised, until: 2026-10-20}",
        "{date: 2026-10-02, event: payment-started, ref: x}",
        "{date: 2026-10-02, event: written-off, amount: 120.00, reason: Bankrupt}",
        "{date: 2026-10-02, event: handed-over, to: agency}",
    ],
)
def test_nobody_is_reminded_of_what_is_paid_contested_promised_or_with_others(make: Any, event: str) -> None:
    assert found(make(f"- {event}\n"), after(5)) == []


def test_a_client_hears_of_the_oldest_debt_alone_on_one_day(make: Any) -> None:
    book = make("", "")
    due = due_reminders(book, states(book, all_totals(book), today=after(5)), today=after(5))
    assert [one.document.number for one in due] == ["F2026-0001"]
    told = make("- {date: 2026-10-06, event: reminded, step: 2, by: email}\n", "")
    assert found(told, after(5)) == []
    assert found(told, after(6)) == [(2, "courteous", True)]


def test_never_more_messages_than_agreed(make: Any) -> None:
    wrote = "- {date: 2026-10-04, event: reminded, by: letter}\n- {date: 2026-10-05, event: reminded, by: email}\n"
    assert found(make(wrote), after(5)) == []
    assert found(make(wrote), after(10)) == [(3, "courteous", False)]
    assert found(make(wrote, policy={"max_messages": 3}), after(5)) == [(2, "courteous", True)]
    called = wrote.replace("letter", "phone")
    assert found(make(called), after(5)) == [(2, "courteous", True)]


def test_a_quiet_day_is_quiet(make: Any) -> None:
    assert found(make(policy={"quiet": ("tuesday",)}), after(5)) == []
    assert is_quiet(date(2026, 11, 11), ReminderPolicy(quiet=("FR-holidays",)))
    assert not is_quiet(date(2026, 11, 12), ReminderPolicy(quiet=("FR-holidays", "saturday")))


def test_without_an_address_a_person_has_to_act(make: Any) -> None:
    book = make()
    clients = {key: replace(client, contacts=()) for key, client in book.clients.items()}
    assert found(replace(book, clients=clients), after(5)) == [(2, "courteous", False)]


def test_the_amount_is_what_is_still_open(make: Any) -> None:
    book = make("- {date: 2026-10-02, event: paid, amount: 100.00}\n")
    (due,) = due_reminders(book, states(book, all_totals(book), today=after(5)), today=after(5))
    assert due.state.payable_amount == Decimal("20.00")


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)])
def test_easter(day: date) -> None:
    assert easter(day.year) == day


def test_eleven_days_of_a_year_are_holidays() -> None:
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]
    holidays = [day for day in days if is_french_holiday(day)]
    assert len(holidays) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} <= set(holidays)
