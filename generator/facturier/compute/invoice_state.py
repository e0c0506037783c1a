"""Turns an invoice, its history and the documents that point at it into its state on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from facturier.compute.amounts import Amounts, amounts_of
from facturier.compute.entries import entries_of
from facturier.compute.facts import Facts, facts_of
from facturier.compute.headline import closing_statuses, given_up, headline, running_statuses
from facturier.compute.index import Index
from facturier.compute.ledger import ledger
from facturier.compute.reminders import reminders_hold
from facturier.compute.rounding import percent_of
from facturier.compute.schedule import instalment_states, next_open
from facturier.compute.terms import early_offer, instalments
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.money import ZERO
from facturier.model.state import EarlyOffer, InstalmentState, State, Status
from facturier.model.totals import Totals

NOT_PAYABLE = {
    Status.CANCELLED,
    Status.CREDITED,
    Status.WRITTEN_OFF,
    Status.OVERPAID,
    Status.PAID,
    Status.IN_COLLECTION,
    Status.PAYMENT_UNDER_WAY,  # paying again would be paying twice
}


def invoice_state(book: Book, totals: Mapping[str, Totals], document: Document, index: Index) -> State:
    """The state of a numbered invoice on the day of the index."""
    facts = facts_of(entries_of(book, document, index), today=index.today)
    movements = ledger(book, totals, document, index)
    cancelled = index.corrective_of(document.key) is not None
    amounts = amounts_of(totals[document.key].due, movements, cancelled=cancelled)
    schedule = instalments(document, totals[document.key])
    parts = instalment_states(schedule, movements, open_amount=amounts.open, plan=facts.plan, today=index.today)
    closing = set(closing_statuses(amounts, cancelled=cancelled))
    if given_up(closing, amounts):
        parts = tuple(replace(part, status=Status.ISSUED) for part in parts)
    statuses = headline({*closing, *running_statuses(facts, amounts, parts, closing)}, sent=facts.sent)
    offer = _early(document, totals[document.key], index, amounts, facts)
    return _state(index=index, facts=facts, amounts=amounts, parts=parts, statuses=statuses, offer=offer)


def _state(
    *,
    index: Index,
    facts: Facts,
    amounts: Amounts,
    parts: tuple[InstalmentState, ...],
    statuses: tuple[Status, ...],
    offer: EarlyOffer | None,
) -> State:
    contested = _contested(facts, amounts) if Status.DISPUTED in statuses else ZERO
    payable = _payable(amounts.open - contested, statuses)
    following = next_open(parts)
    overdue = sum((part.open for part in parts if part.status is Status.OVERDUE), ZERO)
    return State(
        as_of=index.today,
        headline=statuses[0],
        badges=statuses[1:],
        due=amounts.due,
        paid=amounts.paid,
        refunded=amounts.refunded,
        credited=amounts.credited,
        discounted=amounts.discounted,
        written_off=amounts.written_off,
        replaced=amounts.replaced,
        given_back=amounts.given_back,
        contested=contested,
        open=amounts.open,
        instalments=parts,
        due_date=following.due_date if following else parts[-1].due_date if parts else None,
        days_left=following.days_left if following else None,
        overdue=overdue,
        early=offer if payable and not contested else None,
        payable=payable > 0,
        payable_amount=payable,
        next_amount=_next_amount(following, payable),
        hold_reminders=reminders_hold(statuses, planned=facts.plan is not None, overdue=overdue),
        sent=facts.sent,
    )


def _contested(facts: Facts, amounts: Amounts) -> Decimal:
    """The contested part of what is open; of a document paid meanwhile, of what was paid."""
    limit = amounts.open if amounts.open > 0 else max(amounts.paid, ZERO)
    return limit if facts.contested is None else min(facts.contested, limit)


def _payable(amount: Decimal, statuses: Collection[Status]) -> Decimal:
    return max(amount, ZERO) if NOT_PAYABLE.isdisjoint(statuses) else ZERO


def _next_amount(following: InstalmentState | None, payable: Decimal) -> Decimal:
    if following is None:
        return ZERO
    return min(following.open, payable) if payable else following.open


def _early(document: Document, totals: Totals, index: Index, amounts: Amounts, facts: Facts) -> EarlyOffer | None:
    """The offer while it can still be taken: what is missing to exactly the reduced amount."""
    offer = early_offer(document, totals)
    if offer is None or index.today > offer.until or facts.plan or amounts.refunded or amounts.discounted:
        return None
    saving = percent_of(amounts.open + amounts.paid, offer.percent, currency=document.currency)
    amount = amounts.open - saving
    return replace(offer, amount=amount, saving=saving) if amount > 0 and saving > 0 else None
