"""Law as dated data: rates, cases, places and sentences with the days on which they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRate:
    """One half-year of late-payment rates, in percent a year.

    `mro` is the ECB main rate, `statutory` that plus 10 points (C. com. L441-10 II), `public_buyer` that plus 8
    (CCP R2192-31), `floor` the lowest rate businesses may agree on (three times `legal_other`).
    """

    half_year: str  # "2026-S2"
    mro: Decimal
    statutory: Decimal
    legal_individual: Decimal
    legal_other: Decimal
    floor: Decimal
    public_buyer: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRates:
    """The VAT rates of a territory in percent, the standard one first, from `start` to `end` (both included)."""

    territory: str
    percent: tuple[Decimal, ...]
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VatCase:
    """A lawful way to tax: its EN 16931 category, VATEX code, article, rule, and the key of its sentence."""

    name: str  # FR_STANDARD, EU_SERVICES_B2B…
    category: str
    code: str = ""
    word: str = ""
    article: str = ""
    rule: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRow:
    """One row of the VAT table: who sells what to whom, the word that follows, and the words that may be typed.

    Empty tuples and None fit everything. `cases` maps a word to the name of its case; `rates` says whose rates may be
    charged: `seller`, `client`, `any` (the client's country may be another member state), or "" (none).
    """

    derives: str
    rule: str
    article: str
    seller: str = ""
    seller_zone: tuple[str, ...] = ()
    seller_number: bool | None = None
    zone: tuple[str, ...] = ()
    client: tuple[str, ...] = ()
    number: bool | None = None
    nature: str = ""
    rates: str = ""
    cases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where countries and postcodes stand for VAT: zone by country, then by longest postcode prefix."""

    eu: frozenset[str] = frozenset()
    countries: Mapping[str, str] = field(default_factory=dict)
    postcodes: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # longest prefix first


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A turnover of the franchise, in EUR without VAT: `limit` of last year, `raised` of this one (CGI 293 B)."""

    name: str
    limit: Decimal
    raised: Decimal
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestTerm:
    """The longest lawful term of payment between businesses in days, counted from `start` (issue, delivery…)."""

    name: str
    days: int
    start: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A legal sentence in one language, valid from `start` to `end` (both included, None = open)."""

    key: str
    language: str
    text: str
    rule: str = ""
    article: str = ""
    start: date | None = None
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the sentence is the law of that day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The dated tables the program judges by. `as_of` is the day on which they were checked."""

    as_of: date
    late_rates: Mapping[str, LateRate] = field(default_factory=dict)  # by half-year
    vat_rates: tuple[TerritoryRates, ...] = ()
    vat_cases: Mapping[str, VatCase] = field(default_factory=dict)
    vat_table: tuple[VatRow, ...] = ()
    vatex: tuple[str, ...] = ()
    places: Places = Places()
    thresholds: tuple[Threshold, ...] = ()
    longest_terms: Mapping[str, LongestTerm] = field(default_factory=dict)
    reform: Mapping[str, date] = field(default_factory=dict)  # seller's size → first day of e-invoicing
    recovery_fee: Decimal = Decimal("40.00")
    sentences: Mapping[tuple[str, str], tuple[Sentence, ...]] = field(default_factory=dict)  # by (key, language)

    def late_rate(self, on: date) -> LateRate | None:
        """The late-payment rates of the half-year of a day; None when not known yet."""
        return self.late_rates.get(half_year(on))

    def rates(self, territory: str, on: date) -> tuple[Decimal, ...]:
        """The VAT rates of a territory on a day, the standard one first; () when none is known."""
        for row in self.vat_rates:
            if row.territory == territory and row.start <= on and (row.end is None or on <= row.end):
                return row.percent
        return ()

    def sentence(self, key: str, language: str, on: date) -> Sentence | None:
        """The sentence of a day in a language; one that is not translated is given in French."""
        periods = self.sentences.get((key, language)) or self.sentences.get((key, "fr"), ())
        return next((sentence for sentence in periods if sentence.holds(on)), None)

    def reform_day(self, size: str) -> date:
        """The first day of e-invoicing for a seller of that size; of the smallest when the size is unknown."""
        return self.reform.get(size) or self.reform.get("micro", date.max)


def half_year(on: date) -> str:
    """The half-year of a day as the rate tables name it: `2026-S2`."""
    return f"{on.year}-S{1 if on.month <= 6 else 2}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A sentence that must stand on one document. `code` is the rule that asks for it (MEN-…, PAY-…, VAT-…).

    `note` is the EN 16931 subject code (PMT, PMD, AAB) or "" when it is printed only. `place` says where it belongs:
    title, seller, client, vat (beside the totals), terms, or footer. `case` names the VAT case whose exemption it gives
    (BT-120), "" for every other sentence.
    """

    code: str
    text: str
    note: str = ""
    place: str = "terms"
    case: str = ""
