"""Turns the documents and movements of one client into statements of account that agree with the balances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.compute.index import Index
from facturier.compute.ledger import Movement, ledger
from facturier.compute.terms import due_date
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.money import ZERO
from facturier.model.statement import Day, Statement, StatementLine
from facturier.model.totals import Totals


def statements(book: Book, totals: Mapping[str, Totals], client_id: str, *, index: Index) -> tuple[Statement, ...]:
    """The whole relation with a client until the day of the index: a statement for each currency, by currency code."""
    invoices = [document for document in index.of_client.get(client_id, ()) if document.type.is_invoice]
    return tuple(
        _statement(currency, _sorted_lines(book, totals, invoices, currency, index), index.today)
        for currency in sorted({document.currency for document in invoices})
    )


def between(statement: Statement, start: date, end: date) -> Statement:
    """The part of a statement from `start` to `end`, both included: a year, a quarter…"""
    before = [line for line in statement.lines if line.date < start]
    within = tuple(line for line in statement.lines if start <= line.date <= end)
    opening = before[-1].balance if before else statement.opening
    return Statement(
        currency=statement.currency,
        start=start,
        end=end,
        opening=opening,
        lines=within,
        closing=within[-1].balance if within else opening,
    )


def account_parts(statements: Sequence[Statement]) -> tuple[tuple[int, tuple[Statement, ...]], ...]:
    """What is handed out as files: the whole relation under 0, then each year with a movement, newest first.

    A part ends with its last movement or its year, never with the day of the build: it changes only when money moves.
    """
    moved = [between(whole, whole.start, whole.lines[-1].date) for whole in statements if whole.lines]
    years = sorted({line.date.year for whole in moved for line in whole.lines}, reverse=True)
    parts = ((year, tuple(_in_year(moved, year))) for year in years)
    return ((0, tuple(moved)), *parts) if moved else ()


def _in_year(statements: Sequence[Statement], year: int) -> Iterator[Statement]:
    for whole in statements:
        part = between(whole, date(year, 1, 1), min(date(year, 12, 31), whole.end))
        if part.lines:
            yield part


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line before the running balance is known. `rank` puts documents before payments on one day."""

    date: date
    rank: int
    position: int
    kind: str
    number: str
    amount: Decimal
    about: str = ""
    due_date: Day | None = None
    by: str = ""
    ref: str = ""


def _sorted_lines(
    book: Book, totals: Mapping[str, Totals], invoices: Sequence[Document], currency: str, index: Index
) -> list[_Line]:
    lines: list[_Line] = []
    for document in invoices:
        if document.currency == currency:
            lines.append(_invoiced(document, totals[document.key].due))
            lines += _moved(document, ledger(book, totals, document, index))
    return sorted(lines, key=lambda line: (line.date, line.rank, line.about or line.number, line.position))


def _invoiced(document: Document, due: Decimal) -> _Line:
    return _Line(
        date=document.date,
        rank=0,
        position=0,
        kind=document.type.value,
        number=document.key,
        amount=due,
        due_date=due_date(document),
    )


def _moved(document: Document, movements: Sequence[Movement]) -> Iterator[_Line]:
    """Every movement stands once, where it is written: inherited payments under the document they were made for."""
    for place, movement in enumerate(movements):
        if movement.inherited:
            continue
        yield _Line(
            date=movement.date,
            rank=1,
            position=place,
            kind=movement.kind.value,
            number=movement.number,
            amount=-movement.amount,
            about=document.key,
            by="" if movement.private else movement.by,
            ref="" if movement.private else movement.ref,
        )


def _statement(currency: str, lines: Sequence[_Line], today: date) -> Statement:
    balance = ZERO
    shown: list[StatementLine] = []
    for line in lines:
        balance += line.amount
        shown.append(
            StatementLine(
                date=line.date,
                kind=line.kind,
                number=line.number,
                amount=line.amount,
                balance=balance,
                about=line.about,
                due_date=line.due_date,
                by=line.by,
                ref=line.ref,
            )
        )
    start = shown[0].date if shown else today
    return Statement(currency=currency, start=start, end=today, lines=tuple(shown), closing=balance)
