"""Amounts of money: a Decimal and its ISO 4217 currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)

_THREE = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
_NONE = [
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "UYI",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
]
MINOR_UNITS = {**dict.fromkeys(_THREE, 3), **dict.fromkeys(_NONE, 0)}


def minor_units(currency: str) -> int:
    """The number of decimals of a currency (ISO 4217): EUR 2, JPY 0, TND 3."""
    return MINOR_UNITS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in a currency, for places where several currencies meet (balances, received payments)."""

    amount: Decimal
    currency: str
