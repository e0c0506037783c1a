"""The business terms of an e-invoice → the keys of a document, with what those cannot hold. No amount is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from facturier.compute.imported_amounts import (
    UNIT_NAMES,
    UNKNOWN_ARTICLE,
    Seen,
    adjustments,
    exchange_rate,
    exemption_codes,
    foreign_categories,
    line_keys,
    number,
    plain,
)
from facturier.compute.plain_text import one_line, several_lines
from facturier.model.incoming import Terms, Value
from facturier.model.money import ZERO
from facturier.model.sale import REFUNDED

__all__ = ["TYPES", "UNKNOWN_ARTICLE", "Imported", "imported"]

Keys = dict[str, object]
_Lost = Callable[[Value], bool]
TYPES = {"380": "invoice", "386": "deposit", "381": "credit-note", "384": "corrective", "389": "self-billed"}
_CREDIT_NOTES = frozenset({"81", "83", "261", "262", "296", "308", "396", "420", "458", "532"})  # of UNTDID 1001
_FOLLOWING = frozenset({"credit-note", "corrective"})
_REGISTERS = frozenset({"0002", "0009"})  # SIREN, SIRET
_LEGAL = frozenset({"AAB", "PMD", "PMT", "BAR", "REG", "ABL"})  # the book writes these sentences itself
_DISCOUNT_CODE = "95"  # the book writes it beside every discount
_SUBJECT = 200  # characters of a title
_MAX_ROUNDING = 5
_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,35}")
_FRENCH = re.compile(r"(?i:VATEX-FR-(CGI)?\d{3})")
_CODES = frozenset({"VATEX-EU-AE", "VATEX-EU-IC", "VATEX-EU-G", "VATEX-EU-O", "VATEX-FR-FRANCHISE"})  # the book's own


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
BT-40 BT-41 BT-42 BT-43 BT-81 BT-82 BT-83 BT-84 BT-85 BT-86 BT-106
BT-107 BT-108 BT-109 BT-110 BT-111 BT-112 BT-113 BT-114 BT-115 BT-116 BT-117 BT-118 BT-119 BT-120 BT-121 BT-126
BT-162
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
    refunded: Decimal = ZERO  # of an export


def imported(invoice: Terms, *, client: str, numbered: bool) -> Imported:
    """Return the keys; `numbered` keeps number and date, as for a document that was issued elsewhere."""
    seen, codes = Seen(lost=set(_repeated(invoice))), exemption_codes(invoice)
    kind = _kind(invoice.text("BT-3"))
    keys: Keys = {"number": invoice.text("BT-1"), "date": _day(invoice.text("BT-2"))} if numbered else {}
    keys |= {"client": client, "type": kind if kind != "invoice" else ""}
    keys |= _written(invoice)
    keys |= _references(invoice, kind)
    keys |= {"prices": "net", "currency": invoice.text("BT-5"), "terms": _terms(invoice, kind)}
    keys |= _rate(invoice)
    keys["lines"] = [line_keys(line, codes, seen) for line in invoice.within("BG-25")]
    keys |= adjustments(invoice, codes, seen)
    keys["rounding"] = _rounding(invoice)
    keys["notes"] = keys.pop("notes", "")
    return Imported(
        keys={key: value for key, value in keys.items() if value},
        rewritten=tuple(seen.rewritten),
        untold=tuple(_untold(invoice, kind, seen, numbered=numbered)),
        without_article=seen.without_article,
        prepaid=number(invoice.one("BG-22").text("BT-113")),
        refunded=number(invoice.one("BG-22").text(REFUNDED)),
    )


def _kind(code: str) -> str:
    """The book's type for BT-3; what it has no word for is at least on the right side of the books."""
    return TYPES.get(code) or ("credit-note" if code in _CREDIT_NOTES else "invoice")


def _untold(invoice: Terms, kind: str, seen: Seen, *, numbered: bool) -> Iterator[tuple[str, Value]]:
    """The terms that neither the keys nor the book hold; a unit that is not in the list once, however many lines."""
    units: set[str] = set()
    lost_values = _lost(invoice, kind, seen, numbered=numbered)
    for term, value in invoice.all_values():
        if term == "BT-130" and value.text in units:
            continue
        units |= {value.text} if term == "BT-130" else set()
        lost = lost_values[term](value) if term in lost_values else term not in _HELD | _OF_THE_BOOK
        if (lost or value in seen.lost) and value not in seen.held and value.text and not term.startswith("@"):
            yield term, value
    yield from (("BT-151", value) for value in foreign_categories(invoice))


def _lost(invoice: Terms, kind: str, seen: Seen, *, numbered: bool) -> Mapping[str, _Lost]:
    """Of the terms that are held or known now and then: when they are lost."""
    period = invoice.one("BG-14")
    rate, article = exchange_rate(invoice), seen.without_article
    zero = [one for group in ("BG-20", "BG-21") for one in invoice.within(group) if not _adjusts(one)]
    nothing = {value for one in zero for value in (*one.values.get("BT-97", ()), *one.values.get("BT-104", ()))}
    return {
        "BT-1": lambda _: not numbered,
        "BT-2": lambda _: not numbered,
        "BT-3": lambda value: value.text not in TYPES,
        "BT-6": lambda value: value.text != invoice.text("BT-5") and rate is None,
        "BT-9": lambda _: kind == "credit-note",
        "BT-21": lambda value: value.text not in _LEGAL,
        "BT-25": lambda value: (
            kind not in _FOLLOWING
            or value.text != invoice.one("BG-3").text("BT-25")
            or not _NUMBER.fullmatch(value.text)
        ),
        "BT-26": lambda _: kind not in _FOLLOWING,
        "BT-46": lambda value: not _is_registered(value),
        "BT-47": lambda value: not _is_registered(value),
        "BT-73": lambda _: not period.text("BT-74"),
        "BT-74": lambda _: not period.text("BT-73"),
        "BT-92": lambda value: number(value.text) <= 0,  # the book holds a negative one as a charge
        "BT-97": lambda value: value in nothing,
        "BT-98": lambda value: value.text != _DISCOUNT_CODE,
        "BT-99": lambda value: number(value.text) <= 0,
        "BT-104": lambda value: value in nothing,
        "BT-111": lambda _: rate is None,
        "BT-113": lambda value: (not numbered or kind == "credit-note") and number(value.text) != 0,
        REFUNDED: lambda value: (not numbered or kind == "credit-note") and number(value.text) != 0,
        "BT-120": lambda _: True,
        "BT-121": lambda value: value.text.upper() not in _CODES and (article or not _FRENCH.match(value.text)),
        "BT-130": lambda value: value.text not in UNIT_NAMES,
        "BT-140": lambda value: value.text != _DISCOUNT_CODE,
        "BT-149": lambda value: number(value.text) != 1,
    }


def _adjusts(one: Terms) -> bool:
    """Whether an allowance or charge is more than zero: the book has none of nothing."""
    return number(one.text("BT-92") or one.text("BT-99")) != 0


def _rounding(invoice: Terms) -> str:
    """BT-114 as far as it is one; a larger one is found when the totals are compared."""
    value = number(invoice.one("BG-22").text("BT-114"))
    return plain(value) if value and abs(value) <= _MAX_ROUNDING else ""


def _repeated(terms: Terms) -> Iterator[Value]:
    """Values of a term after its first in the same group: the keys hold one of each."""
    for term, values in terms.values.items():
        if term in _HELD - {"BT-46"}:
            yield from values[1:]
    for groups in terms.groups.values():
        for inside in groups:
            yield from _repeated(inside)


def _is_registered(value: Value) -> bool:
    """Whether an identifier is a SIREN or a SIRET."""
    return value.scheme in _REGISTERS and re.fullmatch(r"\d{9}(\d{5})?", value.text) is not None


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
    if kind in _FOLLOWING and _NUMBER.fullmatch(before):
        keys["credits" if kind == "credit-note" else "replaces"] = before
    return keys


def _terms(invoice: Terms, kind: str) -> Keys:
    due = _day(invoice.text("BT-9"))
    return {"due": due} if due and kind != "credit-note" else {}


def _rate(invoice: Terms) -> Keys:
    """The rate that gives the file's VAT in euros; its source is the invoice it was taken from."""
    rate = exchange_rate(invoice)
    if rate is None:
        return {}
    source = one_line(invoice.text("BT-1"))
    return {"exchange_rate": {"rate": plain(rate), "date": _day(invoice.text("BT-2")), "source": source}}


def _written(invoice: Terms) -> Keys:
    """The notes that the book does not write itself: of two, the first is the subject when it is short."""
    notes = [several_lines(one.text("BT-22")) for one in invoice.within("BG-1") if one.text("BT-21") not in _LEGAL]
    notes = [note for note in notes if note]
    if len(notes) > 1 and "\n" not in notes[0] and len(notes[0]) <= _SUBJECT:
        return {"subject": notes[0], "notes": "\n".join(notes[1:])}
    return {"notes": "\n".join(notes)}


def _day(text: str) -> str:
    return text[:10]
