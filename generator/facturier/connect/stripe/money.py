"""Amounts in Stripe's smallest units to Decimals and back; float nowhere."""

from __future__ import annotations

from decimal import Decimal

from facturier.model.money import Money

_WITHOUT_DECIMALS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)  # UGX and ISK have none either, but Stripe counts them in hundredths
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_LARGEST = 99_999_999


def exponent(currency: str) -> int:
    """The number of decimals Stripe counts a currency in: EUR 2, JPY 0, TND 3."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def to_minor(amount: Decimal, currency: str) -> int | None:
    """Return an amount in Stripe's smallest unit; None when Stripe cannot ask for it (too fine, zero, too large)."""
    scaled = amount.scaleb(exponent(currency))
    whole = int(scaled)
    too_fine = whole != scaled or (currency in _THREE_DECIMALS and whole % 10)
    return None if too_fine or not 0 < whole <= _LARGEST else whole


def from_minor(amount: int, currency: str) -> Decimal:
    """Return an amount of Stripe's as a Decimal with the decimals it counts in."""
    return Decimal(amount).scaleb(-exponent(currency.upper()))


def money(amount: int, currency: str) -> Money:
    """Return an amount of Stripe's with its currency in capitals."""
    return Money(from_minor(amount, currency), currency.upper())
