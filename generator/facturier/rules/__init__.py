"""Turns a Book into faults: each rule is pure and has a code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from facturier.faults import Fault, Severity
from facturier.model.book import Book
from facturier.model.totals import Totals
from facturier.rules import core, en16931, france, links, numbering, registry
from facturier.rules.accepted import idle_accepts
from facturier.rules.context import SETTINGS, Context, context_of
from facturier.rules.elsewhere import eased

FAMILIES = (core, numbering, en16931, france, registry, links)


def run_rules(
    book: Book, expanded: Book, totals: Mapping[str, Totals], *, today: date, real_day: date | None = None
) -> tuple[Fault, ...]:
    """Every fault of the book on a day, by file and place. `expanded` and `totals` come from compute.

    `real_day` is the day of the clock when `today` was chosen: what lies between the two is left out with one notice.

    A warning that its file acknowledges with `accept` is left out (a document speaks for its history too; a client's
    file, and facturier.yaml, for what documents inherit from it); an error cannot be acknowledged.
    """
    context = context_of(book, expanded, totals, today=today, real_day=real_day)
    accepted = frozenset(_accepted(book))
    told = set(eased(_faults(context), book))
    found = {fault for fault in told if not _is_accepted(fault, accepted)}
    return tuple(sorted({*found, *idle_accepts(book, told)}, key=_order))


def _faults(context: Context) -> Iterator[Fault]:
    document_rules = tuple(rule for family in FAMILIES for rule in family.DOCUMENT_RULES)
    for document in context.documents():
        for rule in document_rules:
            yield from rule(context, document)
    for family in FAMILIES:
        for book_rule in family.BOOK_RULES:
            yield from book_rule(context)


def _accepted(book: Book) -> Iterator[tuple[str, str]]:
    for file, codes in book.accepts.items():
        yield from ((file, code) for code in codes)
    for paper in (*book.documents.values(), *book.drafts.values()):
        for file in (paper.client.file, SETTINGS):
            yield from ((paper.file, code) for code in book.accepts.get(file, ()))
    for number, history in book.histories.items():
        if document := book.documents.get(number):
            yield from ((history.file, code) for code in document.accepts)


def _is_accepted(fault: Fault, accepted: frozenset[tuple[str, str]]) -> bool:
    return fault.severity is Severity.WARNING and (fault.where.file, fault.code) in accepted


def _order(fault: Fault) -> tuple[str, tuple[tuple[int, str], ...], str, tuple[tuple[str, str], ...]]:
    path = tuple((part, "") if isinstance(part, int) else (-1, part) for part in fault.where.path)
    return fault.where.file, path, fault.code, fault.values
