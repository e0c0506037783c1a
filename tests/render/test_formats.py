"""Amounts, dates and codes as a reader of each language expects them."""

import locale
import time
from datetime import date
from decimal import Decimal

import pytest

from facturier.render.formats import grouped, load_formats
from facturier.render.words import LANGUAGES

FRENCH, ENGLISH, GERMAN, DUTCH = map(load_formats, ("fr", "en", "de", "nl"))
NARROW, FIXED = "\u202f", "\u00a0"


def test_a_french_amount_has_narrow_and_fixed_spaces() -> None:
    assert FRENCH.amount(Decimal("12345.5"), "EUR") == f"12{NARROW}345,50{FIXED}€"


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        ("EUR", "€1,234.00"),
        ("USD", "US$1,234.00"),
        ("JPY", "JP¥1,234"),
        ("TND", f"TND{FIXED}1,234.000"),
        ("CHF", f"CHF{FIXED}1,234.00"),
    ],
)
def test_decimals_follow_iso_4217(currency: str, expected: str) -> None:
    assert ENGLISH.amount(Decimal(1234), currency) == expected


def test_a_currency_for_which_cldr_hides_decimals_keeps_them() -> None:
    assert ENGLISH.amount(Decimal("10.5"), "RSD") == f"RSD{FIXED}10.50"


def test_a_negative_amount_keeps_its_sign() -> None:
    assert GERMAN.amount(Decimal("-1234.5"), "EUR") == f"-1.234,50{FIXED}€"
    assert DUTCH.amount(Decimal("-1234.5"), "EUR") == f"€{FIXED}-1.234,50"


@pytest.mark.parametrize(("typed", "expected"), [("620", "620,00"), ("47.515", "47,515"), ("0.123456", "0,123456")])
def test_a_unit_price_shows_what_was_typed(typed: str, expected: str) -> None:
    assert FRENCH.unit_price(Decimal(typed), "EUR") == f"{expected}{FIXED}€"


@pytest.mark.parametrize(("typed", "expected"), [("12.50", "12,5"), ("40", "40"), ("-1", "-1"), ("0.0001", "0,0001")])
def test_a_quantity_has_no_needless_zeros(typed: str, expected: str) -> None:
    assert FRENCH.number(Decimal(typed)) == expected


@pytest.mark.parametrize(("typed", "expected"), [("20", "20"), ("5.50", "5,5"), ("2.1", "2,1")])
def test_percent(typed: str, expected: str) -> None:
    assert FRENCH.percent(Decimal(typed)) == f"{expected}{FIXED}%"


def test_dates_in_full_and_short() -> None:
    day = date(2026, 12, 2)
    assert FRENCH.full_date(day) == "mercredi 2 décembre 2026"
    assert FRENCH.date(day) == "2 décembre 2026"
    assert ENGLISH.date(day) == "2 December 2026"
    assert FRENCH.short_date(day) == "2 déc. 2026"


@pytest.mark.parametrize(
    ("day", "expected"), [(1, "1er décembre 2026"), (11, "11 décembre 2026"), (21, "21 décembre 2026")]
)
def test_french_says_first_of_the_month(day: int, expected: str) -> None:
    assert FRENCH.date(date(2026, 12, day)) == expected


def test_codes_stand_in_fours() -> None:
    assert grouped("FR7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189".replace(" ", FIXED)


@pytest.mark.parametrize(("size", "expected"), [(1, "1 kB"), (84_210, "84 kB"), (1_234_567, "1.2 MB")])
def test_file_sizes(size: int, expected: str) -> None:
    assert ENGLISH.file_size(size) == expected


def test_an_unknown_country_shows_its_code() -> None:
    assert FRENCH.country("CH") == "Suisse"
    assert FRENCH.country("XX1") == "XX1"


def test_nothing_depends_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> list[str]:
        return [
            text
            for formats in map(load_formats, LANGUAGES)
            for text in (formats.full_date(date(2026, 1, 1)), formats.amount(Decimal("1234.5"), "USD"))
        ]

    before = shown()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    time.tzset()
    locale.setlocale(locale.LC_ALL, "C")
    load_formats.cache_clear()
    try:
        assert shown() == before
    finally:
        monkeypatch.undo()
        time.tzset()
