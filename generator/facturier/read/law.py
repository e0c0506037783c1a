"""Turns the dated TOML tables of `facturier/law` into the one Law value."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from facturier.model.law import (
    LateRate,
    Law,
    LongestTerm,
    Places,
    Sentence,
    TerritoryRates,
    Threshold,
    VatCase,
    VatRow,
)
from facturier.paths import law_folder

LANGUAGES = ("fr", "en", "de", "es", "it", "nl")
STATUTORY_POINTS = Decimal(10)  # C. com. L441-10 II
PUBLIC_BUYER_POINTS = Decimal(8)  # CCP R2192-31
FLOOR_TIMES = Decimal(3)  # C. com. L441-10 II

Table = Mapping[str, Any]


@cache
def load_law() -> Law:
    """Read every dated table of the program. The files are part of it: a mistake in them is a bug, not a fault."""
    dates = read_table("dates")
    terms = dates["longest_term"]
    return Law(
        as_of=dates["as_of"],
        late_rates=_late_rates(read_table("late_rates")),
        vat_rates=tuple(_territory(row) for row in read_table("vat_rates")["rates"]),
        vat_cases={name: _case(name, row) for name, row in read_table("vat_cases").items()},
        vat_table=tuple(_row(row) for row in read_table("vat_table")["row"]),
        vatex=tuple(dates["vatex_fr"]),
        places=_places(read_table("zones")),
        thresholds=tuple(_threshold(row) for row in dates["threshold"]),
        longest_terms={
            row["name"]: LongestTerm(name=row["name"], days=row["days"], start=row["from"], article=row["source"])
            for row in terms
        },
        reform={name: day for name, day in dates["reform"].items() if name not in ("source", "evidence")},
        recovery_fee=Decimal(dates["recovery_fee"]["amount"]),
        sentences=dict(_sentences()),
    )


def read_table(name: str, *, folder: Path | None = None) -> dict[str, Any]:
    """One TOML table of the law folder, numbers as Decimal."""
    path = (folder or law_folder()) / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _late_rates(table: Table) -> dict[str, LateRate]:
    return {name: _late_rate(name, row) for name, row in table["half_year"].items()}


def _late_rate(name: str, row: Table) -> LateRate:
    return LateRate(
        half_year=name,
        mro=row["mro"],
        statutory=row["mro"] + STATUTORY_POINTS,
        legal_individual=row["legal_individual"],
        legal_other=row["legal_other"],
        floor=FLOOR_TIMES * row["legal_other"],
        public_buyer=row["mro"] + PUBLIC_BUYER_POINTS,
    )


def _territory(row: Table) -> TerritoryRates:
    percent = tuple(Decimal(rate) for rate in row["percent"])
    return TerritoryRates(territory=row["territory"], percent=percent, start=row["start"], end=row.get("end"))


def _case(name: str, row: Table) -> VatCase:
    texts = {key: row.get(key, "") for key in ("category", "code", "word", "article", "rule", "sentence")}
    return VatCase(name=name, **texts)


def _row(row: Table) -> VatRow:
    return VatRow(
        derives=row["derives"],
        rule=row["rule"],
        article=row["article"],
        seller=row.get("seller", "normal"),
        seller_zone=tuple(row.get("seller_zone", ())),
        seller_number=row.get("seller_number"),
        zone=tuple(row["zone"]),
        client=tuple(row.get("client", ())),
        number=row.get("number"),
        nature=row.get("nature", ""),
        rates=row.get("rates", ""),
        cases=row["cases"],
    )


def _places(table: Table) -> Places:
    postcodes = {
        country: tuple(sorted(prefixes.items(), key=lambda item: (-len(item[0]), item[0])))
        for country, prefixes in table["postcodes"].items()
    }
    return Places(eu=frozenset(table["eu"]), countries=table["countries"], postcodes=postcodes)


def _threshold(row: Table) -> Threshold:
    return Threshold(
        name=row["name"],
        limit=Decimal(row["limit"]),
        raised=Decimal(row["raised"]),
        start=row["start"],
        end=row.get("end"),
    )


def _sentences() -> Iterator[tuple[tuple[str, str], tuple[Sentence, ...]]]:
    periods = read_table("sentences/fr")
    for language in LANGUAGES:
        texts = read_table(f"sentences/{language}")
        for key, rows in periods.items():
            words = [row["text"] for row in rows] if language == "fr" else texts[key]
            yield (
                (key, language),
                tuple(_sentence(key, language, row, text) for row, text in zip(rows, words, strict=True)),
            )


def _sentence(key: str, language: str, row: Table, text: str) -> Sentence:
    return Sentence(
        key=key,
        language=language,
        text=text,
        rule=row["rule"],
        article=row["article"],
        start=row.get("start"),
        end=row.get("end"),
    )
