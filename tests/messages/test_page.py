"""The manual's pages of faults are made from the catalogue, with what the book of each code in tests/faults shows."""

from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.faults.books import FOLDER, cases
from tests.faults.steps import steps_of

from facturier.messages.page import faults_markdown

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("language", "page"), [("en", "faults.md"), ("fr", "fr/faults.md")])
def test_the_manual_is_up_to_date(language: str, page: str, golden: Golden) -> None:
    golden(DOCS / page, faults_markdown(language, {case: example(case, language) for case in cases()}))


def example(case: str, language: str) -> str:
    """What is typed, when it is more than `facturier check`, and what the terminal shows."""
    typed = "".join(f"$ {step}\n" for step in steps_of(case) if "facturier " in step)
    expected = FOLDER / case / f"expected.{language}.txt"
    return typed + expected.read_text(encoding="utf-8") if expected.exists() else ""
