"""Amounts in Stripe's smallest units to Decimals and back; float nowhere."""

from __future__ import annotations

from decimal import Decimal

from facturier.model.money import Money

_WITHOUT_DECIMALS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)  # UGX and ISK have none either, but Stripe counts them in hundredths
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_WHOLE_IN_HUNDREDTHS = frozenset({"ISK", "UGX"})
_LARGEST = 99_999_999
_SMALLEST = {
    "AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50, "GBP": 30, "HKD": 400,
    "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200,
    "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip  # a link over less can be made, but nobody can pay on it


def exponent(currency: str) -> int:
    """The number of decimals Stripe counts a currency in: EUR 2, JPY 0, TND 3."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def to_minor(amount: Decimal, currency: str) -> int | None:
    """Return an amount in Stripe's smallest unit; None when Stripe cannot ask for it (too fine, small or large)."""
    scaled = amount.scaleb(exponent(currency))
    whole = int(scaled)
    step = 10 if currency in _THREE_DECIMALS else 100 if currency in _WHOLE_IN_HUNDREDTHS else 1
    too_fine = whole != scaled or whole % step
    return None if too_fine or not _SMALLEST.get(currency, 1) <= whole <= _LARGEST else whole


def from_minor(amount: int, currency: str) -> Decimal:
    """Return an amount of Stripe's as a Decimal with the decimals it counts in."""
    return Decimal(amount).scaleb(-exponent(currency.upper()))


def money(amount: int, currency: str) -> Money:
    """Return an amount of Stripe's with its currency in capitals."""
    return Money(from_minor(amount, currency), currency.upper())
