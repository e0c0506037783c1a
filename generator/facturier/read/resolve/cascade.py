"""Defaults of the book, of a client and of a document to what holds for one document, key by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from facturier.model.document import Discount
from facturier.model.terms import DueIn, EarlyDiscount, InstalmentTerm, LatePenalty, Terms
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import DefaultsShape
from facturier.read.shapes.document import CommonShape
from facturier.read.shapes.terms import DiscountShape, EarlyDiscountShape, InstalmentShape, LatePenaltyShape, TermsShape

Layer = DefaultsShape | ClientShape | CommonShape
T = TypeVar("T")
RECOVERY_FEE = Decimal("40.00")  # C. com. D441-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds for one document before its lines speak. `vat` is the default word, `vat_typed` the document's own."""

    currency: str
    language: str
    prices: str
    nature: str
    vat: str
    vat_typed: str
    terms: Terms
    pay: tuple[str, ...]


def standing(*layers: Layer | None) -> Standing:
    """Return what holds, the first layer that says something winning: document, client, defaults of the book."""
    given = [layer for layer in layers if layer is not None]
    typed = next((layer.vat for layer in given if isinstance(layer, CommonShape) and layer.vat), "")
    return Standing(
        currency=_first(given, lambda layer: layer.currency) or "EUR",
        language=_first(given, lambda layer: layer.language) or "fr",
        prices=_first(given, lambda layer: layer.prices) or "net",
        nature=_first(given, lambda layer: layer.nature) or "services",
        vat=_first([layer for layer in given if not isinstance(layer, CommonShape)], lambda layer: layer.vat) or "",
        vat_typed=typed,
        terms=merged_terms([layer.terms for layer in given if layer.terms is not None]),
        pay=tuple(_first(given, lambda layer: layer.pay) or ("bank",)),
    )


def merged_terms(layers: list[TermsShape]) -> Terms:
    """Return the terms of all layers merged key by key, the first one winning."""
    due = next((layer.due for layer in layers if layer.due is not None), None)
    return Terms(
        due=DueIn(days=30) if due is None else _instalments(due) if isinstance(due, list) else due,
        early_discount=_early(layers),
        late_penalty=_penalty([layer.late_penalty for layer in layers if layer.late_penalty is not None]),
    )


def discount_of(shape: DiscountShape | None) -> Discount | None:
    """Return a typed discount as a value."""
    if shape is None:
        return None
    return Discount(percent=shape.percent, amount=shape.amount, reason=shape.reason or "")


def _instalments(shapes: list[InstalmentShape]) -> tuple[InstalmentTerm, ...]:
    return tuple(InstalmentTerm(date=one.date, share=one.share, amount=one.amount) for one in shapes)


def early_keys(layers: Sequence[TermsShape]) -> tuple[Decimal | None, int | None]:
    """Return percent and days of the discount for early payment; `none` hides what stands behind it."""
    given: list[EarlyDiscountShape] = []
    for layer in layers:
        if isinstance(layer.early_discount, str):
            break
        if layer.early_discount is not None:
            given.append(layer.early_discount)
    return _first(given, lambda one: one.percent), _first(given, lambda one: one.within)


def _early(layers: Sequence[TermsShape]) -> EarlyDiscount | None:
    percent, within = early_keys(layers)
    return None if percent is None or within is None else EarlyDiscount(percent=percent, days=within)


def _penalty(layers: list[LatePenaltyShape]) -> LatePenalty:
    yearly = _first(layers, lambda layer: layer.yearly)
    fee = _first(layers, lambda layer: layer.recovery_fee)
    return LatePenalty(
        yearly=yearly if isinstance(yearly, Decimal) else None,
        recovery_fee=RECOVERY_FEE if fee is None else fee,
        payments_first_on=_first(layers, lambda layer: layer.payments_first_on) or "principal",
    )


L = TypeVar("L")


def _first(layers: Sequence[L], get: Callable[[L], T | None]) -> T | None:
    for layer in layers:
        value = get(layer)
        if value is not None:
            return value
    return None
