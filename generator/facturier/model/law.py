"""Law as dated data: rates, cases and sentences with the days on which they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRate:
    """One half-year of late-payment rates, in percent: ECB main rate, statutory default, legal rates, floor."""

    half_year: str  # "2026-S2"
    mro: Decimal
    statutory: Decimal
    legal_individual: Decimal
    legal_other: Decimal
    floor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class VatCase:
    """A lawful way to tax: its EN 16931 category, VATEX code and article."""

    name: str  # FR_STANDARD, EU_SERVICES_B2B…
    category: str
    code: str = ""
    word: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A legal sentence in one language, valid from `start` to `end` (both included, None = open)."""

    key: str
    language: str
    text: str
    article: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The dated tables the program judges by. `as_of` is the day on which they were checked."""

    as_of: date
    late_rates: Mapping[str, LateRate] = field(default_factory=dict)  # by half-year
    vat_rates: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)  # by territory
    vat_cases: Mapping[str, VatCase] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A sentence that must stand on one document. `code` is the rule that asks for it (MEN-…, PAY-…, VAT-…).

    `note` is the EN 16931 subject code (PMT, PMD, AAB, ABL…) or "" when it is printed only.
    """

    code: str
    text: str
    note: str = ""
    place: str = "terms"  # terms | seller | vat | title | footer
