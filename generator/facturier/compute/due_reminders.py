"""Turns reminder policies, histories and a day into the reminders that are due: never two to one client on one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from facturier.compute.holidays import is_french_holiday
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.settings import ReminderPolicy, ReminderStep
from facturier.model.state import State

LETTERS = ("before-due", "courteous", "formal", "payment-plan")  # what may go out by e-mail without a person's eye
_HOLIDAYS = "FR-holidays"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MESSAGES = ("email", "e-mail", "letter", "registered-letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    """A step of the policy whose day has come. `to` is the address to write to, "" when a person has to act.

    `number_of_step` counts from 1; `letter` is the one that goes out.
    """

    document: Document
    state: State
    due_date: date
    number_of_step: int
    step: ReminderStep
    letter: str = ""
    to: str = ""


def due_reminders(book: Book, states: Mapping[str, State], *, today: date) -> tuple[DueReminder, ...]:
    """Return what is due today, oldest debt first.

    Held while a status of the document says so, on quiet days, and once a client has had as many messages as
    `never_more_than` allows. What was missed is not made up for: only the last step whose day has come counts.
    """
    written: set[str] = set()
    found = []
    for due in sorted(_candidates(book, states, today), key=lambda one: (one.due_date, one.document.number)):
        client = due.document.client.id
        if due.to and (client in written or _enough(book, client, policy_for(book, client), today)):
            continue
        written |= {client} if due.to else set()
        found.append(due)
    return tuple(found)


def policy_for(book: Book, client: str) -> ReminderPolicy:
    """Return the policy of a client: its own, else the book's."""
    return book.settings.client_reminders.get(client, book.settings.reminders)


def is_quiet(day: date, policy: ReminderPolicy) -> bool:
    """Whether nobody is to be reminded on a day."""
    return _WEEKDAYS[day.weekday()] in policy.quiet or (_HOLIDAYS in policy.quiet and is_french_holiday(day))


def _candidates(book: Book, states: Mapping[str, State], today: date) -> Iterator[DueReminder]:
    for number, document in sorted(book.documents.items()):
        state, policy = states.get(number), policy_for(book, document.client.id)
        if state is None or state.due_date is None or not _open(document, state) or is_quiet(today, policy):
            continue
        index = _step(policy.steps, _events(book, number), state.due_date, today)
        if index is not None:
            yield _due(book, document, state, state.due_date, index + 1)


def _open(document: Document, state: State) -> bool:
    return document.type.is_invoice and state.open > 0 and state.payable_amount > 0 and not state.hold_reminders


def _step(steps: Sequence[ReminderStep], events: Sequence[Event], due: date, today: date) -> int | None:
    """The last step whose day has come, unless it or a later one was taken since; one before the due date only then."""
    late = (today - due).days
    come = [index for index, step in enumerate(steps) if step.day <= late and (step.day >= 0 or late <= 0)]
    if not come:
        return None
    last = come[-1]
    since = due + timedelta(days=steps[last].day)
    done = [event for event in events if event.step is not None and event.step >= last + 1 and event.date >= since]
    return None if done else last


def _due(book: Book, document: Document, state: State, due: date, number: int) -> DueReminder:
    step = policy_for(book, document.client.id).steps[number - 1]
    letter = step.letter or ("before-due" if step.day < 0 else "courteous")
    sendable = step.by == "email" and letter in LETTERS
    to = _address(book, document.client.id) if sendable else ""
    return DueReminder(
        document=document, state=state, due_date=due, number_of_step=number, step=step, letter=letter, to=to
    )


def _address(book: Book, client: str) -> str:
    """The contact for bills, else the first that has an address."""
    contacts = [contact for contact in book.clients[client].contacts if contact.email]
    billing = [contact for contact in contacts if contact.role.lower() in {"billing", "facturation", "comptabilité"}]
    return next((contact.email for contact in (*billing, *contacts)), "")


def _events(book: Book, number: str) -> tuple[Event, ...]:
    history = book.histories.get(number)
    events = history.events if history else ()
    return tuple(event for event in events if event.kind is EventKind.REMINDED)


def _enough(book: Book, client: str, policy: ReminderPolicy, today: date) -> bool:
    """One message a day, and never more than the policy says; phone calls do not count."""
    numbers = [number for number, document in book.documents.items() if document.client.id == client]
    sent = [event.date for number in numbers for event in _events(book, number) if event.by in _MESSAGES]
    first = today - timedelta(days=policy.per_days)
    return today in sent or sum(first < day <= today for day in sent) >= policy.max_messages
