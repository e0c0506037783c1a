"""Faults of documents issued with another program → what is left of them: history is not judged by today's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from facturier.faults import Fault, Severity
from facturier.model.book import Book
from facturier.rules.context import SETTINGS

_DRAWING_UP = frozenset({"B2C", "EIN", "ID", "MEN", "PAY", "PUB", "VAT"})  # what a new document must say, and how
_OWN_SERIES = frozenset({"NUM-004", "NUM-013"})  # the pattern is that of this book, not of the other program
_TOLD = frozenset({"COR", "NUM", "REF"})  # between documents: some of them may have stayed behind
_BESIDE = frozenset({"NUM-001", "NUM-002"})  # told of a document of this book, when the other one is from elsewhere
_SIGN = "DOC-002"  # what others call an invoice may be negative


def eased(faults: Iterable[Fault], book: Book) -> Iterator[Fault]:
    """Leave out what concerns the drawing up of imported documents; a hole or a missing partner is a warning (NUM-008).

    One dated after the first document that was issued here is told all of it as warnings: it could have been issued
    here too. What a document of this book does to an imported one is judged as ever. Seller and clients who have
    nothing but imported documents are told as warnings what a new document would need.
    """
    past = _files(book)
    idle = _idle(book, past) if past else frozenset[str]()
    before = past - _late(book, past) if past else past
    for fault in faults:
        family = fault.code.partition("-")[0]
        drawn_up = fault.where.file in past and (family in _DRAWING_UP or fault.code in _OWN_SERIES)
        if drawn_up and fault.where.file in before:
            continue
        beside = past.intersection(where.file for where in fault.also)
        soft = (
            drawn_up
            or (fault.where.file in past and (family in _TOLD or fault.code == _SIGN))
            or (fault.code in _BESIDE and beside)
            or (family in _DRAWING_UP and fault.where.file in idle)
        )
        is_error = fault.severity is Severity.ERROR
        yield replace(fault, severity=Severity.WARNING) if soft and is_error else fault


def _files(book: Book) -> frozenset[str]:
    """The files of imported documents and their histories."""
    past = {number: history for number, history in book.histories.items() if history.is_from_elsewhere}
    documents = (book.documents[number].file for number in past if number in book.documents)
    return frozenset({*documents, *(history.file for history in past.values())})


def _late(book: Book, past: frozenset[str]) -> frozenset[str]:
    """The files of imported documents that are younger than the first of this book, and their histories."""
    first = min((one.date for one in book.documents.values() if one.file not in past), default=date.max)
    late = {number: one.file for number, one in book.documents.items() if one.file in past and one.date > first}
    return frozenset({*late.values(), *(book.histories[number].file for number in late)})


def _idle(book: Book, past: frozenset[str]) -> frozenset[str]:
    """facturier.yaml and the files of clients when all their documents are from elsewhere."""
    papers = (*book.documents.values(), *book.drafts.values(), *(one.document for one in book.recurring))
    own = {paper.client.file for paper in papers if paper.file not in past}
    old = {paper.client.file for paper in papers if paper.file in past}
    return frozenset((old - own) | (set() if own else {SETTINGS}))
