"""Keeps a review file: the bank lines that wait for a decision, for a person to edit in a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from facturier.actions.reconcile import decided
from facturier.faults import Fault, Where, error
from facturier.model.bank import Confidence, Decision, Proposal, Reason, Share
from facturier.read.writing import Value, item_text

HEAD = """\
# Bank lines that wait for a decision. Set each one's `decision` to
#   accept   record what stands under `record` (change it as you like: together it must be what the bank booked)
#   ignore   no payment of a document; the line stays here, so that nobody is asked again
# then give the same statements again: facturier reconcile STATEMENT... --review {name}
"""
REASONS = {
    Reason.RECORDED: "recorded before",
    Reason.RECORDED_ELSEWHERE: "recorded before, from a file of another format",
    Reason.RECORDED_BY_HAND: "recorded before by hand",
    Reason.REFERENCE: "the payment reference and the amount fit",
    Reason.NUMBER: "the number and the amount fit",
    Reason.SEVERAL: "the documents named are paid together",
    Reason.FEES: "it fits but for what a bank kept on the way",
    Reason.EARLY: "paid early, with the discount",
    Reason.PART: "less than what is open",
    Reason.TOO_MUCH: "more than what is open",
    Reason.SETTLED: "nothing is open on it: paid twice?",
    Reason.OTHER_CURRENCY: "named, but paid in another currency",
    Reason.BEFORE_ISSUE: "it fits, but was paid before the day of issue, on which it would be recorded",
    Reason.SAME_REFERENCE: "the bank's reference was recorded before, with another day or amount",
    Reason.ORDER: "the buyer's order and the amount fit",
    Reason.UNSURE_NUMBER: "the amount and probably the number fit",
    Reason.AMOUNT_AND_PAYER: "the amount and the payer fit",
    Reason.SUM_AND_PAYER: "together they are the amount, and the payer fits",
    Reason.PAYER: "the payer has open documents",
    Reason.AMOUNT: "only the amount fits",
    Reason.RETURNED: "a payment came back",
    Reason.REFUND: "money went back",
    Reason.OUTGOING: "money that went out",
    Reason.PAYOUT: "a payout of Stripe",
    Reason.UNKNOWN: "nothing fits",
}
_NO_QUESTION = frozenset({Reason.OUTGOING, Reason.PAYOUT})
_TEXT = 300  # characters of a bank's text


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review file as read: decisions and entries as written, by key of the line."""

    file: Path
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    entries: Mapping[str, Value] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def load_review(file: Path) -> Review:
    """Read a review file; one that does not exist yet is empty."""
    from facturier.read.review import read_review

    if not file.exists():
        return Review(file=file)
    decisions, entries, faults = read_review(file.read_bytes(), str(file))
    return Review(file=file, decisions=decisions, entries=entries, faults=faults)


def accepted(review: Review, proposals: Iterable[Proposal]) -> tuple[tuple[Proposal, ...], tuple[Fault, ...]]:
    """The lines that a person accepted, with what to record of them; BNK-009, BNK-011, BNK-012."""
    waiting = {one.line.key: one for one in proposals}
    chosen: list[Proposal] = []
    faults: list[Fault] = []
    for key, decision in review.decisions.items():
        if decision.decision != "accept":
            continue
        proposal = waiting.get(key)
        if proposal is None:
            faults.append(error("BNK-009", Where(str(review.file), (decision.place, "line")), key=key))
        elif proposal.confidence is not Confidence.KNOWN:
            result = decided(proposal, decision, str(review.file))
            if isinstance(result, Proposal):
                chosen.append(result)
            else:
                faults += result
    return tuple(chosen), tuple(faults)


def asked(proposal: Proposal) -> bool:
    """Whether somebody must decide about the line."""
    return proposal.confidence is not Confidence.KNOWN and proposal.reason not in _NO_QUESTION


def save_review(review: Review, proposals: Iterable[Proposal], done: Iterable[str]) -> int:
    """Write what still waits: new lines, and entries as a person left them; return how many are open.

    Lines recorded now (`done`, by key) or before go; ignored ones stay.
    """
    gone = {*done, *(one.line.key for one in proposals if one.confidence is Confidence.KNOWN)}
    entries: dict[str, Value] = {key: entry for key, entry in review.entries.items() if key not in gone}
    for proposal in proposals:
        if asked(proposal) and proposal.line.key not in gone:
            entries.setdefault(proposal.line.key, entry_of(proposal))
    if not entries and not review.file.exists():
        return 0
    text = HEAD.format(name=review.file.name) + "".join(f"\n{item_text(entry)}" for entry in entries.values())
    beside = review.file.with_name(f".{review.file.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(review.file)
    ignored = sum(decision.decision == "ignore" for key, decision in review.decisions.items() if key in entries)
    return len(entries) - ignored


def entry_of(proposal: Proposal) -> dict[str, Value]:
    """A line as it stands in the file."""
    line = proposal.line
    entry: dict[str, Value] = {
        "line": line.key,
        "date": line.date,
        "amount": f"{line.amount:f} {line.currency}",
        "payer": line.payer[:_TEXT],
        "text": line.text[:_TEXT],
        "confidence": proposal.confidence.value,
        "reason": REASONS[proposal.reason],
        "others": list(proposal.others),
        "record": [_share(share) for share in proposal.shares],
        "decision": "open",
    }
    return {key: value for key, value in entry.items() if value or key == "decision"}


def _share(share: Share) -> dict[str, Value]:
    values: dict[str, Value] = {"number": share.number, "amount": share.amount}
    if share.fee:
        values["fee"] = share.fee
    if share.received:
        values["received"] = share.received
    return values if share.event == "paid" else {**values, "event": share.event}
