from decimal import Decimal

import pytest
from tests.compute.papers import decimals

from facturier.compute.rounding import cent, percent_of, split, unit_cent, without_vat


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.005", "EUR", "1.01"),
        ("-1.005", "EUR", "-1.01"),
        ("1.0049999", "EUR", "1.00"),
        ("2.5", "JPY", "3"),
        ("-2.5", "JPY", "-3"),
        ("1.0005", "TND", "1.001"),
        ("7", "EUR", "7.00"),
    ],
)
def test_half_a_cent_goes_away_from_zero(amount, currency, rounded):
    assert str(cent(Decimal(amount), currency=currency)) == rounded


def test_zero_is_never_negative():
    assert str(cent(Decimal("-0.001"), currency="EUR")) == "0.00"


def test_the_largest_numbers_that_can_be_typed_stay_exact():
    product = Decimal("999999999999.9999") * 1
    assert percent_of(product, Decimal("99.9999"), currency="EUR") == Decimal("999998999999.9999").quantize(
        Decimal("0.01")
    )


def test_a_percentage_is_rounded_once():
    assert percent_of(Decimal("0.25"), Decimal(2), currency="EUR") == Decimal("0.01")


def test_a_split_rounds_the_running_total():
    assert split(Decimal("0.05"), decimals("1", "1", "1", "1"), currency="EUR") == decimals(
        "0.01", "0.02", "0.01", "0.01"
    )


def test_the_last_part_does_not_take_a_negative_rest():
    assert split(Decimal("0.02"), decimals(*["1"] * 4), currency="EUR") == decimals("0.01", "0.00", "0.01", "0.00")


def test_without_proportion_the_first_part_takes_everything():
    assert split(Decimal("3.00"), decimals("0", "0"), currency="EUR") == decimals("3.00", "0.00")


def test_nothing_is_split_over_nothing():
    assert split(Decimal("3.00"), (), currency="EUR") == ()


def test_vat_is_taken_out_of_the_running_total():
    assert without_vat(decimals("10", "10", "10"), rate=Decimal(20), currency="EUR") == decimals("8.33", "8.34", "8.33")


@pytest.mark.parametrize(
    ("amount", "price"), [("83.3333333", "83.333333"), ("100", "100.00"), ("0.0000005", "0.000001")]
)
def test_a_derived_unit_price_has_six_decimals_only_when_it_needs_them(amount, price):
    assert str(unit_cent(Decimal(amount), currency="EUR")) == price
