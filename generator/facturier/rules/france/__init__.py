"""Rules of French law: parties, identifiers, lines, payment, VAT, consumers, the e-invoicing reform."""

from facturier.rules.context import BookRule, DocumentRule
from facturier.rules.france import consumers, franchise, identifiers, parties, payment, reform, vat, wording

DOCUMENT_RULES: tuple[DocumentRule, ...] = (
    *parties.RULES,
    *wording.RULES,
    *payment.RULES,
    *vat.RULES,
    *consumers.RULES,
    *reform.RULES,
)
BOOK_RULES: tuple[BookRule, ...] = (
    *parties.BOOK_RULES,
    *identifiers.BOOK_RULES,
    *franchise.BOOK_RULES,
    *reform.BOOK_RULES,
)
