"""Turns a legal sentence of the dated tables and typed values into text in the language of a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from facturier.model.law import Law, Mention
from facturier.model.money import minor_units
from facturier.model.party import Address

LOCALES = {"fr": "fr_FR", "en": "en_GB", "de": "de_DE", "es": "es_ES", "it": "it_IT", "nl": "nl_NL"}

Value = str | Decimal | date | int


def mention(
    key: str,
    *,
    law: Law,
    language: str,
    on: date,
    place: str,
    note: str = "",
    values: Mapping[str, Value] | None = None,
) -> tuple[Mention, ...]:
    """The sentence of a key on a day as a mention; () when the tables hold none for that day (rule VAT-023)."""
    sentence = law.sentence(key, language, on)
    if sentence is None:
        return ()
    texts = {name: plain(value, language) for name, value in (values or {}).items()}
    return (Mention(code=sentence.rule, text=sentence.text.format_map(texts), note=note, place=place),)


def plain(value: Value, language: str) -> str:
    """A number or a day as the language writes it; text stays as it is."""
    from babel.dates import format_date
    from babel.numbers import format_decimal

    locale = LOCALES.get(language, "fr_FR")
    if isinstance(value, date):
        return format_date(value, format="long", locale=locale)
    if isinstance(value, Decimal):
        return format_decimal(value, locale=locale, decimal_quantization=False)
    return str(value)


def money(amount: Decimal, currency: str, language: str, *, whole: bool = False) -> str:
    """An amount with its currency; `whole` leaves zero cents out: a share capital of 5 000 €."""
    from babel import Locale
    from babel.numbers import format_currency

    locale = Locale.parse(LOCALES.get(language, "fr_FR"))
    places = minor_units(currency)
    if whole and amount == amount.to_integral_value():
        places = 0
    digits = "0." + "0" * places if places else "0"
    pattern = locale.currency_formats["standard"].pattern.replace("0.00", digits)
    return format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)


def rate(percent: Decimal, language: str) -> str:
    """A yearly rate or a discount in percent with at least two decimals when it has any: `12,40 %`, `2 %`."""
    from babel.numbers import format_percent

    whole = percent == percent.to_integral_value()
    pattern = {"en": "#,##0.##%"}.get(language, "#,##0.##\u00a0%")
    shown = pattern.replace("0.##", "0" if whole else "0.00##")
    return format_percent(
        percent / 100, format=shown, locale=LOCALES.get(language, "fr_FR"), decimal_quantization=False
    )


def one_line(address: Address) -> str:
    """An address on one line: street, postcode and city, country when it is not France."""
    town = " ".join(part for part in (address.postcode, address.city) if part)
    country = "" if address.country == "FR" else address.country
    return ", ".join(part for part in (*address.lines, town, address.region, country) if part)
