"""The business terms of an e-invoice → the keys of a document, with what those cannot hold. No amount is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from facturier.compute.plain_text import one_line, several_lines
from facturier.model.incoming import Terms, Value
from facturier.model.money import ZERO
from facturier.model.units import UNITS

Keys = dict[str, object]
_CENT = Decimal("0.01")
TYPES = {"380": "invoice", "386": "deposit", "381": "credit-note", "384": "corrective", "389": "self-billed"}
_UNITS = {code: unit for unit, code in reversed(UNITS.items())}
_WORDS = {"AE": "reverse-charge", "K": "intra-community", "G": "export", "O": "outside-scope", "Z": "0%"}
_FOLLOWING = frozenset({"credit-note", "corrective"})
_REGISTERS = frozenset({"0002", "0009"})  # SIREN, SIRET
_FRANCHISE = "VATEX-FR-FRANCHISE"
UNKNOWN_ARTICLE = "000"
_LEGAL = frozenset({"AAB", "PMD", "PMT", "BAR", "REG", "ABL"})  # the book writes these sentences itself


def _terms_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What the keys hold, and what the book knows or computes by itself; any other term is told to the user.
_HELD = _terms_of(
    """
BT-1 BT-2 BT-3 BT-5 BT-9 BT-10 BT-11 BT-12 BT-13 BT-21 BT-22 BT-25 BT-26 BT-44 BT-45 BT-46 BT-47 BT-48 BT-49
BT-50 BT-51 BT-52 BT-53 BT-54 BT-55 BT-56 BT-57 BT-58 BT-72 BT-73 BT-74 BT-92 BT-95 BT-96 BT-97 BT-99 BT-102
BT-103 BT-104 BT-129 BT-130 BT-131 BT-136 BT-139 BT-146 BT-149 BT-150 BT-151 BT-152 BT-153 BT-154 BT-155
BT-163
"""
)

_OF_THE_BOOK = _terms_of(
    """
BT-6 BT-8 BT-23 BT-24 BT-27 BT-28 BT-29 BT-30 BT-31 BT-32 BT-33 BT-34 BT-35 BT-36 BT-37 BT-38 BT-39
BT-40 BT-41 BT-42 BT-43 BT-81 BT-82 BT-83 BT-84 BT-85 BT-86 BT-93 BT-94 BT-98 BT-100 BT-101 BT-105 BT-106
BT-107 BT-108 BT-109 BT-110 BT-112 BT-113 BT-114 BT-115 BT-116 BT-117 BT-118 BT-119 BT-120 BT-121 BT-126
BT-137 BT-138 BT-140 BT-162
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The keys of a document. `rewritten` names lines whose price had to become their amount, `untold` what is lost."""

    keys: Keys
    rewritten: tuple[str, ...] = ()
    untold: tuple[tuple[str, Value], ...] = ()
    without_article: bool = False  # an exemption whose article the file does not name
    prepaid: Decimal = ZERO  # BT-113


@dataclass(slots=True)
class _Notes:
    """What is noticed on the way."""

    rewritten: list[str] = field(default_factory=list)
    without_article: bool = False


def imported(invoice: Terms, *, client: str, numbered: bool) -> Imported:
    """Return the keys; `numbered` keeps number and date, as for a document that was issued elsewhere."""
    seen = _Notes()
    codes = {group.text("BT-118"): group.text("BT-121") for group in invoice.within("BG-23")}
    kind = TYPES.get(invoice.text("BT-3"), "invoice")
    keys: Keys = {"number": invoice.text("BT-1"), "date": _day(invoice.text("BT-2"))} if numbered else {}
    keys |= {"client": client, "type": kind if kind != "invoice" else ""}
    keys |= _references(invoice, kind)
    keys |= {"prices": "net", "currency": invoice.text("BT-5"), "terms": _terms(invoice, kind)}
    lines = [_line(line, codes, seen) for line in invoice.within("BG-25")]
    lines += [_discount(one, codes, seen) for one in invoice.within("BG-20") if _number(one.text("BT-92"))]
    keys["lines"] = lines
    keys["charges"] = [_charge(one, codes, seen) for one in invoice.within("BG-21") if _number(one.text("BT-99"))]
    keys["notes"] = "\n".join(_notes(invoice))
    return Imported(
        keys={key: value for key, value in keys.items() if value},
        rewritten=tuple(seen.rewritten),
        untold=tuple(_untold(invoice, kind, numbered=numbered)),
        without_article=seen.without_article,
        prepaid=_number(invoice.one("BG-22").text("BT-113")),
    )


def _untold(invoice: Terms, kind: str, *, numbered: bool) -> Iterator[tuple[str, Value]]:
    """The terms that neither the keys nor the book hold; a unit that is not in the list once, however many lines."""
    units: set[str] = set()
    period = invoice.one("BG-14")
    for term, value in invoice.all_values():
        lost = {
            "BT-46": value.scheme not in _REGISTERS,
            "BT-47": value.scheme not in _REGISTERS,
            "BT-25": kind not in _FOLLOWING,
            "BT-73": not period.text("BT-74"),
            "BT-74": not period.text("BT-73"),
            "BT-113": not numbered and _number(value.text) != 0,
            "BT-130": value.text not in _UNITS and value.text not in units,
        }.get(term, term not in _HELD | _OF_THE_BOOK)
        if term == "BT-130":
            units.add(value.text)
        if lost and value.text and not term.startswith("@"):
            yield term, value


def _references(invoice: Terms, kind: str) -> Keys:
    period, delivery = invoice.one("BG-14"), invoice.one("BG-13")
    keys: Keys = {
        "order": one_line(invoice.text("BT-13")),
        "contract": one_line(invoice.text("BT-12")),
        "buyer_reference": one_line(invoice.text("BT-10")),
        "project": one_line(invoice.text("BT-11")),
        "delivered": _day(delivery.text("BT-72")),
    }
    start, end = _day(period.text("BT-73")), _day(period.text("BT-74"))
    if start and end:
        keys["period"] = {"from": start, "to": end}
    before = invoice.one("BG-3").text("BT-25")
    if kind in _FOLLOWING:
        keys["credits" if kind == "credit-note" else "replaces"] = before
    return keys


def _terms(invoice: Terms, kind: str) -> Keys:
    due = _day(invoice.text("BT-9"))
    return {"due": due} if due and kind != "credit-note" else {}


def _line(line: Terms, codes: dict[str, str], seen: _Notes) -> Keys:
    """Quantity times price less the allowances when that is the line's amount; else its amount alone."""
    product, price, vat = line.one("BG-31"), line.one("BG-29"), line.one("BG-30")
    net = _number(line.text("BT-131"))
    quantity, unit_price = _number(line.text("BT-129")), _price(price)
    taken = sum((_number(one.text("BT-136")) for one in line.within("BG-27")), ZERO)
    unit = _UNITS.get(line.text("BT-130"), "piece")
    keys: Keys = {
        "item": one_line(product.text("BT-153"), 500) or "–",
        "details": several_lines(product.text("BT-154")),
    }
    keys["ref"] = one_line(product.text("BT-155"))
    gross = (quantity * unit_price).quantize(_CENT, ROUND_HALF_UP) if unit_price is not None else None
    held = gross is not None and gross - taken == net and not line.within("BG-28") and _fits(quantity, 4)
    if held and taken * _sign(quantity) >= 0:
        keys |= {"qty": f"{_plain(quantity)} {unit}" if unit != "piece" else _plain(quantity), "price": unit_price}
        if taken:
            reason = line.one("BG-27").text("BT-139")
            keys["discount"] = {"amount": taken, "reason": one_line(reason)} if reason else {"amount": taken}
    else:
        seen.rewritten.append(line.text("BT-126"))
        keys |= {"qty": "-1" if net < 0 else "1", "price": abs(net)}
    keys["vat"] = _vat(vat.text("BT-151"), vat.text("BT-152"), codes, seen)
    return {key: value for key, value in keys.items() if value != ""}


def _discount(taken: Terms, codes: dict[str, str], seen: _Notes) -> Keys:
    """An allowance of the document as a line: the book's own discount would be spread over all rates."""
    amount = _number(taken.text("BT-92"))
    return {
        "item": one_line(taken.text("BT-97"), 500) or "Discount",
        "qty": "-1" if amount > 0 else "1",
        "price": abs(amount),
        "vat": _vat(taken.text("BT-95"), taken.text("BT-96"), codes, seen),
    }


def _charge(added: Terms, codes: dict[str, str], seen: _Notes) -> Keys:
    return {
        "item": one_line(added.text("BT-104"), 500) or "Charge",
        "amount": _number(added.text("BT-99")),
        "vat": _vat(added.text("BT-102"), added.text("BT-103"), codes, seen),
    }


def _vat(category: str, rate: str, codes: dict[str, str], seen: _Notes) -> object:
    if category in _WORDS:
        return _WORDS[category]
    if category != "E":
        return f"{_plain(_number(rate))}%"
    code = codes.get("E", "")
    if code == _FRANCHISE:
        return "franchise"
    article = code.upper().removeprefix("VATEX-FR-").removeprefix("CGI")
    if not article[:3].isdigit():
        seen.without_article = True
        article = UNKNOWN_ARTICLE
    return {"exempt": {"article": article}}


def _notes(invoice: Terms) -> Iterator[str]:
    for note in invoice.within("BG-1"):
        if note.text("BT-21") not in _LEGAL and (text := note.text("BT-22").strip()):
            yield several_lines(text)


def _price(price: Terms) -> Decimal | None:
    """The price of one unit; None when six decimals do not hold it."""
    per = _number(price.text("BT-149")) or Decimal(1)
    found = _number(price.text("BT-146")) / per
    return found if found >= 0 and _fits(found, 6) else None


def _fits(value: Decimal, decimals: int) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -decimals


def _sign(value: Decimal) -> int:
    return -1 if value < 0 else 1


def _number(text: str) -> Decimal:
    try:
        found = Decimal(text or 0)
    except InvalidOperation:
        return ZERO
    return found if found.is_finite() else ZERO


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(text: str) -> str:
    return text[:10]
