"""Turns proposals and what was recorded of them into what `facturier reconcile` prints, and answers into shares."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from facturier.actions.reconcile import Applied, Proposed
from facturier.actions.review import REASONS, asked
from facturier.cli.report import as_data, report
from facturier.faults import Fault, has_errors
from facturier.messages import Catalogue
from facturier.model.bank import BankLine, Confidence, Payout, Proposal, Share

_COLORS = {Confidence.EXACT: "green", Confidence.LIKELY: "cyan", Confidence.POSSIBLE: "yellow", Confidence.NONE: "red"}
_TEXT = 100


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a run; `waiting` lines are open in the review file."""

    proposed: Proposed
    faults: tuple[Fault, ...]
    dry_run: bool
    stopped: bool
    applied: Applied = field(default_factory=Applied)
    waiting: int | None = None

    @property
    def failed(self) -> bool:
        """Whether something must be mended."""
        return self.stopped or has_errors(self.applied.faults)

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """Those of reading and of recording."""
        return (*self.faults, *self.applied.faults)


def told(outcome: Outcome, root: Path, texts: Catalogue, *, as_json: bool) -> str:
    """Everything to print; what is grave comes last, where it is seen."""
    if as_json:
        return json.dumps(_data(outcome, root, texts), ensure_ascii=False, indent=2) + "\n"
    recorded = {one.line.key + one.line.digest for one in outcome.applied.lines}
    parts = [about(one, done=True) for one in outcome.applied.lines]
    rest = [one for one in outcome.proposed.proposals if one.line.key + one.line.digest not in recorded]
    parts += [about(one) for one in rest if asked(one) or one.payout]
    if outcome.all_faults:
        parts.append(report(outcome.all_faults, root, texts, "human"))
    parts.append(_summary(outcome))
    return "\n".join(parts) + "\n"


def about(proposal: Proposal, *, done: bool = False) -> str:
    """A line of the bank and what it is taken for, in two or three rows."""
    line = proposal.line
    word = "recorded" if done else proposal.confidence.value
    head = f"{line.date}  {line.amount:>12,.2f} {line.currency}  {line.payer or line.text[:_TEXT]}".replace(",", " ")
    shares = ", ".join(_share(share) for share in proposal.shares)
    meant = f"{shares}: {REASONS[proposal.reason]}" if shares else REASONS[proposal.reason]
    if proposal.payout is not None:
        meant = f"{meant}, {_payout(proposal.payout)}"
    others = f" (or {', '.join(proposal.others)})" if proposal.others else ""
    rows = [head, f"    {line.text[:_TEXT]}" if line.payer and line.text else ""]
    color = "green" if done else _COLORS.get(proposal.confidence)
    return "\n".join((*filter(None, rows), f"    {click.style(word, fg=color, bold=True)}  {meant}{others}"))


def typed_shares(answer: str, line: BankLine) -> tuple[Share, ...]:
    """The shares of `F2026-0001 600.00, F2026-0002 400`; a number alone takes what the bank booked. () for nonsense."""
    shares = []
    for part in answer.split(","):
        number, _, typed = part.strip().partition(" ")
        try:
            amount = Decimal(typed.strip()) if typed.strip() else abs(line.amount)
        except InvalidOperation:
            return ()
        if not number or not amount.is_finite() or amount <= 0:
            return ()
        shares.append(Share(number=number, amount=amount, event="paid" if line.amount > 0 else "refunded"))
    return tuple(shares)


def _payout(payout: Payout) -> str:
    """`po_1: 3 payments 363.00, fees 0.75, refunds and disputes -20.00`."""
    if not payout.complete:
        return payout.ref
    payments = (
        f"{payout.payments} payments {payout.gross:f}" if payout.payments != 1 else f"a payment of {payout.gross:f}"
    )
    others = f", refunds and disputes {payout.others:f}" if payout.others else ""
    return f"{payout.ref}: {payments}, fees {payout.fees:f}{others}"


def _share(share: Share) -> str:
    event = "" if share.event == "paid" else f"{share.event} "
    fee = f" less {share.fee:f} kept by a bank" if share.fee else ""
    arrived = f" for {share.received:f} of it" if share.received else ""
    return f"{share.number} {event}{share.amount:f}{fee}{arrived}"


def _summary(outcome: Outcome) -> str:
    if outcome.stopped:
        return "\nNothing was recorded."
    count = Counter(one.confidence for one in outcome.proposed.proposals)
    done = len(outcome.applied.lines)
    verb = "to record" if outcome.dry_run else "recorded"
    undecided = sum(asked(one) for one in outcome.proposed.proposals) - done
    parts = [f"{sum(count.values())} lines", f"{count[Confidence.KNOWN]} known", f"{done} {verb}"]
    parts.append(f"{outcome.waiting if outcome.waiting is not None else max(undecided, 0)} to decide")
    text = f"\n{', '.join(parts)}."
    if outcome.applied.commits:
        text += f" Committed as {', '.join(commit[:12] for commit in outcome.applied.commits)}."
    elif not done and count[Confidence.EXACT] and not outcome.dry_run:
        text += f" Sure: {count[Confidence.EXACT]}; `--accept exact` records what is sure."
    return text


def _data(outcome: Outcome, root: Path, texts: Catalogue) -> dict[str, Any]:
    recorded = {one.line.key + one.line.digest: one for one in outcome.applied.lines}
    lines = [recorded.get(one.line.key + one.line.digest, one) for one in outcome.proposed.proposals]
    return {
        "done": not outcome.failed,
        "commits": list(outcome.applied.commits),
        "waiting": outcome.waiting,
        "lines": [_line(one, recorded=one.line.key + one.line.digest in recorded) for one in lines],
        "faults": as_data(outcome.all_faults, root, texts),
    }


def _line(proposal: Proposal, *, recorded: bool) -> dict[str, Any]:
    line = proposal.line
    return {
        "line": line.key,
        "file": line.file,
        "place": line.place,
        "account": line.account,
        "date": line.date.isoformat(),
        "amount": f"{line.amount:f}",
        "currency": line.currency,
        "payer": line.payer,
        "text": line.text,
        "confidence": proposal.confidence.value,
        "reason": proposal.reason.value,
        "others": list(proposal.others),
        "record": [
            {
                "number": one.number,
                "event": one.event,
                "amount": f"{one.amount:f}",
                "fee": f"{one.fee:f}",
                "received": f"{one.received:f}" if one.received else None,
            }
            for one in proposal.shares
        ],
        "recorded": recorded,
        "payout": _payout_data(proposal.payout) if proposal.payout else None,
    }


def _payout_data(payout: Payout) -> dict[str, Any]:
    amounts = {name: f"{getattr(payout, name):f}" for name in ("amount", "gross", "fees", "others")}
    told = {"payments": payout.payments, "documents": list(payout.documents), "complete": payout.complete}
    return {"ref": payout.ref, "arrival": payout.arrival.isoformat(), **amounts, "currency": payout.currency, **told}
