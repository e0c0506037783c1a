"""Every rule of law that was looked at is accounted for, and the manual says how."""

from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.faults.books import FOLDER, cases

from facturier.messages import load_catalogue
from facturier.read.law_page import DONE, GROUPS, law_markdown, register

ROOT = Path(__file__).resolve().parents[2]
ON_TOTALS = {"VAT-013", "VAT-014", "VAT-015", "VAT-016"}  # the program computes them: tests/rules/test_en16931.py


def test_there_are_182_rules_each_in_a_group() -> None:
    rules = register()
    assert len(rules) == 182
    assert {name.rsplit("-", 1)[0] for name in rules} == set(GROUPS)


@pytest.mark.parametrize("name", register())
def test_a_rule_says_what_is_done_and_why(name: str) -> None:
    row = register()[name]
    assert row["done"]
    assert set(row["done"]) <= set(DONE)
    assert row["why"].endswith(".")
    assert row["evidence"] in {"P", "S", "U"}
    assert row["source"]
    assert bool(row.get("codes")) == ("rule" in row["done"])


def test_every_code_a_rule_names_is_raised_by_a_case() -> None:
    shown = {case.partition(".")[0] for case in cases()}
    named = {code for row in register().values() for code in row.get("codes", [])}
    assert named - shown == ON_TOTALS


def test_every_code_a_rule_names_has_words() -> None:
    named = {code for row in register().values() for code in row.get("codes", [])}
    for language in ("en", "fr"):
        assert named <= set(load_catalogue(language).codes)


def test_a_sentence_that_is_printed_belongs_to_a_rule_that_prints() -> None:
    from facturier.read.law import read_table

    printing = {name for name, row in register().items() if "mention" in row["done"] or "construction" in row["done"]}
    keys = read_table("sentences/fr")
    assert {row["rule"] for rows in keys.values() for row in rows} <= printing | {"VAT-012"}


def test_what_is_graded_unsourced_never_stops_a_document() -> None:
    facts = load_catalogue("en").facts
    for name, row in register().items():
        if row["evidence"] == "U" and name != "ID-008":  # the checksum of an IBAN is arithmetic
            assert all(facts[code].severity.value == "info" for code in row.get("codes", [])), name


def test_every_case_is_of_a_code_with_words() -> None:
    known = {*load_catalogue("en").codes, "clean"}
    assert {path.name.partition(".")[0] for path in FOLDER.iterdir() if (path / "book.yaml").is_file()} <= known


def test_the_manual_is_up_to_date(golden: Golden) -> None:
    golden(ROOT / "docs" / "law.md", law_markdown())
