"""Located faults to JSON for programs: one object per fault, in the order they were found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from facturier.faults import Fault, Where
from facturier.messages import Catalogue


def as_json(faults: Sequence[Fault], catalogue: Catalogue, root: Path) -> str:  # noqa: ARG001 - all formats are called alike
    """Return one object: `ok`, `counts` by severity, and `faults` as `entry` makes them."""
    counts = Counter(fault.severity.value for fault in faults)
    data = {"ok": not counts["error"], "counts": dict(sorted(counts.items()))}
    return (
        json.dumps({**data, "faults": [entry(fault, catalogue) for fault in faults]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def entry(fault: Fault, catalogue: Catalogue) -> dict[str, Any]:
    """Return a fault as plain data: code, severity, file, line, column, path, message, hint, law, values, also."""
    return {
        "code": fault.code,
        "severity": fault.severity.value,
        **_place(fault.where),
        "message": catalogue.message(fault),
        "hint": catalogue.hint(fault),
        "law": catalogue.law(fault.code),
        "values": fault.named,
        "also": [_place(where) for where in fault.also],
    }


def _place(where: Where) -> dict[str, Any]:
    return {"file": where.file, "line": where.line, "column": where.column, "path": list(where.path)}
