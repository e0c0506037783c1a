"""Turns an invoice, or a part of it, into the draft of a credit note: by lines, by an amount, or all that is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from facturier.actions.drafting import (
    Drafting,
    DraftResult,
    Plan,
    discount_value,
    numbered,
    opened,
    texts_of,
    vat_value,
    write_drafts,
)
from facturier.compute.deductions import Held, held_by
from facturier.compute.groups import nature_of, typed_lines
from facturier.compute.rounding import split
from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.model.document import Document, DocumentType, Prices
from facturier.model.money import ZERO, minor_units
from facturier.read.scalars import MisfitError
from facturier.read.writing import Value, mapping_text

_REFUSED = frozenset({"COR-002", "COR-011", "DOC-002", "DOC-003", "REF-031", "REF-032", "REF-035"})


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What to credit: lines by their place from 1, or an amount as typed (with VAT, or `net` of it), or everything."""

    lines: tuple[int, ...] = ()
    amount: str = ""
    net: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """An invoice and what its credit notes, drafts included, leave of it."""

    invoice: Document
    left: Decimal
    groups: tuple[Held, ...]


def credit(root: Path, number: str, what: What, how: Drafting, *, name: str = "") -> DraftResult:
    """Write a credit note; it is never more than what the invoice charged and no other took back (DRA-004, COR-002)."""
    checked = opened(root, how)
    if checked.expanded is None:
        return DraftResult(faults=checked.faults)
    invoice = numbered(checked.expanded, number)
    if isinstance(invoice, Fault):
        return DraftResult(faults=(invoice,))
    where = Where(invoice.file)
    if not invoice.type.is_invoice:
        return DraftResult(
            faults=(error("DRA-003", where, number=invoice.number, type=invoice.type.value, verb="credit"),)
        )
    notes = [
        one
        for one in _papers(checked.expanded)
        if one.type is DocumentType.CREDIT_NOTE and one.credits == invoice.number
    ]
    totals = [checked.totals[note.key] for note in notes]
    state = _Open(
        invoice=invoice,
        left=checked.totals[invoice.key].due - sum((one.due for one in totals), ZERO),
        groups=held_by(checked.totals[invoice.key], totals),
    )
    if state.left <= 0:
        return DraftResult(faults=(_too_much(state),))
    body = _body(root, state, what)
    if isinstance(body, Fault):
        return DraftResult(faults=(body,))
    head: dict[str, Value] = {"type": "credit-note", "credits": invoice.number}
    if what.reason:
        head["subject"] = what.reason
    plan = Plan(name=name or f"credit-{invoice.number}", text=mapping_text(head) + body, about=invoice.number)
    return write_drafts(root, [plan], how, refused=_REFUSED)


def _papers(book: Book) -> list[Document]:
    return [*book.documents.values(), *book.drafts.values()]


def _body(root: Path, state: _Open, what: What) -> str | Fault:
    if what.lines:
        return _lines(root, state.invoice, what.lines)
    if not what.amount:
        return mapping_text({"everything": True})
    amount = _amount(state.invoice, what.amount)
    if isinstance(amount, Fault):
        return amount
    left = sum((part.net for part in state.groups), ZERO) if what.net else state.left
    if not 0 < amount <= left:
        return _too_much(state)
    if amount == left:
        return mapping_text({"everything": True})
    return _spread(state, amount, what)


def _amount(invoice: Document, typed: str) -> Decimal | Fault:
    from facturier.read.scalars import number

    bare, _, currency = typed.strip().partition(" ")
    if currency.strip() not in {"", invoice.currency}:
        return error(
            "REC-004", Where(invoice.file), number=invoice.number, given=currency.strip(), own=invoice.currency
        )
    try:
        return number(bare, decimals=minor_units(invoice.currency))
    except MisfitError as misfit:
        return error(misfit.code, Where(invoice.file), also=(), **misfit.values)


def _spread(state: _Open, amount: Decimal, what: What) -> str:
    """The amount in proportion to what is left of each VAT group, by cumulative rounding."""
    from facturier.render.draft_words import credit_item

    invoice = state.invoice
    groups = [part for part in state.groups if part.net > 0]
    parts = split(amount, [part.net if what.net else part.gross for part in groups], currency=invoice.currency)
    item = what.reason or credit_item(invoice.language, invoice=invoice.number)
    several = len(groups) > 1
    lines: list[Value] = [
        {
            "item": item,
            "price": price,
            **({"vat": vat_value(part.vat.word)} if several else {}),
            "nature": nature_of(invoice, part.vat).value,
        }
        for part, price in zip(groups, parts, strict=True)
        if price
    ]
    prices = (Prices.NET if what.net else Prices.GROSS).value
    return mapping_text({"prices": prices, "lines": lines})


def _lines(root: Path, invoice: Document, places: Sequence[int]) -> str | Fault:
    """The lines as typed, with their part of the invoice's discount."""
    typed = [line for line in invoice.lines if line.path]
    for place in places:
        if not 1 <= place <= len(typed):
            listed = "; ".join(f"{number} {line.item}" for number, line in enumerate(typed, start=1))
            return error("DRA-005", Where(invoice.file), number=invoice.number, line=place, lines=listed)
    chosen = sorted(set(places))
    text = texts_of(root, invoice.file).get("nature", "") + "lines:\n" + "".join(_line_texts(root, invoice, chosen))
    return text + _discount(invoice, chosen)


def _line_texts(root: Path, invoice: Document, places: Sequence[int]) -> list[str]:
    from facturier.read.copying import item_texts
    from facturier.read.tree import read_tree
    from facturier.read.writing import item_text

    block = texts_of(root, invoice.file).get("lines", "")
    tree = read_tree(block.encode(), invoice.file)
    trees = tree["lines"] if isinstance(tree, dict) else []
    texts = item_texts(block, "lines", invoice.file)
    written = []
    for place in places:
        line = [one for one in invoice.lines if one.path][place - 1]
        index = line.path[1]
        source = trees[index] if isinstance(trees, list) and isinstance(index, int) else {}
        treatments = {one.vat for one in invoice.lines if one.item == line.item}
        if isinstance(source, dict) and "vat" not in source and len(treatments) > 1:
            written.append(item_text({**_as_value(source), "vat": vat_value(line.vat.word)}, indent="  "))
        else:
            written.append(
                texts[index] if texts and isinstance(index, int) else item_text(_as_value(source), indent="  ")
            )
    return written


def _as_value(tree: object) -> dict[str, Value]:
    return dict(tree) if isinstance(tree, dict) else {}


def _discount(invoice: Document, places: Sequence[int]) -> str:
    """The document discount, or of an amount the part that falls on the lines."""
    discount = invoice.discount
    if discount is None:
        return ""
    if discount.amount is not None:
        typed = [line for line in invoice.lines if line.path]
        amounts = [one.amount for one, line in zip(typed_lines(invoice), invoice.lines, strict=True) if line in typed]
        shares = split(discount.amount, amounts, currency=invoice.currency)
        discount = replace(discount, amount=sum((shares[place - 1] for place in places), ZERO))
    return mapping_text({"discount": discount_value(discount)}) if discount.percent or discount.amount else ""


def _too_much(state: _Open) -> Fault:
    invoice = state.invoice
    left, currency = max(state.left, ZERO), invoice.currency
    return error("DRA-004", Where(invoice.file), number=invoice.number, left=left, currency=currency)
