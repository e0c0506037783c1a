"""What a bank says of an account, and what is proposed to be recorded of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from facturier.model.money import ZERO

Day = date  # where a field called `date` hides the type


class StatementFormat(StrEnum):
    """The formats of bank statements that are read, those that tell most of a movement first."""

    CAMT_054 = "camt.054"  # notices, with the parts of batches
    CAMT = "camt.053"
    CAMT_052 = "camt.052"  # of the running day
    MT940 = "MT940"
    OFX = "OFX"
    CSV = "CSV"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvMap:
    """The columns of a bank's CSV export by the words of its header row: a signed `amount`, or `debit` and `credit`.

    Without a `header` row columns are numbered from 1.
    """

    name: str
    account: str
    date: str
    date_format: str = "DD/MM/YYYY"
    amount: str = ""
    debit: str = ""
    credit: str = ""
    text: tuple[str, ...] = ()
    payer: str = ""
    payer_iban: str = ""
    reference: str = ""
    currency: str = "EUR"
    currency_column: str = ""
    decimal: str = ","
    header: bool = True
    delimiter: str = ""  # "" = found out
    encoding: str = ""  # "" = UTF-8, else Windows-1252

    @property
    def columns(self) -> frozenset[str]:
        """Every column that must be there."""
        named = (self.date, self.amount, self.debit, self.credit, self.payer, self.payer_iban, self.reference)
        return frozenset(name for name in (*named, *self.text, self.currency_column) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSettings:
    """How statements are read: other accounts of the business, cents a bank may keep, CSV maps."""

    accounts: tuple[str, ...] = ()
    tolerance: Decimal = ZERO
    csv: tuple[CsvMap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """One movement of an account. `amount` is positive when money came in.

    `account` is an IBAN wherever it can be known; `reference` the bank's own, "" when it gives none. `entry_amount` is
    the booked amount when the line is one transfer of several booked together. `key` is how a history names the line,
    `digest` the sha256 of what every format says of it: account, day, amount.
    """

    format: StatementFormat
    account: str
    date: date  # booked
    amount: Decimal
    currency: str
    payer: str = ""
    payer_iban: str = ""
    text: str = ""
    reference: str = ""
    creditor_references: tuple[str, ...] = ()  # structured: RF…, QRR
    return_reason: str = ""  # of a payment that bounced
    entry_amount: Decimal = ZERO
    file: str = ""
    place: int = 0  # in its file, from 1
    key: str = ""
    digest: str = ""

    @property
    def in_batch(self) -> bool:
        """Whether the bank booked it together with others."""
        return self.entry_amount != self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A document money may come for, as it stands now.

    `date` is the day of issue, `numbers` are its own and those it replaces. `expected` amounts close it, or what is due
    next; `early` is what closes it until `early_until`.
    """

    number: str
    client: str
    names: tuple[str, ...]
    currency: str
    date: Day
    open: Decimal
    paid: Decimal = ZERO
    expected: tuple[Decimal, ...] = ()
    early: Decimal | None = None
    early_until: Day | None = None
    numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMoney:
    """A payment, refund or return that a history holds. `digest` is "" when no statement was read for it."""

    number: str
    date: Day
    amount: Decimal  # negative when money went out
    by: str = ""
    ref: str = ""
    digest: str = ""


class Confidence(StrEnum):
    """How sure a proposal is, and `known` when the line is recorded already."""

    KNOWN = "known"
    EXACT = "exact"
    LIKELY = "likely"
    POSSIBLE = "possible"
    NONE = "none"


class Reason(StrEnum):
    """Why a proposal is made."""

    RECORDED = "recorded"
    RECORDED_ELSEWHERE = "recorded-elsewhere"
    RECORDED_BY_HAND = "recorded-by-hand"
    REFERENCE = "reference"
    NUMBER = "number"
    SEVERAL = "several"
    FEES = "fees"
    EARLY = "early"
    PART = "part"
    TOO_MUCH = "too-much"
    SETTLED = "settled"
    OTHER_CURRENCY = "other-currency"
    BEFORE_ISSUE = "before-issue"
    SAME_REFERENCE = "same-reference"
    ORDER = "order"
    UNSURE_NUMBER = "unsure-number"
    AMOUNT_AND_PAYER = "amount-and-payer"
    SUM_AND_PAYER = "sum-and-payer"
    PAYER = "payer"
    AMOUNT = "amount"
    RETURNED = "returned"
    REFUND = "refund"
    OUTGOING = "outgoing"
    PAYOUT = "payout"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What of a line goes to one document: `amount` in the document's currency, `fee` what a bank kept on the way.

    `received` is what arrived for it in the currency of the line, when the document has another.
    """

    number: str
    amount: Decimal
    event: str = "paid"  # paid | refunded | returned
    fee: Decimal = ZERO
    received: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """What Stripe sent to the bank (`po_…`): `gross` of its payments, less `fees`, with `others` (refunds, disputes).

    `amount` is negative when Stripe took money. Without `complete` Stripe did not tell what it was made of.
    """

    ref: str
    arrival: Day
    amount: Decimal
    currency: str
    payments: int = 0
    gross: Decimal = ZERO
    fees: Decimal = ZERO
    others: Decimal = ZERO
    documents: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A bank line and what to record of it. `others` are documents that fit as well; `payout` what Stripe sent."""

    line: BankLine
    confidence: Confidence
    reason: Reason
    shares: tuple[Share, ...] = ()
    others: tuple[str, ...] = ()
    payout: Payout | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a line of a review file: open | accept | ignore, and what to record of it."""

    key: str
    decision: str = "open"
    shares: tuple[Share, ...] = ()
    place: int = 0


Decisions = Mapping[str, Decision]  # by key
