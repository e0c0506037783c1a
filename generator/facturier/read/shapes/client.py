"""The shape of clients/ID.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from facturier.read.scalar_types import (
    Currency,
    Language,
    OneOf,
    Siren,
    Siret,
    Text,
    VatNumber,
    VatWord,
    Whole,
)
from facturier.read.shapes.base import AcceptList, Shape
from facturier.read.shapes.config import Access, AddressShape, ContactShape
from facturier.read.shapes.terms import DiscountShape, Reminders, TermsShape


class EInvoiceShape(Shape):
    """How the client takes e-invoices."""

    format: Annotated[str, OneOf("factur-x", "ubl", "peppol")] = Field("factur-x", description="Format.")
    address: Text | None = Field(None, description="Electronic address (BT-49).", examples=["999000029"])


class ClientPortalShape(Shape):
    """This client's portal."""

    access: Access | None = Field(None, description="How the portal is opened, when it differs from the book's.")
    epoch: Whole = Field(1, description="Count up to replace every link of this client.")


class ClientShape(Shape):
    """A client; the file name is the client id."""

    name: Text = Field(description="Legal name.", examples=["ACME France SAS"])
    kind: Annotated[str, OneOf("business", "consumer", "public")] = Field(description="What the buyer is to the law.")
    trade_name: Text | None = Field(None, description="Trade name, when it differs.", examples=["ACME"])
    siren: Siren | None = Field(None, description="SIREN, nine digits.")
    siret: Siret | None = Field(None, description="SIRET, fourteen digits.")
    vat_number: VatNumber | None = Field(None, description="VAT number with its country prefix.")
    address: AddressShape = Field(description="Postal address.")
    delivery_address: AddressShape | None = Field(None, description="Where goods go, when it differs.")
    billing_address: AddressShape | None = Field(None, description="Where invoices go, when it differs.")
    contacts: list[ContactShape] | None = Field(None, description="People and desks.")
    language: Language | None = Field(None, description="Language of documents and portal.")
    currency: Currency | None = Field(None, description="Currency, when it differs from the book's.")
    vat: VatWord | None = Field(None, description="VAT where the law leaves a choice.")
    prices: Annotated[str, OneOf("net", "gross")] | None = Field(None, description="Whether typed prices include VAT.")
    nature: Annotated[str, OneOf("goods", "services")] | None = Field(None, description="Goods or services.")
    discount: DiscountShape | None = Field(None, description="Standing discount, for documents that have none.")
    terms: TermsShape | None = Field(None, description="Terms agreed with this client.")
    pay: list[Text] | None = Field(None, description="How this client can pay.", examples=[["bank"]])
    reminders: Reminders | None = Field(None, description="Own reminder policy, or `none`.")
    portal: ClientPortalShape | None = Field(None, description="This client's portal.")
    e_invoice: EInvoiceShape | None = Field(None, description="How the client takes e-invoices.")
    accept: AcceptList | None = Field(
        None, description="Warnings about this file and its documents that were looked at and accepted."
    )
