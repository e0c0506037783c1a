"""Rules about identifiers: SIREN, SIRET, VAT numbers, IBAN and BIC have the right digits and agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from facturier.compute.identifiers import (
    LA_POSTE,
    bic_is_valid,
    has_letter_key,
    iban_is_valid,
    is_monegasque,
    siren_is_valid,
    siret_is_valid,
    vat_number_is_valid,
)
from facturier.compute.zones import zone
from facturier.faults import Fault, Where, error, warning
from facturier.model.party import Client, Seller
from facturier.rules.context import Context, at_client, at_seller

Place = Callable[[str], Where]


def seller_numbers(context: Context) -> Iterator[Fault]:
    """ID-001 … ID-008 of the seller."""
    seller = context.book.seller
    yield from _numbers(seller, at_seller)
    yield from _vat_number(seller, at_seller, zone(seller.address, context.law))
    if seller.bank is not None:
        if not iban_is_valid(seller.bank.iban):
            yield error("ID-008", at_seller("bank", "iban"), iban=seller.bank.iban)
        if seller.bank.bic and not bic_is_valid(seller.bank.bic):
            yield error("ID-009", at_seller("bank", "bic"), bic=seller.bank.bic)


def client_numbers(context: Context) -> Iterator[Fault]:
    """ID-001 … ID-007 of every client."""
    for client in context.book.clients.values():
        place = _place_of(client)
        yield from _numbers(client, place)
        yield from _vat_number(client, place, zone(client.address, context.law))


def _place_of(client: Client) -> Place:
    return lambda key: at_client(client, key)


def _numbers(party: Seller | Client, place: Place) -> Iterator[Fault]:
    """ID-001 SIREN, ID-002 SIRET, ID-003 SIRET of La Poste, MEN-008 a SIRET that starts with another SIREN."""
    if _has_wrong_siren(party):
        yield error("ID-001", place("siren"), siren=party.siren)
        return  # what is made of a wrong SIREN is judged when it is mended
    if party.siret and not siret_is_valid(party.siret):
        yield error("ID-003" if party.siret.startswith(LA_POSTE) else "ID-002", place("siret"), siret=party.siret)
    elif party.siret and party.siren and not party.siret.startswith(party.siren):
        yield error("MEN-008", place("siret"), siret=party.siret, siren=party.siren)


def _has_wrong_siren(party: Seller | Client) -> bool:
    return bool(party.siren) and not siren_is_valid(party.siren)


def _vat_number(party: Seller | Client, place: Place, where: str) -> Iterator[Fault]:
    number = party.vat_number
    if not number:
        return
    if number.startswith("FR"):
        yield from _french(party, place, where)
    elif vat_number_is_valid(number) is False:
        yield error("ID-010", place("vat_number"), number=number, country=number[:2])
    if _prefix(party.address.country) != number[:2] and where in ("EU", "FR_METRO", "CORSE", "DROM_VAT"):
        yield warning("ID-007", place("vat_number"), number=number, country=party.address.country)


def _prefix(country: str) -> str:
    return {"GR": "EL", "MC": "FR", "GP": "FR", "MQ": "FR", "RE": "FR"}.get(country, country)


def _french(party: Seller | Client, place: Place, where: str) -> Iterator[Fault]:
    """ID-004 wrong key or another SIREN, ID-005 a key with letters, ID-006 a number of Monaco elsewhere."""
    number = party.vat_number
    if is_monegasque(number) != (where == "MONACO"):
        yield warning("ID-006", place("vat_number"), number=number)
    if _has_wrong_siren(party):
        return
    if vat_number_is_valid(number) is False:
        yield error("ID-004", place("vat_number"), number=number, siren=number[4:])
    elif party.siren and number[4:] != party.siren:
        yield error("ID-004", place("vat_number"), number=number, siren=party.siren)
    elif has_letter_key(number):
        yield warning("ID-005", place("vat_number"), number=number)


BOOK_RULES = (seller_numbers, client_numbers)
