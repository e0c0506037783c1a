"""The two sides of a document: who sells and who buys."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ClientKind(StrEnum):
    """What the buyer is to the law: `business`, `consumer` or `public` body."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address (BG-5, BG-8, BG-15). `country` is ISO 3166-1 alpha-2."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or desk to write to (BG-6, BG-9). `role` is free text such as `billing`."""

    name: str = ""
    email: str = ""
    phone: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Where a transfer goes (BG-17). `iban` and `bic` without spaces, upper case."""

    holder: str
    iban: str
    bic: str = ""

    @property
    def last_four(self) -> str:
        """What page, PDF and mails name the account by, so that a changed one is seen (`0189`)."""
        return self.iban[-4:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance:
    """Compulsory trade insurance, printed on quotes and invoices (C. assur. L243-2; MEN-043)."""

    insurer: str
    contact: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """The business that issues (BG-4), as written under `seller:` with derived parts filled in."""

    name: str
    address: Address
    legal_form: str = ""
    capital: Decimal | None = None
    registry: str = ""
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    vat_regime: str = "normal"  # normal | franchise
    vat_due: str = "payment"  # payment | debits
    size: str = "micro"  # micro | PME | ETI | GE
    contact: Contact = Contact()
    bank: BankAccount | None = None
    logo: str = ""  # path inside the book, "" when none
    trade_name: str = ""
    mediator: str = ""
    insurance: Insurance | None = None
    sector: str = ""
    platform: str = ""  # approved platform (plateforme agréée), "" when none is named


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoiceAddress:
    """How a client wants e-invoices: `format` (factur-x | ubl | peppol) and endpoint `address` (BT-49)."""

    format: str = "factur-x"
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client (BG-7); `id` is the file name and never changes."""

    id: str
    name: str
    kind: ClientKind
    address: Address
    trade_name: str = ""
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    delivery_address: Address | None = None
    billing_address: Address | None = None
    contacts: tuple[Contact, ...] = ()
    language: str = "fr"
    currency: str = "EUR"
    e_invoice: EInvoiceAddress = EInvoiceAddress()
    access: str = ""  # sealed-link | sealed-link+passcode | open-link; "" = the book's
    epoch: int = 1  # counting up replaces every address of this client's portal
    file: str = ""  # clients/ID.yaml, for faults
