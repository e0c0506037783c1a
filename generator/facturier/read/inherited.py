"""Faults of what a document inherits to faults of the file that says it: its client's, or the book's defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from facturier.faults import Fault, Where
from facturier.faults import Path as ValuePath
from facturier.read.files import CONFIG, read_file
from facturier.read.limits import MAX_BYTES
from facturier.read.tree import Tree, read_tree

_TAXED = (("lines",), ("charges",), ("allowances",))
_INHERITED = frozenset((key,) for key in ("currency", "language", "prices", "nature", "terms", "pay", "discount"))


def at_their_source(faults: Iterable[Fault], root: Path) -> Iterator[Fault]:
    """Yield the faults; one about a value that its document does not say itself stands where the value is said.

    The document is then named beside. What nobody says (a default of the program) stays with the document.
    """
    tree = _trees(root)
    for fault in faults:
        where = fault.where
        if where.line or not where.file.startswith("invoices/") or where.path[:1] not in _INHERITED:
            yield fault
            continue
        document = tree(where.file)
        places = () if _says(document, where.path) else _layers(document, where.path)
        source = next((place for place in places if _says(tree(place.file), place.path)), None)
        yield replace(fault, where=source, also=(Where(where.file), *fault.also)) if source else fault


def told_once(faults: Iterable[Fault], root: Path) -> Iterator[Fault]:
    """Yield the faults; one about a `vat` that a line or charge takes from its document stands there, once for all."""
    tree, seen = _trees(root), set[Fault]()
    for fault in faults:
        where = fault.where
        if where.path[:1] in _TAXED and where.path[-1] == "vat" and not _says(tree(where.file), where.path):
            if _says(tree(where.file), ("vat",)):
                fault = replace(fault, where=replace(where, path=("vat",)))  # noqa: PLW2901 (the same fault, elsewhere)
            if fault in seen:
                continue
            seen.add(fault)
        yield fault


def _trees(root: Path) -> Callable[[str], Tree]:
    """Read a file as it is typed, once; "" for one that cannot be read."""

    @cache
    def tree(file: str) -> Tree:
        data = read_file(root, file, limit=MAX_BYTES)
        read = read_tree(data, file) if isinstance(data, bytes) else data
        return "" if isinstance(read, Fault) else read

    return tree


def _layers(document: Tree, path: ValuePath) -> tuple[Where, ...]:
    """Where a value may be said for a document: its client's file, then facturier.yaml."""
    client = document.get("client") if isinstance(document, dict) else None
    of_client = (Where(f"clients/{client}.yaml", path),) if isinstance(client, str) and "/" not in client else ()
    return (*of_client, Where(CONFIG, ("defaults", *path)))


def _says(tree: Tree, path: ValuePath) -> bool:
    for part in path:
        if isinstance(tree, dict) and isinstance(part, str):
            tree = tree.get(part, "")
        elif isinstance(tree, list) and isinstance(part, int):
            tree = tree[part] if part < len(tree) else ""
        else:
            return False
    return tree != ""
