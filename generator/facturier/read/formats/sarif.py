"""Located faults to SARIF 2.1.0, the format code scanners and editors exchange."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from facturier.faults import Fault, Severity, Where
from facturier.messages import Catalogue

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(faults: Sequence[Fault], catalogue: Catalogue, root: Path) -> str:  # noqa: ARG001 - all formats are called alike
    """Return one SARIF run; columns count characters, paths are relative to the root of the book."""
    codes = sorted({fault.code for fault in faults})
    driver = {"name": "facturier", "rules": [_rule(code, catalogue) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, catalogue, codes.index(fault.code)) for fault in faults],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, catalogue: Catalogue) -> dict[str, Any]:
    title = catalogue.title(code)
    long = catalogue.explain(code) or title
    return {"id": code, "shortDescription": {"text": title}, "fullDescription": {"text": long}}


def _result(fault: Fault, catalogue: Catalogue, index: int) -> dict[str, Any]:
    told = " ".join(part for part in (catalogue.message(fault), catalogue.hint(fault)) if part)
    result: dict[str, Any] = {
        "ruleId": fault.code,
        "ruleIndex": index,
        "level": _LEVELS[fault.severity],
        "message": {"text": told},
        "locations": [_location(fault.where)],
    }
    if fault.also:
        result["relatedLocations"] = [_location(where) for where in fault.also]
    return result


def _location(where: Where) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(where.file)}}
    if where.line:
        physical["region"] = {"startLine": where.line, "startColumn": max(where.column, 1)}
    return {"physicalLocation": physical}
