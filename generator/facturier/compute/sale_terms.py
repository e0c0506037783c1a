"""An exported sale → the business terms that an e-invoice of it would hold, so that both are imported alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from facturier.model.incoming import Terms, Value
from facturier.model.money import ZERO
from facturier.model.sale import Sale, SaleLine

_CENT = Decimal("0.01")
_ADDRESS = frozenset({"BT-50", "BT-51", "BT-52", "BT-53", "BT-54", "BT-55"})
_CONTACT = frozenset({"BT-56", "BT-57", "BT-58"})
Rate = Decimal | None


def terms_of_sale(sale: Sale) -> Terms:
    """Return the terms; amounts that the export shows (BG-22) stand beside the lines they have to come from."""
    said = {
        "BT-1": sale.number,
        "BT-2": sale.date,
        "BT-3": "381" if sale.credit_note else "380",
        "BT-5": sale.currency,
        "BT-9": sale.due,
        "BT-13": sale.order,
    }
    groups = {
        "BG-1": (_group("BG-1", {"BT-22": sale.notes}, sale.place),) if sale.notes else (),
        "BG-3": (_group("BG-3", {"BT-25": sale.credits}, sale.place),) if sale.credits else (),
        "BG-7": (_buyer(sale),),
        "BG-20": tuple(_discounts(sale)),
        "BG-22": (_group("BG-22", {term: f"{value:f}" for term, value in sale.totals.items()}, sale.place),),
        "BG-25": tuple(_line(line, place, sale.place) for place, line in enumerate(sale.lines, start=1)),
    }
    values = _group("", said, sale.place).values
    return Terms(line=sale.place, values=values, groups={name: those for name, those in groups.items() if those})


def as_issued(sale: Sale) -> Sale:
    """A sale of less than nothing is a credit note, whose amounts are positive."""
    whole = sale.totals.get("BT-112", sum((line.net for line in sale.lines), ZERO) - sale.discount)
    if sale.credit_note or whole >= 0:
        return sale
    return replace(
        sale,
        credit_note=True,
        lines=tuple(replace(one, quantity=-one.quantity, discount=-one.discount, net=-one.net) for one in sale.lines),
        discount=-sale.discount,
        totals={term: -amount for term, amount in sale.totals.items()},
    )


def rate_of(net: Decimal, tax: Decimal) -> Decimal | None:
    """The rate in percent, shortest first, that gives this VAT on this amount; None when none does."""
    if not net:
        return ZERO if not tax else None
    for decimals in range(3):
        rate = (tax * 100 / net).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if 0 <= rate <= 100 and (net * rate / 100).quantize(_CENT, ROUND_HALF_UP) == tax:
            return rate
    return None


def _group(name: str, texts: Mapping[str, str], line: int, **groups: tuple[Terms, ...]) -> Terms:
    values = {term: (Value(text=text, line=line),) for term, text in texts.items() if text}
    return Terms(group=name, line=line, values=values, groups=groups)


def _buyer(sale: Sale) -> Terms:
    own = {term: text for term, text in sale.buyer.items() if term not in _ADDRESS | _CONTACT}
    inside = {
        name: (_group(name, {term: sale.buyer.get(term, "") for term in terms}, sale.place),)
        for name, terms in (("BG-8", _ADDRESS), ("BG-9", _CONTACT))
    }
    buyer = _group("BG-7", {term: text for term, text in own.items() if term != "BT-47"}, sale.place)
    siren = own.get("BT-47", "")
    registered = {"BT-47": (Value(text=siren, scheme="0002", line=sale.place),)} if siren else {}
    return Terms(group="BG-7", line=sale.place, values={**buyer.values, **registered}, groups=inside)


def _line(line: SaleLine, place: int, at: int) -> Terms:
    price = line.price if line.price is not None else abs(line.net)
    quantity = line.quantity if line.price is not None else Decimal(-1 if line.net < 0 else 1)
    gross = (quantity * price).quantize(_CENT, ROUND_HALF_UP)
    taken = {"BT-136": f"{line.discount:f}", "BT-137": f"{gross:f}", "BT-138": _text(line.percent)}
    groups = {
        "BG-27": (_group("BG-27", taken, at),) if line.discount else (),
        "BG-29": (_group("BG-29", {"BT-146": f"{price:f}"}, at),),
        "BG-30": (_group("BG-30", _vat(line.rate, "BT-151", "BT-152"), at),),
        "BG-31": (_group("BG-31", {"BT-153": line.item, "BT-154": line.details, "BT-155": line.reference}, at),),
    }
    said = {"BT-126": str(place), "BT-129": f"{quantity:f}", "BT-130": line.unit or "C62", "BT-131": f"{line.net:f}"}
    values = _group("BG-25", said, at).values
    return Terms(group="BG-25", line=at, values=values, groups={name: those for name, those in groups.items() if those})


def _vat(rate: Rate, category: str, percent: str) -> dict[str, str]:
    """Category and rate; neither when there is no VAT, because an export does not say why: the book derives it."""
    return {category: "S", percent: _text(rate)} if rate else {}


def _discounts(sale: Sale) -> Iterator[Terms]:
    """The discount of the whole, spread over the rates as its lines are, the last taking the rest."""
    bases: dict[Rate, Decimal] = {}
    for line in sale.lines:
        bases[line.rate] = bases.get(line.rate, ZERO) + line.net
    whole, left = sum(bases.values(), ZERO), sale.discount
    for place, (rate, base) in enumerate(bases.items(), start=1):
        share = (sale.discount * base / whole).quantize(_CENT, ROUND_HALF_UP) if whole else ZERO
        amount = left if place == len(bases) else share
        left -= amount
        if amount:
            said = {"BT-92": f"{amount:f}", "BT-93": f"{base:f}", "BT-97": sale.discount_reason or "Discount"}
            said |= {"BT-94": _text(sale.discount_percent), **_vat(rate, "BT-95", "BT-96")}
            yield _group("BG-20", said, sale.place)


def _text(value: Decimal | None) -> str:
    return f"{value.normalize():f}" if value else ""
