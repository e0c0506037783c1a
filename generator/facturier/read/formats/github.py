"""Located faults to GitHub workflow commands, which annotate the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from facturier.faults import Fault, Severity
from facturier.messages import Catalogue

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(faults: Sequence[Fault], catalogue: Catalogue, root: Path) -> str:  # noqa: ARG001 - all formats are called alike
    """Return one `::error file=…,line=…,col=…,title=…::message` per fault."""
    return "".join(_command(fault, catalogue) for fault in faults)


def _command(fault: Fault, catalogue: Catalogue) -> str:
    where = fault.where
    properties = {
        "file": where.file,
        **({"line": str(where.line)} if where.line else {}),
        **({"col": str(where.column)} if where.column else {}),
        "title": f"{fault.code} {catalogue.title(fault.code)}",
    }
    told = " ".join(part for part in (catalogue.message(fault), catalogue.hint(fault)) if part)
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[fault.severity]} {listed}::{_data(told)}\n"


def _data(text: str) -> str:
    """Escape a message so that it cannot begin a command of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
