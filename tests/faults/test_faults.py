"""Each code has a folder with a book that shows it and nothing else; a book without a mistake shows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.faults.books import FOLDER, alongside, cases, faults_of, report, write_book

from facturier.messages import load_catalogue, placeholders
from facturier.read import locate

CLEAN = [case for case in cases() if case.startswith("clean")]
PLANTED = [case for case in cases() if case not in CLEAN]


def code_of(case: str) -> str:
    """`VAT-004.goods` is one more case of VAT-004."""
    return case.partition(".")[0]


@pytest.mark.parametrize("case", CLEAN)
def test_a_book_without_a_mistake_has_no_fault(case: str, tmp_path: Path) -> None:
    today = write_book(case, tmp_path)
    assert report(faults_of(tmp_path, today)) == ""


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_mistake_gives_exactly_its_fault(case: str, tmp_path: Path, golden: Golden) -> None:
    today = write_book(case, tmp_path)
    faults = faults_of(tmp_path, today)
    golden(FOLDER / case / "expected.txt", report(faults))
    assert {fault.code for fault in faults} == {code_of(case), *alongside(case)}
    for fault in locate(faults, tmp_path):
        assert fault.where.line > 0, fault


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", PLANTED)
def test_its_words_have_all_their_values(case: str, language: str, tmp_path: Path) -> None:
    catalogue = load_catalogue(language)
    for fault in faults_of(tmp_path, write_book(case, tmp_path)):
        text = catalogue.texts[fault.code]
        wanted = placeholders(text.message) | placeholders(text.hint) | placeholders(text.hint_else)
        assert wanted <= set(fault.named)
        assert catalogue.explain(fault.code)
