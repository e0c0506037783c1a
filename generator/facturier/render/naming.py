"""Lines that the program made (a deposit, what a final invoice takes off) → their names in the client's language."""

from __future__ import annotations

from facturier.model.document import Document, DocumentType, Line
from facturier.model.totals import Totals
from facturier.render.formats import Formats
from facturier.render.words import Words


def line_name(line: Line, document: Document, totals: Totals, words: Words, formats: Formats) -> str:
    """What a line is called: as typed, or what it takes off, or which share of which quote it asks for (BT-153)."""
    if line.item:
        return line.item
    if line.deducts:
        return _taken_off(line.deducts, totals, words, formats)
    if document.type is DocumentType.DEPOSIT and document.quote and document.share is not None:
        share = formats.percent(document.share)
        return words("document.deposit_line", percent=share, number=document.quote)
    return words(f"document.kind.{document.type.value}")


def _taken_off(number: str, totals: Totals, words: Words, formats: Formats) -> str:
    taken = next((paper for paper in totals.deducted if paper.number == number), None)
    if taken is None:
        return words("document.deducted_line", number=number)
    if taken.progress:
        return words("draft.progress_taken", number=number, date=formats.date(taken.date))
    key = "document.credited_line_on" if taken.credit_note else "document.deducted_line_on"
    return words(key, number=number, date=formats.date(taken.date))
