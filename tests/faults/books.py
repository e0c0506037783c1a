"""Makes the book of a case: the base business, changed by the few keys that the case's `book.yaml` writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from facturier.compute.expand import expand
from facturier.compute.totals import all_totals
from facturier.faults import Fault
from facturier.messages import load_catalogue
from facturier.read import formats, load_book, locate
from facturier.rules import run_rules

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 22)
Tree = Any


class _Plain(yaml.SafeDumper):
    """Writes every value as a person types it: `price: 500.00`, without quotes that no reader needs."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (the library's own name)


def cases() -> list[str]:
    """Every case: a folder with a `book.yaml`."""
    return sorted(path.parent.name for path in FOLDER.glob("*/book.yaml"))


def code_of(case: str) -> str:
    """`VAT-004.goods` is one more case of VAT-004."""
    return case.partition(".")[0]


def texts_of(path: Path) -> Tree:
    """A YAML file with every value as it is written: types are the business of the program."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}


def change_of(case: str) -> Tree:
    """What a case says: the change of the base, its steps, the codes that come with its own."""
    return texts_of(FOLDER / case / "book.yaml")


def day_of(case: str) -> date:
    """The day a case is read on."""
    change = change_of(case)
    return date.fromisoformat(change["today"]) if "today" in change else TODAY


def write_book(case: str, root: Path) -> date:
    """Write the book of a case below `root`; return the day it is read on."""
    change, base = change_of(case), FOLDER / "base"
    _dump(root / "facturier.yaml", merged(texts_of(base / "facturier.yaml"), change.get("facturier", {})))
    clients = merged(texts_of(base / "clients.yaml"), change.get("clients", {}))
    for name, client in clients.items():
        _dump(root / "clients" / f"{name}.yaml", client)
    template = texts_of(base / "document.yaml")
    for number, document in change.get("documents", {}).items():
        whole = merged({"number": number, **template}, document)
        if "lines" not in document and {"everything", "share"} & set(document):
            del whole["lines"]
        _dump(root / "invoices" / whole["date"][:4] / f"{number}.yaml", whole)
    for name, draft in change.get("drafts", {}).items():
        _dump(root / "invoices" / "drafts" / f"{name}.yaml", merged(template, draft))
    for number, history in change.get("histories", {}).items():
        _dump(root / "invoices" / "2026" / f"{number}.history.yaml", history)
    for name, text in change.get("files", {}).items():
        _write(root / name, text)
    return day_of(case)


def alongside(case: str) -> set[str]:
    """The codes that come with the mistake of a case and cannot be told apart from it."""
    return set(change_of(case).get("alongside", []))


def merged(base: Tree, change: Tree) -> Tree:
    """The base with a change laid over it: mappings key by key, everything else whole, an empty value removes."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    both = {key: merged(base.get(key), value) for key, value in change.items()}
    return {key: value for key, value in {**base, **both}.items() if value not in ("", None)}


def faults_of(root: Path, today: date) -> tuple[Fault, ...]:
    """Every fault of reading and of the rules; that nothing is sealed is not told."""
    book, found = load_book(root, today=today)
    if book is None:
        return found
    expanded = expand(book)
    return (*found, *run_rules(book, expanded, all_totals(expanded), today=today))


def report(faults: tuple[Fault, ...], root: Path, language: str) -> str:
    """The faults as `facturier check` prints them."""
    return formats.human(locate(faults, root), load_catalogue(language), root)


def _dump(path: Path, tree: Tree) -> None:
    _write(
        path, yaml.dump(tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=None, width=200)
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
