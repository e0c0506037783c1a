"""Turns an invoice with a mistake in it, or a quote, into the draft of what replaces it."""

from __future__ import annotations

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
from facturier.faults import Fault, Where, error
from facturier.model.document import Document, DocumentType
from facturier.model.totals import Totals
from facturier.read.writing import Value, mapping_text

_REFUSED = frozenset({"COR-010", "DEP-012", "QUO-005", "REF-032", "REF-036"})


def correct(root: Path, number: str, how: Drafting, *, name: str = "") -> DraftResult:
    """Write a corrective (type 384), or the new version of a quote: the text with `replaces:`, to be mended."""
    checked = opened(root, how)
    if checked.expanded is None:
        return DraftResult(faults=checked.faults)
    invoice = numbered(checked.expanded, number)
    if isinstance(invoice, Fault):
        return DraftResult(faults=(invoice,))
    if invoice.type is DocumentType.QUOTE:
        body = carried(texts_of(root, invoice.file), invoice, without=("replaces",))
        text = f"# A new version of {invoice.number}: once it is issued, {invoice.number} is replaced.\n"
        text += f"replaces: {invoice.number}\n{body}"
        plan = Plan(name=name or f"{invoice.number}-again", text=text, about=invoice.number)
        return write_drafts(root, [plan], how, refused=_REFUSED)
    if not invoice.type.is_invoice:
        where = Where(invoice.file)
        return DraftResult(
            faults=(error("DRA-003", where, number=invoice.number, type=invoice.type.value, verb="correct"),)
        )
    body = carried(texts_of(root, invoice.file), invoice, without=("type", "replaces", "share"))
    if invoice.share is not None:
        body += mapping_text({"lines": _made_lines(invoice, checked.totals[invoice.key])})
    text = (
        f"# Replaces {invoice.number}: mend below what was wrong in it. Once this is issued,\n"
        f"# {invoice.number} is cancelled and what was paid on it counts here.\n"
        f"type: corrective\nreplaces: {invoice.number}\n{body}"
    )
    plan = Plan(name=name or f"correct-{invoice.number}", text=text, about=invoice.number)
    return write_drafts(root, [plan], how, refused=_REFUSED)


def _made_lines(deposit: Document, totals: Totals) -> list[Value]:
    """The lines that a share of a quote came to, written out: a corrective has no share of its own."""
    from facturier.render.formats import load_formats
    from facturier.render.naming import line_name
    from facturier.render.words import load_words

    words, formats = load_words(deposit.language), load_formats(deposit.language)
    return [
        {
            "item": line_name(line, deposit, totals, words, formats),
            "price": line.price,
            "vat": vat_value(line.vat.word),
        }
        for line in deposit.lines
    ]
