"""A party of an e-invoice → `cac:Party` in the order the schema wants."""

from __future__ import annotations

from facturier.model.party import Address, Contact
from facturier.render.einvoice.terms import Identifier, Party
from facturier.render.einvoice.xml import Node, add, put


def put_party(parent: Node, name: str, party: Party) -> None:
    """BG-4 or BG-7."""
    node = add(add(parent, name), "cac:Party")
    _identifier(node, "cbc:EndpointID", party.endpoint)
    if party.establishment:
        _identifier(add(node, "cac:PartyIdentification"), "cbc:ID", party.establishment)
    if party.trade_name:
        add(add(node, "cac:PartyName"), "cbc:Name", party.trade_name)
    put_address(node, "cac:PostalAddress", party.address)
    for number, scheme in ((party.vat_number, "VAT"), (party.tax_number, "TAX")):
        if number:
            tax = add(node, "cac:PartyTaxScheme")
            add(tax, "cbc:CompanyID", number)
            add(add(tax, "cac:TaxScheme"), "cbc:ID", scheme)
    legal = add(node, "cac:PartyLegalEntity")
    add(legal, "cbc:RegistrationName", party.name)
    _identifier(legal, "cbc:CompanyID", party.registration)
    put(legal, "cbc:CompanyLegalForm", party.legal)
    if party.contact:
        _contact(node, party.contact)


def put_address(parent: Node, name: str, address: Address) -> None:
    """BG-5, BG-8 or BG-15; what does not fit three lines is joined in the third."""
    node = add(parent, name)
    first, second, *others = (*address.lines, "", "")
    put(node, "cbc:StreetName", first)
    put(node, "cbc:AdditionalStreetName", second)
    put(node, "cbc:CityName", address.city)
    put(node, "cbc:PostalZone", address.postcode)
    put(node, "cbc:CountrySubentity", address.region)
    if rest := ", ".join(line for line in others if line):
        add(add(node, "cac:AddressLine"), "cbc:Line", rest)
    add(add(node, "cac:Country"), "cbc:IdentificationCode", address.country)


def _contact(parent: Node, contact: Contact) -> None:
    if not (contact.name or contact.phone or contact.email):
        return
    node = add(parent, "cac:Contact")
    put(node, "cbc:Name", contact.name)
    put(node, "cbc:Telephone", contact.phone)
    put(node, "cbc:ElectronicMail", contact.email)


def _identifier(parent: Node, name: str, identifier: Identifier | None) -> None:
    if identifier is not None:
        add(parent, name, identifier.value, schemeID=identifier.scheme)
