"""One typed text to one value: the spelling of every amount, date, word and address a file may hold.

Each function takes the text as written and returns the value, or raises `MisfitError` with a TYPE code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from facturier.model.terms import DueIn, MonthEnd
from facturier.read import codelists, units
from facturier.read.upgrading import CURRENT


class MisfitError(ValueError):
    """A text that is not what its key wants: a code of the TYPE family and the values of its message.

    `key` names the value at fault when the check is about a whole mapping.
    """

    def __init__(self, code: str, *, key: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.key = key
        self.values = values


_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?", re.ASCII)
_QUANTITY = re.compile(r"(-?[0-9.]+)(?:[ ]+([^ ].*))?", re.ASCII)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII
)
_DAYS = re.compile(r"([1-9][0-9]{0,3}) (days?)", re.ASCII)
_DUE = re.compile(r"(0|[1-9][0-9]{0,2}) days?( end of month)?", re.ASCII)
_DUE_BEFORE = re.compile(r"end of month(?: \+ (0|[1-9][0-9]{0,2}) days?)?", re.ASCII)
_WHOLE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_SIGNED_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,3})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2099
MAX_INTEGER_DIGITS = 12
MAX_ROUNDING = 5


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` was probably meant to be, "" when none is near."""
    options = sorted(known)
    found = difflib.get_close_matches(word.lower(), options, n=1, cutoff=0.6)
    return found[0] if found else ""


def number(text: str, *, decimals: int, signed: bool = False, code: str = "TYPE-010") -> Decimal:
    """Read a plain decimal: ASCII digits, a point, no exponent, no leading zero, at most 12 digits before the point.

    `-0` is zero; any other sign needs `signed`.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise MisfitError(code, value=text, decimals=decimals)
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if len(whole) > MAX_INTEGER_DIGITS:
        raise MisfitError("TYPE-012", value=text[:40], limit=MAX_INTEGER_DIGITS)
    if len(fraction) > decimals:
        raise MisfitError("TYPE-011", value=text[:60], limit=decimals)
    value = Decimal(text)
    if value == 0:
        return abs(value)
    if sign and not signed:
        raise MisfitError("TYPE-013", value=text)
    return value


def amount(text: str) -> Decimal:
    """Read an amount of money: up to three decimals here; the currency's own limit is checked where it is known."""
    return number(text, decimals=3)


def rounding(text: str) -> Decimal:
    """Read what brings the amount due to a coin that exists: signed, at most 5 (TYPE-033)."""
    value = number(text, decimals=3, signed=True)
    if abs(value) > MAX_ROUNDING:
        raise MisfitError("TYPE-033", value=text, limit=MAX_ROUNDING)
    return value


def euros(text: str) -> Decimal:
    """Read an amount that is in EUR whatever the document's currency: up to two decimals."""
    return number(text, decimals=2)


def unit_price(text: str) -> Decimal:
    """Read a price per unit: up to six decimals."""
    return number(text, decimals=6)


def rate_of_exchange(text: str) -> Decimal:
    """Read an exchange rate, above zero, up to eight decimals."""
    value = number(text, decimals=8)
    if not value:
        raise MisfitError("TYPE-014", value=text)
    return value


def quantity(text: str) -> tuple[Decimal, str]:
    """Read `12.5 days`, `-2`, `40`: the number and the unit's key (`piece` when none is named)."""
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise MisfitError("TYPE-015", value=text)
    value = number(match[1], decimals=4, signed=True, code="TYPE-015")
    return value, units.unit(match[2]) if match[2] else "piece"


def quantity_with_unit(text: str) -> tuple[Decimal, str]:
    """Read a quantity; an unknown unit is TYPE-016 with the nearest known one."""
    try:
        return quantity(text)
    except KeyError as unknown:
        word = str(unknown.args[0])
        raise MisfitError("TYPE-016", value=word, suggestion=closest(word, units.WORDS)) from None


def percent(text: str, *, decimals: int = 4) -> Decimal:
    """Read `5%` or `5 %`: 0 to 100."""
    bare = text.removesuffix("%").rstrip(" ") if text.endswith("%") else ""
    if not bare:
        raise MisfitError("TYPE-017", value=text)
    value = number(bare, decimals=decimals, code="TYPE-017")
    if value > 100:
        raise MisfitError("TYPE-018", value=text)
    return value


def share(text: str) -> Decimal:
    """Read a share of an amount: a percent with at most two decimals, above zero."""
    value = percent(text, decimals=2)
    if not value:
        raise MisfitError("TYPE-014", value=text)
    return value


def yearly_rate(text: str) -> Decimal | str:
    """Read a yearly late-payment rate: `statutory` or a percent; the bare legal rate is too low (PAY-008)."""
    if text == "statutory":
        return text
    if text == "legal":
        raise MisfitError("TYPE-019")
    return percent(text)


def civil_date(text: str) -> date:
    """Read a calendar day written YYYY-MM-DD, from 2000 to 2099."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise MisfitError("TYPE-020", value=text)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise MisfitError("TYPE-021", value=text) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise MisfitError("TYPE-022", value=text, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def moment(text: str) -> tuple[date, datetime | None]:
    """Read a day, or a day and time with its offset from UTC: `2026-11-02T10:30:00+01:00`."""
    if len(text) <= 10:
        return civil_date(text), None
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise MisfitError("TYPE-023", value=text)
    if match[2] is None:
        raise MisfitError("TYPE-024", value=text)
    day = civil_date(text[:10])
    try:
        return day, datetime.fromisoformat(text)
    except ValueError:
        raise MisfitError("TYPE-023", value=text) from None


def duration(text: str) -> int:
    """Read `30 days`: civil days, at least one."""
    match = _DAYS.fullmatch(text)
    if match is None:
        raise MisfitError("TYPE-025", value=text)
    return int(match[1])


def due(text: str) -> DueIn | date:
    """Read `30 days`, `45 days end of month`, `end of month + 45 days`, `end of month`, or a date."""
    if text == "on receipt":
        return DueIn(days=0)
    if match := _DUE.fullmatch(text):
        return DueIn(days=int(match[1]), month_end=MonthEnd.AFTER_DAYS if match[2] else MonthEnd.NONE)
    if match := _DUE_BEFORE.fullmatch(text):
        return DueIn(days=int(match[1] or 0), month_end=MonthEnd.BEFORE_DAYS)
    if text[:4].isdigit() and "-" in text:
        return civil_date(text)
    raise MisfitError("TYPE-026", value=text)


def whole(text: str) -> int:
    """Read a whole number from 1."""
    if _WHOLE.fullmatch(text) is None:
        raise MisfitError("TYPE-027", value=text)
    return int(text)


def format_version(text: str) -> int:
    """Read the format of a book's files: one that this program knows (UPG-001)."""
    version = whole(text)
    if version > CURRENT:
        raise MisfitError("UPG-001", known=CURRENT)
    return version


def signed_days(text: str) -> int:
    """Read a count of days that may be negative (before) or zero."""
    if _SIGNED_WHOLE.fullmatch(text) is None:
        raise MisfitError("TYPE-028", value=text)
    return int(text)


def yes_no(text: str) -> bool:
    """Read `true` or `false`; nothing else is a truth value."""
    if text not in {"true", "false"}:
        raise MisfitError("TYPE-029", value=text)
    return text == "true"


def word(text: str, known: Iterable[str]) -> str:
    """Read one word of a closed list."""
    words = tuple(known)
    if text not in words:
        raise MisfitError("TYPE-030", value=text, suggestion=closest(text, words), words=", ".join(words))
    return text


def currency(text: str) -> str:
    """Read an ISO 4217 code in capitals."""
    if text not in codelists.CURRENCIES:
        raise MisfitError("TYPE-031", value=text)
    return text


def country(text: str) -> str:
    """Read an ISO 3166-1 alpha-2 code in capitals: `FR`, `NO`; Northern Ireland is `XI`."""
    if text not in codelists.COUNTRIES:
        raise MisfitError("TYPE-032", value=text)
    return text
