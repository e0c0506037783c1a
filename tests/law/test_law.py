"""The dated tables: rates, places and sentences of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from facturier.model.law import half_year
from facturier.read.law import LANGUAGES, load_law, read_table

LAW = load_law()


@pytest.mark.parametrize(
    ("name", "mro", "statutory", "public", "floor"),
    [
        ("2019-S1", "0.00", "10.00", "8.00", "2.58"),
        ("2024-S1", "4.50", "14.50", "12.50", "15.21"),
        ("2026-S1", "2.15", "12.15", "10.15", "7.86"),
        ("2026-S2", "2.40", "12.40", "10.40", "8.25"),
    ],
)
def test_late_rates_of_a_half_year(name: str, mro: str, statutory: str, public: str, floor: str) -> None:
    rate = LAW.late_rates[name]
    found = (rate.mro, rate.statutory, rate.public_buyer, rate.floor)
    assert found == tuple(map(Decimal, (mro, statutory, public, floor)))


def test_an_unknown_half_year_is_not_guessed() -> None:
    assert LAW.late_rate(date(2027, 1, 1)) is None


@pytest.mark.parametrize(("day", "name"), [((2026, 6, 30), "2026-S1"), ((2026, 7, 1), "2026-S2")])
def test_half_years_turn_on_1_january_and_1_july(day: tuple[int, int, int], name: str) -> None:
    assert half_year(date(*day)) == name


@pytest.mark.parametrize(
    ("territory", "day", "standard"),
    [
        ("FR_METRO", date(2026, 1, 1), "20"),
        ("FR_METRO", date(2013, 12, 31), "19.6"),
        ("CORSE", date(2026, 1, 1), "20"),
        ("DROM_VAT", date(2026, 1, 1), "8.5"),
    ],
)
def test_the_standard_rate_of_a_territory(territory: str, day: date, standard: str) -> None:
    assert LAW.rates(territory, day)[0] == Decimal(standard)


def test_guyane_and_mayotte_have_no_rate() -> None:
    assert LAW.rates("DROM_NOVAT", date(2026, 1, 1)) == ()


@pytest.mark.parametrize("key", read_table("sentences/fr"))
def test_a_sentence_stands_in_every_language_with_the_same_blanks(key: str) -> None:
    import string

    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    texts = {language: LAW.sentences[key, language] for language in LANGUAGES}
    for periods in texts.values():
        for sentence, french in zip(periods, texts["fr"], strict=True):
            assert blanks(sentence.text) == blanks(french.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_french_article(language: str) -> None:
    day = date(2026, 11, 22)
    for key, article in (("late_penalty", "L441-10"), ("recovery_fee", "D441-5"), ("vat_franchise", "293 B")):
        sentence = LAW.sentence(key, language, day)
        assert sentence is not None
        assert article in sentence.text


def test_references_to_the_cgi_end_in_june_2028() -> None:
    assert LAW.sentence("vat_export", "fr", date(2028, 6, 30)) is not None
    assert LAW.sentence("vat_export", "fr", date(2028, 7, 1)) is None


def test_every_datum_has_a_source_and_a_grade() -> None:
    rows = [*read_table("vat_rates")["rates"], *read_table("dates")["threshold"], *read_table("dates")["longest_term"]]
    assert all(row["source"] and row["evidence"] in {"P", "S", "U"} for row in rows)
    for table in ("late_rates", "zones"):
        assert read_table(table)["source"]
        assert read_table(table)["evidence"] in {"P", "S", "U"}


@pytest.mark.parametrize(("size", "day"), [("GE", date(2026, 9, 1)), ("micro", date(2027, 9, 1))])
def test_the_first_day_of_the_reform(size: str, day: date) -> None:
    assert LAW.reform_day(size) == day
