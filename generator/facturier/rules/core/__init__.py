"""Rules about documents as such: what they refer to, what they hold, when amounts fall due."""

from facturier.rules.context import BookRule, DocumentRule
from facturier.rules.core import bank_account, contents, payment, peppol, references

DOCUMENT_RULES: tuple[DocumentRule, ...] = (*references.RULES, *contents.RULES, *payment.RULES, *peppol.RULES)
BOOK_RULES: tuple[BookRule, ...] = (*references.BOOK_RULES, *bank_account.BOOK_RULES)
