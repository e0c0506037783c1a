"""Turns the state of a document into the one figure and the one date that stand at the top of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.model.document import DocumentType
from facturier.model.money import ZERO
from facturier.model.portal import PortalDocument
from facturier.model.state import State, Status

_SETTLED = {Status.PAID, Status.OVERPAID}
_NOT_OWED = {
    DocumentType.QUOTE: "quote",
    DocumentType.PROFORMA: "proforma",
    DocumentType.CREDIT_NOTE: "credit-note",
}
# Owed, but not asked for at the moment.
_WAITING = {Status.DISPUTED: "contested", Status.PAYMENT_UNDER_WAY: "under-way"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a reader sees first. `label` and `dated` are keys of `summary.*`; `days` counts from the day of the build
    to `day` (negative: past), None when nobody waits for it. `rest` is what stays open after `amount`, 0 for none.
    """

    label: str
    amount: Decimal
    dated: str = ""
    day: date | None = None
    days: int | None = None
    rest: Decimal = ZERO


def summarise(item: PortalDocument) -> Summary:
    """The figure and the date of one document."""
    document, state = item.document, item.state
    if document.type is DocumentType.QUOTE:
        return _quote(item)
    if document.type in _NOT_OWED:
        return Summary(label=_NOT_OWED[document.type], amount=item.totals.due)
    if state.open > 0 and not document.is_draft:
        return _owed(item)
    if state.open < 0:
        return Summary(label="in-hand", amount=-state.open)
    if state.headline in _SETTLED:
        return Summary(label="paid", amount=state.due, dated="paid-on", day=last_payment(item))
    if document.is_draft:
        return Summary(label="draft", amount=item.totals.due, dated="due", day=state.due_date)
    return Summary(label="nothing", amount=ZERO)


def last_payment(item: PortalDocument) -> date | None:
    """The day of the last payment a client may see."""
    return max((entry.date for entry in item.timeline if entry.kind == "paid"), default=None)


def is_payable(state: State) -> bool:
    """Whether the page may ask for money."""
    return state.payable and state.payable_amount > 0


def _quote(item: PortalDocument) -> Summary:
    state = item.state
    until = state.valid_until
    waiting = until is not None and state.headline in (Status.OPEN, Status.EXPIRED)
    days = (until - state.as_of).days if until and waiting else None
    return Summary(label="quote", amount=item.totals.due, dated="valid-until" if until else "", day=until, days=days)


def _owed(item: PortalDocument) -> Summary:
    """What the page asks for now: the same figure as its payment link and bank details, and what is open beyond it."""
    state = item.state
    if not is_payable(state) and state.headline in _WAITING:
        return Summary(label=_WAITING[state.headline], amount=state.open)
    asked = item.payment.amount if item.payment and is_payable(state) else state.open
    return Summary(
        label=_label(state, asked),
        amount=asked,
        dated="due" if state.due_date else "",
        day=state.due_date,
        days=state.days_left,
        rest=state.open if asked < state.open else ZERO,
    )


def _label(state: State, asked: Decimal) -> str:
    if asked < state.open and state.overdue and asked == state.overdue:
        return "late"
    if asked < state.open and asked == state.next_amount and _open_parts(state) > 1:
        return "instalment"
    return "left" if asked == state.open < state.due else "to-pay"


def _open_parts(state: State) -> int:
    return sum(1 for part in state.instalments if part.open > 0)
