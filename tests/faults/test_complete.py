"""Every code of the catalogue has a book that shows it, or is proved by a test that names it."""

import ast
from pathlib import Path

import pytest
from tests.faults.books import cases, code_of
from tests.faults.elsewhere import ELSEWHERE

from facturier.messages import load_catalogue

TESTS = Path(__file__).parents[1]
SHOWN = {code_of(case) for case in cases() if not case.startswith("clean")}


def test_every_code_is_shown_or_proved_elsewhere() -> None:
    codes = set(load_catalogue("en").codes)
    assert sorted(codes - SHOWN - set(ELSEWHERE)) == []
    assert sorted((SHOWN | set(ELSEWHERE)) - codes) == []


def test_what_a_book_shows_is_not_in_the_table() -> None:
    assert sorted(SHOWN & set(ELSEWHERE)) == []


@pytest.mark.parametrize("code", ELSEWHERE)
def test_the_test_that_proves_a_code_exists_and_its_file_names_the_code(code: str) -> None:
    file, _, name = ELSEWHERE[code].partition("::")
    text = (TESTS / file).read_text(encoding="utf-8")
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    assert name in {function.name for function in functions}
    assert code in text
