"""Turns statements of account into a CSV file that a spreadsheet opens with a double click, and harms nobody by it."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from decimal import Decimal

from facturier.model.money import minor_units
from facturier.model.statement import Statement, StatementLine
from facturier.render.csv_cells import csv_text, harmless
from facturier.render.formats import Formats
from facturier.render.html.statement import label_of
from facturier.render.words import Words

_COLUMNS = ("date", "what", "number", "about", "due_date", "reference", "currency", "amount", "balance")


def statement_csv(statements: Sequence[Statement], words: Words, formats: Formats) -> bytes:
    """UTF-8 with a byte order mark; a decimal comma and semicolons where the language writes so, else point and comma.

    Dates are ISO 8601. A text that a spreadsheet would run as a formula starts with an apostrophe; amounts are numbers.
    """
    comma = formats.number(Decimal("0.5"))[1] == ","
    head = [words(f"statement.{column}") for column in _COLUMNS]
    rows = (row for statement in statements for row in _rows(statement, words, comma=comma))
    return BOM_UTF8 + csv_text([head, *rows], delimiter=";" if comma else ",").encode()


def _rows(statement: Statement, words: Words, *, comma: bool) -> Iterator[tuple[str, ...]]:
    currency = statement.currency

    def number(value: Decimal) -> str:
        text = f"{value:.{minor_units(currency)}f}"
        return text.replace(".", ",") if comma else text

    def edge(day: str, key: str, balance: Decimal) -> tuple[str, ...]:
        return (day, words(f"statement.{key}"), "", "", "", "", currency, "", number(balance))

    yield edge(statement.start.isoformat(), "opening", statement.opening)
    for line in statement.lines:
        yield (*_texts(line, words), currency, number(line.amount), number(line.balance))
    yield edge(statement.end.isoformat(), "closing", statement.closing)


def _texts(line: StatementLine, words: Words) -> tuple[str, ...]:
    due = line.due_date.isoformat() if line.due_date else ""
    label, *typed = map(harmless, (label_of(line, words), line.number, line.about, line.ref))
    return (line.date.isoformat(), label, *typed[:2], due, typed[2])
