"""What a person types to issue, to verify and to archive, and what comes back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click import FileError
from click.testing import CliRunner, Result
from tests.seal.issuing import Paper, book, commit, draft, issued

from facturier.cli.main import COMMANDS, cli

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a book with one draft; nothing is drawn."""
    monkeypatch.setattr("facturier.cli.issue.Workers", lambda _: Paper())
    monkeypatch.setattr("facturier.publish.serial.SerialExecutor", Paper)
    monkeypatch.delenv("FACTURIER_SIGNING_KEY", raising=False)
    monkeypatch.chdir(book(tmp_path / "book"))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments), standalone_mode=False)

    return call


def test_issuing_says_what_it_did_and_what_comes_next(run: Run) -> None:
    result = run("issue", "one", "--today", "2026-11-22", "--lang", "en")
    assert result.return_value == 0
    assert result.stdout.startswith("F2026-0001  2026-11-22  acme  120.00 EUR  ")
    assert "Next: `facturier build`" in result.stderr


def test_issuing_as_json(run: Run) -> None:
    data = json.loads(run("issue", "one", "--today", "2026-11-22", "--json").stdout)
    assert (data["done"], [one["number"] for one in data["issued"]]) == (True, ["F2026-0001"])
    assert len(data["commit"]) == 40


def test_a_draft_that_does_not_exist_ends_with_one(run: Run) -> None:
    result = run("issue", "onne", "--lang", "en")
    assert result.return_value == 1
    assert "Did you mean one of: one?" in result.stderr
    assert "Nothing was issued." in result.stderr


@pytest.mark.parametrize(("variable", "usable"), [("00" * 32, True), ("not hex", False)])
def test_a_signing_key_is_looked_at_before_anything_happens(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, usable: bool
) -> None:
    monkeypatch.setenv("FACTURIER_SIGNING_KEY", variable)
    result = run("issue", "one", "--today", "2026-11-22")
    assert (result.return_value == 0) is usable
    assert variable not in result.output


def test_the_key_is_in_no_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTURIER_SIGNING_KEY", "5e" * 32)
    run("issue", "one", "--today", "2026-11-22")
    files = [file for file in Path().rglob("*") if file.is_file()]
    assert not [file for file in files if b"5e5e5e5e" in file.read_bytes()]


def test_a_sound_book_is_verified(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    result = run("verify", "--today", "2026-11-22", "--lang", "en")
    assert (result.return_value, "everything is as it was issued" in result.stdout) == (0, True)
    assert "invoice: 1 seals in one chain, the last F2026-0001" in result.stdout


def test_a_forged_book_is_not(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    file = Path("invoices/2026/F2026-0001.yaml")
    file.write_text(file.read_text().replace("50.00", "60.00"))
    result = run("verify", "--today", "2026-11-22", "--lang", "en")
    assert (result.return_value, "SEAL-002" in result.stdout) == (1, True)


def test_verifying_as_json(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    data = json.loads(run("verify", "--today", "2026-11-22", "--client", "acme", "--json").stdout)
    assert (data["proved"], data["sealed"], data["proof"]["documents"][0]["number"]) == (True, 1, "F2026-0001")


def test_a_proof_and_time_stamp_requests_are_files(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    run("verify", "--today", "2026-11-22", "--client", "acme", "--proof", "p.json", "--timestamp-request", "q.tsq")
    assert json.loads(Path("p.json").read_text())["chains"]["invoice"]["papers"]
    assert Path("q.tsq").read_bytes().startswith(b"\x30")


def test_an_archive_is_written_and_verified(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    made = run("archive", "--year", "2026", "--today", "2026-11-22")
    assert (made.return_value, Path("archive-2026.zip").exists()) == (0, True)
    verified = run("verify", "archive-2026.zip")
    assert verified.return_value == 0
    assert verified.stdout.splitlines()[-1] == f"sha256 of the manifest: {made.stdout.split()[-1]}"


def test_an_archive_as_json(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    data = json.loads(run("archive", "--today", "2026-11-22", "--json").stdout)
    assert (data["file"], data["documents"], data["faults"]) == ("archive.zip", 1, [])
    assert len(data["manifest_sha256"]) == 64


def test_an_archive_that_cannot_be_written_is_told_and_leaves_nothing(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    result = run("archive", "--today", "2026-11-22", "--out", "gone/archive.zip")
    assert isinstance(result.exception, FileError)
    assert "gone/archive.zip" in result.exception.format_message()


def test_an_archive_of_nothing_is_no_file(run: Run) -> None:
    assert run("archive", "--today", "2026-11-22").return_value == 1
    assert not Path("archive.zip").exists()


def test_renumbering_says_why_it_does_not(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    result = run("renumber-draft", "F2026-0001", "--lang", "en")
    assert (result.return_value, "ISS-014" in result.stderr) == (1, True)


@pytest.mark.parametrize("name", ["issue", "verify", "archive", "renumber-draft"])
def test_help_has_examples(run: Run, name: str) -> None:
    assert name in COMMANDS
    assert "Examples:" in run(name, "--help").stdout


def test_a_book_issued_by_command_needs_nothing_more(run: Run) -> None:
    run("issue", "one", "--today", "2026-11-22")
    root = Path().absolute()
    draft(root, "two")
    commit(root, "a draft")
    assert [one.number for one in issued(root, "two").issued] == ["F2026-0002"]
