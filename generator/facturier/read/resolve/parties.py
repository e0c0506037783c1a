"""The seller and client shapes to the parties of the model, with what can be derived filled in."""

from __future__ import annotations

from facturier.model.party import (
    Address,
    BankAccount,
    Client,
    ClientKind,
    Contact,
    EInvoiceAddress,
    Insurance,
    Seller,
)
from facturier.read.resolve.cascade import Standing
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import AddressShape, ContactShape, SellerShape


def seller_of(shape: SellerShape) -> Seller:
    """Return the seller; SIREN and VAT number are derived where the law makes them follow (not under franchise)."""
    siren = shape.siren or (shape.siret or "")[:9]
    bank = shape.bank
    insurance = shape.insurance
    return Seller(
        name=shape.name,
        address=address_of(shape.address),
        legal_form=shape.legal_form or "",
        capital=shape.capital,
        registry=shape.registry or "",
        siren=siren,
        siret=shape.siret or "",
        vat_number=shape.vat_number or _derived_vat_number(shape, siren),
        vat_regime=shape.vat_regime,
        vat_due=shape.vat_due,
        size=shape.size,
        contact=contact_of(shape.contact) if shape.contact else Contact(),
        bank=BankAccount(holder=bank.holder or shape.name, iban=bank.iban, bic=bank.bic or "") if bank else None,
        logo=shape.logo or "",
        trade_name=shape.trade_name or "",
        mediator=shape.mediator or "",
        insurance=Insurance(insurer=insurance.insurer, contact=insurance.contact or "", area=insurance.area or "")
        if insurance
        else None,
        sector=shape.sector or "",
        platform=shape.platform or "",
    )


def client_of(client_id: str, shape: ClientShape, file: str, standing: Standing) -> Client:
    """Return the client with the language and currency that hold for its documents."""
    return Client(
        id=client_id,
        name=shape.name,
        kind=ClientKind(shape.kind),
        address=address_of(shape.address),
        trade_name=shape.trade_name or "",
        siren=shape.siren or "",
        siret=shape.siret or "",
        vat_number=shape.vat_number or "",
        delivery_address=address_of(shape.delivery_address) if shape.delivery_address else None,
        billing_address=address_of(shape.billing_address) if shape.billing_address else None,
        contacts=tuple(contact_of(one) for one in shape.contacts or ()),
        language=standing.language,
        currency=standing.currency,
        e_invoice=EInvoiceAddress(format=shape.e_invoice.format, address=shape.e_invoice.address or "")
        if shape.e_invoice
        else EInvoiceAddress(),
        access=(shape.portal.access or "") if shape.portal else "",
        epoch=shape.portal.epoch if shape.portal else 1,
        file=file,
    )


def address_of(shape: AddressShape) -> Address:
    """Return a typed address as a value."""
    return Address(
        lines=tuple(shape.lines or ()),
        postcode=shape.postcode or "",
        city=shape.city or "",
        region=shape.region or "",
        country=shape.country,
    )


def contact_of(shape: ContactShape) -> Contact:
    """Return a typed contact as a value."""
    return Contact(name=shape.name or "", email=shape.email or "", phone=shape.phone or "", role=shape.role or "")


def _derived_vat_number(shape: SellerShape, siren: str) -> str:
    """Return FR + key + SIREN, key = (12 + 3 × (SIREN mod 97)) mod 97; "" abroad and under the franchise."""
    if not siren or shape.vat_regime == "franchise" or shape.address.country != "FR":
        return ""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"
