"""Turns faults into what a person, GitHub, a code scanner or another program reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from facturier.faults import Fault, Severity, Where
from facturier.messages import Catalogue

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
FORMATS = ("human", "github", "sarif", "json")
Format = Callable[[Sequence[Fault], Path, Catalogue], str]


def report(faults: Sequence[Fault], root: Path, texts: Catalogue, form: str) -> str:
    """Return the faults in one of FORMATS, with their lines and columns looked up."""
    from facturier.read.positions import locate

    writers: dict[str, Format] = {"human": _human, "github": _github, "sarif": _sarif, "json": _json}
    return writers[form](locate(faults, root), root, texts)


def summary(faults: Sequence[Fault]) -> str:
    """Return how many of each severity there are, in one line; "" when there is none."""
    counts = Counter(fault.severity for fault in faults)
    parts = [
        f"{counts[severity]} {severity.value}{'s'[: counts[severity] > 1]}" for severity in Severity if counts[severity]
    ]
    return ", ".join(parts)


def place(where: Where) -> str:
    """Return a place as editors and terminals understand it: `file:line:column`."""
    return f"{where.file}:{where.line}:{where.column}" if where.line else where.file


def as_data(fault: Fault, texts: Catalogue) -> dict[str, Any]:
    """Return a fault as plain data."""
    return {
        "code": fault.code,
        "severity": fault.severity.value,
        "file": fault.where.file,
        "line": fault.where.line or None,
        "column": fault.where.column or None,
        "path": list(fault.where.path),
        "message": texts.message(fault),
        "hint": texts.hint(fault),
        "law": texts.law(fault.code),
        "also": [place(where) for where in fault.also],
    }


def _human(faults: Sequence[Fault], root: Path, texts: Catalogue) -> str:
    return "\n\n".join("\n".join(_lines(fault, root, texts)) for fault in faults)


def _lines(fault: Fault, root: Path, texts: Catalogue) -> Iterator[str]:
    from facturier.read.positions import excerpt, safe

    kind = click.style(f"{fault.severity.value} {fault.code}", fg=_COLORS[fault.severity], bold=True)
    yield f"{kind}  {click.style(safe(place(fault.where)), bold=True)}"
    shown = excerpt(fault.where, root)
    yield from (f"  {line}" for line in shown.splitlines())
    yield f"  {safe(texts.message(fault))}"
    if hint := texts.hint(fault):
        yield f"  → {safe(hint)}"
    if law := texts.law(fault.code):
        yield click.style(f"  {law}", dim=True)
    yield from (f"  see also {safe(place(where))}" for where in fault.also)


def _github(faults: Sequence[Fault], root: Path, texts: Catalogue) -> str:  # noqa: ARG001
    return "\n".join(_annotation(fault, texts) for fault in faults)


def _annotation(fault: Fault, texts: Catalogue) -> str:
    """A workflow command; its property values and its data are escaped each in their way."""
    where = fault.where
    parts = {"file": where.file, "line": where.line or 1, "col": where.column or 1, "title": fault.code}
    named = ",".join(f"{name}={_property(str(value))}" for name, value in parts.items())
    message = " ".join(part for part in (texts.message(fault), texts.hint(fault)) if part)
    return f"::{_GITHUB[fault.severity]} {named}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _json(faults: Sequence[Fault], root: Path, texts: Catalogue) -> str:  # noqa: ARG001
    counts = Counter(fault.severity.value for fault in faults)
    data = {"ok": not counts["error"], "counts": dict(sorted(counts.items()))}
    return json.dumps(data | {"faults": [as_data(fault, texts) for fault in faults]}, ensure_ascii=False, indent=2)


def _sarif(faults: Sequence[Fault], root: Path, texts: Catalogue) -> str:  # noqa: ARG001
    codes = sorted({fault.code for fault in faults})
    rules = [{"id": code, "fullDescription": {"text": texts.explain(code).strip()}} for code in codes]
    run = {
        "tool": {"driver": {"name": "facturier", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, texts) for fault in faults],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(fault: Fault, texts: Catalogue) -> dict[str, Any]:
    message = " ".join(part for part in (texts.message(fault), texts.hint(fault)) if part)
    result: dict[str, Any] = {
        "ruleId": fault.code,
        "level": _SARIF[fault.severity],
        "message": {"text": message},
        "locations": [_location(fault.where)],
    }
    if fault.also:
        result["relatedLocations"] = [_location(where) for where in fault.also]
    return result


def _location(where: Where) -> dict[str, Any]:
    region = {"startLine": where.line or 1, "startColumn": where.column or 1}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(where.file)}, "region": region}}
