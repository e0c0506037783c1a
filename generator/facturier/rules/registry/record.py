"""Turns a document and its history into a record: what the rules about histories look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.compute.amounts import Amounts, amounts_of
from facturier.compute.index import Index, index_of
from facturier.compute.ledger import Movement, ledger
from facturier.compute.terms import instalments
from facturier.faults import Fault, Where
from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.money import ZERO
from facturier.rules.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One numbered document, its events in order of time (later ones than today left out) and what they come to."""

    document: Document
    file: str
    written: tuple[Event, ...]  # every event, in file order
    events: tuple[Event, ...]
    movements: tuple[Movement, ...]
    parts: int  # instalments agreed on the document
    due: Decimal
    real_day: date
    index: Index

    @property
    def today(self) -> date:
        """The day on which the rules look."""
        return self.index.today

    @property
    def is_cancelled(self) -> bool:
        """Whether a corrective took its place."""
        return self.index.corrective_of(self.document.key) is not None

    @property
    def amounts(self) -> Amounts:
        """What the movements come to."""
        return amounts_of(self.due, self.movements, cancelled=self.is_cancelled)

    def of_kind(self, *kinds: EventKind) -> tuple[Event, ...]:
        """The events of some kinds in order of time."""
        return tuple(event for event in self.events if event.kind in kinds)

    def open_before(self, event: Event) -> Decimal:
        """What was open when an event was written."""
        before = (move.amount for move in self.movements if (move.date, move.position) < (event.date, event.position))
        return self.due - sum(before, ZERO)

    def at(self, event: Event, *path: str | int) -> Where:
        """A value of an event in the history file."""
        return Where(self.file, (event.position, *path))


RecordRule = Callable[[Record], Iterable[Fault]]


def records(context: Context) -> Iterator[Record]:
    """A record of every numbered document that has a history or is credited."""
    index = index_of(context.book, today=context.today)
    for key, document in context.book.documents.items():
        history = context.book.histories.get(key)
        if key in context.totals and (history or key in index.credited_by):
            yield _record(context, document, index)


def _record(context: Context, document: Document, index: Index) -> Record:
    history = context.book.histories.get(document.key)
    written = history.events if history else ()
    known = (event for event in written if event.date <= index.today)
    totals = context.totals[document.key]
    return Record(
        document=document,
        file=history.file if history else document.file,
        written=written,
        events=tuple(sorted(known, key=lambda event: (event.date, event.position))),
        movements=ledger(context.book, context.totals, document, index),
        parts=len(instalments(document, totals)),
        due=totals.due,
        real_day=context.real_day,
        index=index,
    )
