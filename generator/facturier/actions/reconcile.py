"""Turns bank statements into payments: proposes which document each line pays, and records what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from facturier.actions.check import check, in_order
from facturier.actions.record import Entry, Recorded, Recording, RecordResult, record
from facturier.connect.bank import read_statement
from facturier.faults import Fault, Where, error, has_errors, warning
from facturier.model.bank import BankLine, Confidence, Decision, Payout, Proposal, Reason, Share
from facturier.model.book import Book
from facturier.model.money import ZERO
from facturier.publish.progress import Reporter
from facturier.read.writing import Value

BY = "transfer"
Done = tuple[Sequence[Proposal], RecordResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What the lines of some statements probably pay. With an error among `faults` there are no proposals."""

    proposals: tuple[Proposal, ...] = ()
    faults: tuple[Fault, ...] = ()
    issued: Mapping[str, date] = field(default_factory=dict)  # day of issue by number

    def of(self, *confidences: Confidence) -> tuple[Proposal, ...]:
        """The proposals that are so sure."""
        return tuple(one for one in self.proposals if one.confidence in confidences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was recorded: the lines, and their documents afterwards. `faults` say which lines were refused, and why."""

    lines: tuple[Proposal, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    faults: tuple[Fault, ...] = ()
    commits: tuple[str, ...] = ()


def propose(root: Path, statements: Sequence[Path], *, today: date, reporter: Reporter) -> Proposed:
    """Read statements and say for each of their lines which document it pays, how sure that is, and why."""
    from facturier.compute.bank_lines import each_once
    from facturier.compute.claims import claims_of, issued_on, money_recorded
    from facturier.compute.payouts import payouts_of, with_payouts
    from facturier.compute.reconcile import reconcile
    from facturier.read.stripe_record import read_booked

    checked = check(root, today=today, reporter=reporter)
    if checked.expanded is None:
        return Proposed(faults=checked.faults)
    book = checked.expanded
    lines, faults = _lines(statements, book)
    if has_errors(faults):
        return Proposed(faults=in_order(faults))
    found = reconcile(
        each_once(lines),
        claims_of(book, checked.totals, today=today),
        money_recorded(book),
        tolerance=book.settings.statements.tolerance,
    )
    booked, unread = read_booked(root)
    payouts = payouts_of(booked)
    found = with_payouts(found, payouts)
    faults += [*unread, *_payouts_apart(found, payouts)]
    issued = {number: issued_on(book, document) for number, document in book.documents.items()}
    return Proposed(proposals=found, faults=in_order(faults), issued=issued)


def record_proposals(
    root: Path, sure: Sequence[Proposal], chosen: Sequence[Proposal], how: Recording, *, issued: Mapping[str, date]
) -> Applied:
    """Record lines that are sure and lines that a person chose: these may also pay more than is open.

    Each kind in one commit; when one line is refused, each by itself. A line that is shared among several documents is
    recorded for all of them or none. What was paid before the day of issue (`issued`) is recorded on that day.
    """
    generous = replace(how, overpaid=True)
    return _applied([*_recorded(root, sure, how, issued), *_recorded(root, chosen, generous, issued)])


def _recorded(root: Path, chosen: Sequence[Proposal], how: Recording, issued: Mapping[str, date]) -> list[Done]:
    if not chosen:
        return []
    together = _record(root, chosen, how, issued)
    if together.done or len(chosen) == 1:
        return [(chosen, together)]
    return [((one,), _record(root, (one,), how, issued)) for one in chosen]


def decided(proposal: Proposal, decision: Decision, file: str) -> Proposal | tuple[Fault, ...]:
    """The proposal as a person decided it; BNK-011, BNK-012 when that cannot be recorded."""
    if not decision.shares:
        return (error("BNK-012", Where(file, (decision.place,)), key=decision.key),)
    wrong = not_the_sum(proposal.line, decision.shares)
    if wrong is not None and not (_in_other_currency(proposal) and len(decision.shares) == 1):
        return (
            error(
                "BNK-011",
                Where(file, (decision.place, "record")),
                key=decision.key,
                amount=proposal.line.amount,
                currency=proposal.line.currency,
                shares=wrong,
            ),
        )
    return replace(proposal, shares=decision.shares)


def not_the_sum(line: BankLine, shares: Iterable[Share]) -> Decimal | None:
    """What the shares make when that is not what the bank booked, else None."""
    total = sum((_booked(share) for share in shares), ZERO)
    return None if total == line.amount else total


def _booked(share: Share) -> Decimal:
    if share.received:
        return share.received
    return share.amount - share.fee if share.event == "paid" else -share.amount


def _in_other_currency(proposal: Proposal) -> bool:
    return proposal.reason == "other-currency"


def _payouts_apart(proposals: Sequence[Proposal], payouts: Sequence[Payout]) -> Iterator[Fault]:
    """BNK-013: a payout that is in none of the statements; BNK-014: money from Stripe that no payout explains."""
    from facturier.compute.payouts import missing

    accounts = {one.line.account for one in proposals if one.payout is not None}
    for account in sorted(accounts):
        for payout in missing(proposals, payouts, account=account):
            yield warning(
                "BNK-013",
                Where("payments"),
                ref=payout.ref,
                arrival=payout.arrival,
                amount=payout.amount,
                currency=payout.currency,
            )
    for one in proposals:
        if payouts and one.reason is Reason.PAYOUT and one.payout is None:
            line = one.line
            yield warning("BNK-014", Where(line.file), date=line.date, amount=line.amount, currency=line.currency)


def _lines(statements: Iterable[Path], book: Book) -> tuple[list[BankLine], list[Fault]]:
    settings = book.settings.statements
    bank = book.seller.bank
    declared = (*((bank.iban,) if bank else ()), *settings.accounts, *(one.account for one in settings.csv))
    former = (book.settings.former_iban,) if book.settings.former_iban else ()
    own = tuple(dict.fromkeys((*declared, *former)))
    lines: list[BankLine] = []
    faults: list[Fault] = []
    for path in statements:
        try:
            data = path.read_bytes()
        except OSError as problem:
            faults.append(error("BNK-008", Where(str(path)), problem=problem.strerror or type(problem).__name__))
            continue
        found, wrong = read_statement(data, str(path), settings, own)
        lines += found
        faults += wrong
    return lines, faults


def _record(root: Path, chosen: Iterable[Proposal], how: Recording, issued: Mapping[str, date]) -> RecordResult:
    return record(root, [entry for proposal in chosen for entry in _entries(proposal, issued)], how)


def _entries(proposal: Proposal, issued: Mapping[str, date]) -> Iterator[Entry]:
    line = proposal.line
    for share in proposal.shares:
        day = max(line.date, issued.get(share.number, line.date))
        values: dict[str, Value] = {"date": day, "event": share.event, "amount": share.amount, "by": BY}
        alone = _in_other_currency(proposal) and len(proposal.shares) == 1
        received = share.received or (line.amount if alone else ZERO)
        if received and share.event == "paid":
            values["received"] = {"amount": received, "currency": line.currency}
        if share.fee:
            values["fee"] = share.fee
        if share.event == "returned" and line.return_reason:
            values["reason"] = line.return_reason
        yield Entry(number=share.number, values={**values, "ref": line.key, "digest": line.digest})


def _applied(done: Sequence[Done]) -> Applied:
    latest = {one.number: one for _, result in done if result.done for one in result.recorded}
    return Applied(
        lines=tuple(proposal for chosen, result in done if result.done for proposal in chosen),
        recorded=tuple(latest[number] for number in sorted(latest)),
        faults=in_order(fault for _, result in done for fault in result.faults),
        commits=tuple(result.commit for _, result in done if result.commit),
    )
