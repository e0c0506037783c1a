"""What each VAT category asks for: breakdown, identifiers, rate, base, amount, reason (BR-S, E, AE, IC, G, O, Z…)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from facturier.model.incoming import Terms
from facturier.rules.incoming.finding import Finding, amount, finding, number

_FAMILIES = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O", "L": "AF", "M": "AG", "B": "B"}
_TAXED = frozenset({"S", "L", "M", "B"})
_WITHOUT_REASON = frozenset({"S", "Z", "L", "M"})
_SELLER = {"G": ("BT-31",), "K": ("BT-31",)}  # others also take a tax number
_SELLER_OTHERWISE = ("BT-31", "BT-32")
_BUYER = {"AE": ("BT-48", "BT-47"), "K": ("BT-48",)}


@dataclass(frozen=True, slots=True)
class _Part:
    """A line, allowance or charge: its category, rate, and what it adds to the base."""

    category: str
    rate: Decimal | None
    adds: Decimal
    line: int
    term: str  # of its rate


def findings(invoice: Terms) -> Iterator[Finding]:
    """EIN-120, EIN-121, EIN-122 and EIN-123 by category; the numbers of the rules are those of the norm."""
    parts = tuple(_parts(invoice))
    groups = invoice.within("BG-23")
    used = {part.category for part in parts} | {group.text("BT-118") for group in groups}
    for category in sorted(used & set(_FAMILIES)):
        family = f"BR-{_FAMILIES[category]}"
        mine = tuple(part for part in parts if part.category == category)
        broken_down = tuple(group for group in groups if group.text("BT-118") == category)
        yield from _breakdown(family, mine, broken_down, invoice)
        yield from _identifiers(family, category, invoice)
        yield from _rates(family, category, mine)
        yield from _bases(family, category, mine, broken_down)
        yield from _reasons(family, category, broken_down)
    yield from _within_eu(invoice, used)
    if "O" in used and len(used) > 1:
        yield finding("EIN-122", "BR-O-11", invoice.line, term="BT-118", because="O")


def _parts(invoice: Terms) -> Iterator[_Part]:
    for line in invoice.within("BG-25"):
        vat = line.one("BG-30")
        rate = number(vat.first("BT-152"))
        yield _Part(vat.text("BT-151"), rate, amount(line, "BT-131"), line.line, "BT-152")
    for taken in invoice.within("BG-20"):
        rate = number(taken.first("BT-96"))
        yield _Part(taken.text("BT-95"), rate, -amount(taken, "BT-92"), taken.line, "BT-96")
    for added in invoice.within("BG-21"):
        rate = number(added.first("BT-103"))
        yield _Part(added.text("BT-102"), rate, amount(added, "BT-99"), added.line, "BT-103")


def _breakdown(family: str, parts: tuple[_Part, ...], groups: tuple[Terms, ...], invoice: Terms) -> Iterator[Finding]:
    if parts and not groups:
        yield finding("EIN-120", f"{family}-01", invoice.line, term="BG-23")


def _identifiers(family: str, category: str, invoice: Terms) -> Iterator[Finding]:
    seller, buyer = invoice.one("BG-4"), invoice.one("BG-7")
    representative = invoice.one("BG-11").text("BT-63")
    if category == "O":
        for party, term in ((seller, "BT-31"), (buyer, "BT-48")):
            if value := party.first(term):
                yield finding("EIN-122", f"{family}-02", value.line, term=term, because="O")
        return
    wanted = _SELLER.get(category, _SELLER_OTHERWISE)
    if not representative and not any(seller.text(term) for term in wanted):
        yield finding("EIN-120", f"{family}-02", seller.line, term="BT-31")
    if category in _BUYER and not any(buyer.text(term) for term in _BUYER[category]):
        yield finding("EIN-120", f"{family}-02", buyer.line, term="BT-48")


def _rates(family: str, category: str, parts: tuple[_Part, ...]) -> Iterator[Finding]:
    rule = f"{family}-05"
    for part in parts:
        if category == "O":
            if part.rate is not None:
                yield finding("EIN-122", rule, part.line, term=part.term, because="O")
        elif part.rate is None:
            yield finding("EIN-120", rule, part.line, term=part.term)
        elif category == "S" and part.rate <= 0:
            yield finding("EIN-123", rule, part.line, term=part.term, value=part.rate, allowed="> 0")
        elif category not in _TAXED and part.rate != 0:
            yield finding("EIN-123", rule, part.line, term=part.term, value=part.rate, allowed="0")


def _bases(family: str, category: str, parts: tuple[_Part, ...], groups: tuple[Terms, ...]) -> Iterator[Finding]:
    """The base of a group is what its lines, allowances and charges come to; by rate where there are several."""
    for group in groups:
        rate = number(group.first("BT-119"))
        mine = (part for part in parts if category not in _TAXED or part.rate == rate)
        computed = sum((part.adds for part in mine), Decimal(0))
        if amount(group, "BT-116") != computed:
            shown = amount(group, "BT-116")
            yield finding("EIN-121", f"{family}-08", group.line, term="BT-116", shown=shown, computed=computed)
        if rate is None and category != "O":
            yield finding("EIN-120", "BR-48", group.line, term="BT-119")
        if category not in _TAXED and amount(group, "BT-117") != 0:
            shown = amount(group, "BT-117")
            yield finding("EIN-121", f"{family}-09", group.line, term="BT-117", shown=shown, computed="0")


def _reasons(family: str, category: str, groups: tuple[Terms, ...]) -> Iterator[Finding]:
    for group in groups:
        reason = group.first("BT-120") or group.first("BT-121")
        if category in _WITHOUT_REASON and reason:
            yield finding("EIN-122", f"{family}-10", reason.line, term="BT-120", because=category)
        elif category not in _WITHOUT_REASON and category != "B" and not reason:
            yield finding("EIN-120", f"{family}-10", group.line, term="BT-120")


def _within_eu(invoice: Terms, used: set[str]) -> Iterator[Finding]:
    """A supply within the EU names its day or period and the country it goes to."""
    if "K" not in used:
        return
    delivery = invoice.one("BG-13")
    if not (delivery.text("BT-72") or invoice.within("BG-14")):
        yield finding("EIN-120", "BR-IC-11", delivery.line, term="BT-72")
    if not delivery.one("BG-15").text("BT-80"):
        yield finding("EIN-120", "BR-IC-12", delivery.line, term="BT-80")
