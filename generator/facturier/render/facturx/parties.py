"""A party of an e-invoice → `ram:SellerTradeParty` or `ram:BuyerTradeParty` in the order the schema wants."""

from __future__ import annotations

from facturier.model.party import Address, Contact
from facturier.render.einvoice.terms import Identifier, Party
from facturier.render.einvoice.xml import Node, add, put


def put_party(parent: Node, name: str, party: Party) -> None:
    """BG-4 or BG-7."""
    node = add(parent, name)
    _identifier(node, "ram:GlobalID", party.establishment)
    put(node, "ram:Name", party.name)
    put(node, "ram:Description", party.legal)
    _organization(node, party)
    if party.contact:
        _contact(node, party.contact)
    put_address(node, party.address)
    if party.endpoint:
        _identifier(add(node, "ram:URIUniversalCommunication"), "ram:URIID", party.endpoint)
    for number, scheme in ((party.vat_number, "VA"), (party.tax_number, "FC")):
        if number:
            add(add(node, "ram:SpecifiedTaxRegistration"), "ram:ID", number, schemeID=scheme)


def put_address(parent: Node, address: Address) -> None:
    """BG-5, BG-8 or BG-15; what does not fit three lines is joined in the third."""
    node = add(parent, "ram:PostalTradeAddress")
    put(node, "ram:PostcodeCode", address.postcode)
    first, second, *others = (*address.lines, "", "")
    put(node, "ram:LineOne", first)
    put(node, "ram:LineTwo", second)
    put(node, "ram:LineThree", ", ".join(line for line in others if line))
    put(node, "ram:CityName", address.city)
    put(node, "ram:CountryID", address.country)
    put(node, "ram:CountrySubDivisionName", address.region)


def _organization(parent: Node, party: Party) -> None:
    if party.registration is None and not party.trade_name:
        return
    node = add(parent, "ram:SpecifiedLegalOrganization")
    _identifier(node, "ram:ID", party.registration)
    put(node, "ram:TradingBusinessName", party.trade_name)


def _contact(parent: Node, contact: Contact) -> None:
    if not (contact.name or contact.phone or contact.email):
        return
    node = add(parent, "ram:DefinedTradeContact")
    put(node, "ram:PersonName", contact.name)
    if contact.phone:
        add(add(node, "ram:TelephoneUniversalCommunication"), "ram:CompleteNumber", contact.phone)
    if contact.email:
        add(add(node, "ram:EmailURIUniversalCommunication"), "ram:URIID", contact.email)


def _identifier(parent: Node, name: str, identifier: Identifier | None) -> None:
    if identifier is not None:
        add(parent, name, identifier.value, schemeID=identifier.scheme)
