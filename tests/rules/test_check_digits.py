"""The check digits of registers: numbers that exist as examples are right, one digit further they are wrong."""

from collections.abc import Callable

import pytest

from facturier.rules.incoming import check_digits as check

NUMBERS = {
    "a GLN": (check.gln, "7300010000001", "7300010000002"),
    "an organisation number of Sweden": (check.swedish, "5567321707", "5567321708"),
    "an organisation number of Norway": (check.norwegian, "974761076", "974761077"),
    "an enterprise number of Belgium": (check.belgian, "0202239951", "0202239952"),
    "a CVR number": (check.danish, "DK12345674", "DK1234567"),
    "an Australian business number": (check.australian, "51824753556", "51824753557"),
    "a codice fiscale of a person": (check.fiscal_code, "RSSMRA85T10A562S", "RSSMRA85T10A5622"),
    "a codice fiscale of a company": (check.fiscal_code, "00743110157", "0074311015"),
    "a partita IVA": (check.partita_iva, "IT00743110157", "IT00743110158"),
    "an IBAN": (check.iban, "FR76 3000 6000 0112 3456 7890 189", "FR76 3000 6000 0112 3456 7890 188"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_told_from_one_with_a_wrong_digit(name: str) -> None:
    is_right, right, wrong = NUMBERS[name]
    assert (is_right(right), is_right(wrong)) == (True, False)


@pytest.mark.parametrize("text", ["", "x", "٣٤٥", "12 34", "-1"])
@pytest.mark.parametrize("is_right", [check.gln, check.luhn, check.norwegian, check.belgian, check.australian])
def test_what_is_no_number_is_wrong(is_right: Callable[[str], bool], text: str) -> None:
    assert not is_right(text)


def test_a_vat_number_of_another_country_is_not_looked_at() -> None:
    assert check.partita_iva("FR66999000011")
