"""Turns an invoice with a mistake in it into the draft of the corrective that replaces it."""

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
from facturier.model.document import Document
from facturier.model.totals import Totals
from facturier.read.writing import Value, mapping_text

_REFUSED = frozenset({"COR-010", "DEP-012", "REF-032", "REF-036"})


def correct(root: Path, number: str, how: Drafting, *, name: str = "") -> DraftResult:
    """Write a corrective (type 384): the invoice's text with `replaces:`, to be mended before it is issued."""
    checked = opened(root, how)
    if checked.expanded is None:
        return DraftResult(faults=checked.faults)
    invoice = numbered(checked.expanded, number)
    if isinstance(invoice, Fault):
        return DraftResult(faults=(invoice,))
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
