"""The commands that write drafts and records as a person types them; every command of the manual's page on mistakes."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from tests.actions.desk import INVOICE, QUOTE, desk

from facturier.cli.main import cli

MANUAL = Path(__file__).parents[2] / "docs" / "mistakes.md"
VERBS = ("new", "invoice", "recurring", "credit", "correct", "record")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(desk(tmp_path, one=INVOICE, two=QUOTE))
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output, messages."""
    result = CliRunner().invoke(cli, [*arguments, "--today", "2026-11-22", "--lang", "en"], standalone_mode=False)
    if isinstance(result.exception, click.ClickException):
        return result.exception.exit_code, result.output, result.exception.format_message()
    assert result.exception is None, result.exception
    return result.return_value, result.stdout, result.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_examples(verb: str) -> None:
    result = CliRunner().invoke(cli, [verb, "--help"])
    assert result.exit_code == 0
    assert f"facturier {verb}" in result.output.partition("Example")[2]


def test_a_draft_is_told_with_what_comes_next(book: Path) -> None:
    code, output, messages = run("credit", "F2026-0001", "--amount", "10")
    assert code == 0
    assert output == "invoices/drafts/credit-F2026-0001.yaml  credit-note, acme, 10.00 EUR\n"
    assert "facturier issue credit-F2026-0001" in messages


def test_what_is_left_of_a_quote_is_told(book: Path) -> None:
    run("record", "D2026-0001", "accepted")
    assert (
        "With this draft 958.11 EUR of the quote are left" in run("invoice", "D2026-0001", "--deposit", "--dry-run")[2]
    )
    assert "the quote is invoiced in full" in run("invoice", "D2026-0001", "--rest", "--dry-run")[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("credit", "F2026-0001", "--amount", "99999"), "DRA-004"),
        (("correct", "F2026-0009"), "DRA-002"),
        (("new", "acmee"), "Did you mean"),
        (("invoice", "D2026-0001", "--progress", "x"), "TYPE-017"),
        (("record", "F2026-0001", "paid", "99999"), "REC-003"),
    ],
)
def test_what_cannot_be_ends_with_1_and_a_remedy(book: Path, arguments: tuple[str, ...], told: str) -> None:
    code, output, messages = run(*arguments)
    assert (code, output) == (1, "")
    assert told in messages


@pytest.mark.parametrize(
    "arguments",
    [
        ("new",),
        ("new", "acme", "--name", "../x"),
        ("credit", "F2026-0001", "--lines", "a"),
        ("credit", "F2026-0001", "--lines", "1", "--amount", "5"),
        ("credit", "F2026-0001", "--net"),
        ("invoice", "D2026-0001", "--rest", "--progress", "5%"),
        ("record", "F2026-0001", "plan-agreed", "--instalment", "300"),
    ],
)
def test_what_is_not_understood_ends_with_2(book: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_json_for_programs(book: Path) -> None:
    made: Any = json.loads(run("credit", "F2026-0001", "--json")[1])
    assert (made["done"], made["drafts"][0]["due"]) == (True, "1451.00")
    entry: Any = json.loads(run("record", "F2026-0001", "paid", "51", "--json")[1])
    assert (entry["recorded"][0]["status"], entry["recorded"][0]["open"]) == ("partially-paid", "1400.00")


def test_every_key_of_an_entry_can_be_typed(book: Path) -> None:
    plan = ("--instalment", "2026-12-15=1000.00", "--instalment", "2027-01-15=451.00")
    assert run("record", "F2026-0001", "plan-agreed", *plan, "--by", "mail", "--private")[0] == 0
    received = ("--received", "110.00 USD", "--fee", "1.20", "--part", "1", "--ref", "R1")
    assert run("record", "F2026-0001", "paid", "100 EUR", *received, "--on", "2026-11-22")[0] == 0
    lines = (book / "invoices/2026/F2026-0001.history.yaml").read_text().splitlines()
    assert lines[1:] == [
        "- date: 2026-11-22",
        "  event: plan-agreed",
        "  by: mail",
        "  instalments:",
        "    - {date: 2026-12-15, amount: 1000.00}",
        "    - {date: 2027-01-15, amount: 451.00}",
        "  private: true",
        "- date: 2026-11-22",
        "  event: paid",
        "  amount: 100.00",
        "  ref: R1",
        "  part: 1",
        "  fee: 1.20",
        "  received: {amount: 110.00, currency: USD}",
    ]


def commands_of_the_manual() -> list[str]:
    found = re.findall(r"facturier (?:credit|correct|new|invoice|record) [^`\n]*", MANUAL.read_text("utf-8"))
    return sorted(set(found))


@pytest.mark.parametrize("command", commands_of_the_manual())
def test_every_command_of_the_page_on_mistakes_works(book: Path, command: str) -> None:
    run("record", "F2026-0001", "payment-started", "--ref", "THE-SAME-REFERENCE")
    command = command.replace("1,3", "1,2").replace("RIGHT-CLIENT", "beta").replace(" …", " F2026-0042 viewed")
    numbers = {"F2026-0042": "F2026-0001", "F2026-0041": "F2026-0001", "D2026-0007": "D2026-0001"}
    for written, here in numbers.items():
        command = command.replace(written, here)
    arguments = [part for part in shlex.split(command)[1:] if part not in {"--on", "2026-11-20"}]
    if "refunded" in arguments or ("VIR-8812" in arguments and "returned" in arguments):
        run("record", "F2026-0001", "paid", "2000", "--ref", "VIR-8812", "--overpaid")
    assert run(*arguments)[0] == 0
