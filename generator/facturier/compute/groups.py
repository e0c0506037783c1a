"""Turns lines, charges and the document discount into VAT groups (BG-23), still in the author's prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from facturier.compute.lines import TypedLine, reduction, typed_line
from facturier.compute.rounding import cent, split
from facturier.model.document import Document, Nature
from facturier.model.money import ZERO
from facturier.model.vat import Vat

VatKey = tuple[str, Decimal, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedGroup:
    """One VAT group as typed. `lines` and `charges` are places in the document, in its order."""

    vat: Vat
    lines: tuple[int, ...]
    charges: tuple[int, ...]
    discount: Decimal = ZERO


def vat_key(vat: Vat) -> VatKey:
    """What makes two treatments one group: category and rate, and for an exemption its reason.

    Sorts by category, then falling rate. A standard rate is one group however it came about (BR-S-08).
    """
    if vat.category == "S":
        return (vat.category, -vat.rate, "", "", "")
    return (vat.category, -vat.rate, vat.code, vat.article, vat.case)


def typed_groups(document: Document, lines: Sequence[TypedLine]) -> tuple[TypedGroup, ...]:
    """The groups in the order category, then falling rate, each with its part of the document discount."""
    members: dict[VatKey, tuple[list[int], list[int]]] = {}
    for place, line in enumerate(document.lines):
        members.setdefault(vat_key(line.vat), ([], []))[0].append(place)
    for place, charge in enumerate(document.charges):
        members.setdefault(vat_key(charge.vat), ([], []))[1].append(place)
    ordered = [members[key] for key in sorted(members)]
    discounts = _discounts(document, lines, [places for places, _ in ordered])
    return tuple(
        TypedGroup(
            vat=_spokesman(document, *places), lines=tuple(places[0]), charges=tuple(places[1]), discount=discount
        )
        for places, discount in zip(ordered, discounts, strict=True)
    )


def _discounts(document: Document, lines: Sequence[TypedLine], groups: Sequence[Sequence[int]]) -> Sequence[Decimal]:
    """The document discount by group: on lines only, not on charges, nor on deposits taken off (they are no supply)."""
    currency = document.currency
    bases = [
        sum((lines[place].amount for place in places if not document.lines[place].deducts), ZERO) for places in groups
    ]
    discount = document.discount
    if discount is None or discount.percent is not None:
        return [reduction(discount, base, currency=currency) for base in bases]
    return split(cent(discount.amount or ZERO, currency=currency), bases, currency=currency)


def _spokesman(document: Document, lines: Sequence[int], charges: Sequence[int]) -> Vat:
    """The treatment that stands for the group, whatever the order of its lines."""
    return min([document.lines[place].vat for place in lines] + [document.charges[place].vat for place in charges])


def typed_lines(document: Document) -> tuple[TypedLine, ...]:
    """The typed amounts of every line, in line order."""
    return tuple(typed_line(line, currency=document.currency) for line in document.lines)


def nature_of(document: Document, vat: Vat) -> Nature:
    """Goods or services, as the first line of that VAT group says: what the law derives from it stays the same."""
    natures = (line.nature for line in document.lines if vat_key(line.vat) == vat_key(vat))
    return next(natures, Nature.SERVICES)
