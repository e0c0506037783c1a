"""Turns bank lines into proposals: which document each pays, how sure that is and why; never one line twice.

Lines that are recorded already are found first, then the sure ones in order of time, each lowering what its documents
still ask for; what is left is proposed for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from facturier.compute.bank_texts import Named, Register, names_order, pays
from facturier.compute.known_lines import Known, known_lines
from facturier.compute.payouts import from_stripe
from facturier.model.bank import BankLine, Claim, Confidence, Proposal, Reason, RecordedMoney, Share
from facturier.model.money import ZERO

_MOST_SUMMED = 12  # open documents of a client that are tried in sums
_MOST_IN_SUM = 5


def reconcile(
    lines: Sequence[BankLine], claims: Iterable[Claim], recorded: Iterable[RecordedMoney], *, tolerance: Decimal = ZERO
) -> tuple[Proposal, ...]:
    """One proposal for each line, in order of the lines. A bank may keep up to `tolerance` of a transfer."""
    books = _Books({claim.number: claim for claim in claims}, tolerance)
    register = Register(books.all)
    named = {line.key + line.digest: register.named_in(line) for line in lines}
    known = known_lines(lines, named, books.all, recorded)
    found: dict[int, Proposal] = {}
    for certain in (True, False):
        for place, line in enumerate(lines):
            if place not in found:
                proposal = _known(line, known) or books.proposal(line, named[line.key + line.digest])
                if not certain or proposal.confidence in (Confidence.EXACT, Confidence.KNOWN):
                    found[place] = books.doubted(proposal, known)
                    books.take(found[place])
    return tuple(found[place] for place in range(len(lines)))


def _known(line: BankLine, known: Known) -> Proposal | None:
    reason = known.lines.get(line.key + line.digest)
    return Proposal(line=line, confidence=Confidence.KNOWN, reason=reason) if reason else None


@dataclass(slots=True)
class _Books:
    """The claims as they stand after what was proposed surely."""

    claims: dict[str, Claim]
    tolerance: Decimal

    @property
    def all(self) -> tuple[Claim, ...]:
        return tuple(self.claims.values())

    def take(self, proposal: Proposal) -> None:
        """Lower what is open by a sure proposal: the next line finds the rest."""
        if proposal.confidence is not Confidence.EXACT:
            return
        for share in proposal.shares:
            claim = self.claims[share.number]
            early = claim.early is not None and share.amount == claim.early
            left = ZERO if early else claim.open - share.amount
            rest = [amount - share.amount for amount in claim.expected if amount > share.amount]
            self.claims[share.number] = replace(
                claim, open=left, paid=claim.paid + share.amount, early=None, expected=() if early else tuple(rest)
            )

    def doubted(self, proposal: Proposal, known: Known) -> Proposal:
        """Not sure is a bank reference recorded with another day or amount, and what was paid before it was issued."""
        if proposal.confidence is Confidence.EXACT and proposal.line.key in known.references:
            return replace(proposal, confidence=Confidence.LIKELY, reason=Reason.SAME_REFERENCE)
        if proposal.confidence is Confidence.EXACT and any(
            proposal.line.date < self.claims[share.number].date for share in proposal.shares
        ):
            return replace(proposal, confidence=Confidence.LIKELY, reason=Reason.BEFORE_ISSUE)
        return proposal

    def proposal(self, line: BankLine, named: Named) -> Proposal:
        """What to record of a line; the first idea that holds."""
        now = Named(
            by_reference=self._now(named.by_reference),
            by_number=self._now(named.by_number),
            perhaps=self._now(named.perhaps),
        )
        if line.amount <= 0:
            return _outgoing(line, now)
        return (
            self._surely_named(line, now)
            or self._by_order(line)
            or self._perhaps_named(line, now)
            or self._by_payer(line)
            or self._by_amount(line)
            or _proposal(line, Confidence.NONE, Reason.PAYOUT if from_stripe(line) else Reason.UNKNOWN)
        )

    def _now(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        return tuple(self.claims[claim.number] for claim in claims)

    def _surely_named(self, line: BankLine, named: Named) -> Proposal | None:
        claims = named.surely
        if not claims:
            return None
        if any(claim.currency != line.currency for claim in claims):
            return _converted(line, claims)
        if len(claims) == 1:
            reason = Reason.REFERENCE if named.by_reference else Reason.NUMBER
            return self._one(line, claims[0], reason)
        return self._several(line, claims)

    def _one(self, line: BankLine, claim: Claim, reason: Reason) -> Proposal:
        """One document, named without doubt: sure when the amount is what it asks for."""
        if fit := self._fit(line, claim, reason):
            return _proposal(line, Confidence.EXACT, fit[0], (fit[1],))
        whole = (Share(number=claim.number, amount=line.amount),)
        if claim.open <= 0:
            return _proposal(line, Confidence.LIKELY, Reason.SETTLED, whole)
        if line.amount < claim.open:
            return _proposal(line, Confidence.LIKELY, Reason.PART, whole)
        return self._sum_with(line, claim) or _proposal(line, Confidence.LIKELY, Reason.TOO_MUCH, whole)

    def _fit(self, line: BankLine, claim: Claim, reason: Reason) -> tuple[Reason, Share] | None:
        """The share that answers what a claim asks for, and why."""
        if line.amount in claim.expected:
            return reason, Share(number=claim.number, amount=line.amount)
        if claim.early == line.amount and claim.early_until is not None and line.date <= claim.early_until:
            return Reason.EARLY, Share(number=claim.number, amount=line.amount)
        for asked in claim.expected:
            if 0 < asked - line.amount <= self.tolerance:
                return Reason.FEES, Share(number=claim.number, amount=asked, fee=asked - line.amount)
        return None

    def _several(self, line: BankLine, claims: Sequence[Claim]) -> Proposal:
        """One transfer for several documents: sure when it is their sum, less what a bank may keep."""
        total = sum((max(claim.open, ZERO) for claim in claims), ZERO)
        missing = total - line.amount
        if 0 <= missing <= self.tolerance and all(claim.open > 0 for claim in claims):
            return _proposal(line, Confidence.EXACT, Reason.FEES if missing else Reason.SEVERAL, _all(claims, missing))
        fitting = [claim for claim in claims if line.amount in claim.expected]
        if len(fitting) == 1:
            others = [claim for claim in claims if claim != fitting[0]]
            return _proposal(line, Confidence.LIKELY, Reason.NUMBER, _all(fitting, amount=line.amount), others)
        reason = Reason.PART if missing > 0 else Reason.TOO_MUCH
        return _proposal(line, Confidence.LIKELY, reason, _oldest_first(line.amount, claims))

    def _sum_with(self, line: BankLine, claim: Claim) -> Proposal | None:
        """More than the document named asks for: perhaps it pays others of the same client too."""
        others = [one for one in self._open(line) if one.client == claim.client and one != claim]
        found = list(_sums(line.amount - claim.open, others))
        if not found:
            return None
        return _proposal(line, Confidence.LIKELY, Reason.SUM_AND_PAYER, _all((claim, *found[0])))

    def _by_order(self, line: BankLine) -> Proposal | None:
        fits = [(claim, fit) for claim in self._open(line) if (fit := self._fit(line, claim, Reason.ORDER))]
        found = [(claim, fit) for claim, fit in fits if names_order(line, claim)]
        if len(found) != 1:
            return None
        return _proposal(line, Confidence.LIKELY, found[0][1][0], (found[0][1][1],))

    def _perhaps_named(self, line: BankLine, named: Named) -> Proposal | None:
        for claim in named.perhaps:
            fit = self._fit(line, claim, Reason.UNSURE_NUMBER) if claim.currency == line.currency else None
            if fit:
                return _proposal(line, Confidence.LIKELY, fit[0], (fit[1],), [o for o in named.perhaps if o != claim])
        return None

    def _by_payer(self, line: BankLine) -> Proposal | None:
        owed = [claim for claim in self._open(line) if pays(line, claim)]
        if not owed:
            return None
        fits = [fit for claim in owed if (fit := self._fit(line, claim, Reason.AMOUNT_AND_PAYER))]
        if fits:
            confidence = Confidence.LIKELY if len(fits) == 1 else Confidence.POSSIBLE
            return _proposal(line, confidence, fits[0][0], (fits[0][1],), others=[fit[1].number for fit in fits[1:]])
        for client in dict.fromkeys(claim.client for claim in owed):
            theirs = [claim for claim in owed if claim.client == client]
            if sums := list(_sums(line.amount, theirs)):
                confidence = Confidence.LIKELY if len(sums) == 1 else Confidence.POSSIBLE
                return _proposal(line, confidence, Reason.SUM_AND_PAYER, _all(sums[0]))
        client = owed[0].client
        theirs = [claim for claim in owed if claim.client == client]
        return _proposal(line, Confidence.POSSIBLE, Reason.PAYER, _oldest_first(line.amount, theirs))

    def _by_amount(self, line: BankLine) -> Proposal | None:
        fits = [claim for claim in self._open(line) if line.amount in claim.expected]
        if not fits or from_stripe(line):
            return None
        share = Share(number=fits[0].number, amount=line.amount)
        return _proposal(line, Confidence.POSSIBLE, Reason.AMOUNT, (share,), fits[1:])

    def _open(self, line: BankLine) -> list[Claim]:
        return [claim for claim in self.claims.values() if claim.open > 0 and claim.currency == line.currency]


def _converted(line: BankLine, claims: Sequence[Claim]) -> Proposal:
    """A transfer that names a document in another currency: for it arrived what the others leave. A person decides."""
    foreign = [claim for claim in claims if claim.currency != line.currency]
    others = [claim for claim in claims if claim.currency == line.currency]
    left = line.amount - sum((claim.open for claim in others), ZERO)
    if len(foreign) > 1 or left <= 0 or any(claim.open <= 0 for claim in claims):
        return _proposal(line, Confidence.LIKELY, Reason.OTHER_CURRENCY, (), claims)
    share = Share(number=foreign[0].number, amount=foreign[0].open, received=left)
    return _proposal(line, Confidence.LIKELY, Reason.OTHER_CURRENCY, (*_all(others), share))


def _outgoing(line: BankLine, named: Named) -> Proposal:
    """Money that goes out: a bounced payment or a refund when it names a document that was paid, else no matter."""
    paid = [claim for claim in named.surely if claim.paid > 0 and claim.currency == line.currency]
    if len(paid) != 1 or line.amount == 0 or -line.amount > paid[0].paid:
        return _proposal(line, Confidence.NONE, Reason.OUTGOING)
    event, reason = ("returned", Reason.RETURNED) if line.return_reason else ("refunded", Reason.REFUND)
    return _proposal(line, Confidence.LIKELY, reason, (Share(number=paid[0].number, amount=-line.amount, event=event),))


def _sums(amount: Decimal, claims: Sequence[Claim]) -> Iterable[tuple[Claim, ...]]:
    """Every set of claims, small ones first, that together ask for exactly this amount; at most two are told."""
    tried = claims[:_MOST_SUMMED]
    told = 0
    whole = (tuple(claims),) if len(claims) > _MOST_IN_SUM else ()
    smaller = (group for size in range(1, _MOST_IN_SUM + 1) for group in combinations(tried, size))
    for group in (*whole, *smaller):
        if sum((claim.open for claim in group), ZERO) == amount:
            yield group
            told += 1
        if told == 2:
            return


def _all(claims: Iterable[Claim], missing: Decimal = ZERO, *, amount: Decimal | None = None) -> tuple[Share, ...]:
    """Each claim in full; what a bank kept is taken off the largest."""
    shares = [Share(number=claim.number, amount=claim.open if amount is None else amount) for claim in claims]
    if missing:
        largest = max(range(len(shares)), key=lambda place: shares[place].amount)
        shares[largest] = replace(shares[largest], fee=missing)
    return tuple(shares)


def _oldest_first(amount: Decimal, claims: Iterable[Claim]) -> tuple[Share, ...]:
    """The amount spread over what is open, oldest first; what is too much goes to the last."""
    shares: list[Share] = []
    for claim in sorted(claims, key=lambda claim: (claim.date, claim.number)):
        part = min(amount, max(claim.open, ZERO))
        if part > 0:
            shares.append(Share(number=claim.number, amount=part))
            amount -= part
    if shares and amount > 0:
        shares[-1] = replace(shares[-1], amount=shares[-1].amount + amount)
    return tuple(shares)


def _proposal(
    line: BankLine,
    confidence: Confidence,
    reason: Reason,
    shares: tuple[Share, ...] = (),
    others: Iterable[Claim | str] = (),
) -> Proposal:
    names = tuple(other if isinstance(other, str) else other.number for other in others)
    return Proposal(line=line, confidence=confidence, reason=reason, shares=shares, others=names)
