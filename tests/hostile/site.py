"""A business whose texts are the hostile inputs of the corpus, a client and an invoice for each, built as any other."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tests.isolation.business import FILES, SECRET, TODAY

from facturier.actions.build import build
from facturier.actions.links import links
from facturier.faults import has_errors
from facturier.publish.progress import Silent
from facturier.read import load_book

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("hostile-inputs.yaml").read_text("utf-8"))[
    "cases"
]
AREAS = {"html", "markdown", "template", "pdf", "csv", "xml", "unicode"}
VALUES: dict[str, str] = {
    case["id"]: case["input"]
    for case in CASES
    if case["area"] in AREAS and case["expect"] not in {"reject", "warn"} and isinstance(case["input"], str)
}
PLAIN = "plain"  # beside them: the same with harmless words
READ = {PLAIN: "Harmless words", **{id_: text for id_, text in VALUES.items() if text.strip() == text}}


@dataclass(frozen=True)
class Site:
    """The built site; `address` is the path of each case's portal."""

    root: Path
    out: Path
    address: dict[str, str]

    def folder(self, case: str) -> Path:
        """The folder of a case's portal."""
        return self.out / self.address[case]

    def page(self, case: str) -> str:
        """The page of its invoice."""
        return (self.folder(case) / number(case) / "index.html").read_text("utf-8")


def number(case: str) -> str:
    """The number of a case's invoice."""
    return f"F2026-{sorted({*READ, case}).index(case) + 1:04}"


def book_of(root: Path, values: dict[str, str]) -> Path:
    """Write the book of some values."""
    files = {"facturier.yaml": FILES["facturier.yaml"]}
    for case, value in sorted(values.items()):
        files |= dict(_files(case, value))
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), "utf-8")
    return root


def _files(case: str, value: str) -> Iterator[tuple[str, str]]:
    client = {
        "name": value,
        "kind": "consumer",
        "address": {"lines": [value], "postcode": "69001", "city": value, "country": "FR"},
        "contacts": [{"name": value, "email": f"{case.lower()}@client.example"}],
    }
    item = value if any(map(str.isalnum, value)) else f"x {value}"  # a line says what was sold (DRA-020)
    invoice = {
        "number": number(case),
        "date": "2026-09-01",
        "client": case.lower(),
        "prices": "gross",
        "subject": value,
        "order": value,
        "notes": value,
        "lines": [
            {"section": value},
            {"item": item, "details": value, "price": "100.00"},
        ],
    }
    paid = {"date": "2026-10-20", "event": "paid", "amount": "10.00", "by": "transfer", "ref": value}
    yield f"clients/{case.lower()}.yaml", _yaml(client)
    yield f"invoices/2026/{number(case)}.yaml", _yaml(invoice)
    yield f"invoices/2026/{number(case)}.history.yaml", _yaml([{"date": "2026-09-01", "event": "issued"}, paid])


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, width=9999, sort_keys=False)


def refused(root: Path, case: str) -> bool:
    """Whether reading a book that holds the value ends in errors."""
    return has_errors(load_book(book_of(root, {case: VALUES[case]}), today=TODAY)[1])


def hostile_site(root: Path, executor: Executor) -> Site:
    """Build the book of all values that are read, with plain pages."""
    book_of(root, READ)
    out = root / "site"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile open
        result = build(root, out, today=TODAY, secret=SECRET, executor=executor, reporter=Silent())
    assert result.published, [fault for fault in result.faults if fault.severity.value == "error"][:5]
    found = links(root, "", documents=False, today=TODAY, secret=SECRET, reporter=Silent()).links
    cases = {case.lower(): case for case in READ}
    return Site(root, out, {cases[link.client]: link.address.partition("example/")[2] for link in found})
