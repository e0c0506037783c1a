"""What the syntax bindings of EN 16931 say of CII and UBL: how often an element stands, and where (CII-SR, UBL-SR)."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Severity
from facturier.model.incoming import Incoming
from facturier.rules.incoming.finding import Finding, finding


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-128 for each limit passed; those of Peppol are warnings, for they hold in its network alone."""
    for breach in incoming.breaches:
        severity = Severity.WARNING if breach.rule.startswith("PEPPOL") else Severity.ERROR
        yield finding("EIN-128", breach.rule, breach.line, severity=severity, path=breach.path)
