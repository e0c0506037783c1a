"""`facturier reconcile` as a person or CI types it: what is recorded, what is asked, what is left in a file."""

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.bank.conftest import STATEMENTS

from facturier.actions.show import show
from facturier.cli.main import cli
from facturier.publish.progress import Silent

PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("FACTURIER", "LC_", "LANG", "CI"))}
PROGRAM = [sys.executable, "-W", "error", "-m", "facturier"]
CAMT = str(STATEMENTS / "november.camt.xml")
UNSURE = """Date;Libellé;Débit;Crédit
04/11/2026;VIR ACME FRANCE;;1 200,00
05/11/2026;CADEAU DE TANTE JEANNE;;42,00
06/11/2026;STRIPE PAYMENTS;;812,40
"""


def command(*arguments: str) -> list[str]:
    return ["reconcile", *arguments, "--today", "2026-11-22"]


def run(book: Path, *arguments: str, code: int = 0) -> str:
    with contextlib.chdir(book):
        done = CliRunner().invoke(cli, command(*arguments), standalone_mode=False, catch_exceptions=False)
    assert done.return_value == code, done.output
    return done.stdout


def data(book: Path, *arguments: str, code: int = 0) -> dict[str, list[dict[str, str]]]:
    answer: dict[str, list[dict[str, str]]] = json.loads(run(book, *arguments, "--json", code=code))
    return answer


def histories(book: Path) -> dict[str, str]:
    return {file.name[:10]: file.read_text("utf-8") for file in sorted(book.glob("invoices/2026/*.history.yaml"))}


@pytest.fixture
def unsure(book: Path) -> str:
    (book / "unsure.csv").write_text(UNSURE, "utf-8")
    return "unsure.csv"


def test_looking_writes_nothing(book: Path) -> None:
    assert "`--accept exact` records what is sure" in run(book, CAMT)
    assert histories(book) == {}


def test_what_is_sure_is_recorded_and_committed(repository: Path) -> None:
    run(repository, CAMT, "--accept", "exact")
    assert sorted(histories(repository)) == [f"F2026-000{place}" for place in range(1, 6)]
    log = subprocess.run(["git", "log", "--format=%s"], cwd=repository, capture_output=True, text=True, check=True)
    assert log.stdout.splitlines()[0] == "Record 5 events"
    status = subprocess.run(["git", "status", "--short"], cwd=repository, capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_an_entry_names_its_bank_line(book: Path) -> None:
    run(book, CAMT, "--accept", "exact")
    entry = histories(book)["F2026-0002"]
    assert "amount: 500.00\n" in entry
    assert "fee: 0.05\n" in entry
    assert "ref: camt.053 67890189 B6K05110003\n" in entry


@pytest.mark.parametrize("other", ["november.camt.xml", "november.mt940", "november.ofx", "november.csv"])
@pytest.mark.parametrize("first", ["november.camt.xml", "november.mt940", "november.ofx", "november.csv"])
def test_no_line_is_recorded_twice_whatever_the_formats(book: Path, first: str, other: str) -> None:
    run(book, str(STATEMENTS / first), "--accept", "exact")
    before = histories(book)
    run(book, str(STATEMENTS / other), "--accept", "exact")
    assert len(before) == 5
    assert histories(book) == before


def test_all_formats_at_once(book: Path) -> None:
    files = [str(file) for file in sorted(STATEMENTS.glob("november.*"))]
    answer = data(book, *files, "--accept", "exact")
    assert [bool(one["recorded"]) for one in answer["lines"]] == [True] * 4 + [False]


def test_a_dry_run_says_and_writes_nothing(book: Path) -> None:
    assert "4 to record" in run(book, CAMT, "--accept", "exact", "--dry-run")
    assert histories(book) == {}


def test_an_unreadable_file_stops_everything(book: Path) -> None:
    (book / "cut.xml").write_bytes(Path(CAMT).read_bytes()[:900])
    answer = data(book, CAMT, "cut.xml", "missing.xml", "--accept", "exact", code=1)
    assert [one["code"] for one in answer["faults"]] == ["BNK-002", "BNK-008"]
    assert histories(book) == {}


def test_a_line_that_a_rule_refuses_does_not_hold_back_the_others(book: Path) -> None:
    text = Path(CAMT).read_text("utf-8").replace("<Dt>2026-11-04</Dt></BookgDt>", "<Dt>2026-12-04</Dt></BookgDt>")
    (book / "late.xml").write_text(text, "utf-8")
    answer = data(book, "late.xml", "--accept", "exact", code=1)
    assert sorted(histories(book)) == ["F2026-0002", "F2026-0003", "F2026-0004", "F2026-0005"]
    assert answer["faults"]


class TestReview:
    """What is not sure, in a file for a pull request."""

    def test_it_holds_what_is_to_be_decided(self, book: Path, unsure: str) -> None:
        run(book, unsure, "--review", "review.yaml")
        text = (book / "review.yaml").read_text("utf-8")
        assert text.count("decision: open") == 2
        assert "- {number: F2026-0001, amount: 1200.00}" in text
        assert "STRIPE" not in text

    def test_accepted_lines_are_recorded_and_leave_it(self, book: Path, unsure: str) -> None:
        run(book, unsure, "--review", "review.yaml")
        self.decide(book, "accept", 1)
        run(book, unsure, "--review", "review.yaml")
        assert "amount: 1200.00" in histories(book)["F2026-0001"]
        assert "VIR ACME FRANCE" not in (book / "review.yaml").read_text("utf-8")

    def test_ignored_lines_stay_and_are_not_asked_again(self, book: Path, unsure: str) -> None:
        run(book, unsure, "--review", "review.yaml")
        self.decide(book, "ignore", 2)
        assert "0 to decide" in run(book, unsure, "--review", "review.yaml")
        assert (book / "review.yaml").read_text("utf-8").count("decision: ignore") == 2

    def test_running_again_changes_nothing(self, book: Path, unsure: str) -> None:
        run(book, unsure, "--review", "review.yaml")
        before = (book / "review.yaml").read_bytes()
        run(book, unsure, "--review", "review.yaml")
        assert (book / "review.yaml").read_bytes() == before

    def test_other_amounts_than_the_bank_booked_are_refused(self, book: Path, unsure: str) -> None:
        run(book, unsure, "--review", "review.yaml")
        self.decide(book, "accept", 1, change=("amount: 1200.00}", "amount: 1100.00}"))
        answer = data(book, unsure, "--review", "review.yaml", code=1)
        assert [one["code"] for one in answer["faults"]] == ["BNK-011"]
        assert histories(book) == {}

    def test_a_line_of_no_statement_is_refused(self, book: Path, unsure: str) -> None:
        run(book, unsure, "--review", "review.yaml")
        self.decide(book, "accept", 1)
        assert [one["code"] for one in data(book, CAMT, "--review", "review.yaml", code=1)["faults"]] == ["BNK-009"]

    def test_nothing_to_record_is_refused(self, book: Path, unsure: str) -> None:
        run(book, unsure, "--review", "review.yaml")
        self.decide(book, "accept", 2)
        answer = data(book, unsure, "--review", "review.yaml", code=1)
        assert [one["code"] for one in answer["faults"]] == ["BNK-012"]

    def test_a_misspelt_key_is_told_with_its_place(self, book: Path, unsure: str) -> None:
        (book / "review.yaml").write_text("- {line: x, decison: accept}\n", "utf-8")
        assert [one["code"] for one in data(book, unsure, "--review", "review.yaml", code=1)["faults"]] == ["READ-020"]

    def decide(self, book: Path, word: str, times: int, change: tuple[str, str] = ("", "")) -> None:
        file = book / "review.yaml"
        text = file.read_text("utf-8").replace("decision: open", f"decision: {word}", times)
        file.write_text(text.replace(*change) if change[0] else text, "utf-8")


def typed(book: Path, statement: str, answers: list[tuple[str, str]]) -> str:
    """Run in a terminal; after each text that appears, type its answer."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *command(statement)], cwd=book, env=PLAIN, stdin=child, stdout=child, stderr=child
    )
    os.close(child)
    shown, waiting = "", list(answers)
    while select.select([parent], [], [], 60)[0]:
        try:
            shown += os.read(parent, 4096).decode("utf-8", "replace")
        except OSError:
            break
        if waiting and waiting[0][0] in shown.rpartition("\x00")[2]:
            os.write(parent, waiting[0][1].encode() + b"\n")
            waiting.pop(0)
            shown += "\x00"
    os.close(parent)
    assert process.wait(60) == 0, shown
    return shown


class TestTerminal:
    """Line by line, with a person."""

    def test_sure_ones_at_once(self, book: Path) -> None:
        typed(book, CAMT, [("Record these 4?", "y")])
        assert len(histories(book)) == 5

    def test_an_unsure_one_with_yes(self, book: Path, unsure: str) -> None:
        typed(book, unsure, [("Record?", "y"), ("Record?", "s")])
        assert list(histories(book)) == ["F2026-0001"]

    def test_documents_and_amounts_as_typed(self, book: Path, unsure: str) -> None:
        answers = [("Record?", "F2026-0003 900.00, F2026-0004 240.00, F2026-0005 60.00"), ("Record?", "q")]
        typed(book, unsure, answers)
        assert list(histories(book)) == ["F2026-0003", "F2026-0004", "F2026-0005"]

    def test_what_does_not_add_up_is_asked_again(self, book: Path, unsure: str) -> None:
        shown = typed(book, unsure, [("Record?", "F2026-0003 900.00"), ("Record?", "s"), ("Record?", "s")])
        assert "must make 1200.00 EUR" in shown
        assert histories(book) == {}


def test_what_was_paid_before_the_day_of_issue_counts_from_that_day(book: Path) -> None:
    (book / "invoices/2026/F2026-0001.history.yaml").write_text("- {date: 2026-11-06, event: issued}\n", "utf-8")
    run(book, CAMT, "--accept", "exact", "--review", "review.yaml")
    file = book / "review.yaml"
    file.write_text(file.read_text("utf-8").replace("decision: open", "decision: accept"), "utf-8")
    run(book, CAMT, "--review", "review.yaml")
    assert "- date: 2026-11-06\n  event: paid\n  amount: 1200.00\n" in histories(book)["F2026-0001"]
    assert "0 to decide" in run(book, CAMT)


def test_a_client_does_not_read_the_key_of_a_bank_line(book: Path) -> None:
    run(book, CAMT, "--accept", "exact")
    shown = show(book, "F2026-0001", today=date(2026, 11, 22), reporter=Silent()).shown
    assert shown is not None
    assert [(entry.kind, entry.ref) for entry in shown.timeline if entry.kind == "paid"] == [("paid", "")]
