"""Turns a quote into the drafts of its invoices: a deposit, progress on the work, and the rest, exact to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from facturier.actions.drafting import (
    Drafting,
    DraftResult,
    Plan,
    carried,
    numbered,
    opened,
    texts_of,
    vat_value,
    write_drafts,
)
from facturier.compute.billing import Billing, amount_of, billing, is_within, progress
from facturier.compute.entries import own_events
from facturier.compute.groups import nature_of
from facturier.compute.index import index_of
from facturier.compute.quotes import answer
from facturier.faults import Fault, Where, error, has_errors, warning
from facturier.model.book import Book
from facturier.model.document import Document, DocumentType
from facturier.model.money import ZERO
from facturier.model.state import Status
from facturier.read.scalars import MisfitError
from facturier.read.writing import Value, mapping_text

_REFUSED = frozenset({"REF-031", "REF-032", "REF-033", "REF-035", "DEP-002", "DEP-010"})
_OF_QUOTES = ("type", "valid", "deposit", "quote", "replaces")
_SHARED = (
    "client",
    "currency",
    "language",
    "prices",
    "order",
    "contract",
    "buyer_reference",
    "project",
    "pay",
    "nature",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to invoice: `deposit`, `progress` or `rest`; `share` as typed ("" for the deposit that the quote names)."""

    kind: str
    share: str = ""


def invoice_quote(root: Path, number: str, wanted: Wanted, how: Drafting, *, name: str = "") -> DraftResult:
    """Write the draft of an invoice on a quote. Deposits, progress invoices and the rest ask for what was quoted."""
    checked = opened(root, how)
    if checked.expanded is None:
        return DraftResult(faults=checked.faults)
    quote = numbered(checked.expanded, number)
    if isinstance(quote, Fault):
        return DraftResult(faults=(quote,))
    if quote.type is not DocumentType.QUOTE:
        fault = error("DRA-003", Where(quote.file), number=quote.number, type=quote.type.value, verb="invoice")
        return DraftResult(faults=(fault,))
    sums = billing(checked.expanded, checked.totals, quote)
    faults = tuple(_obstacles(checked.expanded, sums, wanted, how))
    if has_errors(faults):
        return DraftResult(faults=faults)
    text = _text(root, sums, wanted)
    if isinstance(text, Fault):
        return DraftResult(faults=(*faults, text))
    plan = Plan(name=name or f"{quote.number}-{wanted.kind}", text=text, about=quote.number)
    made = write_drafts(root, [plan], how, refused=_REFUSED)
    return replace(made, faults=(*faults, *made.faults, *_inexact(made, sums, wanted)), left=_left(made, sums))


def _obstacles(book: Book, sums: Billing, wanted: Wanted, how: Drafting) -> Iterator[Fault]:
    """DRA-008 nothing left, 010 a draft waits, 011 a final invoice exists, 012 declined, 013 open, 017 replaced."""
    quote, where = sums.quote, Where(sums.quote.file)
    if sums.is_finished:
        others = ", ".join(paper.number for paper in sums.papers)
        yield error("DRA-008", where, number=quote.number, others=others)
    for draft in book.drafts.values():
        if draft.quote == quote.number:
            yield error("DRA-010", Where(draft.file), number=quote.number)
    final = next((paper for paper in sums.papers if paper.deducts), None)
    if final is not None and wanted.kind == "rest" and not sums.is_finished:
        yield error("DRA-011", Where(final.file), number=quote.number, other=final.number)
    version = index_of(book, today=max(how.today, quote.date)).corrective_of(quote.key)
    if version is not None:
        yield error("DRA-017", where, number=quote.number, other=version.number)
    given = answer(own_events(book, quote.key, index_of(book, today=max(how.today, quote.date))))
    if given is Status.DECLINED:
        yield error("DRA-012", where, number=quote.number)
    elif given is None and not sums.papers and version is None:
        yield warning("DRA-013", where, number=quote.number)


def _text(root: Path, sums: Billing, wanted: Wanted) -> str | Fault:
    if wanted.kind == "rest":
        return _rest(root, sums)
    share = _share(sums.quote, wanted)
    if isinstance(share, Fault):
        return share
    parts = progress(sums, share)
    if not is_within(parts, sums):
        quote = sums.quote
        asked = sum((part.gross for part in parts), ZERO)
        values = {"number": quote.number, "share": f"{share.normalize():f}%", "currency": quote.currency}
        return error("DRA-009", Where(quote.file), also=(), amount=asked, left=sums.due, **values)
    if wanted.kind == "deposit":
        return _deposit(root, sums.quote, share)
    return _progress(root, sums, share)


def _share(quote: Document, wanted: Wanted) -> Decimal | Fault:
    from facturier.read.scalars import share

    if not wanted.share and quote.deposit is not None and wanted.kind == "deposit":
        return quote.deposit
    if not wanted.share:
        return error("DRA-007", Where(quote.file), number=quote.number, kind=wanted.kind)
    try:
        return share(wanted.share if wanted.share.endswith("%") else f"{wanted.share}%")
    except MisfitError as misfit:
        return error(misfit.code, Where(quote.file), also=(), **misfit.values)


def _deposit(root: Path, quote: Document, share: Decimal) -> str:
    asked: dict[str, Value] = {"type": "deposit", "quote": quote.number, "share": f"{share.normalize():f}%"}
    return _head(root, quote) + mapping_text(asked)


def _progress(root: Path, sums: Billing, share: Decimal) -> str:
    """One line for each VAT group: a share of what was quoted in it."""
    from facturier.render.draft_words import progress_item

    quote = sums.quote
    item = progress_item(quote.language, percent=share, quote=quote.number)
    parts = progress(sums, share)
    lines: list[Value] = [
        {
            "item": item,
            "price": amount_of(part, quote.prices),
            **({"vat": vat_value(part.vat.word)} if len(parts) > 1 else {}),
            "nature": nature_of(quote, part.vat).value,
        }
        for part in parts
        if amount_of(part, quote.prices)
    ]
    asked: dict[str, Value] = {"quote": quote.number, "prices": quote.prices.value, "lines": lines}
    subject: dict[str, Value] = {"subject": quote.subject} if quote.subject else {}
    head = "".join(text for key, text in _heads(root, quote) if key != "prices")
    return head + mapping_text({**subject, **asked})


def _rest(root: Path, sums: Billing) -> str:
    """The whole work as quoted, less what was invoiced on it."""
    quote = sums.quote
    about: dict[str, Value] = {"quote": quote.number}
    if sums.open_papers:
        about["deducts"] = [paper.number for paper in sums.open_papers]
    return carried(texts_of(root, quote.file), quote, without=_OF_QUOTES) + mapping_text(about)


def _head(root: Path, quote: Document) -> str:
    return "".join(text for _, text in _heads(root, quote))


def _heads(root: Path, quote: Document) -> Iterator[tuple[str, str]]:
    texts = texts_of(root, quote.file)
    return ((key, text) for key, text in texts.items() if key in _SHARED)


def _inexact(made: DraftResult, sums: Billing, wanted: Wanted) -> Iterator[Fault]:
    """DRA-014: the rest is not what was left, because prices, rates or terms of the book changed since."""
    for draft in made.drafts:
        if wanted.kind == "rest" and draft.totals is not None and draft.totals.due != sums.due:
            currency = sums.quote.currency
            yield warning(
                "DRA-014",
                Where(draft.file),
                number=sums.quote.number,
                due=draft.totals.due,
                left=sums.due,
                currency=currency,
            )


def _left(made: DraftResult, sums: Billing) -> str:
    asked = sum((draft.totals.due for draft in made.drafts if draft.totals), ZERO)
    return f"{sums.due - asked} {sums.quote.currency}" if made.drafts else ""
