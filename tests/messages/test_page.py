"""The manual's pages of faults are made from the catalogue."""

from pathlib import Path

import pytest
from tests.conftest import Golden

from facturier.messages.page import faults_markdown

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("language", "page"), [("en", "faults.md"), ("fr", "fr/faults.md")])
def test_the_manual_is_up_to_date(language: str, page: str, golden: Golden) -> None:
    golden(DOCS / page, faults_markdown(language))
