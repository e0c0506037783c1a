"""One commercial document as its author means it: every reference and default resolved, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from facturier.model.party import Client, Seller
from facturier.model.terms import Terms
from facturier.model.vat import Vat

Day = date  # where a field called `date` hides the type


class DocumentType(StrEnum):
    """What a document is (BT-3: 380, 386, 381, 384, 389; a quote and a proforma are no invoices)."""

    INVOICE = "invoice"
    DEPOSIT = "deposit"
    CREDIT_NOTE = "credit-note"
    CORRECTIVE = "corrective"
    QUOTE = "quote"
    PROFORMA = "proforma"
    SELF_BILLED = "self-billed"

    @property
    def is_invoice(self) -> bool:
        """Whether money is owed on it: every type but quote, proforma and credit note."""
        return self not in (DocumentType.QUOTE, DocumentType.PROFORMA, DocumentType.CREDIT_NOTE)


class Nature(StrEnum):
    """Goods or services: decides VAT place and due date."""

    GOODS = "goods"
    SERVICES = "services"


class Prices(StrEnum):
    """Whether typed prices exclude (`net`) or include (`gross`) VAT."""

    NET = "net"
    GROSS = "gross"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A reduction: `percent` or `amount` (exactly one), with the reason a client reads."""

    percent: Decimal | None = None
    amount: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An invoice line (BG-25). `price` is per unit, net or gross as the document's `prices` says.

    `unit` is a key of the closed list of units ("hour", "day", "piece"…). `section` indexes
    `Document.sections`, None before the first heading. `deducts` names the deposit invoice that a
    generated negative line takes off. `path` is the place in the source, () for generated lines.
    """

    item: str
    price: Decimal
    vat: Vat
    quantity: Decimal = Decimal(1)
    unit: str = "piece"
    nature: Nature = Nature.SERVICES
    details: str = ""
    ref: str = ""
    discount: Discount | None = None
    section: int | None = None
    vat_typed: str = ""  # the word on the line or document, "" when it came from defaults or was derived
    deducts: str = ""
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A charge on the whole document (BG-21): postage, packaging… `amount` net or gross like prices.

    A negative amount is an allowance in one VAT group (BG-20), typed under `allowances`.
    """

    item: str
    amount: Decimal
    vat: Vat
    vat_typed: str = ""
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When the supply took place (BG-14): both days included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """Units of the document's currency for 1 EUR, of a day, by a source such as BCE."""

    rate: Decimal
    date: date
    source: str = "BCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The day of a recurring template that a document was made for: none is made for it again."""

    template: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document. `key` is the number, or the file name of a draft. Amounts are in `currency`."""

    key: str
    type: DocumentType
    seller: Seller
    client: Client
    file: str
    number: str = ""  # "" for a draft
    date: date
    currency: str = "EUR"
    language: str = "fr"
    prices: Prices = Prices.NET
    subject: str = ""
    lines: tuple[Line, ...] = ()
    sections: tuple[str, ...] = ()
    charges: tuple[Charge, ...] = ()
    discount: Discount | None = None
    terms: Terms = Terms()
    order: str = ""  # BT-13
    contract: str = ""  # BT-12
    buyer_reference: str = ""  # BT-10
    project: str = ""  # BT-11
    period: Period | None = None
    delivered: Day | None = None  # BT-72
    credits: str = ""  # number of the invoice a credit note reduces
    everything: bool = False  # the credit note takes back the whole balance
    replaces: str = ""  # number of the invoice a corrective replaces, or of the quote a new version replaces
    quote: str = ""  # number of the quote it comes from
    share: Decimal | None = None  # of a deposit: percent of the quote
    deducts: tuple[str, ...] = ()  # deposit invoices this one takes off
    valid_days: int | None = None  # of a quote
    deposit: Decimal | None = None  # of a quote: percent asked in advance
    rounding: Decimal = Decimal(0)  # BT-114: typed, or computed where documents together must come to the cent
    exchange_rate: ExchangeRate | None = None
    pay: tuple[str, ...] = ()  # bank, stripe, labels of payments.links
    notes: str = ""
    attachments: tuple[str, ...] = ()  # paths inside the book
    accepts: tuple[str, ...] = field(default=())  # acknowledged warning codes
    recurring: Occurrence | None = None  # the template it was made from

    @property
    def is_draft(self) -> bool:
        """Whether it has no number yet."""
        return not self.number

    @property
    def year(self) -> int:
        """The year of its date."""
        return self.date.year
