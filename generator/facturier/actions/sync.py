"""Turns what Stripe's books hold into entries of histories: payments, refunds, bounces and disputes, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from facturier.actions.appending import append_events
from facturier.actions.check import CheckResult, check, in_order
from facturier.actions.journal import BookBusyError, Step, locked, recover
from facturier.actions.refusals import file_refused
from facturier.actions.stripe_access import StripeAccess, reached, refused
from facturier.compute.payments_in import Additions, Arrivals, additions
from facturier.compute.stripe_known import disputes_open, payments_under_way, reading_starts
from facturier.connect.stripe.client import Stripe, StripeProblemError
from facturier.connect.stripe.ledger import Ledger
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.history import Event
from facturier.model.stripe import Booked, Intent, IntentStatus
from facturier.publish.progress import Reporter

_SESSION_LIFE = timedelta(days=2)  # a visit of a payment page ends after a day
_UNREADABLE = ("READ-", "TYPE-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Syncing:
    """How to sync."""

    today: date
    access: StripeAccess
    reporter: Reporter
    commit: bool = True
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """One entry that was appended."""

    number: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """What was appended; `movements` counts the new lines of the record. With an error some or all is missing."""

    entries: tuple[Synced, ...] = ()
    movements: int = 0
    faults: tuple[Fault, ...] = ()
    commit: str = ""

    @property
    def done(self) -> bool:
        """Whether everything is written down."""
        return not has_errors(self.faults)


def sync(root: Path, how: Syncing) -> SyncResult:
    """Append to the histories whatever happened at Stripe since they were last written; running again adds nothing."""
    try:
        with locked(root):
            recover(root)
            checked = check(root, today=how.today, reporter=how.reporter)
            return _sync(root, checked, how)
    except BookBusyError:
        return SyncResult(faults=(error("ISS-005", Where("invoices")),))
    except StripeProblemError as problem:
        return SyncResult(faults=(refused(problem),))
    except OSError as problem:
        return SyncResult(faults=(file_refused(problem),))


def _sync(root: Path, checked: CheckResult, how: Syncing) -> SyncResult:
    from facturier.read.stripe_record import read_booked

    book = checked.expanded
    if book is None:
        return SyncResult(faults=checked.faults)
    booked, unread = read_booked(root)
    faults = (*unreadable_histories(checked), *unread)
    if faults:
        return SyncResult(faults=in_order(faults))
    stripe = reached(book, how.access)
    if not isinstance(stripe, Stripe):
        return SyncResult(faults=stripe)
    how.reporter.stage("stripe")
    found = arrivals(book, booked, Ledger(stripe))
    return _write(root, book, additions(book, booked, found, today=how.today), how)


def unreadable_histories(checked: CheckResult) -> tuple[Fault, ...]:
    """The faults that keep entries of a history from being known: nothing can be added without perhaps doubling it."""
    return tuple(
        fault
        for fault in checked.faults
        if fault.where.file.endswith(".history.yaml") and fault.code.startswith(_UNREADABLE) and has_errors([fault])
    )


def arrivals(book: Book, booked: Sequence[Booked], ledger: Ledger) -> Arrivals:
    """Read movements, then payments under way, then disputes."""
    since = reading_starts(book)
    written = {line.ref for line in booked}
    movements = {
        movement.ref: replace(movement, made_of=ledger.made_of(movement))
        if movement.kind == "payout" and movement.source and movement.ref not in written
        else movement
        for movement in ledger.movements(since)
    }
    intents = dict(_intents(book, booked, ledger))
    for intent in intents.values():
        if intent.status is IntentStatus.SUCCEEDED and intent.movement and intent.movement not in movements:
            movements[intent.movement] = ledger.movement(intent.movement)
    disputes = {case.ref: case for case in ledger.disputes(since)}
    for ref in disputes_open(book):
        if ref not in disputes and (case := ledger.dispute(ref)) is not None:
            disputes[ref] = case
    return Arrivals(
        movements=tuple(movements.values()), intents=tuple(intents.values()), disputes=tuple(disputes.values())
    )


def _intents(book: Book, booked: Sequence[Booked], ledger: Ledger) -> Iterable[tuple[str, Intent]]:
    """The payments of completed visits whose money is not there, and those that histories call under way."""
    since = reading_starts(book)
    sessions = {session.intent: session for session in ledger.completed(since - _SESSION_LIFE if since else None)}
    for ref in sorted({*sessions, *payments_under_way(book, booked)}):
        intent = ledger.intent(ref, session=sessions.get(ref))
        if intent is not None:
            yield ref, intent


def _write(root: Path, book: Book, new: Additions, how: Syncing) -> SyncResult:
    entries = tuple(Synced(number=number, event=event) for number, those in new.events.items() for event in those)
    if how.dry_run:
        return SyncResult(entries=entries, movements=len(new.booked), faults=in_order(new.faults))
    steps = _record_steps(root, new.booked)
    written = append_events(root, book, new.events, message=_message(entries), commit=how.commit, also=steps)
    if has_errors(written.faults):
        return SyncResult(faults=in_order((*new.faults, *written.faults)))
    return SyncResult(
        entries=entries,
        movements=len(new.booked),
        faults=in_order((*new.faults, *written.faults)),
        commit=written.commit,
    )


def _record_steps(root: Path, booked: Sequence[Booked]) -> list[Step]:
    from facturier.read.stripe_record import file_of, with_booked

    by_file: dict[str, list[Booked]] = {}
    for line in booked:
        by_file.setdefault(file_of(line), []).append(line)
    steps = []
    for file, lines in sorted(by_file.items()):
        before = (root / file).read_bytes() if (root / file).exists() else None
        steps.append(Step(path=file, before=before, after=with_booked(before or b"", lines)))
    return steps


def _message(entries: Sequence[Synced]) -> str:
    told = [f"{one.number}: {one.event.kind.value} {one.event.amount or ''} {one.event.ref}" for one in entries]
    lines = [" ".join(line.split()) for line in told]
    return "\n".join((f"Stripe: {len(lines)} entries", "", *lines)) if lines else "Stripe: movements"
