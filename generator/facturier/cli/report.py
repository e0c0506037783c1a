"""Turns faults into what a command prints of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from facturier.faults import Fault, Severity
from facturier.messages import Catalogue

FORMATS = ("human", "github", "sarif", "json")


def report(faults: Sequence[Fault], root: Path, texts: Catalogue, form: str = "human") -> str:
    """Return the faults in one of FORMATS, with their lines and columns looked up.

    The colours of the human format are left out by `click.echo` where the reader cannot see them.
    """
    from facturier.read import formats, locate

    located = locate(faults, root)
    text = (
        formats.human(located, texts, root, color=True)
        if form == "human"
        else formats.FORMATS[form](located, texts, root)
    )
    return text.removesuffix("\n")


def summary(faults: Sequence[Fault]) -> str:
    """Return how many of each severity there are, in one line; "" when there is none."""
    counts = Counter(fault.severity for fault in faults)
    parts = [
        f"{counts[severity]} {severity.value}{'s'[: counts[severity] > 1]}" for severity in Severity if counts[severity]
    ]
    return ", ".join(parts)


def as_data(faults: Sequence[Fault], root: Path, texts: Catalogue) -> list[dict[str, Any]]:
    """Return the faults as plain data for `--json`, with their lines and columns looked up."""
    from facturier.read import locate
    from facturier.read.formats.plain_json import entry

    return [entry(fault, texts) for fault in locate(faults, root)]
