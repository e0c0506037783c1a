"""Rules over the business terms of an e-invoice file, ours or a supplier's: what EN 16931 and France ask of it."""

from __future__ import annotations

from facturier.faults import Fault
from facturier.model.incoming import Incoming
from facturier.rules.incoming import categories, codes, france, peppol, presence, sums, syntax
from facturier.rules.incoming.finding import Finding
from facturier.rules.incoming.profiles import fitting

_FAMILIES = (presence, codes, sums, categories, syntax, peppol, france)


def judge(incoming: Incoming, file: str) -> tuple[Fault, ...]:
    """Every finding of the rules built in, by line and rule; `file` is what the faults name."""
    found: list[Finding] = []
    for family in _FAMILIES:
        found += family.findings(incoming)
    ordered = sorted(set(fitting(found, incoming.terms)), key=lambda one: (one.line, one.rule, one.values))
    return tuple(one.fault(file) for one in ordered)
