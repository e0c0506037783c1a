"""Turns the states of one client's documents into what is open, overdue and due next, currency by currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from facturier.compute.schedule import DUE_SOON_DAYS
from facturier.model.document import Document
from facturier.model.money import ZERO
from facturier.model.portal import Balance
from facturier.model.state import InstalmentState, State, Status

Standing = tuple[Document, State]


def balances(standings: Iterable[Standing]) -> tuple[Balance, ...]:
    """One balance for each currency in which an invoice was ever issued, by currency code.

    Drafts, quotes and credit notes have no balance of their own. `open − credit` is the sum of the open amounts,
    credits included: the closing balance of the statement of account.
    """
    groups: dict[str, list[State]] = {}
    for document, state in standings:
        if document.type.is_invoice and state.headline is not Status.DRAFT:
            groups.setdefault(document.currency, []).append(state)
    return tuple(_balance(currency, groups[currency]) for currency in sorted(groups))


def _balance(currency: str, found: Sequence[State]) -> Balance:
    waiting = [part for state in found for part in state.instalments if part.open > 0]
    ahead = [part for part in waiting if part.days_left >= 0]
    next_due = min((part.due_date for part in ahead), default=None)
    return Balance(
        currency=currency,
        open=sum((state.open for state in found if state.open > 0), ZERO),
        overdue=sum((state.overdue for state in found), ZERO),
        due_soon=_sum(part for part in ahead if part.days_left <= DUE_SOON_DAYS),
        next_due=next_due,
        next_amount=_sum(part for part in ahead if part.due_date == next_due),
        credit=-sum((state.open for state in found if state.open < 0), ZERO),
    )


def _sum(parts: Iterable[InstalmentState]) -> Decimal:
    return sum((part.open for part in parts), ZERO)
