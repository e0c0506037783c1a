"""Lines, allowances and charges of an e-invoice → their keys in a document, each amount to the cent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from facturier.compute.plain_text import one_line, several_lines
from facturier.model.incoming import Terms, Value
from facturier.model.money import ZERO
from facturier.model.units import UNITS

Keys = dict[str, object]
Group = tuple[str, Decimal]  # a VAT category and its rate
_CENT = Decimal("0.01")
UNIT_NAMES = {code: unit for unit, code in reversed(UNITS.items())}
_WORDS = {"AE": "reverse-charge", "K": "intra-community", "G": "export", "O": "outside-scope", "Z": "0%"}
_FRANCHISE = "VATEX-FR-FRANCHISE"
UNKNOWN_ARTICLE = "000"


@dataclass(slots=True)
class Seen:
    """What is noticed on the way: lines that became their amount, values held after all, and values lost after all."""

    rewritten: list[str] = field(default_factory=list)
    held: set[Value] = field(default_factory=set)
    lost: set[Value] = field(default_factory=set)
    without_article: bool = False

    def hold(self, terms: Terms, *names: str) -> None:
        """Note that these terms of a group are in the keys."""
        self.held |= {value for name in names for value in terms.values.get(name, ())}


def exemption_codes(invoice: Terms) -> dict[str, str]:
    """The VATEX code (BT-121) by VAT category."""
    return {group.text("BT-118"): group.text("BT-121") for group in invoice.within("BG-23")}


def line_keys(line: Terms, codes: dict[str, str], seen: Seen) -> Keys:
    """Quantity times price less the allowances when that is the line's amount; else its amount alone."""
    product, vat = line.one("BG-31"), line.one("BG-30")
    net, quantity = number(line.text("BT-131")), number(line.text("BT-129"))
    price = _price(line.one("BG-29"))
    taken = sum((number(one.text("BT-136")) for one in line.within("BG-27")), ZERO)
    unit = UNIT_NAMES.get(line.text("BT-130"), "piece")
    keys: Keys = {
        "item": one_line(product.text("BT-153"), 500) or "–",
        "details": several_lines(product.text("BT-154")),
        "ref": one_line(product.text("BT-155")),
    }
    gross = cent(quantity * price) if price is not None else None
    held = gross is not None and gross - taken == net and not line.within("BG-28") and _fits(quantity, 4)
    if gross is not None and held and taken * _sign(quantity) >= 0:
        keys |= {"qty": f"{plain(quantity)} {unit}" if unit != "piece" else plain(quantity), "price": price}
        if taken:
            keys["discount"] = _reduction(line.within("BG-27"), gross, taken, seen)
    else:
        seen.rewritten.append(line.text("BT-126"))
        keys |= {"qty": "-1" if net < 0 else "1", "price": abs(net)}
    keys["vat"] = vat_word(vat.text("BT-151"), vat.text("BT-152"), codes, seen)
    return {key: value for key, value in keys.items() if value != ""}


def _reduction(taken: Sequence[Terms], gross: Decimal, amount: Decimal, seen: Seen) -> Keys:
    """The allowances of a line as its discount: one percentage, or an amount with all their reasons."""
    reasons = ", ".join(dict.fromkeys(one_line(one.text("BT-139")) for one in taken if one.text("BT-139")))
    percent = number(taken[0].text("BT-138"))
    exact = percent > 0 and _fits(percent, 4) and cent(gross * percent / 100) == amount
    seen.lost |= {value for one in taken[1:] for value in one.values.get("BT-136", ())}  # added to the first
    for one in taken:
        if number(one.text("BT-137")) == gross:
            seen.hold(one, "BT-137")
    keys: Keys = {"amount": amount}
    if len(taken) == 1 and exact:
        seen.hold(taken[0], "BT-138")
        keys = {"percent": f"{plain(percent)}%"}
    return {**keys, "reason": reasons[:200]} if reasons else keys


def adjustments(invoice: Terms, codes: dict[str, str], seen: Seen) -> Keys:
    """The allowances and charges of the document (BG-20, BG-21) under `discount`, `allowances` and `charges`."""
    taken: list[Keys] = []
    added: list[Keys] = []
    for one in invoice.within("BG-20"):
        amount = number(one.text("BT-92"))
        (taken if amount > 0 else added).append(_adjusted(one, amount, ("BT-97", "BT-95", "BT-96"), codes, seen))
    discount = _as_discount(invoice, seen)
    taken = [] if discount else taken
    for one in invoice.within("BG-21"):
        amount = number(one.text("BT-99"))
        (added if amount >= 0 else taken).append(_adjusted(one, amount, ("BT-104", "BT-102", "BT-103"), codes, seen))
    charges, allowances = ([one for one in found if one["amount"]] for found in (added, taken))
    return {"charges": charges, "discount": discount, "allowances": allowances}


def _adjusted(one: Terms, amount: Decimal, names: tuple[str, str, str], codes: dict[str, str], seen: Seen) -> Keys:
    reason, category, rate = names
    word = "Discount" if reason == "BT-97" else "Charge"
    keys: Keys = {"item": one_line(one.text(reason), 500) or word, "amount": _short(abs(amount), 2)}
    treatment = vat_word(one.text(category), one.text(rate), codes, seen)
    return {**keys, "vat": treatment} if treatment else keys


def _as_discount(invoice: Terms, seen: Seen) -> Keys:
    """The allowances as the discount that the book spreads over all VAT groups, when it comes to just these."""
    taken = invoice.within("BG-20")
    bases = _bases(invoice)
    groups = {(one.text("BT-95"), number(one.text("BT-96"))): one for one in taken}
    reasons, percents = {one.text("BT-97") for one in taken}, {one.text("BT-94") for one in taken}
    spread = groups.keys() == bases.keys() and len(groups) == len(taken) and len(reasons) == len(percents) == 1
    if not spread or any(number(one.text("BT-92")) <= 0 for one in taken):
        return {}
    reason, percent = one_line(reasons.pop()), number(percents.pop())
    keys: Keys = {}
    if len(taken) == 1 and not percent:
        keys = {"amount": number(taken[0].text("BT-92"))}
    elif (
        percent > 0 and _fits(percent, 4) and all(_is_percent(one, bases[key], percent) for key, one in groups.items())
    ):
        keys = {"percent": f"{plain(percent)}%"}
        for one in taken:
            seen.hold(one, "BT-93", "BT-94")
    return {**keys, "reason": reason} if keys and reason else keys


def _is_percent(taken: Terms, base: Decimal, percent: Decimal) -> bool:
    """Whether an allowance is this percentage of what the lines of its VAT group come to."""
    return number(taken.text("BT-93")) == base and cent(base * percent / 100) == number(taken.text("BT-92"))


def _bases(invoice: Terms) -> dict[Group, Decimal]:
    """What the lines of each VAT group come to."""
    bases: dict[Group, Decimal] = {}
    for line in invoice.within("BG-25"):
        vat = line.one("BG-30")
        group = (vat.text("BT-151"), number(vat.text("BT-152")))
        bases[group] = bases.get(group, ZERO) + number(line.text("BT-131"))
    return bases


def vat_word(category: str, rate: str, codes: dict[str, str], seen: Seen) -> object:
    """The book's word for a VAT category and rate; "" when there is none and the book derives it."""
    if not category:
        return ""
    if category in _WORDS:
        return _WORDS[category]
    if category != "E":
        return f"{plain(number(rate))}%"
    code = codes.get("E", "")
    if code == _FRANCHISE:
        return "franchise"
    article = code.upper().removeprefix("VATEX-FR-").removeprefix("CGI")
    if not article[:3].isdigit():
        seen.without_article = True
        article = UNKNOWN_ARTICLE
    return {"exempt": {"article": article}}


def exchange_rate(invoice: Terms) -> Decimal | None:
    """Units of the invoice's currency for 1 EUR, from its VAT in both (BT-110, BT-111), as short as it comes out."""
    sums = invoice.one("BG-22")
    tax, euros = number(sums.text("BT-110")), number(sums.text("BT-111"))
    if invoice.text("BT-6") != "EUR" or invoice.text("BT-5") == "EUR" or tax <= 0 or euros <= 0:
        return None
    candidates = (_rounded(tax / euros, decimals) for decimals in range(4, 9))
    return next((rate for rate in candidates if rate > 0 and cent(tax / rate) == euros), None)


def foreign_categories(invoice: Terms) -> Iterator[Value]:
    """VAT categories of the Canary Islands, Ceuta and Melilla, and Italy, for which the book has no word."""
    for term, value in invoice.all_values():
        if term in {"BT-95", "BT-102", "BT-151"} and value.text in {"L", "M", "B"}:
            yield value


def _price(price: Terms) -> Decimal | None:
    """The price of one unit; None when six decimals do not hold it."""
    per = number(price.text("BT-149")) or Decimal(1)
    found = number(price.text("BT-146")) / per
    return _short(found, 6) if found >= 0 and _fits(found, 6) else None


def _fits(value: Decimal, decimals: int) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -decimals


def _short(value: Decimal, decimals: int) -> Decimal:
    """The same number, as it is written unless zeros make it longer than the book reads."""
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -decimals else Decimal(plain(value))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _sign(value: Decimal) -> int:
    return -1 if value < 0 else 1


def cent(value: Decimal) -> Decimal:
    """To two decimals, half up: EN 16931 knows no other amounts."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def number(text: str) -> Decimal:
    """The number a text is; zero when it is none (the rules have told)."""
    try:
        found = Decimal(text or 0)
    except InvalidOperation:
        return ZERO
    return found if found.is_finite() and found.adjusted() < 15 else ZERO


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
