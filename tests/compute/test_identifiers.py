"""Check digits of SIREN, SIRET, VAT numbers, IBAN, BIC and creditor references."""

from __future__ import annotations

import pytest

from facturier.compute import identifiers


@pytest.mark.parametrize("siren", ["732829320", "443061841", "404833048", "356000000", "999000011"])
def test_right_sirens(siren: str) -> None:
    assert identifiers.siren_is_valid(siren)


@pytest.mark.parametrize("siren", ["732829321", "73282932", "7328293200", "ABCDEFGHI", ""])
def test_wrong_sirens(siren: str) -> None:
    assert not identifiers.siren_is_valid(siren)


@pytest.mark.parametrize("siret", ["44306184100047", "35600000000048", "35600000049837"])
def test_right_sirets_with_la_poste(siret: str) -> None:
    assert identifiers.siret_is_valid(siret)


@pytest.mark.parametrize("siret", ["44306184100048", "35600000000049", "443061841"])
def test_wrong_sirets(siret: str) -> None:
    assert not identifiers.siret_is_valid(siret)


@pytest.mark.parametrize("number", ["FR44732829320", "FR64443061841", "FR83404833048"])
def test_the_key_of_a_french_vat_number(number: str) -> None:
    assert identifiers.vat_number_of(number[4:]) == number
    assert identifiers.vat_number_is_valid(number)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("DE136695976", True),
        ("DE136695977", False),
        ("EL094259216", True),
        ("ATU13585627", True),
        ("NL4495445B01", True),
        ("CHE107787577TVA", True),
        ("CHE107787576TVA", False),
        ("GB980780684", True),
        ("XI980780684", True),
        ("FR53000004605", True),
        ("FR00732829320", False),
        ("US123456789", None),
    ],
)
def test_vat_numbers_of_other_countries(number: str, valid: bool | None) -> None:
    assert identifiers.vat_number_is_valid(number) is valid


def test_monaco_has_french_numbers_without_a_siren() -> None:
    assert identifiers.is_monegasque("FR53000004605")
    assert not identifiers.is_monegasque("FR44732829320")


def test_a_key_may_have_letters() -> None:
    assert identifiers.has_letter_key("FR0G999000029")
    assert not identifiers.has_letter_key("FR44732829320")


@pytest.mark.parametrize(
    ("iban", "valid"), [("FR7630006000011234567890189", True), ("FR7630006000011234567890188", False)]
)
def test_ibans(iban: str, valid: bool) -> None:
    assert identifiers.iban_is_valid(iban) is valid


@pytest.mark.parametrize(
    ("bic", "valid"), [("AGRIFRPPXXX", True), ("AGRIFRPP", True), ("AGRIXXPP", False), ("AGRI", False)]
)
def test_bics(bic: str, valid: bool) -> None:
    assert identifiers.bic_is_valid(bic) is valid


@pytest.mark.parametrize(("reference", "valid"), [("RF18539007547034", True), ("RF19539007547034", False)])
def test_creditor_references(reference: str, valid: bool) -> None:
    assert identifiers.creditor_reference_is_valid(reference) is valid
