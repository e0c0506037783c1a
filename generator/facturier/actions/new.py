"""Turns a client, or a document to be done again, into a commented draft."""

from __future__ import annotations

import difflib
from pathlib import Path

from facturier.actions.drafting import (
    Drafting,
    DraftResult,
    Plan,
    carried,
    opened,
    texts_of,
    write_drafts,
)
from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.model.document import Document, DocumentType

_LIKE = frozenset({DocumentType.INVOICE, DocumentType.QUOTE, DocumentType.PROFORMA, DocumentType.SELF_BILLED})
_OF_THE_OLD_ONE = (
    "period",
    "delivered",
    "deducts",
    "credits",
    "replaces",
    "quote",
    "exchange_rate",
    "attachments",
    "order",
)
_OF_ITS_CLIENT = ("client", "discount", "language", "contract", "buyer_reference", "project")

_SCAFFOLD = """\
# Fill in and save; `facturier check` says what is missing, `facturier issue {name}` gives it its number.
client: {client}
# type: quote                    # invoice (when left out) | deposit | quote | proforma | self-billed
# date: {today}               # the day of issue when left out
subject: "…"
# order: BC-7781                 # the buyer's purchase order
# period: {{from: {today}, to: {today}}}     # or delivered: {today}
lines:
  - item: "…"                    # what was sold, precisely; details: and ref: may follow
    qty: 1 day                   # hours days months km kg …; nothing for pieces
    price: 0.00
    # vat: 5.5%                  # when it differs from the usual one
{discount}# terms: {{due: 30 days}}           # or 45 days end of month, a date, instalments
# notes: Merci de votre confiance.
"""


def new(root: Path, client: str, how: Drafting, *, like: str = "", name: str = "") -> DraftResult:
    """Write a draft for a client: a commented scaffold, or `like` another document with a new date and no number."""
    checked = opened(root, how)
    if checked.expanded is None:
        return DraftResult(faults=checked.faults)
    book = checked.expanded
    source = _source(book, like) if like else None
    if isinstance(source, Fault):
        return DraftResult(faults=(source,))
    owner = client or (source.client.id if source else "")
    if owner not in book.clients:
        near = difflib.get_close_matches(owner, book.clients, n=3, cutoff=0.4)
        return DraftResult(faults=(error("DRA-001", Where("clients"), client=owner[:60], suggestion=", ".join(near)),))
    stem = name or (f"{source.number}-again" if source and source.number else f"{owner}-{how.today}")
    standing = texts_of(root, book.clients[owner].file).get("discount", "")
    text = _scaffold(stem, owner, how, standing) if source is None else _again(root, source, owner, standing)
    return write_drafts(root, [Plan(name=stem, text=text, about=source.number if source else "")], how)


def _source(book: Book, like: str) -> Document | Fault:
    papers = {key.lower(): paper for key, paper in (*book.drafts.items(), *book.documents.items())}
    found = papers.get(like.lower()) or papers.get(f"drafts/{like.lower().removesuffix('.yaml').rpartition('/')[2]}")
    if found is None:
        near = difflib.get_close_matches(like, [*book.documents, *book.drafts], n=3, cutoff=0.5)
        return error("DRA-002", Where("invoices"), number=like[:60], suggestion=", ".join(near))
    if found.type not in _LIKE:
        return error("DRA-003", Where(found.file), number=found.number, type=found.type.value, verb="new --like")
    return found


def _scaffold(name: str, client: str, how: Drafting, standing: str) -> str:
    return _SCAFFOLD.format(name=name, client=client, today=how.today, discount=standing)


def _again(root: Path, source: Document, owner: str, standing: str) -> str:
    """The keys of a document that hold for the next one too; for another client, less what the first agreed on."""
    texts = texts_of(root, source.file)
    told = f"# Like {source.number or source.file}: mend what differs.\n"
    if source.type is DocumentType.QUOTE and source.number:
        told += f"# A new version that takes its place? `facturier correct {source.number}` writes that.\n"
    if owner == source.client.id:
        return told + carried(texts, source, without=_OF_THE_OLD_ONE)
    kept = carried(texts, source, without=(*_OF_THE_OLD_ONE, *_OF_ITS_CLIENT))
    return f"{told}client: {owner}\n{kept}{standing}"
