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
from facturier.read import load_book
from facturier.rules import run_rules

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 22)
Tree = Any


def cases() -> list[str]:
    """Every case: a folder with a `book.yaml`."""
    return sorted(path.parent.name for path in FOLDER.glob("*/book.yaml"))


def texts_of(path: Path) -> Tree:
    """A YAML file with every value as it is written: types are the business of the program."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}


def write_book(case: str, root: Path) -> date:
    """Write the book of a case below `root`; return the day it is read on."""
    change, base = texts_of(FOLDER / case / "book.yaml"), FOLDER / "base"
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
    return date.fromisoformat(change["today"]) if "today" in change else TODAY


def alongside(case: str) -> set[str]:
    """The codes that come with the mistake of a case and cannot be told apart from it."""
    return set(texts_of(FOLDER / case / "book.yaml").get("alongside", []))


def merged(base: Tree, change: Tree) -> Tree:
    """The base with a change laid over it: mappings key by key, everything else whole, an empty value removes."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    both = {key: merged(base.get(key), value) for key, value in change.items()}
    return {key: value for key, value in {**base, **both}.items() if value not in ("", None)}


def faults_of(root: Path, today: date) -> tuple[Fault, ...]:
    """Every fault of reading and of the rules."""
    book, found = load_book(root, today=today)
    if book is None:
        return found
    expanded = expand(book)
    return (*found, *run_rules(book, expanded, all_totals(expanded), today=today))


def report(faults: tuple[Fault, ...]) -> str:
    """The faults as a person reads them, in English and French."""
    english, french = load_catalogue("en"), load_catalogue("fr")
    lines = []
    for fault in faults:
        place = ".".join(str(part) for part in fault.where.path)
        lines.append(f"{fault.severity.value} {fault.code} {fault.where.file} {place}".rstrip())
        lines += [f"  see {other.file}" for other in fault.also]
        lines += [f"  {text}" for text in (english.message(fault), english.hint(fault), french.message(fault)) if text]
    return "".join(f"{line}\n" for line in lines)


def _dump(path: Path, tree: Tree) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
