"""Rules about histories: entries in their time, of the right kind, with amounts that agree with the document."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Fault
from facturier.rules.context import BookRule, Context, DocumentRule
from facturier.rules.registry import claims, credit, kinds, payments, plans, times
from facturier.rules.registry.record import records

RULES = (*times.RULES, *kinds.RULES, *payments.RULES, *claims.RULES, *plans.RULES, *credit.RULES)


def histories(context: Context) -> Iterator[Fault]:
    """Every rule about every numbered document and its history."""
    for record in records(context):
        for rule in RULES:
            yield from rule(record)


DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
BOOK_RULES: tuple[BookRule, ...] = (histories, times.left_out)
