"""Gives drafts their numbers and dates: the next ones of their series, never a number that any file already bears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.rules.numbering import Series, series_of

_SUFFIXES = (".history.yaml", ".seal.json", ".yaml", ".pdf")


@dataclass(slots=True)
class Counter:
    """The numbers in use and the last date of each series; every number given is in use from then on."""

    numbering: Mapping[str, str]
    used: set[str]
    latest: dict[str, tuple[date, str]] = field(default_factory=dict)  # by series: date and number of its last document

    def number(self, draft: Document, *, on: date) -> Document | Fault:
        """Return the draft as a numbered document of that day; ISS-003 when there can be none."""
        series = series_of(draft.type, dict(self.numbering))
        if series is None:
            raise LookupError(draft.type.value)  # never: reading gives every type a series
        last, before = self.latest.get(series.name, (date.min, ""))
        if on < last:
            return error("ISS-003", Where(draft.file, ("date",)), date=on, number=before, last=last)
        number = self._next(series, on)
        self.used.add(number)
        self.latest[series.name] = (on, number)
        return replace(draft, key=number, number=number, file=f"invoices/{on.year}/{number}.yaml", date=on)

    def _next(self, series: Series, on: date) -> str:
        period = (
            f"{on.year:04d}" if "{year" in series.pattern else "",
            f"{on.month:02d}" if "{month" in series.pattern else "",
        )
        places = (series.parse(number) for number in self.used)
        return series.spell(period, 1 + max((found[1] for found in places if found and found[0] == period), default=0))


def counter_of(book: Book, root: Path) -> Counter:
    """Return the counter of a book: from its files, so that a document that cannot be read keeps its number."""
    counter = Counter(numbering=book.settings.numbering, used={*numbers_on_disk(root), *book.documents})
    for document in _by_age(book.documents.values()):
        series = series_of(document.type, dict(book.settings.numbering))
        if series is not None:
            counter.latest[series.name] = (document.date, document.number)
    return counter


def numbers_on_disk(root: Path) -> Iterator[str]:
    """Yield every number that a file of the book bears, whatever kind of file it is."""
    for file in root.glob("invoices/[0-9][0-9][0-9][0-9]/*"):
        for suffix in _SUFFIXES:
            if file.name.endswith(suffix):
                yield file.name.removesuffix(suffix)
                break


def _by_age(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: (document.date, document.number))
