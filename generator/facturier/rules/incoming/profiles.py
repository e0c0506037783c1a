"""The profile a file declares (BT-24) → the rules of EN 16931 that it is not meant to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from facturier.faults import Severity
from facturier.model.incoming import Terms
from facturier.rules.incoming.finding import Finding, finding

_EXTENSION = "urn:cen.eu:en16931:2017#conformant#"
_WITHOUT_LINES = re.compile(r"BR-16|BR-CO-10|BR-[A-Z]+-0[18]")
_MINIMUM = re.compile(r"BR-1[0-2]|BR-CO-1[0348]|BR-16|BR-[A-Z]+-0[18]")
_EXTENDED = re.compile(r"BR-S-10|(CII|UBL)-(SR|DT|CR)-\d+")


def fitting(found: list[Finding], invoice: Terms) -> Iterator[Finding]:
    """Leave out what the profile does not ask for; EIN-129 says that a file without lines is no whole invoice."""
    profile = invoice.text("BT-24")
    left_out = _left_out(profile)
    yield from (one for one in found if left_out is None or not left_out.fullmatch(one.rule))
    if left_out in (_WITHOUT_LINES, _MINIMUM):
        name = profile.rpartition(":")[2].upper()
        yield finding("EIN-129", "BR-16", invoice.line, severity=Severity.WARNING, profile=name)


def _left_out(profile: str) -> re.Pattern[str] | None:
    if profile.startswith(_EXTENSION):
        return _EXTENDED
    if profile.endswith(":minimum"):
        return _MINIMUM
    return _WITHOUT_LINES if profile.endswith(":basicwl") else None
