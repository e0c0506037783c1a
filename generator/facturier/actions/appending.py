"""Turns new entries into longer history files: all of them or none, committed when the book lies in git."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facturier.actions.journal import CommitRefusedError, Step, write_all
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Where, error, warning
from facturier.model.book import Book
from facturier.model.history import Event
from facturier.read.writing import Value, appended


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What was done. With an error among `faults` nothing was; `commit` is its name, "" without one."""

    faults: tuple[Fault, ...] = ()
    commit: str = ""


def append_events(
    root: Path,
    book: Book,
    events: Mapping[str, Sequence[Event]],
    *,
    message: str,
    commit: bool = True,
    also: Sequence[Step] = (),
) -> Appended:
    """Append events to the histories of documents by number, and do the steps of `also`, in one go. Needs the lock.

    What happened is written down even when git makes no commit of it (PLK-036): it is the commit that can wait.
    """
    steps, faults = [*also], []
    for number, new in sorted(events.items()):
        step = _step(root, book, number, new)
        if step is None:
            faults.append(error("PLK-035", Where(_file(book, number)), number=number))
        else:
            steps.append(step)
    if faults or not steps:
        return Appended(faults=tuple(faults))
    git = Git(run_git(root))
    committing = commit and git.is_there()
    reason = git.unable_to_commit() if committing else ""
    if committing and not reason:
        try:
            write_all(root, steps, message=message)
            return Appended(commit=git.head())
        except CommitRefusedError as refused:
            reason = str(refused)
    write_all(root, steps)
    return Appended(faults=(warning("PLK-036", Where("invoices"), problem=reason),) if reason else ())


def entry_of(event: Event) -> dict[str, Value]:
    """Return an event as it is written: its keys in the order people read them, nothing empty."""
    given: dict[str, Value | None] = {
        "date": moment_text(event.at) if event.at else event.date,
        "event": event.kind.value,
        "amount": event.amount,
        "outcome": event.outcome or None,
        "by": event.by or None,
        "ref": event.ref or None,
        "part": event.part,
        "received": (
            {"amount": event.received.amount, "currency": event.received.currency} if event.received else None
        ),
        "fee": event.fee,
        "reason": event.reason or None,
        "url": event.url or None,
        "digest": event.digest or None,
    }
    return {key: value for key, value in given.items() if value is not None}


def moment_text(at: datetime) -> str:
    """Return a moment to the second, `Z` for UTC."""
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _step(root: Path, book: Book, number: str, events: Sequence[Event]) -> Step | None:
    file = _file(book, number)
    before = (root / file).read_bytes() if (root / file).exists() else None
    after = appended(before or b"", [entry_of(event) for event in events], file=file)
    return Step(path=file, before=before, after=after) if after is not None else None


def _file(book: Book, number: str) -> str:
    history = book.histories.get(number)
    return history.file if history else f"{book.documents[number].file.removesuffix('.yaml')}.history.yaml"
