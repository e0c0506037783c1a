"""Turns YAML files into one frozen Book and every fault found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from facturier.faults import Fault, Where
from facturier.model.book import Book
from facturier.model.law import Law


def load_book(
    root: Path, *, law: Law | None = None, today: date | None = None, planned: Mapping[str, bytes] | None = None
) -> tuple[Book | None, tuple[Fault, ...]]:
    """Read the business under `root`: the Book (None only when facturier.yaml cannot be used) and all faults, sorted.

    `today` dates drafts that have no date; without it they take the day the law tables were checked. `planned` holds
    files by path that are not written yet and are read as if they were.
    """
    from facturier.read.book import load_book as load  # pydantic and yaml are loaded on this path alone

    return load(root, law=law, today=today, planned=planned)


def load_law() -> Law:
    """Return the dated tables of the law that are part of the program."""
    from facturier.read.law import load_law as load

    return load()


def locate(faults: Iterable[Fault], root: Path) -> tuple[Fault, ...]:
    """Return the faults with line and column filled in wherever their file can be read.

    What a document inherits is shown where it is said: in its client's file or in facturier.yaml.
    """
    from facturier.read.inherited import at_their_source
    from facturier.read.positions import locate as find

    return find(at_their_source(faults, root), root)


def told_once(faults: Iterable[Fault], root: Path) -> Iterator[Fault]:
    """Return the faults, one about a word that holds for all lines of a document once, where the word stands."""
    from facturier.read.inherited import told_once as once

    return once(faults, root)


def excerpt(where: Where, root: Path) -> str:
    """Return the source line of a place with a caret under its column, safe for a terminal; "" for none."""
    from facturier.read.positions import excerpt as shown

    return shown(where, root)
