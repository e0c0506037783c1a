"""Books for tests of status: one or more documents, what happened to them, and a day."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.compute.papers import ACME, SELLER, line, paper

from facturier.compute.status import states
from facturier.compute.totals import all_totals
from facturier.model.book import Book
from facturier.model.document import Document, DocumentType
from facturier.model.history import Event, EventKind, History, PlannedInstalment
from facturier.model.law import Law
from facturier.model.settings import Settings
from facturier.model.state import State
from facturier.model.terms import Due, DueIn, EarlyDiscount, InstalmentTerm, Terms
from facturier.model.totals import Totals

LAW = Law(as_of=date(2026, 11, 1))
DAY = date(2026, 3, 1)
"""The day on which the invoices of these tests are issued; they are due 30 days later, on 31 March."""


def on(day: int) -> date:
    """A day counted from the issue date: 0 is 1 March 2026, 30 the due date."""
    return DAY + timedelta(days=day)


def invoice(total: str = "1000.00", number: str = "F1", **more: Any) -> Document:
    """An invoice of 1 March 2026 over a total without VAT, due in 30 days."""
    more.setdefault("date", DAY)
    terms = more.pop("terms", Terms(due=DueIn(days=30)))
    return paper(line(total, "0"), number=number, terms=terms, **more)


def other(kind: str, total: str, number: str, day: int, **more: Any) -> Document:
    """A document of another type, so many days after the invoice."""
    return invoice(total, number, type=DocumentType(kind), date=on(day), **more)


def shares(*parts: tuple[int, str]) -> Terms:
    """Instalments: (day, share in percent)."""
    return Terms(due=tuple(InstalmentTerm(date=on(day), share=Decimal(share)) for day, share in parts))


def early(percent: str, days: int, due: Due = DueIn(days=30)) -> Terms:  # noqa: B008 (frozen)
    """A discount for early payment."""
    return Terms(due=due, early_discount=EarlyDiscount(percent=Decimal(percent), days=days))


def event(day: int, kind: str, amount: str | None = None, **more: Any) -> Event:
    """An entry so many days after the invoice."""
    value = None if amount is None else Decimal(amount)
    return Event(kind=EventKind(kind), date=on(day), position=0, amount=value, **more)


def plan(day: int, *parts: tuple[int, str]) -> Event:
    """An agreed payment plan: (day, amount)."""
    planned = tuple(PlannedInstalment(date=on(due), amount=Decimal(amount)) for due, amount in parts)
    return event(day, "plan-agreed", instalments=planned)


def history(number: str, events: Iterable[Event]) -> History:
    """A history in the order given."""
    placed = tuple(replace(entry, position=place) for place, entry in enumerate(events))
    return History(number=number, file=f"invoices/2026/{number}.history.yaml", events=placed)


def book(*documents: Document, **histories: Iterable[Event]) -> Book:
    """A book of numbered documents and drafts; histories by number."""
    clients = {document.client.id: document.client for document in documents} | {"acme": ACME}
    return Book(
        seller=SELLER,
        settings=Settings(),
        law=LAW,
        clients=dict(sorted(clients.items())),
        documents={document.key: document for document in documents if not document.is_draft},
        drafts={document.key: document for document in documents if document.is_draft},
        histories={number: history(number, events) for number, events in histories.items()},
    )


def totals_of(papers: Book) -> Mapping[str, Totals]:
    """The totals of a book."""
    return all_totals(papers)


def states_on(papers: Book, day: int) -> dict[str, State]:
    """All states so many days after 1 March 2026."""
    return states(papers, totals_of(papers), today=on(day))


def state_on(day: int, *events: Event, document: Document | None = None, others: Iterable[Document] = ()) -> State:
    """The state of one invoice of 1 000.00 with a history, in the company of other documents."""
    first = document or invoice()
    return states_on(book(first, *others, **{first.key: events}), day)[first.key]
