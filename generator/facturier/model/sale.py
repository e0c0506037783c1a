"""An invoice as another program exports it, in a table or as JSON: texts and amounts, not yet of the book."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from facturier.model.money import ZERO

REFUNDED = "refunded"  # stands among the totals, for which the norm has no number


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """What was sold: quantity × price less `discount`, net of VAT, or its amount alone (`price` is None)."""

    item: str
    details: str = ""
    reference: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""  # UN/ECE code, "" for pieces
    price: Decimal | None = None
    discount: Decimal = ZERO  # an amount
    percent: Decimal = ZERO  # what that amount is of quantity × price
    net: Decimal
    rate: Decimal | None = None  # of VAT; None when the export does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One invoice or credit note. `totals` holds what the export shows, by BT number; `buyer` the same of BG-7."""

    number: str
    date: str
    due: str = ""
    credit_note: bool = False
    credits: str = ""
    currency: str
    buyer: dict[str, str] = field(default_factory=dict)
    lines: tuple[SaleLine, ...] = ()
    discount: Decimal = ZERO  # of the whole, an amount net of VAT
    discount_percent: Decimal = ZERO
    discount_reason: str = ""
    totals: dict[str, Decimal] = field(default_factory=dict)
    order: str = ""
    notes: str = ""
    place: int = 0  # line in the file
    unheld: tuple[tuple[str, str], ...] = ()  # columns and fields that no key holds, with their text
