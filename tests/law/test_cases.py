"""Each rule of law that is implemented finds one book right, another wrong; each sentence stands where it is true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.faults import books
from tests.faults.books import TODAY, cases, code_of, faults_of, texts_of, write_book
from tests.law.built_in import BUILT_IN

from facturier.compute.expand import expand
from facturier.compute.portal import portal_for
from facturier.compute.status import states
from facturier.compute.totals import all_totals
from facturier.read import load_book
from facturier.read.law_page import register

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
LAWFUL: dict[str, Any] = texts_of(FOLDER / "lawful.yaml")
PRINTED: dict[str, Any] = texts_of(FOLDER / "printed.yaml")
RULES = register()
ON_TOTALS = {"VAT-013", "VAT-014", "VAT-015", "VAT-016"}  # wrong totals cannot be typed: tests/rules/test_en16931.py


def codes_of(rule: str) -> set[str]:
    return set(RULES[rule].get("codes", []))


def write(change: dict[str, Any], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the book that differs from the base of all cases by a change; one invoice unless it has documents."""
    whole = {"documents": {"F2026-0001": {}}, **change}
    monkeypatch.setattr(books, "change_of", lambda _case: whole)
    write_book("", root)


def sentences(root: Path) -> set[str]:
    """The codes of every sentence printed on the last document of a book."""
    book, _ = load_book(root, today=TODAY)
    assert book is not None
    whole = expand(book)
    totals = all_totals(whole)
    last = list(whole.documents.values())[-1]
    shown = portal_for(whole, totals, states(whole, totals, today=TODAY), last.client.id, today=TODAY)
    number = "A2026-0001" if "A2026-0001" in whole.documents else last.key
    [found] = [one for one in shown.documents if one.document.key == number]
    return {mention.code for mention in found.mentions}


@pytest.mark.parametrize("rule", LAWFUL)
def test_a_lawful_book_is_found_right(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(LAWFUL[rule], tmp_path, monkeypatch)
    faults = faults_of(tmp_path, TODAY)
    assert not {fault.code for fault in faults} & codes_of(rule)
    assert [fault for fault in faults if fault.severity == "error"] == []


@pytest.mark.parametrize("rule", LAWFUL)
def test_an_unlawful_book_is_among_the_faults(rule: str) -> None:
    assert codes_of(rule) - {code_of(case) for case in cases()} <= ON_TOTALS


@pytest.mark.parametrize("rule", PRINTED)
def test_a_sentence_stands_where_it_is_true_and_nowhere_else(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = PRINTED[rule].get("code", rule)
    for name, printed in (("true_of", True), ("not_of", False)):
        write(PRINTED[rule][name], tmp_path / name, monkeypatch)
        assert (code in sentences(tmp_path / name)) == printed, name


@pytest.mark.parametrize("place", sorted({place for places in BUILT_IN.values() for place in places}))
def test_a_test_of_what_is_built_in_is_there(place: str) -> None:
    file, _, name = place.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text("utf-8")


def test_every_rule_that_is_implemented_has_its_cases() -> None:
    done = {name: set(row["done"]) for name, row in RULES.items()}
    assert set(LAWFUL) == {name for name, how in done.items() if "rule" in how}
    assert set(PRINTED) == {name for name, how in done.items() if "mention" in how}
    assert set(BUILT_IN) == {name for name, how in done.items() if how == {"construction"}}
