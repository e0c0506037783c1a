"""Each code has a folder with a book that shows it and nothing else; a book without a mistake shows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.faults.books import FOLDER, alongside, cases, code_of, faults_of, report, write_book
from tests.faults.steps import has_command, prepare, run

from facturier.faults import Fault
from facturier.messages import LANGUAGES, load_catalogue, placeholders
from facturier.read import locate

CLEAN = [case for case in cases() if case.startswith("clean")]
PLANTED = [case for case in cases() if case not in CLEAN]
CHECKED = [case for case in PLANTED if not has_command(case)]
COMMANDS = [case for case in PLANTED if has_command(case)]


@pytest.mark.parametrize("case", CLEAN)
def test_a_book_without_a_mistake_has_no_fault(case: str, tmp_path: Path) -> None:
    today = write_book(case, tmp_path)
    assert report(faults_of(tmp_path, today), tmp_path, "en") == ""


@pytest.mark.parametrize("case", CHECKED)
def test_a_planted_mistake_gives_exactly_its_fault(case: str, tmp_path: Path, golden: Golden) -> None:
    today = write_book(case, tmp_path)
    prepare(case, tmp_path)
    faults = faults_of(tmp_path, today)
    for language in LANGUAGES:
        golden(FOLDER / case / f"expected.{language}.txt", report(faults, tmp_path, language))
    says_what_it_should(case, faults)
    for fault in locate(faults, tmp_path):
        assert fault.where.line > 0 or not holds_yaml(tmp_path / fault.where.file), fault


@pytest.mark.parametrize("case", COMMANDS)
def test_a_command_tells_exactly_its_fault(case: str, tmp_path: Path, golden: Golden) -> None:
    root = tmp_path / "book"
    write_book(case, root)
    said = run(case, root)
    golden(FOLDER / case / "expected.en.txt", said.english)
    golden(FOLDER / case / "expected.fr.txt", said.french)
    says_what_it_should(case, said.faults)
    assert said.code == any(fault.severity == "error" for fault in said.faults)


def holds_yaml(file: Path) -> bool:
    """Whether a place can be looked up in a file: not in a picture, nor in a link or what is empty."""
    return file.suffix == ".yaml" and file.is_file() and not file.is_symlink() and file.stat().st_size > 0


def says_what_it_should(case: str, faults: Iterable[Fault]) -> None:
    """Its own code, those that cannot be told apart from it, and every value that their words ask for."""
    assert {fault.code for fault in faults} == {code_of(case), *alongside(case)}
    for language in LANGUAGES:
        for fault in faults:
            text = load_catalogue(language).texts[fault.code]
            wanted = placeholders(text.message) | placeholders(text.hint) | placeholders(text.hint_else)
            assert wanted <= set(fault.named), fault
