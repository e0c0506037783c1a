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

    `told` holds every fault of the rules, those that are accepted too. A client's file speaks for its documents, the
    settings for all. Issued documents are never edited, so what they accepted once is not told.
    """
    clients = {paper.file: paper.client.file for paper in (*book.documents.values(), *book.drafts.values())}
    warnings = {(fault.where.file, fault.code) for fault in told if fault.severity is Severity.WARNING}
    warned = warnings | {(clients.get(file, file), code) for file, code in warnings}
    warned |= {(SETTINGS, code) for _, code in warnings}
    files = {SETTINGS, *(client.file for client in book.clients.values()), *(one.file for one in book.drafts.values())}
    for file in sorted(files & book.accepts.keys()):
        for place, code in enumerate(book.accepts[file]):
            if (file, code) not in warned and code.partition("-")[0] not in _TOLD_ELSEWHERE:
                yield info("READ-037", Where(file, ("accept", place)), accepted=code)
