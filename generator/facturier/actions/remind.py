"""Sends the reminders that are due and writes each into its history: a message that went out is never sent again.

Sent is noted below `.facturier/` before anything else, so that a run that is stopped or overtaken between the mail
server and git writes down what went out instead of sending it anew; one run at a time sends (decision 0014).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from facturier.actions.access import Access, access_for, workroom
from facturier.actions.check import CheckResult, check
from facturier.actions.journal import BookBusyError, locked
from facturier.actions.record import Entry, Recording, record
from facturier.compute.due_reminders import DueReminder, due_reminders
from facturier.compute.status import states
from facturier.connect.mail import Mail, MailAccess, MailError, Post, RefusedError, post_office
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.publish.progress import Reporter
from facturier.publish.sealed.links import document_link
from facturier.read.writing import Value

_SENT = "sent-reminders.json"
_SENDING = "remind.lock"  # the right to write to clients
_WHERE = Where("facturier.yaml", ("reminders",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """How to remind. `secret` makes the links in the messages; `mail` is where they are handed over."""

    today: date
    reporter: Reporter
    mail: MailAccess
    secret: str = field(default="", repr=False)
    theme: Path | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindResult:
    """Numbers of documents by what became of their reminder. `todo`: a person has to call or to write a letter."""

    sent: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    commit: str = ""


def anything_due(root: Path, how: Reminding) -> bool:
    """Whether the book has a message to send today."""
    return any(due.to for due in _due(check(root, today=how.today, reporter=how.reporter), how.today))


def remind(root: Path, how: Reminding) -> RemindResult:
    """Send what is due today and record it.

    REM-001: the mail server did not take a message; the next run tries again. ISS-005: another run is sending. Other
    errors are those of the book or of `record`.
    """
    if how.dry_run:
        return _remind(root, how)
    try:
        with locked(root, name=_SENDING):
            return _remind(root, how)
    except BookBusyError:
        return RemindResult(faults=(error("ISS-005", Where("invoices")),))


def _remind(root: Path, how: Reminding) -> RemindResult:
    checked = check(root, today=how.today, reporter=how.reporter)
    book = checked.expanded
    if book is None or has_errors(checked.faults):
        return RemindResult(faults=checked.faults)
    found = _due(checked, how.today)
    todo = tuple(f"{one.document.number} {one.step.by}" for one in found if not one.to)
    access = _access(book, root, how) if any(one.to for one in found) else None
    mails = [(one, _mail(book, one, access, how)) for one in found if one.to]
    if how.dry_run or not mails:
        return RemindResult(sent=tuple(one.document.number for one, _ in mails), todo=todo)
    entries, faults = _sent(root, mails, how)
    result = record(root, entries, Recording(today=how.today, reporter=how.reporter, anyway=True)) if entries else None
    if result is not None:
        faults += result.faults
    numbers = tuple(entry.number for entry in entries)
    return RemindResult(sent=numbers, todo=todo, faults=tuple(faults), commit=result.commit if result else "")


def _due(checked: CheckResult, today: date) -> tuple[DueReminder, ...]:
    book = checked.expanded
    return due_reminders(book, states(book, checked.totals, today=today), today=today) if book else ()


def _mail(book: Book, due: DueReminder, access: Access | None, how: Reminding) -> Mail:
    from facturier.render.reminders import reminder_letter

    document, state = due.document, due.state
    letter = reminder_letter(
        document,
        due.letter,
        amount=state.next_amount or state.payable_amount,
        due=due.due_date,
        link=document_link(book.settings.portal.url, access.doors[document.client.id], document.number)
        if access
        else "",
        seller=book.seller.trade_name or book.seller.name,
        iban=book.seller.bank.iban if book.seller.bank else "",
        theme=how.theme,
    )
    key = sha256(f"{document.number}\0{due.number_of_step}\0{due.due_date}\0{due.to}".encode()).hexdigest()[:32]
    return Mail(
        sender=book.settings.mail_from, to=due.to, subject=letter.subject, body=letter.body, day=how.today, key=key
    )


def _access(book: Book, root: Path, how: Reminding) -> Access | None:
    """What opens the portals, derived once for all messages; None when no address would outlive this run."""
    access, _ = access_for(book, root, how.secret, today=how.today)
    return None if access is None or access.throwaway or not book.settings.portal.url else access


def _sent(root: Path, mails: Sequence[tuple[DueReminder, Mail]], how: Reminding) -> tuple[list[Entry], list[Fault]]:
    """Send what was not sent before; a message that is refused keeps no other from going out."""
    note = _Note(workroom(root) / _SENT)
    entries: list[Entry] = []
    faults: list[Fault] = []
    try:
        with post_office(how.mail) as post:
            for due, mail in mails:
                try:
                    _send_once(post, mail, note, how.today)
                except RefusedError as problem:
                    faults.append(_unsent(problem, f"{due.document.number}: "))
                    continue
                entries.append(_entry(due, mail, note.known[mail.key]))
    except MailError as problem:
        faults.append(_unsent(problem))
    return entries, faults


def _send_once(post: Post, mail: Mail, note: _Note, today: date) -> None:
    if mail.key not in note.known:
        post.send(mail)
        note.add(mail.key, today)


def _unsent(problem: MailError, which: str = "") -> Fault:
    return error("REM-001", _WHERE, problem=f"{which}{problem}"[:300])


def _entry(due: DueReminder, mail: Mail, day: str) -> Entry:
    values: dict[str, Value] = {
        "date": date.fromisoformat(day),
        "event": "reminded",
        "step": due.number_of_step,
        "by": "email",
        "to": mail.to,
        "subject": mail.subject,
        "digest": sha256(mail.body.encode()).hexdigest(),
    }
    return Entry(number=due.document.number, values=values)


class _Note:
    """Which messages went out from this machine, and when."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.known: dict[str, str] = {}
        with suppress(OSError, ValueError):
            self.known = json.loads(file.read_text("utf-8"))

    def add(self, key: str, day: date) -> None:
        """Note one, on the disk before anything else happens."""
        self.known[key] = day.isoformat()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(self.known, sort_keys=True), "utf-8")
        fresh.replace(self._file)
