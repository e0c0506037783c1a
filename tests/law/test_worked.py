"""The tables and what is computed from them are what was worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.rulings.desk import LAW, book_of, history, line, paper

from facturier.compute.identifiers import siren_is_valid, siret_is_valid, vat_number_is_valid, vat_number_of
from facturier.compute.terms import term_date
from facturier.model.terms import DueIn, MonthEnd

WORKED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("worked.yaml").read_text("utf-8"))
DAY = date(2026, 11, 22)
KNOWN_HALVES = {name: row for name, row in WORKED["late_rates"].items() if row}


def exact(number: float) -> Decimal:
    return Decimal(str(number))


@pytest.mark.parametrize("name", KNOWN_HALVES)
def test_the_rates_of_a_half_year(name: str) -> None:
    row, known = KNOWN_HALVES[name], LAW.late_rates[name]
    assert (known.mro, known.statutory, known.floor) == tuple(
        map(exact, (row["mro"], row["default_penalty"], row["floor"]))
    )
    assert [known.legal_individual, known.legal_other] == list(map(exact, row["legal"]))


def test_no_other_half_year_is_known() -> None:
    assert set(LAW.late_rates) == set(KNOWN_HALVES)


@pytest.mark.parametrize("case", WORKED["penalty_tests"], ids=lambda case: str(case["amount_ttc"]))
def test_a_claim_for_interest(case: dict[str, Any], tmp_path: Path) -> None:
    amount = exact(case["amount_ttc"])
    body = f"vat: outside-scope\n{line(f'{amount:.2f}')}terms: {{due: {case['due']}}}\n"
    paid = history(f"date: {case['paid']}, event: paid, amount: {amount:.2f}")
    claim = book_of(tmp_path, {**paper(body, day=f"{case['due'][:7]}-01"), **paid}).interest("F2026-0001")
    assert [(one.days, one.rate, one.amount) for one in claim.segments] == [
        (days, exact(rate), exact(interest)) for days, rate, interest in case["segments"]
    ]
    assert (claim.interest, claim.fee) == (exact(case["interest"]), case["fee"])


@pytest.mark.parametrize("case", WORKED["due_date_tests"], ids=lambda case: case["issue"])
def test_due_dates(case: dict[str, Any]) -> None:
    terms = {
        "A": DueIn(days=45, month_end=MonthEnd.AFTER_DAYS),
        "B": DueIn(days=45, month_end=MonthEnd.BEFORE_DAYS),
        "d60": DueIn(days=60),
        "d30": DueIn(days=30),
    }
    issued = date.fromisoformat(case["issue"])
    assert {name: str(term_date(issued, term)) for name, term in terms.items()} == {name: case[name] for name in terms}


@pytest.mark.parametrize(
    ("key", "valid"), [("siren_ok", siren_is_valid), ("vat_ok", vat_number_is_valid), ("siret_ok", siret_is_valid)]
)
def test_identifiers(key: str, valid: Any) -> None:
    assert all(valid(number) for number in WORKED["identifier_tests"][key])


def test_the_key_of_a_vat_number() -> None:
    assert [vat_number_of(number[4:]) for number in WORKED["identifier_tests"]["vat_ok"]] == WORKED["identifier_tests"][
        "vat_ok"
    ]


@pytest.mark.parametrize("territory", WORKED["vat_rates"])
def test_vat_rates(territory: str) -> None:
    assert set(LAW.rates(territory, DAY)) == set(map(exact, WORKED["vat_rates"][territory]))


@pytest.mark.parametrize(
    ("name", "row"),
    [("goods", "goods_lodging"), ("services", "services"), ("lawyers-authors-artists", "lawyers_authors_artists")],
)
def test_thresholds_of_the_franchise(name: str, row: str) -> None:
    [known] = [one for one in LAW.thresholds if one.name == name and one.start.year <= DAY.year]
    assert [known.limit, known.raised] == WORKED["franchise_2025_2026"][row]


def test_the_recovery_fee() -> None:
    assert LAW.recovery_fee == WORKED["fixed_fee_eur"]


@pytest.mark.parametrize("name", [name for name in WORKED["mentions_by_case"] if name in LAW.vat_cases])
def test_a_case_of_vat(name: str) -> None:
    row, case = WORKED["mentions_by_case"][name], LAW.vat_cases[name]
    sentence = LAW.sentence(case.sentence, "fr", DAY)
    assert case.category == row["cat"]
    assert case.code == ("" if "…" in (row["vatex"] or "") else row["vatex"] or "")
    assert (sentence.text if sentence else None) == (row["text"] and row["text"].replace("261-…", "{article}"))


def test_cases_that_no_document_has_are_not_there() -> None:
    assert set(WORKED["mentions_by_case"]) - set(LAW.vat_cases) <= {"CREDIT_NET_OF_VAT", "PENALTY_OR_40_EUR"}


def test_the_codes_of_exemptions() -> None:
    assert set(LAW.vatex) <= set(WORKED["vatex_fr"]) | {one.code for one in LAW.vat_cases.values()}
    assert {code for code in WORKED["vatex_fr"] if "CGI261" in code} <= set(LAW.vatex)
