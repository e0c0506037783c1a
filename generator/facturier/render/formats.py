"""Turns amounts, dates and codes into text of one language through Babel, whatever the machine's locale and zone."""

from __future__ import annotations

import datetime
import re
from copy import copy
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from facturier.model.money import minor_units

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

# Documents go to European readers: "22 November 2026" and "US$", never "11/22/26".
_LOCALES = {"en": "en_GB"}
_UNIT_PRICE_DECIMALS = 6
_NO_BREAK_SPACE = "\u00a0"


@cache
def load_formats(language: str) -> Formats:
    """The formats of a language, made once per process. An unknown language raises babel.UnknownLocaleError."""
    return Formats(language)


class Formats:
    """Amounts and dates as a reader of `language` expects them."""

    def __init__(self, language: str) -> None:
        from babel import Locale

        self.language = language
        self.locale: Locale = Locale.parse(_LOCALES.get(language, language))

    def amount(self, value: Decimal, currency: str) -> str:
        """An amount with all decimals of its currency: `1 234,50 €`."""
        digits = minor_units(currency)
        return _money(self.locale, value, currency, digits, digits)

    def unit_price(self, value: Decimal, currency: str) -> str:
        """A price per unit: at least the currency's decimals, at most 6."""
        return _money(self.locale, value, currency, minor_units(currency), _UNIT_PRICE_DECIMALS)

    def plain_amount(self, value: Decimal, currency: str, *, most: int | None = None) -> str:
        """An amount without its currency, for tables that name it once: `1 234,50`; `most` decimals for unit prices."""
        digits = minor_units(currency)
        return _plain(self.locale, str(value), digits, most or digits)

    def number(self, value: Decimal) -> str:
        """A quantity or rate without trailing zeros: `12,5`."""
        return _number(self.locale, str(value))

    def percent(self, value: Decimal) -> str:
        """Percent as the model holds them (20 is twenty per cent): `5,5 %`."""
        return _percent(self.locale, str(value))

    def date(self, value: datetime.date) -> str:
        """A date in full without the weekday: `2 décembre 2026`."""
        return _date(self.locale, value, "long")

    def full_date(self, value: datetime.date) -> str:
        """A date with its weekday: `mercredi 2 décembre 2026`."""
        return _date(self.locale, value, "full")

    def short_date(self, value: datetime.date) -> str:
        """A date with a short month, for lists: `2 déc. 2026`."""
        return _date(self.locale, value, "medium")

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; the code itself when CLDR has no name."""
        return str(self.locale.territories.get(code, code))

    def file_size(self, size: int) -> str:
        """A file's size in bytes as a person reads it: `84 ko`."""
        from babel.units import format_unit

        kilobytes = Decimal(size) / 1000
        if kilobytes < 1000:
            return format_unit(max(round(kilobytes), 1), "digital-kilobyte", length="short", locale=self.locale)
        return format_unit(round(kilobytes / 1000, 1), "digital-megabyte", length="short", locale=self.locale)


def grouped(code: str) -> str:
    """An IBAN or RF reference in groups of four, as ISO 13616 and ISO 11649 print them."""
    return _NO_BREAK_SPACE.join(code[place : place + 4] for place in range(0, len(code), 4))


@lru_cache(maxsize=4096)
def _money(locale: Locale, value: Decimal, currency: str, least: int, most: int) -> str:
    pattern = _money_pattern(locale, currency, least, most)
    return str(pattern.apply(value, locale, currency=currency, currency_digits=False))


@lru_cache(maxsize=256)
def _money_pattern(locale: Locale, currency: str, least: int, most: int) -> NumberPattern:
    """The locale's pattern with ISO 4217 decimals (CLDR's differ) and CLDR's space beside a symbol made of letters."""
    from babel.numbers import get_currency_symbol

    pattern: NumberPattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (least, most)
    if get_currency_symbol(currency, locale)[-1:].isalpha():
        positive, negative = (re.sub("¤$", "¤" + _NO_BREAK_SPACE, prefix) for prefix in pattern.prefix)
        pattern.prefix = (positive, negative)
    return pattern


# By the digits of a number, not by its value: 20 and 20.0 are equal and may be written differently.
@lru_cache(maxsize=4096)
def _plain(locale: Locale, digits: str, least: int, most: int) -> str:
    return str(_number_pattern(locale, least, most).apply(Decimal(digits), locale))


@lru_cache(maxsize=4096)
def _number(locale: Locale, digits: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(Decimal(digits), format="#,##0.######", locale=locale)


@lru_cache(maxsize=1024)
def _percent(locale: Locale, digits: str) -> str:
    from babel.numbers import format_percent

    return format_percent(Decimal(digits).scaleb(-2), locale=locale, decimal_quantization=False)


@lru_cache(maxsize=64)
def _number_pattern(locale: Locale, least: int, most: int) -> NumberPattern:
    from babel.numbers import parse_pattern

    pattern = copy(parse_pattern(locale.decimal_formats[None]))
    pattern.frac_prec = (least, most)
    return pattern


@lru_cache(maxsize=4096)
def _date(locale: Locale, value: datetime.date, form: str) -> str:
    from babel.dates import format_date

    text = format_date(value, form, locale=locale)
    # CLDR writes "1 décembre"; French says "1er décembre".
    return text.replace("1 ", "1er ", 1) if locale.language == "fr" and value.day == 1 and form != "short" else text
