"""Whether texts are the numbers, days and codes they must be (BR-CL, BR-DEC, BR-27, BR-28, BR-CO-03, BR-CO-09)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facturier.model.incoming import Incoming, Value
from facturier.rules.incoming.code_lists import code_list
from facturier.rules.incoming.finding import Finding, finding, number, words

# The amounts, which have two decimals at most, and the rule that says so.
_AMOUNTS = {
    "BT-92": "BR-DEC-01",
    "BT-93": "BR-DEC-02",
    "BT-99": "BR-DEC-05",
    "BT-100": "BR-DEC-06",
    "BT-106": "BR-DEC-09",
    "BT-107": "BR-DEC-10",
    "BT-108": "BR-DEC-11",
    "BT-109": "BR-DEC-12",
    "BT-110": "BR-DEC-13",
    "BT-111": "BR-DEC-15",
    "BT-112": "BR-DEC-14",
    "BT-113": "BR-DEC-16",
    "BT-114": "BR-DEC-17",
    "BT-115": "BR-DEC-18",
    "BT-116": "BR-DEC-19",
    "BT-117": "BR-DEC-20",
    "BT-131": "BR-DEC-23",
    "BT-136": "BR-DEC-24",
    "BT-137": "BR-DEC-25",
    "BT-141": "BR-DEC-27",
    "BT-142": "BR-DEC-28",
}
_NUMBERS = words("BT-94 BT-96 BT-101 BT-103 BT-119 BT-129 BT-138 BT-143 BT-146 BT-147 BT-148 BT-149 BT-152")
_DAYS = frozenset(["BT-2", "BT-7", "BT-9", "BT-26", "BT-72", "BT-73", "BT-74", "BT-134", "BT-135"])
_CATEGORIES = words("S Z E AE K G L M B O")
_TAX_POINTS = words("3 35 432")
# Term → the rule, and the list its text is one of.
_CODES = {
    "@currencyID": ("BR-CL-03", "currency"),
    "BT-5": ("BR-CL-04", "currency"),
    "BT-6": ("BR-CL-05", "currency"),
    "BT-21": ("BR-CL-08", "subject"),
    "BT-40": ("BR-CL-14", "country"),
    "BT-55": ("BR-CL-14", "country"),
    "BT-69": ("BR-CL-14", "country"),
    "BT-80": ("BR-CL-14", "country"),
    "BT-81": ("BR-CL-16", "payment"),
    "BT-98": ("BR-CL-19", "allowance"),
    "BT-105": ("BR-CL-20", "charge"),
    "BT-121": ("BR-CL-22", "exemption"),
    "BT-130": ("BR-CL-23", "unit"),
    "BT-140": ("BR-CL-19", "allowance"),
    "BT-145": ("BR-CL-20", "charge"),
    "BT-150": ("BR-CL-23", "unit"),
    "BT-159": ("BR-CL-15", "country"),
}
# Term → the rule, and the list its scheme is one of.
_SCHEMES = {
    "BT-18": ("BR-CL-07", "reference"),
    "BT-29": ("BR-CL-10", "identifier"),
    "BT-30": ("BR-CL-11", "identifier"),
    "BT-34": ("BR-CL-25", "address"),
    "BT-46": ("BR-CL-10", "identifier"),
    "BT-47": ("BR-CL-11", "identifier"),
    "BT-49": ("BR-CL-25", "address"),
    "BT-60": ("BR-CL-10", "identifier"),
    "BT-61": ("BR-CL-11", "identifier"),
    "BT-71": ("BR-CL-26", "identifier"),
    "BT-128": ("BR-CL-07", "reference"),
    "BT-157": ("BR-CL-21", "identifier"),
    "BT-158": ("BR-CL-13", "classification"),
}
_SHORT = {
    "BT-8": ("BR-CL-06", _TAX_POINTS),
    "BT-95": ("BR-CL-17", _CATEGORIES),
    "BT-102": ("BR-CL-17", _CATEGORIES),
    "BT-118": ("BR-CL-17", _CATEGORIES),
    "BT-151": ("BR-CL-18", _CATEGORIES),
}
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
_NOT_NEGATIVE = {"BT-146": "BR-27", "BT-148": "BR-28"}
_VAT_NUMBERS = frozenset(["BT-31", "BT-48", "BT-63"])
_CENT = -2


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-124 for what is no number or day, EIN-123 for a code of no list, EIN-122 for two that exclude each other."""
    invoice = incoming.terms
    for term, value in invoice.all_values():
        yield from _judged(term, value)
    if (both := invoice.first("BT-7")) and invoice.text("BT-8"):
        yield finding("EIN-122", "BR-CO-03", both.line, term="BT-7", because="BT-8")


def _judged(term: str, value: Value) -> Iterator[Finding]:
    if term in _NUMBERS or term in _AMOUNTS:
        yield from _numbers(term, value)
    elif term in _DAYS and not _is_day(value.text):
        yield finding("EIN-124", "BR-DATE", value.line, term=term, value=value.text[:40])
    for rule, text, allowed in _wrong_codes(term, value):
        yield finding("EIN-123", rule, value.line, term=term, value=text[:60], allowed=allowed)


def _wrong_codes(term: str, value: Value) -> Iterator[tuple[str, str, str]]:
    """Rule, the text that is of no list, and what is allowed."""
    text, scheme = value.text, value.scheme
    if text and term in _CODES and (text.upper() if term == "BT-121" else text) not in code_list(_CODES[term][1]):
        yield _CODES[term][0], text, _examples(_CODES[term][1])
    if scheme and term in _SCHEMES and scheme not in code_list(_SCHEMES[term][1]):
        yield _SCHEMES[term][0], scheme, _examples(_SCHEMES[term][1])
    if term in _SHORT and text not in _SHORT[term][1]:
        yield _SHORT[term][0], text, " ".join(sorted(_SHORT[term][1]))
    if term == "BT-3" and text not in code_list("type-of-invoice") | code_list("type-of-credit-note"):
        yield "BR-CL-01", text, "380 381 384 386…"
    if term == "BT-125" and scheme and scheme not in _MIMES:
        yield "BR-CL-24", scheme, "PDF, PNG, JPEG…"
    if term in _VAT_NUMBERS and text[:2] not in code_list("vat-prefix"):
        yield "BR-CO-09", text, "FR…, DE…, EL…"


def _examples(name: str) -> str:
    return " ".join(sorted(code_list(name), key=lambda code: (len(code), code))[:4]) + "…"


def _numbers(term: str, value: Value) -> Iterator[Finding]:
    found = number(value)
    if found is None:
        yield finding("EIN-124", "BR-DEC", value.line, term=term, value=value.text[:40])
        return
    exponent = found.as_tuple().exponent
    if term in _AMOUNTS and isinstance(exponent, int) and exponent < _CENT:
        yield finding("EIN-123", _AMOUNTS[term], value.line, term=term, value=value.text[:40], allowed="0.01")
    if term in _NOT_NEGATIVE and found < 0:
        yield finding("EIN-123", _NOT_NEGATIVE[term], value.line, term=term, value=value.text[:40], allowed=">= 0")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
