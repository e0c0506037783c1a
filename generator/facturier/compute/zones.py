"""Turns an address into its place for VAT: a part of France, the EU, Northern Ireland, or outside."""

from __future__ import annotations

from facturier.model.law import Law
from facturier.model.party import Address

METRO = ("FR_METRO", "CORSE", "MONACO")
"""One market: mainland France, Corsica with rates of its own, Monaco (convention of 18 May 1963)."""


def zone(address: Address, law: Law) -> str:
    """The VAT zone of an address, by its country and postcode (CGI 294, 297; Dir. 2006/112 art. 5 and 6).

    One of FR_METRO, CORSE, MONACO, DROM_VAT, DROM_NOVAT, COM, EU, NORTHERN_IRELAND, NON_EU.
    """
    places, country = law.places, address.country.upper()
    postcode = address.postcode.replace(" ", "").upper()
    if country in places.countries:
        return places.countries[country]
    for prefix, name in places.postcodes.get(country, ()):
        if postcode.startswith(prefix):
            return name
    return "EU" if country in places.eu else "NON_EU"


def market(name: str) -> str:
    """The VAT market a zone belongs to: `METRO` for the mainland, Corsica and Monaco, else the zone itself."""
    return "METRO" if name in METRO else name


def relative(seller: str, client: str) -> str:
    """The client's zone as the seller sees it: `HOME` inside one market, else the client's market."""
    there = market(client)
    return "HOME" if market(seller) == there else there


def in_france(name: str) -> bool:
    """Whether a business of that zone is established in France for the e-invoicing reform (CGI 289 bis)."""
    return name in (*METRO, "DROM_VAT") and name != "MONACO"


def number_zone(vat_number: str, law: Law) -> str:
    """Where a VAT number is from: `EU` (another member state), `NORTHERN_IRELAND`, `FR`, or "" for anything else."""
    prefix = vat_number[:2].upper()
    if prefix == "FR":
        return "FR"
    if prefix == "XI":
        return "NORTHERN_IRELAND"
    return "EU" if prefix in law.places.eu else ""
