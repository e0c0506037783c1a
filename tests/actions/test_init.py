"""A new user's first quarter of an hour: from an empty folder to a portal."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from facturier.actions.build import build
from facturier.actions.check import check
from facturier.actions.init import FORGES, Answers, init
from facturier.actions.issue import Issuing, issue
from facturier.cli.init import _answer
from facturier.cli.main import cli
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor
from facturier.read.schemas import DRAFT_2020_12

TODAY = date(2026, 11, 22)
ANSWERS = Answers(
    name='Léa & fils: "bois" #1',
    siren="999000011",
    street="12, rue [du] Moulin",
    postcode="01000",
    city="Bourg-en-Bresse",
    email="lea@bois.example",
    iban="FR76 3000 6000 0112 3456 7890 189",
)


@pytest.fixture(autouse=True)
def _identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Léa")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "lea@bois.example")


def started(root: Path, forge: str = "github") -> Path:
    assert init(root, ANSWERS, forge=forge, version="0.1.0").problem == ""
    return root


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def test_the_first_business_has_no_error_and_keeps_what_was_answered(tmp_path: Path) -> None:
    checked = check(started(tmp_path / "new"), today=TODAY, reporter=Silent())
    assert checked.sound
    assert checked.book is not None
    assert checked.book.seller.name == ANSWERS.name
    assert checked.book.seller.address.lines == (ANSWERS.street,)
    assert list(checked.book.drafts) == ["drafts/first"]
    assert checked.book.settings.portal.access == "sealed-link"


def test_the_draft_is_issued_and_the_portal_built(tmp_path: Path) -> None:
    root = started(tmp_path / "new")
    how = Issuing(today=TODAY, executor=SerialExecutor(), reporter=Silent())
    assert [one.number for one in issue(root, ["first"], how).issued] == ["F2026-0001"]
    made = build(root, root / "site", today=TODAY, secret="", executor=SerialExecutor(), reporter=Silent())
    assert (made.published, made.portals) == (True, 1)
    assert git(root, "status", "--porcelain") == ""


def test_it_becomes_a_repository_with_one_commit(tmp_path: Path) -> None:
    root = started(tmp_path / "new")
    assert git(root, "log", "--format=%s") == "Begin the invoices\n"
    assert git(root, "branch", "--show-current") == "main\n"


def test_what_stands_is_left_as_it_is(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "README.md").write_text("mine\n")
    (tmp_path / "staged.txt").write_text("of somebody else\n")
    git(tmp_path, "add", "staged.txt")
    result = init(tmp_path, ANSWERS, forge="none", version="0.1.0")
    assert (result.began, result.kept) == (False, ("README.md",))
    assert (tmp_path / "README.md").read_text() == "mine\n"
    assert git(tmp_path, "status", "--porcelain") == "A  staged.txt\n?? README.md\n"


def test_a_business_that_has_begun_gets_no_example(tmp_path: Path) -> None:
    root = started(tmp_path / "new")
    for file in ("clients/example.yaml", "invoices/drafts/first.yaml"):
        (root / file).unlink()
    assert init(root, ANSWERS, forge="gitlab", version="0.1.0").written == (".gitlab-ci.yml",)


@pytest.mark.parametrize("forge", FORGES)
def test_every_answer_has_found_its_place(tmp_path: Path, forge: str) -> None:
    root = started(tmp_path / "new", forge)
    texts = [file.read_text() for file in root.rglob("*") if file.is_file() and ".git/" not in f"{file}/"]
    assert not [text for text in texts if any(f"@{key}@" in text for key in ("NAME", "IBAN", "VERSION", "TITLE"))]


@pytest.mark.parametrize("path", ["facturier.yaml", "clients/example.yaml", "invoices/drafts/first.yaml"])
def test_an_editor_finds_the_schema_of_what_was_written(tmp_path: Path, path: str) -> None:
    file = started(tmp_path / "new") / path
    told, _, place = file.read_text().splitlines()[0].partition("$schema=")
    assert told == "# yaml-language-server: "
    assert json.loads((file.parent / place).read_text())["$schema"] == DRAFT_2020_12


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["init", *arguments], standalone_mode=False)


def test_the_command_ends_with_the_next_three(tmp_path: Path) -> None:
    result = run(str(tmp_path / "new"), "--yes", "--forge", "none")
    assert result.return_value == 0
    assert all(f"facturier {verb}" in result.stderr for verb in ("serve", "issue first", "build"))


def test_nothing_is_invented_unasked(tmp_path: Path) -> None:
    result = run(str(tmp_path / "new"), "--name", "Léa")
    assert "--siren" in str(result.exception)
    assert not (tmp_path / "new").exists()


def test_an_answer_that_check_would_refuse_is_asked_for_again() -> None:
    asked = {
        "siren": ("999 000 010", "999 000 011"),
        "postcode": ("Paris", "75011"),
        "email": ("lea", "lea@bois.example"),
        "iban": ("FR76 3000 6000 0112 3456 7890 188", "FR76 3000 6000 0112 3456 7890 189"),
        "city": (" ", "Paris"),
    }

    @click.command()
    def ask() -> None:
        for key in asked:
            click.echo(f"<{_answer(key, None, ask=True)}>")

    result = CliRunner().invoke(ask, input="\n".join(line for pair in asked.values() for line in pair) + "\n")
    assert re.findall("<(.*)>", result.stdout) == ["999000011", *(right for _, right in list(asked.values())[1:])]
    assert result.output.count("Error: ") == len(asked)


def test_where_git_knows_nobody_commits_are_by_the_business(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "config"))
    (tmp_path / "config").write_text("[user]\n\tuseConfigOnly = true\n")
    result = init(tmp_path / "new", ANSWERS, forge="none", version="0.1.0")
    assert (result.problem, result.signed) == ("", 'Léa & fils: "bois" #1 <lea@bois.example>')
    said = subprocess.run(
        ["git", "log", "--format=%an <%ae>"], cwd=tmp_path / "new", capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == result.signed


def test_without_git_the_files_are_written_and_git_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = init(tmp_path / "new", ANSWERS, forge="none", version="0.1.0")
    assert result.problem.startswith("git cannot be run")
    assert "facturier.yaml" in result.written


def test_who_has_a_name_keeps_it(tmp_path: Path) -> None:
    assert init(tmp_path / "new", ANSWERS, forge="none", version="0.1.0").signed == ""
