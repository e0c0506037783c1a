"""Turns statements of account into the years and rows their page shows, newest year first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from facturier.compute.statement import account_parts, between
from facturier.model.document import DocumentType
from facturier.model.portal import Portal
from facturier.model.statement import Statement, StatementLine
from facturier.render.words import Words

_DOCUMENTS = frozenset(kind.value for kind in DocumentType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the statement with what it is, in words, and the page of its document ("" when there is none)."""

    line: StatementLine
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of one currency: its opening and closing balance agree with the years beside it."""

    year: int
    part: Statement
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """A part of the account to download, of one year or (0) of the whole relation: addresses in the portal's folder."""

    year: int
    pdf: str
    csv: str


def statement_files(portal: Portal) -> tuple[Files, ...]:
    """What can be downloaded, the whole relation first."""
    return tuple(
        Files(year=year, pdf=statement_file(year, "pdf"), csv=statement_file(year, "csv"))
        for year, _ in account_parts(portal.statements)
    )


def statement_file(year: int, suffix: str) -> str:
    """Where a statement lies in the portal's folder: of one year, or of the whole relation when `year` is 0."""
    return f"statement/statement-{year}.{suffix}" if year else f"statement/statement.{suffix}"


def statement_years(portal: Portal, words: Words) -> tuple[Year, ...]:
    """Every year in which something happened, by currency, newest first."""
    shown = {item.document.number for item in portal.documents}
    return tuple(year for whole in portal.statements for year in _years(whole, shown, words))


def _years(whole: Statement, shown: set[str], words: Words) -> Iterator[Year]:
    for year in sorted({line.date.year for line in whole.lines}, reverse=True):
        part = between(whole, date(year, 1, 1), min(date(year, 12, 31), whole.end))
        yield Year(year=year, part=part, rows=tuple(_row(line, shown, words) for line in part.lines))


def _row(line: StatementLine, shown: set[str], words: Words) -> Row:
    return Row(line=line, label=label_of(line, words), url=f"../{line.number}/" if line.number in shown else "")


def label_of(line: StatementLine, words: Words) -> str:
    """`Facture`, `Avoir`, or what happened to the money: `Paiement par virement`."""
    if line.kind in _DOCUMENTS:
        return words(f"document.kind.{line.kind}")
    known = f"by.{line.by}"
    if line.kind == "payment" and known in words:
        return words("statement.payment_by", by=words(known))
    return words(f"statement.kind.{line.kind}")
