"""What a document adds up to: computed once, shown by page, PDF and XML alike. Amounts in the document's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.model.money import ZERO
from facturier.model.vat import Vat


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTotal:
    """The amounts of one line, in line order. All net of VAT, except `typed` (what the author's prices give).

    `net` is BT-131, `discount` BT-136, `unit_price` the net unit price BT-146. In a gross document `typed` includes VAT
    and is what the page shows beside a consumer's line.
    """

    gross: Decimal  # quantity × price before the line discount, net of VAT
    discount: Decimal
    net: Decimal
    unit_price: Decimal
    typed: Decimal  # as typed after discount: equals net in net documents, VAT included in gross ones


@dataclass(frozen=True, slots=True, kw_only=True)
class VatGroup:
    """A VAT breakdown (BG-23): `base` BT-116, `tax` BT-117; base = lines − discount + charges of the group.

    `discount` is the part of the document's discount; `charges` are less the allowances in this group.

    `gross` includes VAT: base + tax for net prices, exactly what was typed for gross ones (the difference is BT-114).
    """

    vat: Vat
    lines: Decimal
    discount: Decimal
    charges: Decimal
    base: Decimal
    tax: Decimal
    gross: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeTotal:
    """A document charge net of VAT (BG-21), in charge order; `typed` as the author wrote it."""

    net: Decimal
    typed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTotal:
    """The subtotal of a section after line discounts; `amount` is net, `typed` as the author's prices give it."""

    title: str
    amount: Decimal
    typed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """A deposit invoice taken off: its number, date, and what it held net of its own credit notes.

    `credit_note` marks an earlier credit note instead, taken off a later one that credits everything left, and
    `progress` an invoice on a part of the work.
    """

    number: str
    date: date
    net: Decimal
    tax: Decimal
    gross: Decimal
    credit_note: bool = False
    progress: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The document totals (BG-22); the EN 16931 identities BR-CO-10 … BR-CO-17 hold between them."""

    currency: str
    lines: tuple[LineTotal, ...]
    sections: tuple[SectionTotal, ...]
    charges: tuple[ChargeTotal, ...]
    groups: tuple[VatGroup, ...]  # ordered by category, then falling rate
    line_sum: Decimal  # BT-106
    discount: Decimal  # BT-107
    charge_sum: Decimal  # BT-108
    net: Decimal  # BT-109
    tax: Decimal  # BT-110
    gross: Decimal  # BT-112
    rounding: Decimal  # BT-114
    due: Decimal  # BT-115: amount due on issue = gross − prepaid + rounding (BT-113: `History.prepaid`, 0 here)
    tax_eur: Decimal | None = None  # BT-111, when the currency is not EUR
    deducted: tuple[Deducted, ...] = ()  # information: deposits taken off
    work_net: Decimal = ZERO  # information: total of the work before deposits, net
    work_gross: Decimal = ZERO  # information: total of the work before deposits, VAT included
