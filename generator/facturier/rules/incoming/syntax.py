"""What the syntax bindings of EN 16931 say of CII and UBL: how often an element stands, and where (CII-SR, UBL-SR)."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.model.incoming import Incoming
from facturier.rules.incoming.finding import Finding, finding


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-128 for each limit passed."""
    for breach in incoming.breaches:
        yield finding("EIN-128", breach.rule, breach.line, path=breach.path)
