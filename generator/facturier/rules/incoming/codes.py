"""Whether texts are the numbers, days and codes they must be (BR-CL, BR-DEC, BR-27, BR-28, BR-CO-03, BR-CO-09)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from facturier.model.incoming import Terms, Value
from facturier.rules.incoming.finding import Finding, finding, number, words

_AMOUNTS = words(
    """
BT-92 BT-93 BT-99 BT-100 BT-106 BT-107 BT-108 BT-109 BT-110 BT-111 BT-112 BT-113 BT-114 BT-115
BT-116 BT-117 BT-131 BT-136 BT-137 BT-141 BT-142
"""
)
_NUMBERS = _AMOUNTS | words(
    """
BT-94 BT-96 BT-101 BT-103 BT-119 BT-129 BT-138 BT-143 BT-146 BT-147 BT-148 BT-149 BT-152
"""
)
_DAYS = frozenset(["BT-2", "BT-7", "BT-9", "BT-26", "BT-72", "BT-73", "BT-74", "BT-134", "BT-135"])
_CATEGORIES = "S Z E AE K G O L M B"
# Term → rule and what it may be: words in a row, or a pattern.
_CODES: dict[str, tuple[str, str]] = {
    "BT-5": ("BR-CL-04", "[A-Z]{3}"),
    "BT-6": ("BR-CL-05", "[A-Z]{3}"),
    "BT-40": ("BR-CL-14", "[A-Z1]{1}[A-Z0-9]{1}"),
    "BT-55": ("BR-CL-14", "[A-Z1]{1}[A-Z0-9]{1}"),
    "BT-80": ("BR-CL-14", "[A-Z1]{1}[A-Z0-9]{1}"),
    "BT-8": ("BR-CL-06", "3|35|432"),
    "BT-95": ("BR-CL-18", _CATEGORIES.replace(" ", "|")),
    "BT-102": ("BR-CL-18", _CATEGORIES.replace(" ", "|")),
    "BT-118": ("BR-CL-17", _CATEGORIES.replace(" ", "|")),
    "BT-151": ("BR-CL-18", _CATEGORIES.replace(" ", "|")),
    "BT-121": ("BR-CL-22", r"(?i:VATEX-.+)"),
    "BT-130": ("BR-CL-23", "[A-Z0-9]{2,3}"),
}
_TYPES = words(
    """
71 80 81 82 83 84 102 130 202 203 204 211 218 219 261 262 295 296 308 325 326 331 380 381 382 383
384 385 386 387 388 389 390 393 394 395 396 420 456 457 458 471 472 473 500 501 502 503 527 532 553
575 623 633 751 780 817 870 875 876 877 935
"""
)
_MIMES = frozenset(
    (
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    )
)
_NOT_NEGATIVE = (("BR-27", "BT-146"), ("BR-28", "BT-148"))
_VAT_PREFIX = re.compile(r"[A-Z]{2}.+")
_CENT = -2


def findings(invoice: Terms) -> Iterator[Finding]:
    """EIN-124 for what is no number or day, EIN-123 for a code of no list, EIN-122 for two that exclude each other."""
    for term, value in invoice.all_values():
        yield from _judged(term, value)
    if (both := invoice.first("BT-7")) and invoice.text("BT-8"):
        yield finding("EIN-122", "BR-CO-03", both.line, term="BT-7", because="BT-8")


def _judged(term: str, value: Value) -> Iterator[Finding]:
    if term in _NUMBERS:
        yield from _numbers(term, value)
    elif term in _DAYS and not _is_day(value.text):
        yield finding("EIN-124", "BR-DATE", value.line, term=term, value=value.text[:40])
    elif term == "BT-3" and value.text not in _TYPES:
        yield finding(
            "EIN-123", "BR-CL-01", value.line, term=term, value=value.text[:40], allowed="380, 381, 384, 386…"
        )
    elif term == "BT-125" and value.scheme not in _MIMES:
        yield finding("EIN-123", "BR-CL-24", value.line, term=term, value=value.scheme[:60], allowed="PDF, PNG, JPEG…")
    elif term in {"BT-31", "BT-48", "BT-63"} and not _VAT_PREFIX.fullmatch(value.text):
        yield finding("EIN-123", "BR-CO-09", value.line, term=term, value=value.text[:40], allowed="FR…, DE…, EL…")
    elif term in _CODES and not re.fullmatch(_CODES[term][1], value.text):
        rule, allowed = _CODES[term]
        yield finding("EIN-123", rule, value.line, term=term, value=value.text[:40], allowed=allowed)


def _numbers(term: str, value: Value) -> Iterator[Finding]:
    found = number(value)
    if found is None:
        yield finding("EIN-124", "BR-DEC", value.line, term=term, value=value.text[:40])
        return
    exponent = found.as_tuple().exponent
    if term in _AMOUNTS and isinstance(exponent, int) and exponent < _CENT:
        yield finding("EIN-123", "BR-DEC", value.line, term=term, value=value.text[:40], allowed="0.01")
    for rule, priced in _NOT_NEGATIVE:
        if term == priced and found < 0:
            yield finding("EIN-123", rule, value.line, term=term, value=value.text[:40], allowed=">= 0")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
