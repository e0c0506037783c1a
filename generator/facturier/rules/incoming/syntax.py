"""What the syntax bindings say of CII and UBL: how often an element stands, and where (CII-SR, UBL-SR, Peppol)."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.model.incoming import Incoming
from facturier.rules.incoming.finding import Finding, finding
from facturier.rules.incoming.peppol import broken


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-128 for each limit passed, EIN-132 for a rule of Peppol, which says what it asks for."""
    for breach in incoming.breaches:
        if breach.needed:
            rule = f"{breach.rule}~" if breach.warns else breach.rule
            yield broken(rule, breach.line, breach.path, breach.value, breach.needed)
        else:
            yield finding("EIN-128", breach.rule, breach.line, path=breach.path)
