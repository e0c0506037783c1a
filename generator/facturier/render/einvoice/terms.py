"""The business terms of EN 16931 that one document fills, by BT and BG number; amounts in the document's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.model.party import Address, BankAccount, Contact
from facturier.model.vat import Vat


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier and the scheme that tells what it is (ISO 6523 or EAS)."""

    value: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str  # BT-27, BT-44
    address: Address  # BG-5, BG-8
    trade_name: str = ""  # BT-28, BT-45
    registration: Identifier | None = None  # BT-30, BT-47: SIREN, scheme 0002
    establishment: Identifier | None = None  # BT-29, BT-46: SIRET, scheme 0009
    vat_number: str = ""  # BT-31, BT-48
    tax_number: str = ""  # BT-32
    legal: str = ""  # BT-33
    contact: Contact | None = None  # BG-6, BG-9
    endpoint: Identifier | None = None  # BT-34, BT-49


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """BG-1: a text (BT-22) and its subject code (BT-21), "" when it has none."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """A line allowance (BG-27): `amount` BT-136, `percent` BT-138 of `base` BT-137, `reason` BT-139."""

    amount: Decimal
    reason: str
    base: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A document allowance (BG-20) or charge (BG-21) in one VAT group."""

    charge: bool
    amount: Decimal  # BT-92, BT-99
    reason: str  # BT-97, BT-104
    vat: Vat
    base: Decimal | None = None  # BT-93
    percent: Decimal | None = None  # BT-94


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An invoice line (BG-25)."""

    number: int  # BT-126
    name: str  # BT-153
    quantity: Decimal  # BT-129
    unit: str  # BT-130
    price: Decimal  # BT-146
    net: Decimal  # BT-131
    vat: Vat
    description: str = ""  # BT-154
    reference: str = ""  # BT-155
    reduction: Reduction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A VAT breakdown (BG-23)."""

    vat: Vat
    base: Decimal  # BT-116
    tax: Decimal  # BT-117
    reason: str = ""  # BT-120


@dataclass(frozen=True, slots=True, kw_only=True)
class Preceding:
    """A preceding invoice (BG-3)."""

    number: str  # BT-25
    date: date | None  # BT-26; None when that document is not in the book


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporting:
    """An additional supporting document (BG-24). `content` is empty when the file lies beside the XML in the PDF."""

    name: str  # BT-122, and the file name of BT-125
    mime: str
    content: bytes = b""  # BT-125
    kind: str = ""  # BT-123, of the list of BR-FR-17


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The document totals (BG-22)."""

    lines: Decimal  # BT-106
    allowances: Decimal  # BT-107
    charges: Decimal  # BT-108
    net: Decimal  # BT-109
    tax: Decimal  # BT-110
    tax_eur: Decimal | None  # BT-111
    gross: Decimal  # BT-112
    rounding: Decimal  # BT-114
    due: Decimal  # BT-115
    prepaid: Decimal = Decimal(0)  # BT-113, of a document issued elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoice:
    """One invoice or credit note as software reads it."""

    number: str  # BT-1
    issued: date  # BT-2
    code: str  # BT-3
    currency: str  # BT-5
    process: str  # BT-23
    notes: tuple[Note, ...]
    seller: Party
    buyer: Party
    items: tuple[Item, ...]
    adjustments: tuple[Adjustment, ...]
    groups: tuple[Group, ...]
    amounts: Amounts
    tax_point: bool  # BT-8: VAT on services is due on the invoice (option for debits)
    preceding: tuple[Preceding, ...] = ()
    buyer_reference: str = ""  # BT-10
    project: str = ""  # BT-11
    contract: str = ""  # BT-12
    order: str = ""  # BT-13
    due_date: date | None = None  # BT-9
    terms: str = ""  # BT-20
    bank: BankAccount | None = None  # BG-17
    reference: str = ""  # BT-83
    delivered: date | None = None  # BT-72
    deliver_to: Address | None = None  # BG-15
    period: tuple[date, date] | None = None  # BG-14
    supporting: tuple[Supporting, ...] = ()  # BG-24
