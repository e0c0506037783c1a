"""Rules about instalments: dates rise, amounts or shares are not mixed and make exactly the amount due."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from facturier.faults import Fault, error
from facturier.model.document import Document
from facturier.model.money import ZERO
from facturier.model.terms import InstalmentTerm
from facturier.rules.context import Context, at

WHOLE = Decimal(100)


def _parts(document: Document) -> tuple[InstalmentTerm, ...]:
    due = document.terms.due
    return due if isinstance(due, tuple) else ()


def dates_rise(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-020: each instalment is due after the one before it."""
    for position, (before, after) in enumerate(pairwise(_parts(document)), start=1):
        if after.date <= before.date:
            yield error("PAY-020", at(document, "terms", "due", position, "date"), date=after.date, before=before.date)


def parts_are_of_one_kind(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-021: shares and amounts are not mixed."""
    parts = _parts(document)
    if len({part.amount is None for part in parts}) > 1:
        yield error("PAY-021", at(document, "terms", "due"))


def parts_add_up(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-022: shares make 100 %, amounts make exactly the amount due."""
    parts, totals = _parts(document), context.totals.get(document.key)
    amounts = [part.amount for part in parts if part.amount is not None]
    shares = [part.share for part in parts if part.share is not None]
    if shares and not amounts and sum(shares, ZERO) != WHOLE:
        yield error("PAY-022", at(document, "terms", "due"), sum=f"{sum(shares, ZERO)} %", wanted="100 %")
    if amounts and not shares and totals is not None and sum(amounts, ZERO) != totals.due:
        wanted = f"{totals.due} {document.currency}"
        yield error(
            "PAY-022", at(document, "terms", "due"), sum=f"{sum(amounts, ZERO)} {document.currency}", wanted=wanted
        )


RULES = (dates_rise, parts_are_of_one_kind, parts_add_up)
