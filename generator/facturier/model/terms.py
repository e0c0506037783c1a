"""Terms of payment as agreed: when, with which discount for early payment, with which late penalty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class MonthEnd(StrEnum):
    """Which way a term reaches the end of a month (both lawful, C. com. L441-10 I)."""

    NONE = "none"  # 30 days
    AFTER_DAYS = "after"  # 45 days end of month: end of the month of (issue + 45 days)
    BEFORE_DAYS = "before"  # end of month + 45 days


@dataclass(frozen=True, slots=True, kw_only=True)
class DueIn:
    """A term counted from the issue date, in civil days."""

    days: int
    month_end: MonthEnd = MonthEnd.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentTerm:
    """One agreed instalment: a civil date and either a share in percent or an amount."""

    date: date
    share: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyDiscount:
    """A discount for paying within some days of the issue date: percent of the amount due."""

    percent: Decimal
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePenalty:
    """Late interest and recovery fee. `yearly` None = the statutory rate (ECB + 10 points of the half-year)."""

    yearly: Decimal | None = None
    recovery_fee: Decimal = Decimal("40.00")
    payments_first_on: str = "principal"  # principal | interest


Due = DueIn | date | tuple[InstalmentTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one document, every default resolved."""

    due: Due = DueIn(days=30)
    early_discount: EarlyDiscount | None = None
    late_penalty: LatePenalty = LatePenalty()
