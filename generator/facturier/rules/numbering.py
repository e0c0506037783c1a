"""Rules about numbers: one pattern per series, no gap, no step back in time (242 nonies A I 7°)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from facturier.faults import Fault, Where, error, warning
from facturier.model.document import Document, DocumentType
from facturier.rules.context import SETTINGS, BookRule, Context, DocumentRule, at

SHARED = {
    DocumentType.DEPOSIT: DocumentType.INVOICE,
    DocumentType.CORRECTIVE: DocumentType.INVOICE,
    DocumentType.SELF_BILLED: DocumentType.INVOICE,
    DocumentType.CREDIT_NOTE: DocumentType.INVOICE,
}
NO_INVOICES = (DocumentType.QUOTE.value, DocumentType.PROFORMA.value)
_PART = re.compile(r"\{(year|month|seq)(?::0?(\d+))?\}")
_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,35}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A counter: `name` is the document type that owns it, `pattern` what its numbers look like."""

    name: str
    pattern: str

    def parse(self, number: str) -> tuple[tuple[str, str], int] | None:
        """The (year, month) a number restarts in and its place; None when it does not fit the pattern."""
        match = _expression(self.pattern).fullmatch(number)
        if match is None:
            return None
        found = match.groupdict()
        return (found.get("year") or "", found.get("month") or ""), int(found["seq"])

    def spell(self, period: tuple[str, str], place: int) -> str:
        """The number of a place in a period."""
        texts = {"year": period[0], "month": period[1], "seq": str(place)}
        return _PART.sub(lambda part: texts[part[1]].zfill(int(part[2] or 0)), self.pattern)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    pieces, end = [], 0
    for part in _PART.finditer(pattern):
        width = part[2] or "1"
        digits = {"year": r"\d{4}", "month": r"\d{2}", "seq": rf"\d{{{width},}}"}[part[1]]
        pieces += [re.escape(pattern[end : part.start()]), f"(?P<{part[1]}>{digits})"]
        end = part.end()
    return re.compile("".join([*pieces, re.escape(pattern[end:])]))


def series_of(kind: DocumentType, numbering: dict[str, str]) -> Series | None:
    """The series a type of document is numbered in; invoices lend theirs to what has none of its own."""
    for owner in (kind, SHARED.get(kind)):
        if owner is not None and owner.value in numbering:
            return Series(name=owner.value, pattern=numbering[owner.value])
    return None


def numbers_fit_their_series(context: Context, document: Document) -> Iterator[Fault]:
    """NUM-013: a number looks as its series says; its year is the year of its date (NUM-004).

    A sealed document keeps the number of its time, whatever the pattern is today.
    """
    series = series_of(document.type, dict(context.book.settings.numbering))
    if not document.number or series is None:
        return
    place = series.parse(document.number)
    if place is None and document.number in context.book.seals:
        return
    if place is None:
        yield error("NUM-013", at(document, "number"), number=document.number, pattern=series.pattern)
    elif any(typed not in ("", own) for typed, own in zip(place[0], _period(document), strict=True)):
        yield error("NUM-004", at(document, "number"), number=document.number, date=document.date)


def _period(document: Document) -> tuple[str, str]:
    return f"{document.date.year:04d}", f"{document.date.month:02d}"


@dataclass(slots=True)
class _Run:
    """One series between two restarts: its documents by place, and the places of files that could not be read."""

    series: Series
    period: tuple[str, str]
    entries: list[tuple[int, Document]]
    unread: set[int]

    def missing(self, start: int, end: int) -> list[str]:
        """The numbers from `start` to `end` that nothing has: the first, and the last when there are several."""
        places = [place for place in range(start, end + 1) if place not in self.unread]
        return [self.series.spell(self.period, place) for place in (*places[:1], *places[1:][-1:])]


def series_run_without_gap(context: Context) -> Iterator[Fault]:
    """NUM-001: no number is missing; NUM-002: a later number has no earlier date (242 nonies A I 7°).

    NUM-015: what a book begins in the middle of was issued elsewhere, or is missing.
    """
    runs = _runs(context)
    first_of = {run.series: run.period for run in reversed(runs)}
    for run in runs:
        run.entries.sort(key=lambda entry: (entry[0], entry[1].number))
        continues = first_of[run.series] < run.period
        yield from _gaps(run, continues=continues)
        yield from () if continues else _beginning(run)
        yield from _steps_back(run.entries)


def _runs(context: Context) -> list[_Run]:
    numbering = dict(context.book.settings.numbering)
    runs: dict[tuple[Series, tuple[str, str]], _Run] = {}
    for document in context.book.documents.values():
        series = series_of(document.type, numbering)
        place = series.parse(document.number) if series else None
        if series is not None and place is not None:
            run = runs.setdefault((series, place[0]), _Run(series, place[0], [], set()))
            run.entries.append((place[1], document))
    for (series, period), run in runs.items():
        parsed = (series.parse(number) for number in context.book.unread)
        run.unread.update(place[1] for place in parsed if place is not None and place[0] == period)
    return [run for _, run in sorted(runs.items(), key=lambda item: (item[0][0].name, item[0][1]))]


def _gaps(run: _Run, *, continues: bool) -> Iterator[Fault]:
    first, document = run.entries[0]
    if continues:
        yield from _gap(run.missing(1, first - 1), document, before=None)
    for (place, before), (following, after) in pairwise(run.entries):
        yield from _gap(run.missing(place + 1, following - 1), after, before=before)


def _beginning(run: _Run) -> Iterator[Fault]:
    place, document = run.entries[0]
    missing = run.missing(1, place - 1) if run.series.name not in NO_INVOICES else []
    if missing:
        yield warning(
            "NUM-015",
            Where(SETTINGS, ("numbering", run.series.name)),
            also=(Where(document.file, ("number",)),),
            number=document.number,
            missing=" … ".join(missing),
        )


def _gap(missing: list[str], document: Document, *, before: Document | None) -> Iterator[Fault]:
    if missing:
        yield error(
            "NUM-001",
            at(document, "number"),
            also=(Where(before.file, ("number",)),) if before else (),
            number=document.number,
            missing=" … ".join(missing),
            first=missing[0],
        )


def _steps_back(entries: list[tuple[int, Document]]) -> Iterator[Fault]:
    latest: tuple[date, Document] | None = None
    for _, document in entries:
        if latest is not None and document.date < latest[0]:
            yield error(
                "NUM-002",
                at(document, "date"),
                also=(Where(latest[1].file, ("date",)),),
                number=document.number,
                date=document.date,
                before=latest[1].number,
                other=latest[0],
            )
        else:
            latest = (document.date, document)


def series_are_apart(context: Context) -> Iterator[Fault]:
    """NUM-003: two series never make the same number; NUM-006: quotes and proformas take no invoice number."""
    numbering = dict(context.book.settings.numbering)
    for name, pattern in sorted(numbering.items()):
        twin = next((other for other in sorted(numbering) if other < name and _alike(numbering[other], pattern)), None)
        if twin is not None:
            code = "NUM-006" if (name in NO_INVOICES) != (twin in NO_INVOICES) else "NUM-003"
            yield error(code, Where(SETTINGS, ("numbering", name)), pattern=pattern, series=name, other=twin)


def _alike(one: str, other: str) -> bool:
    return _PART.sub("#", one).casefold() == _PART.sub("#", other).casefold()


def patterns_are_usable(context: Context) -> Iterator[Fault]:
    """NUM-005: what a pattern makes is a number (BR-FR-01, 02); NUM-004: months repeat without a year."""
    for name, pattern in sorted(context.book.settings.numbering.items()):
        where = Where(SETTINGS, ("numbering", name))
        if "{seq" not in pattern or _NUMBER.fullmatch(_PART.sub("0000", pattern)) is None:
            yield error("NUM-005", where, pattern=pattern)
        elif "{month" in pattern and "{year" not in pattern:
            yield error("NUM-014", where, pattern=pattern)


DOCUMENT_RULES: tuple[DocumentRule, ...] = (numbers_fit_their_series,)
BOOK_RULES: tuple[BookRule, ...] = (
    series_run_without_gap,
    series_are_apart,
    patterns_are_usable,
)
