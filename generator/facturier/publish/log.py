"""Turns the faults of a build into those that may be printed: CI keeps its logs, and many read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from facturier.faults import Fault, Where, error


def safe_to_say(faults: Iterable[Fault], secrets: Iterable[str]) -> tuple[Fault, ...]:
    """Return the faults; one that quotes a secret, a key or a portal's address says only where it is (GATE-017)."""
    said = tuple(faults)
    everything = "\n".join(text for fault in said for text in _texts(fault))
    found = [secret for secret in secrets if secret and secret in everything]
    return tuple(_without(fault, found) for fault in said) if found else said


def _texts(fault: Fault) -> tuple[str, ...]:
    places = (fault.where, *fault.also)
    return (*(text for _, text in fault.values), *(str(part) for place in places for part in (place.file, *place.path)))


def _without(fault: Fault, secrets: list[str]) -> Fault:
    if not any(secret in text for text in _texts(fault) for secret in secrets):
        return fault
    file = "…" if any(secret in fault.where.file for secret in secrets) else fault.where.file
    return replace(error("GATE-017", Where(file), fault=fault.code), severity=fault.severity)
