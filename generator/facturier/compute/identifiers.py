"""Turns identifiers into a yes or no: SIREN, SIRET, VAT numbers, IBAN, BIC, creditor references; no network."""

from __future__ import annotations

from functools import lru_cache

LA_POSTE = "356000000"
STDNUM_COUNTRIES = {"EL": "gr", "XI": "gb"}


def siren_is_valid(siren: str) -> bool:
    """Nine digits with a right Luhn digit (ID-001). Monaco's `000…` numbers are no SIREN."""
    from stdnum.fr import siren as check

    return len(siren) == 9 and bool(check.is_valid(siren))


def siret_is_valid(siret: str) -> bool:
    """Fourteen digits, Luhn; La Poste's establishments count digits modulo 5 instead (ID-002, ID-003)."""
    from stdnum.fr import siret as check

    return len(siret) == 14 and bool(check.is_valid(siret))


def vat_number_of(siren: str) -> str:
    """The French VAT number of a SIREN: key = (12 + 3 × (SIREN mod 97)) mod 97."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


@lru_cache(maxsize=4096)
def vat_number_is_valid(number: str) -> bool | None:
    """Whether the check digits of a VAT number are right; None when its country publishes none that we know.

    Every member state (python-stdnum), Northern Ireland, the United Kingdom, Switzerland, Norway and Monaco.
    """
    from stdnum import get_cc_module

    prefix = number[:2].upper()
    if prefix == "CH":
        return _swiss(number)
    country = STDNUM_COUNTRIES.get(prefix, prefix.lower())
    module = get_cc_module(country, "vat")
    if module is None:
        return None
    digits = number[2:] if prefix in ("EL", "XI", "GB", "NO") else number
    return bool(module.is_valid(digits))


def _swiss(number: str) -> bool:
    from stdnum.ch import uid, vat

    return bool(vat.is_valid(number) or uid.is_valid(number))


def is_monegasque(number: str) -> bool:
    """Whether a French VAT number is of Monaco: its last nine digits begin with 000 and are no SIREN (ID-006)."""
    return number.startswith("FR") and number[4:7] == "000"


def has_letter_key(number: str) -> bool:
    """Whether a French VAT number has letters in its key (ID-005)."""
    return number.startswith("FR") and not number[2:4].isdigit()


def iban_is_valid(iban: str) -> bool:
    """Country, length and the checksum modulo 97 of ISO 13616 (ID-008), and the national check digits when known."""
    from stdnum import iban as check

    return bool(check.is_valid(iban, check_country=False))


def bic_is_valid(bic: str) -> bool:
    """Eight or eleven characters of ISO 9362 with a country that exists."""
    from stdnum import bic as check

    return bool(check.is_valid(bic))


def creditor_reference_is_valid(reference: str) -> bool:
    """An ISO 11649 reference: `RF`, two check digits, at most 21 characters."""
    from stdnum import iso11649 as check

    return bool(check.is_valid(reference))
