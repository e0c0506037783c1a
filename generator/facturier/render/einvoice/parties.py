"""Seller and client → the parties of an e-invoice with the identifiers each VAT case allows."""

from __future__ import annotations

import re

from facturier.model.document import Document
from facturier.model.law import Mention
from facturier.model.party import Client, ClientKind, Seller
from facturier.render.einvoice.terms import Identifier, Party

_SCHEME = re.compile(r"(?P<scheme>\d{4}|EM):(?P<value>.+)")
# Electronic address schemes (EAS) of VAT numbers, for buyers abroad who named no other address.
_VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "GB": "9932", "XI": "9932", "EL": "9933", "HR": "9934", "IE": "9935", "LI": "9936", "LT": "9937", "LU": "9938",
    "LV": "9939", "MC": "9940", "ME": "9941", "MK": "9942", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946",
    "RO": "9947", "RS": "9948", "SI": "9949", "SK": "9950", "SM": "9951", "ES": "9920", "HU": "9910", "FI": "0213",
    "IT": "0211", "SE": "9955", "DK": "9902", "FR": "9957",
}  # fmt: skip


def seller_party(document: Document, mentions: tuple[Mention, ...]) -> Party:
    """The seller (BG-4). A franchise seller has a tax number (BT-32), no VAT number; category O takes it away too."""
    seller = document.seller
    franchise = seller.vat_regime == "franchise"
    hidden = franchise or outside_scope(document)
    return Party(
        name=seller.name,
        address=seller.address,
        trade_name=seller.trade_name,
        registration=_siren(seller.siren),
        establishment=_siret(seller.siret),
        vat_number="" if hidden else seller.vat_number,
        tax_number=seller.siren if hidden or not seller.vat_number else "",
        legal=_legal(seller, mentions),
        contact=seller.contact,
        endpoint=Identifier(value=seller.siren, scheme="0225") if seller.siren else None,
    )


def buyer_party(document: Document) -> Party:
    """The buyer (BG-7), without VAT number where category O forbids it (BR-O-02)."""
    client = document.client
    return Party(
        name=client.name,
        address=client.address,
        trade_name=client.trade_name,
        registration=_siren(client.siren),
        establishment=_siret(client.siret),
        vat_number="" if outside_scope(document) else client.vat_number,
        contact=client.contacts[0] if client.contacts else None,
        endpoint=_endpoint(client),
    )


def outside_scope(document: Document) -> bool:
    """Whether a line is outside the scope of VAT: then no VAT number may stand in the XML (RULINGS Status 9)."""
    return any(line.vat.category == "O" for line in document.lines)


def treatment(client: Client) -> str:
    """The flow of the French reform (note BAR, BR-FR-20): who hears of this invoice and how."""
    if client.kind is ClientKind.CONSUMER:
        return "B2C" if client.address.country == "FR" else "B2CINT"
    if client.kind is ClientKind.PUBLIC:
        return "OUTOFSCOPE"
    if client.siren:
        return "B2B"
    return "OUTOFSCOPE" if client.address.country == "FR" else "B2BINT"


def _endpoint(client: Client) -> Identifier | None:
    """BT-49: the address the client gave, else its SIREN (a public body is found by its SIRET), else a VAT number."""
    if given := client.e_invoice.address:
        named = _SCHEME.fullmatch(given)
        return Identifier(value=named["value"], scheme=named["scheme"]) if named else _french(given)
    if client.siren:
        whole = client.kind is ClientKind.PUBLIC and client.siret
        return _french(f"{client.siren}_{client.siret}" if whole else client.siren)
    scheme = _VAT_SCHEMES.get(client.vat_number[:2])
    return Identifier(value=client.vat_number, scheme=scheme) if scheme else None


def _french(value: str) -> Identifier:
    return Identifier(value=value, scheme="0225")


def _siren(siren: str) -> Identifier | None:
    return Identifier(value=siren, scheme="0002") if siren else None


def _siret(siret: str) -> Identifier | None:
    return Identifier(value=siret, scheme="0009") if siret else None


def _legal(seller: Seller, mentions: tuple[Mention, ...]) -> str:
    """BT-33: form, capital and registry; the VAT number has a term of its own, and sometimes none may be named."""
    number = seller.vat_number or "no number"
    texts = [mention.text for mention in mentions if mention.place == "seller" and number not in mention.text]
    return " · ".join(texts) or seller.legal_form
