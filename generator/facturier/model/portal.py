"""All that one client's portal is made from: a value that holds one client and nothing of any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.model.document import Document
from facturier.model.law import Mention
from facturier.model.money import ZERO
from facturier.model.party import BankAccount, Client, Seller
from facturier.model.state import State, TimelineEntry
from facturier.model.statement import Statement
from facturier.model.totals import Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A link to another document of the same client.

    `kind`: credits, credited-by, replaces, replaced-by, deducts, deducted-by, quote, invoiced-by.
    """

    kind: str
    number: str
    date: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLink:
    """A link that leads to a payment page. `host` is what the page says the client will see."""

    label: str
    url: str
    host: str
    amount: Decimal
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentBlock:
    """How to pay what is open: bank details with a reference, the text of a QR code, links.

    `reference` is an ISO 11649 one, on a Swiss QR-IBAN a QR reference. `epc` is the text of the EPC069-12 code (EUR),
    `swiss` that of the Swiss QR code (CHF to a Swiss IBAN); at most one of them is not "".
    """

    amount: Decimal
    currency: str
    bank: BankAccount | None = None
    reference: str = ""  # RF…, or 27 digits
    epc: str = ""
    swiss: str = ""
    links: tuple[PayLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalDocument:
    """One document with everything a page or a PDF of it shows."""

    document: Document  # expanded: deposits taken off are lines
    totals: Totals
    state: State
    timeline: tuple[TimelineEntry, ...] = ()  # the client's view: no private entry
    related: tuple[Related, ...] = ()
    mentions: tuple[Mention, ...] = ()
    payment: PaymentBlock | None = None
    fingerprint: str = ""  # of the seal, "" for what is not sealed
    original: str = ""  # sha256 in hex of the original PDF, "" for what is not sealed
    imported: bool = False  # its original was brought along, and may hold no XML
    prepaid: Decimal = ZERO  # of a document issued elsewhere: what it says was paid before (BT-113)
    deposit: Decimal = ZERO  # what a quote asks for on order, VAT included


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What one client owes in one currency on a day."""

    currency: str
    open: Decimal = ZERO
    overdue: Decimal = ZERO
    due_soon: Decimal = ZERO
    next_due: date | None = None
    next_amount: Decimal = ZERO
    credit: Decimal = ZERO  # what the client has in hand with the seller (positive)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPage:
    """A page written by the seller for this client, as Markdown."""

    slug: str
    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalFile:
    """A file offered for download: its name in the portal and where it comes from in the book."""

    name: str
    file: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One client's portal on a day; documents newest first."""

    seller: Seller
    client: Client
    as_of: date
    language: str
    color: str
    documents: tuple[PortalDocument, ...] = ()
    balances: tuple[Balance, ...] = ()
    statements: tuple[Statement, ...] = ()  # of the whole relation, by currency
    pages: tuple[PortalPage, ...] = ()
    files: tuple[PortalFile, ...] = ()
    url: str = ""  # the public address of all portals, ends with "/"
    preview: bool = False  # drafts included, watermark, never published
    languages: tuple[str, ...] = ()  # of the pages, the client's own first; () stands for `language` alone
    form: str = ""  # where questions and disputes are posted; "": by e-mail alone
    throwaway: bool = (
        False  # built without the business's secret: the address is good on one machine only, and pages say so
    )
