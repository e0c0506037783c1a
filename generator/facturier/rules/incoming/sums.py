"""Whether an invoice adds up, to the cent (BR-CO-10 to BR-CO-17), and each line by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from facturier.faults import Severity
from facturier.model.incoming import Incoming, Terms
from facturier.rules.incoming.finding import Finding, amount, close, finding, number
from facturier.rules.incoming.peppol import broken, is_for_peppol

_CENT = Decimal("0.01")
_ZERO = Decimal(0)
_R120 = "PEPPOL-EN16931-R120"


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-121 for a sum that is wrong, EIN-125 for one that only rounds otherwise than the norm."""
    invoice = incoming.terms
    sums = invoice.one("BG-22")
    for rule, term, computed in _identities(invoice, sums):
        shown = amount(sums, term)
        if shown != computed.quantize(_CENT, ROUND_HALF_UP):
            line = first.line if (first := sums.first(term)) else sums.line
            yield finding("EIN-121", rule, line, term=term, shown=shown, computed=computed)
    yield from _one_vat_total(sums, incoming.syntax)
    yield from _taxes(invoice, incoming.syntax)
    yield from _lines(invoice, peppol=is_for_peppol(incoming))


def _identities(invoice: Terms, sums: Terms) -> Iterator[tuple[str, str, Decimal]]:
    """Rule, the term it computes, and what it comes to: each from the other terms as the file shows them."""
    yield "BR-CO-10", "BT-106", _sum(invoice.within("BG-25"), "BT-131")
    yield "BR-CO-11", "BT-107", _sum(invoice.within("BG-20"), "BT-92")
    yield "BR-CO-12", "BT-108", _sum(invoice.within("BG-21"), "BT-99")
    yield "BR-CO-13", "BT-109", amount(sums, "BT-106") - amount(sums, "BT-107") + amount(sums, "BT-108")
    if sums.text("BT-110"):
        yield "BR-CO-14", "BT-110", _sum(invoice.within("BG-23"), "BT-117")
    yield "BR-CO-15", "BT-112", amount(sums, "BT-109") + amount(sums, "BT-110")
    yield "BR-CO-16", "BT-115", amount(sums, "BT-112") - amount(sums, "BT-113") + amount(sums, "BT-114")


def _one_vat_total(sums: Terms, syntax: str) -> Iterator[Finding]:
    """BR-CO-15 counts: one total of VAT in the currency of the invoice; CII may leave out one of zero."""
    totals = sums.values.get("BT-110", ())
    if len(totals) > 1:
        yield finding("EIN-122", "BR-CO-15", totals[1].line, term="BT-110", because="BT-110")
    elif not totals and syntax == "UBL":
        yield finding("EIN-120", "BR-CO-15", sums.line, term="BT-110")


def _taxes(invoice: Terms, syntax: str) -> Iterator[Finding]:
    """BR-CO-17: the norm forgives less than a unit of currency; one to the cent is told as a warning."""
    for group in invoice.within("BG-23"):
        shown, base, rate = amount(group, "BT-117"), amount(group, "BT-116"), number(group.first("BT-119")) or _ZERO
        computed = (base * rate / 100).quantize(_CENT, ROUND_HALF_UP)
        if shown != computed:
            forgiven = syntax == "CII" and abs(shown - computed) == 1
            yield close("BR-CO-17", group.line, term="BT-117", shown=shown, computed=computed, forgiven=forgiven)


def _lines(invoice: Terms, *, peppol: bool) -> Iterator[Finding]:
    """A line is quantity × price less its allowances plus its charges: two cents may be rounding.

    EN 16931 does not ask for it (EIN-125), Peppol does (EIN-132).
    """
    for line in invoice.within("BG-25"):
        exact, shown = _line(line), number(line.first("BT-131"))
        if exact is None or shown is None:
            continue
        computed = exact.quantize(_CENT, ROUND_HALF_UP)
        if peppol:
            if abs(shown - exact) > 2 * _CENT:
                yield broken(_R120, line.line, "BT-131", str(shown), str(computed))
        elif abs(shown - computed) > 2 * _CENT:
            values = {"term": "BT-131", "shown": shown, "computed": computed}
            yield finding("EIN-125", _R120, line.line, severity=Severity.WARNING, **values)


def _line(line: Terms) -> Decimal | None:
    """What a line comes to, exactly; None without a quantity or a price."""
    price = line.one("BG-29")
    quantity, unit = number(line.first("BT-129")), number(price.first("BT-146"))
    if quantity is None or unit is None:
        return None
    per = number(price.first("BT-149")) or Decimal(1)
    return quantity * unit / per - _sum(line.within("BG-27"), "BT-136") + _sum(line.within("BG-28"), "BT-141")


def _sum(groups: Iterable[Terms], term: str) -> Decimal:
    return sum((amount(group, term) for group in groups), _ZERO)
