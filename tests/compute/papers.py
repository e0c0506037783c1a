"""Documents for tests of arithmetic: only what a test says, everything else plain."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from facturier.model.document import Charge, Discount, Document, DocumentType, Line, Prices
from facturier.model.party import Address, BankAccount, Client, ClientKind, Seller
from facturier.model.vat import Vat

SELLER = Seller(
    name="Atelier Lumen",
    address=Address(city="Bourg-en-Bresse"),
    siren="999000011",
    bank=BankAccount(holder="Atelier Lumen", iban="FR7630006000011234567890189", bic="AGRIFRPPXXX"),
)
ACME = Client(id="acme", name="ACME France SAS", kind=ClientKind.BUSINESS, address=Address(city="Paris"))
BETA = Client(id="beta", name="Beta SARL", kind=ClientKind.BUSINESS, address=Address(city="Lyon"))


def rate(percent: str) -> Vat:
    """A standard French rate."""
    return Vat(category="S", rate=Decimal(percent), word=f"{percent}%")


EXEMPT = Vat(category="E", rate=Decimal(0), word="exempt", case="EXEMPT_261", code="VATEX-FR-CGI261-4")


def line(price: str, vat: str | Vat = "20", quantity: str = "1", **more: Any) -> Line:
    """A line at a price."""
    treatment = rate(vat) if isinstance(vat, str) else vat
    return Line(item="Conseil", price=Decimal(price), vat=treatment, quantity=Decimal(quantity), **more)


def charge(amount: str, vat: str = "20") -> Charge:
    """A charge such as postage."""
    return Charge(item="Frais de port", amount=Decimal(amount), vat=rate(vat))


def percent(value: str) -> Discount:
    """A discount in percent."""
    return Discount(percent=Decimal(value))


def amount(value: str) -> Discount:
    """A discount of an amount."""
    return Discount(amount=Decimal(value))


def paper(*lines: Line, number: str = "F2026-0001", client: Client = ACME, **more: Any) -> Document:
    """An invoice of 2 November 2026 unless told otherwise."""
    return Document(
        key=more.pop("key", number),
        number=number,
        type=more.pop("type", DocumentType.INVOICE),
        seller=SELLER,
        client=client,
        file=f"invoices/2026/{number}.yaml",
        date=more.pop("date", date(2026, 11, 2)),
        lines=tuple(lines),
        **more,
    )


def gross_paper(*lines: Line, **more: Any) -> Document:
    """The same with prices that include VAT."""
    return paper(*lines, prices=Prices.GROSS, **more)


def decimals(*values: str) -> Sequence[Decimal]:
    """Several amounts."""
    return tuple(Decimal(value) for value in values)
