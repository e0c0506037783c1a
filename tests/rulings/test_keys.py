"""Every key of every file is read and arrives: a book with it is another book than one without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from facturier.faults import Severity
from facturier.model.book import Book
from facturier.read import load_book
from facturier.read.kinds import TYPES_OF_KEY
from facturier.read.schemas import schema

Tree = Any
SELLER = {"name": "Atelier Lumen", "address": {"city": "Lyon"}}
FILES = {
    "config": "facturier.yaml",
    "client": "clients/acme.yaml",
    "document": "invoices/2026/F2026-0001.yaml",
    "draft": "invoices/drafts/one.yaml",
    "recurring": "invoices/recurring/one.yaml",
    "history": "invoices/2026/F2026-0001.history.yaml",
}
BASE: dict[str, Tree] = {
    "config": {"seller": SELLER},
    "client": {"name": "ACME", "kind": "business", "address": {"city": "Paris"}},
    "document": {
        "number": "F2026-0001",
        "date": "2026-11-02",
        "client": "acme",
        "lines": [{"item": "A", "price": "9.00"}],
    },
    "draft": {"client": "acme", "lines": [{"item": "A", "price": "9.00"}]},
    "recurring": {"client": "acme", "lines": [{"item": "A", "price": "9.00"}], "every": "month", "from": "2026-01-01"},
}
WORDS: dict[str, Tree] = {  # where the example says what holds anyway
    "numbering": {"quote": "Q{year}-{seq:04}"},
    "numbering.invoice": "X{year}-{seq:04}",
    "numbering.quote": "Q{year}-{seq:04}",
    "bank.holder": "Léa Martin",
    "late_penalty.recovery_fee": "50.00",
    "portal.brand": {"color": "#112233"},
    "brand.color": "#112233",
    "exchange_rate.source": "INSEE",
    "reminders": {"policy": "weekly"},
    "reminders.policy": "weekly",
    "nature": "goods",
    "pay": ["stripe"],
    "version": "1",
}
NEEDS: dict[str, Tree] = {  # keys of which one of several must stand
    "discount": {"percent": "5%"},
    "due": {"share": "50%"},
    "csv": {"amount": "Montant"},
    "early_discount": {"percent": "2%", "within": "10 days"},
}
RIVALS = {("discount", "amount"): "percent", ("due", "amount"): "share"}
OF_A_TYPE: dict[str, tuple[Tree, Tree]] = {  # keys that one type of document owns: without and with
    "credits": ({"type": "credit-note", "credits": "F1"}, {"type": "credit-note", "credits": "F2"}),
    "everything": ({"type": "credit-note", "credits": "F1"}, {"lines": None, "everything": "true"}),
    "replaces": ({"type": "corrective", "replaces": "F1"}, {"type": "corrective", "replaces": "F2"}),
    "share": ({"type": "deposit", "quote": "D1", "lines": None}, {"share": "30%"}),
}
SILENT = {("accept", "reason"), ("version",)}  # for the next reader of the file alone; of the file, not of the book


def named(rule: Tree, root: Tree) -> Tree:
    """A rule with what it refers to."""
    return {**root["$defs"][rule["$ref"].rpartition("/")[2]], **rule} if "$ref" in rule else rule


def options(rule: Tree, root: Tree) -> list[Tree]:
    """The branches of a rule."""
    branches = rule.get("anyOf") or rule.get("oneOf") or []
    return [named(one, root) for one in branches] or [named(rule, root)]


def sample(rule: Tree, root: Tree, place: str = "") -> Tree:
    """A value of a rule, another than what holds anyway."""
    key = place.rpartition(".")[2]
    for word in (place, key):
        if word in WORDS:
            return WORDS[word]
    last = options(rule, root)[-1]
    known = [*last.get("examples", ()), *last.get("enum", ())]
    if known:
        return [one for one in known if one != rule.get("default")][-1]
    if last.get("type") == "array":
        return [sample(last["items"], root, place)]
    if "properties" in last:
        first = next(iter(last["properties"]))
        needed = {**NEEDS.get(key, {}), **required(last, root)}
        return needed or {first: sample(last["properties"][first], root, f"{key}.{first}")}
    return {"integer": "3", "boolean": "true"}[last["type"]]


def required(rule: Tree, root: Tree) -> Tree:
    """An object with its required keys alone."""
    return {key: sample(rule["properties"][key], root) for key in rule.get("required", ())}


def pairs(rule: Tree, root: Tree, base: Tree, at: str = "") -> Iterator[tuple[str, Tree, Tree]]:
    """For every key below a rule: where it is, the object without and with it."""
    owner = at.rpartition(".")[2]
    for key, part in rule["properties"].items():
        path = f"{at}.{key}".removeprefix(".")
        if key not in base:
            rival = RIVALS.get((owner, key))
            kept = {one: value for one, value in base.items() if one != rival}
            yield path, base, {**kept, key: sample(part, root, f"{owner}.{key}".removeprefix("."))}
        for branch in options(part, root):
            listed = branch.get("type") == "array"
            for one in options(named(branch["items"], root), root) if listed else [branch]:
                if "properties" in one:
                    needed = {**NEEDS.get(key, {}), **required(one, root), **as_mapping(base.get(key))}
                    for where, without, with_ in pairs(one, root, needed, path):
                        first, second = ([half] if listed else half for half in (without, with_))
                        yield where, {**base, key: first}, {**base, key: second}


def as_mapping(value: Tree) -> Tree:
    return value if isinstance(value, dict) else {}


def keys() -> Iterator[Any]:
    """Every key of configuration, client, document, draft, template and event."""
    for kind, base in BASE.items():
        made = schema(kind)
        for path, without, with_ in pairs(made, made, base):
            halves = of_a_type(path, without, with_)
            yield pytest.param(kind, path, *halves, id=f"{kind}:{path}")
    made = schema("history")
    for shape in options(made["items"], made):
        event = shape["properties"]["event"]["enum"][0]
        needed = {**required(shape, made), "event": event}
        for path, without, with_ in pairs(shape, made, needed):
            yield pytest.param("history", path, [without], [with_], id=f"{event}:{path}")


def of_a_type(key: str, without: Tree, with_: Tree) -> tuple[Tree, Tree]:
    """The two halves on a document of a type that owns the key."""
    if key in OF_A_TYPE:
        first, second = OF_A_TYPE[key]
        return bare({**without, **first}), bare({**without, **first, **second})
    kind = {"type": TYPES_OF_KEY[key][0]} if key in TYPES_OF_KEY else {}
    return {**kind, **without}, {**kind, **with_}


def bare(tree: Tree) -> Tree:
    return {key: value for key, value in tree.items() if value is not None}


def read(root: Path, kind: str, tree: Tree) -> Book:
    """The book with one file replaced; a value that cannot be read fails the test."""
    trees = {FILES[one]: BASE[one] for one in ("config", "client", "document")} | {FILES[kind]: tree}
    for name, content in trees.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(content, allow_unicode=True, width=9999), "utf-8")
    book, faults = load_book(root)
    wrong = [fault for fault in faults if fault.severity is Severity.ERROR and not fault.code.startswith("REF")]
    assert wrong == [], (tree, wrong)
    assert book is not None
    return book


@pytest.mark.parametrize(("kind", "path", "without", "with_"), list(keys()))
def test_a_key_is_read_and_arrives(kind: str, path: str, without: Tree, with_: Tree, tmp_path: Path) -> None:
    arrived = read(tmp_path, kind, with_) != read(tmp_path, kind, without)
    assert arrived == (tuple(path.split(".")[-2:]) not in SILENT)
