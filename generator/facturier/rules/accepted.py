"""Turns the `accept` lists of a book into a notice for each that acknowledges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from facturier.faults import Fault, Severity, Where, info
from facturier.model.book import Book
from facturier.rules.context import SETTINGS

_TOLD_ELSEWHERE = frozenset({"READ", "REF", "SEAL", "VER", "GATE"})  # by reading, proving and building


def idle_accepts(book: Book, told: AbstractSet[Fault]) -> Iterator[Fault]:
    """READ-037: a code that is accepted in the settings, a client's file or a draft, and that no rule warns of there.

    `told` holds every fault of the rules, those that are accepted too. Issued documents are never edited, so what they
    accepted once is not told.
    """
    warned = {(fault.where.file, fault.code) for fault in told if fault.severity is Severity.WARNING}
    files = {SETTINGS, *(client.file for client in book.clients.values()), *(one.file for one in book.drafts.values())}
    for file in sorted(files & book.accepts.keys()):
        for place, code in enumerate(book.accepts[file]):
            if (file, code) not in warned and code.partition("-")[0] not in _TOLD_ELSEWHERE:
                yield info("READ-037", Where(file, ("accept", place)), accepted=code)
