"""Finds the drafts that somebody names or whose date has come, with the text they are written in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.read.numbering import numbered_text, typed_date

_FOLDER = "invoices/drafts/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft, its text, and the date it names (None: the day of issue)."""

    document: Document
    text: bytes
    date: date | None

    def numbered_text(self, numbered: Document) -> bytes | None:
        """Return its text with number and date; None when it is written in one pair of braces."""
        return numbered_text(self.text, number=numbered.number, on=numbered.date, file=self.document.file)


def chosen_drafts(
    root: Path, book: Book, names: Sequence[str], *, today: date, due: bool
) -> tuple[tuple[Draft, ...], tuple[Fault, ...]]:
    """Return the named drafts and, with `due`, all whose date has come, by date and name; ISS-001, ISS-002."""
    drafts = {key: _draft(root, document) for key, document in book.drafts.items()}
    faults: list[Fault] = []
    chosen: dict[str, Draft] = {}
    for name in names:
        key = f"drafts/{_stem(name)}"
        draft = drafts.get(key)
        if draft is None:
            faults += _missing(root, book, name)
        elif draft.date is not None and draft.date > today:
            faults.append(error("ISS-002", Where(draft.document.file, ("date",)), date=draft.date, today=today))
        else:
            chosen[key] = draft
    if due:
        chosen |= {key: draft for key, draft in drafts.items() if draft.date is not None and draft.date <= today}
    order = sorted(chosen.items(), key=lambda item: (item[1].date or today, item[0]))
    return tuple(draft for _, draft in order), tuple(faults)


def file_of(name: str) -> str:
    """Return the file of a draft that is named, or given by its path."""
    return f"{_FOLDER}{_stem(name)}.yaml"


def _draft(root: Path, document: Document) -> Draft:
    text = (root / document.file).read_bytes()
    return Draft(document=document, text=text, date=document.date if typed_date(text, file=document.file) else None)


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".yaml")


def _missing(root: Path, book: Book, name: str) -> Iterator[Fault]:
    """A draft that could not be read is reported by the check; one that does not exist is told here."""
    if (root / file_of(name)).exists():
        return
    known = [key.removeprefix("drafts/") for key in book.drafts]
    near = difflib.get_close_matches(_stem(name), known, n=3, cutoff=0.4) or known[:5]
    yield error("ISS-001", Where(_FOLDER), name=name[:80], suggestion=", ".join(near))
