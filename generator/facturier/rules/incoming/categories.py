"""What each VAT category asks for: breakdown, identifiers, rate, base, amount, reason (BR-S, E, AE, IC, G, O, Z…)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from facturier.model.incoming import Incoming, Terms
from facturier.rules.incoming.finding import Finding, amount, close, finding, number

_FAMILIES = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O", "L": "AF", "M": "AG"}
_TAXED = frozenset({"S", "L", "M"})
_WITHOUT_REASON = frozenset({"S", "Z", "L", "M"})
_SELLER = {"G": ("BT-31",), "K": ("BT-31",)}  # others also take a tax number
_SELLER_OTHERWISE = ("BT-31", "BT-32")
_BUYER = {"AE": ("BT-48", "BT-47"), "K": ("BT-48",)}
# What may have a category: the group, its amount, category and rate; the rules on identifiers, rates, and category O.
_PARTS = (
    ("BG-25", "BT-131", "BT-151", "BT-152", "02", "05", "BR-O-12"),
    ("BG-20", "BT-92", "BT-95", "BT-96", "03", "06", "BR-O-13"),
    ("BG-21", "BT-99", "BT-102", "BT-103", "04", "07", "BR-O-14"),
)
_EXACT = {"UBL": frozenset({"Z", "E", "AE", "K", "G", "O"}), "CII": frozenset({"S", "L", "M", "O"})}


@dataclass(frozen=True, slots=True)
class _Part:
    """A line, allowance or charge: its category, rate, and what it adds to the base."""

    category: str
    rate: Decimal | None
    adds: Decimal
    line: int
    term: str  # of its rate
    named: str  # the end of the rules about identifiers
    rated: str  # the end of the rules about rates
    alone: str  # the rule that lets O stand alone


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-120, EIN-121, EIN-122 and EIN-123 by category; the numbers of the rules are those of the norm."""
    invoice = incoming.terms
    parts = tuple(_parts(invoice))
    groups = invoice.within("BG-23")
    used = {part.category for part in parts} | {group.text("BT-118") for group in groups}
    for category in sorted(used & set(_FAMILIES)):
        family = f"BR-{_FAMILIES[category]}"
        mine = tuple(part for part in parts if part.category == category)
        broken_down = tuple(group for group in groups if group.text("BT-118") == category)
        yield from _breakdown(family, mine, broken_down, incoming)
        yield from _identifiers(family, category, invoice, mine)
        yield from _rates(family, category, mine)
        yield from _bases(family, mine, broken_down, incoming.syntax)
        yield from _reasons(family, category, broken_down)
    yield from _within_eu(invoice, groups)
    yield from _outside_scope(parts, groups)
    yield from _split_payment(invoice, used)


def _parts(invoice: Terms) -> Iterator[_Part]:
    for group, net, category, rate, named, rated, alone in _PARTS:
        for one in invoice.within(group):
            vat = one.one("BG-30") if group == "BG-25" else one
            adds = -amount(one, net) if group == "BG-20" else amount(one, net)
            yield _Part(vat.text(category), number(vat.first(rate)), adds, one.line, rate, named, rated, alone)


def _breakdown(
    family: str, parts: tuple[_Part, ...], groups: tuple[Terms, ...], incoming: Incoming
) -> Iterator[Finding]:
    """A category that is used is broken down, once when it bears no VAT; one broken down is used."""
    taxed = family in {"BR-S", "BR-AF", "BR-AG"}
    if parts and not groups:
        yield finding("EIN-120", f"{family}-01", incoming.terms.line, term="BG-23")
    if len(groups) > 1 and not taxed:
        yield finding("EIN-122", f"{family}-01", groups[1].line, term="BG-23", because="BG-23")
    if groups and not parts and taxed is (incoming.syntax == "UBL"):
        yield finding("EIN-122", f"{family}-01", groups[0].line, term="BG-23", because=groups[0].text("BT-118"))


def _identifiers(family: str, category: str, invoice: Terms, parts: tuple[_Part, ...]) -> Iterator[Finding]:
    seller, buyer = invoice.one("BG-4"), invoice.one("BG-7")
    representative = invoice.one("BG-11").first("BT-63")
    wanted = _SELLER.get(category, _SELLER_OTHERWISE)
    for rule in sorted({f"{family}-{part.named}" for part in parts}):
        if category == "O":
            for value, term in ((seller.first("BT-31"), "BT-31"), (buyer.first("BT-48"), "BT-48")):
                if value:
                    yield finding("EIN-122", rule, value.line, term=term, because="O")
            if representative:
                yield finding("EIN-122", rule, representative.line, term="BT-63", because="O")
            continue
        if not representative and not any(seller.text(term) for term in wanted):
            yield finding("EIN-120", rule, seller.line, term="BT-31")
        if category in _BUYER and not any(buyer.text(term) for term in _BUYER[category]):
            yield finding("EIN-120", rule, buyer.line, term="BT-48")


def _rates(family: str, category: str, parts: tuple[_Part, ...]) -> Iterator[Finding]:
    for part in parts:
        rule = f"{family}-{part.rated}"
        if category == "O":
            if part.rate is not None:
                yield finding("EIN-122", rule, part.line, term=part.term, because="O")
        elif part.rate is None:
            yield finding("EIN-120", rule, part.line, term=part.term)
        elif category in _TAXED:
            if part.rate < 0 or (category == "S" and not part.rate):
                yield finding("EIN-123", rule, part.line, term=part.term, value=part.rate, allowed="> 0")
        elif part.rate != 0:
            yield finding("EIN-123", rule, part.line, term=part.term, value=part.rate, allowed="0")


def _bases(family: str, parts: tuple[_Part, ...], groups: tuple[Terms, ...], syntax: str) -> Iterator[Finding]:
    """The base of a group is what its lines, allowances and charges come to; by rate where there are several."""
    for group in groups:
        category, rate = group.text("BT-118"), number(group.first("BT-119"))
        mine = (part for part in parts if category not in _TAXED or part.rate == rate)
        computed = sum((part.adds for part in mine), Decimal(0))
        shown, tax = amount(group, "BT-116"), amount(group, "BT-117")
        if shown != computed:
            exact = category in _EXACT[syntax]
            yield close(f"{family}-08", group.line, term="BT-116", shown=shown, computed=computed, exact=exact)
        due = shown * (rate or 0) / 100
        if category in _TAXED and abs(abs(tax) - abs(due)) >= 1:
            computed = due.quantize(Decimal("0.01"))
            yield finding("EIN-121", f"{family}-09", group.line, term="BT-117", shown=tax, computed=computed)
        if category not in _TAXED and tax != 0:
            yield finding("EIN-121", f"{family}-09", group.line, term="BT-117", shown=tax, computed="0")


def _reasons(family: str, category: str, groups: tuple[Terms, ...]) -> Iterator[Finding]:
    for group in groups:
        reason = group.first("BT-120") or group.first("BT-121")
        if category in _WITHOUT_REASON and reason:
            yield finding("EIN-122", f"{family}-10", reason.line, term="BT-120", because=category)
        elif category not in _WITHOUT_REASON and not reason:
            yield finding("EIN-120", f"{family}-10", group.line, term="BT-120")


def _within_eu(invoice: Terms, groups: tuple[Terms, ...]) -> Iterator[Finding]:
    """A supply within the EU names its day or period and the country it goes to."""
    if not any(group.text("BT-118") == "K" for group in groups):
        return
    delivery = invoice.one("BG-13")
    if not (delivery.text("BT-72") or invoice.one("BG-14").values or invoice.text("BT-8")):
        yield finding("EIN-120", "BR-IC-11", delivery.line, term="BT-72")
    if not delivery.one("BG-15").text("BT-80"):
        yield finding("EIN-120", "BR-IC-12", delivery.line, term="BT-80")


def _outside_scope(parts: tuple[_Part, ...], groups: tuple[Terms, ...]) -> Iterator[Finding]:
    """Beside a breakdown of category O nothing else may stand."""
    own = next((group for group in groups if group.text("BT-118") == "O"), None)
    if own is None:
        return
    broken = {part.alone for part in parts if part.category != "O"}
    broken |= {"BR-O-11" for group in groups if group.text("BT-118") != "O"}
    for rule in sorted(broken):
        yield finding("EIN-122", rule, own.line, term="BT-118", because="O")


def _split_payment(invoice: Terms, used: set[str]) -> Iterator[Finding]:
    """Category B is Italy's alone, and stands beside no VAT of the standard kind."""
    if "B" not in used:
        return
    countries = [value.text for term, value in invoice.all_values() if term in {"BT-40", "BT-55", "BT-69", "BT-80"}]
    if set(countries) - {"IT"}:
        yield finding("EIN-122", "BR-B-01", invoice.line, term="BT-118", because="B")
    if "S" in used:
        yield finding("EIN-122", "BR-B-02", invoice.line, term="BT-118", because="B")
