"""Compares what Stripe paid out with what the bank booked: which line is which payout, and what it was made of.

Pure: the record of all movements (`payments/stripe-YEAR.jsonl`) says what was paid out, statements what arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from facturier.compute.stripe_known import CHARGES
from facturier.model.bank import BankLine, Confidence, Payout, Proposal, Reason
from facturier.model.money import ZERO
from facturier.model.stripe import Booked

_PAYOUT = "payout"
_TAKEN_BACK = frozenset({"payout_failure", "payout_cancel"})
_FEES = frozenset({"stripe_fee", "stripe_fx_fee", "tax_fee"})
_WAIT = timedelta(days=7)  # between the day that Stripe names and the one that a bank books


def payouts_of(booked: Iterable[Booked]) -> tuple[Payout, ...]:
    """Every payout that was not taken back, in order of arrival."""
    lines = tuple(booked)
    by_ref = {line.ref: line for line in lines}
    gone = {line.source for line in lines if line.kind in _TAKEN_BACK}
    sent = (line for line in lines if line.kind == _PAYOUT and line.source not in gone)
    return tuple(sorted((_payout(line, by_ref) for line in sent), key=lambda payout: (payout.arrival, payout.ref)))


def with_payouts(proposals: Sequence[Proposal], payouts: Sequence[Payout]) -> tuple[Proposal, ...]:
    """The proposals, a line of Stripe's that is a payout of the record known as such; each payout for one line."""
    left = list(payouts)
    told = []
    for proposal in proposals:
        payout = _arrived(proposal, left)
        if payout is None:
            told.append(proposal)
        else:
            left.remove(payout)
            told.append(replace(proposal, confidence=Confidence.KNOWN, reason=Reason.PAYOUT, payout=payout))
    return tuple(told)


def missing(proposals: Sequence[Proposal], payouts: Sequence[Payout], *, account: str) -> Iterator[Payout]:
    """Payouts that should stand in these statements of an account and do not."""
    days = [proposal.line.date for proposal in proposals if proposal.line.account == account]
    found = {proposal.payout.ref for proposal in proposals if proposal.payout is not None}
    for payout in payouts:
        if days and payout.ref not in found and min(days) <= payout.arrival and payout.arrival + _WAIT <= max(days):
            yield payout


def from_stripe(line: BankLine) -> bool:
    """Whether a bank line names Stripe as the other side."""
    return "STRIPE" in (line.payer + line.text).upper()


def _arrived(proposal: Proposal, payouts: Iterable[Payout]) -> Payout | None:
    line = proposal.line
    if proposal.shares or proposal.confidence is Confidence.KNOWN or not from_stripe(line):
        return None
    fits = (one for one in payouts if (one.amount, one.currency) == (line.amount, line.currency))
    return next((one for one in fits if abs(line.date - one.arrival) <= _WAIT), None)


def _payout(line: Booked, by_ref: dict[str, Booked]) -> Payout:
    """A payout and what it was made of; `complete` when that makes exactly the sum."""
    parts = [by_ref[ref] for ref in line.made_of.split() if ref in by_ref]
    payments = [part for part in parts if part.kind in CHARGES]
    fees = sum((part.fee for part in parts), ZERO) - sum((p.amount for p in parts if p.kind in _FEES), ZERO)
    gross = sum((part.amount for part in payments), ZERO)
    net = sum((part.net for part in parts), ZERO)
    return Payout(
        ref=line.source or line.ref,
        arrival=line.arrival or line.available or line.at.date(),
        amount=-line.net,
        currency=line.currency,
        payments=len(payments),
        gross=gross,
        fees=fees,
        others=net - gross + fees,
        documents=tuple(sorted({part.document for part in parts if part.document})),
        complete=bool(parts) and net == -line.net,
    )
