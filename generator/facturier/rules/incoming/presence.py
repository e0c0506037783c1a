"""What must stand in an invoice, and in each group of it (BR-01 to BR-66, BR-CO-18 to 26)."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Severity
from facturier.model.incoming import Incoming, Terms
from facturier.rules.incoming.finding import Finding, amount, finding

# Rule, the group that must hold it ("" is the invoice), and what: one of several terms, or a group.
_WANTED = (
    ("BR-01", "", "BT-24"),
    ("BR-02", "", "BT-1"),
    ("BR-03", "", "BT-2"),
    ("BR-04", "", "BT-3"),
    ("BR-05", "", "BT-5"),
    ("BR-16", "", "BG-25"),
    ("BR-CO-18", "", "BG-23"),
    ("BR-06", "BG-4", "BT-27"),
    ("BR-08", "BG-4", "BG-5"),
    ("BR-09", "BG-5", "BT-40"),
    ("BR-CO-26", "BG-4", "BT-29 BT-30 BT-31"),
    ("BR-07", "BG-7", "BT-44"),
    ("BR-10", "BG-7", "BG-8"),
    ("BR-11", "BG-8", "BT-55"),
    ("BR-12", "BG-22", "BT-106"),
    ("BR-13", "BG-22", "BT-109"),
    ("BR-14", "BG-22", "BT-112"),
    ("BR-15", "BG-22", "BT-115"),
    ("BR-17", "BG-10", "BT-59"),
    ("BR-18", "BG-11", "BT-62"),
    ("BR-19", "BG-11", "BG-12"),
    ("BR-20", "BG-12", "BT-69"),
    ("BR-56", "BG-11", "BT-63"),
    ("BR-57", "BG-15", "BT-80"),
    ("BR-CO-19", "BG-14", "BT-73 BT-74"),
    ("BR-21", "BG-25", "BT-126"),
    ("BR-22", "BG-25", "BT-129"),
    ("BR-23", "BG-25", "BT-130"),
    ("BR-24", "BG-25", "BT-131"),
    ("BR-25", "BG-31", "BT-153"),
    ("BR-26", "BG-29", "BT-146"),
    ("BR-CO-04", "BG-30", "BT-151"),
    ("BR-31", "BG-20", "BT-92"),
    ("BR-32", "BG-20", "BT-95"),
    ("BR-33", "BG-20", "BT-97 BT-98"),
    ("BR-CO-21", "BG-20", "BT-97 BT-98"),
    ("BR-36", "BG-21", "BT-99"),
    ("BR-37", "BG-21", "BT-102"),
    ("BR-38", "BG-21", "BT-104 BT-105"),
    ("BR-CO-22", "BG-21", "BT-104 BT-105"),
    ("BR-41", "BG-27", "BT-136"),
    ("BR-42", "BG-27", "BT-139 BT-140"),
    ("BR-CO-23", "BG-27", "BT-139 BT-140"),
    ("BR-43", "BG-28", "BT-141"),
    ("BR-44", "BG-28", "BT-144 BT-145"),
    ("BR-CO-24", "BG-28", "BT-144 BT-145"),
    ("BR-45", "BG-23", "BT-116"),
    ("BR-46", "BG-23", "BT-117"),
    ("BR-47", "BG-23", "BT-118"),
    ("BR-49", "BG-16", "BT-81"),
    ("BR-51", "BG-18", "BT-87"),
    ("BR-52", "BG-24", "BT-122"),
    ("BR-54", "BG-32", "BT-160"),
    ("BR-54", "BG-32", "BT-161"),
    ("BR-55", "BG-3", "BT-25"),
    ("BR-CO-20", "BG-26", "BT-134 BT-135"),
)
_ALWAYS_THERE = ("BG-4", "BG-7", "BG-22")
_IN_EACH_LINE = ("BG-29", "BG-30", "BG-31")
_SCHEMED = (("BR-62", "BT-34"), ("BR-63", "BT-49"), ("BR-64", "BT-157"), ("BR-65", "BT-158"))
_CREDIT_NOTES = frozenset({"81", "83", "381", "396", "532"})
_TRANSFERS = ("30", "58")
_PERIODS = (("BR-29", "BG-14", "BT-73", "BT-74"), ("BR-30", "BG-26", "BT-134", "BT-135"))


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-120 for what is missing, EIN-123 for a period that ends before it begins."""
    invoice = incoming.terms
    for rule, group, wanted in _WANTED:
        for terms in _groups(invoice, group):
            names = wanted.split()
            if not any(terms.text(name) or terms.within(name) for name in names):
                yield finding("EIN-120", rule, terms.line, term=names[0])
    for vat in invoice.within("BG-23"):
        if vat.text("BT-118") != "O" and not vat.text("BT-119"):
            yield finding("EIN-120", "BR-48", vat.line, term="BT-119")
    yield from _schemes(invoice)
    yield from _payment(invoice)
    yield from _periods(invoice)


def _groups(invoice: Terms, group: str) -> list[Terms]:
    """The groups of a number; those that every invoice or line has are looked at even when they are not there."""
    if not group:
        return [invoice]
    if group in _ALWAYS_THERE:
        return [invoice.one(group)]
    if group in _IN_EACH_LINE:
        return [line.one(group) for line in invoice.within("BG-25")]
    return list(invoice.every(group))


def _schemes(invoice: Terms) -> Iterator[Finding]:
    values = tuple(invoice.all_values())
    for rule, term in _SCHEMED:
        for name, value in values:
            if name == term and not value.scheme:
                yield finding("EIN-120", rule, value.line, term=f"{term} @schemeID")


def _payment(invoice: Terms) -> Iterator[Finding]:
    sums = invoice.one("BG-22")
    claims = invoice.text("BT-3") not in _CREDIT_NOTES
    if claims and amount(sums, "BT-115") > 0 and not (invoice.text("BT-9") or invoice.text("BT-20")):
        yield finding("EIN-120", "BR-CO-25", sums.line, severity=Severity.WARNING, term="BT-9")
    if invoice.text("BT-6") not in {"", invoice.text("BT-5")} and not sums.text("BT-111"):
        yield finding("EIN-120", "BR-53", sums.line, term="BT-111")
    for means in invoice.within("BG-16"):
        if means.text("BT-81") in _TRANSFERS and not means.one("BG-17").text("BT-84"):
            yield finding("EIN-120", "BR-61", means.line, term="BT-84")
            if means.within("BG-17"):
                yield finding("EIN-120", "BR-50", means.line, term="BT-84")
    payee, seller = invoice.one("BG-10"), invoice.one("BG-4")
    ids = {value.text for value in seller.values.get("BT-29", ())} - {""}
    if payee.text("BT-60") in ids or payee.text("BT-59") in {seller.text("BT-27"), seller.text("BT-28")} - {""}:
        yield finding("EIN-122", "BR-17", payee.line, term="BT-59", because="BT-27")


def _periods(invoice: Terms) -> Iterator[Finding]:
    for rule, group, first, last in _PERIODS:
        for terms in invoice.every(group):
            start, end = terms.text(first), terms.text(last)
            if start and end and end < start:
                yield finding("EIN-123", rule, terms.line, term=last, value=end, allowed=f">= {start}")
