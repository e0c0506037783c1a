"""What each client will see change, against real commits."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.seal.issuing import CLIENT, CLIENTS, CONFIG, git

from facturier.actions.diff import Change, DiffResult, Fact, diff
from facturier.cli.main import cli
from facturier.publish.progress import Silent

TODAY = date(2026, 11, 22)
INVOICE = "number: F2026-0001\ndate: 2026-11-01\nclient: acme\nlines:\n  - {item: Travail, qty: 1, price: 100.00}\n"
PAPER = "invoices/2026/F2026-0001.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two clients, one invoice, one commit."""
    book = tmp_path / "book"
    texts = {"facturier.yaml": CONFIG, PAPER: INVOICE}
    texts |= {f"clients/{key}.yaml": CLIENT.format(name=name, siren=siren) for key, (name, siren) in CLIENTS.items()}
    for path, text in texts.items():
        (book / path).parent.mkdir(parents=True, exist_ok=True)
        (book / path).write_text(text)
    git(book, "init", "--quiet", "--initial-branch=main")
    git(book, "add", ".")
    git(book, "commit", "--quiet", "--message", "Begin")
    return book


def seen(root: Path, base: str = "") -> DiffResult:
    return diff(root, base, today=TODAY, reporter=Silent())


def test_nothing_changes(root: Path) -> None:
    assert seen(root).changes == ()


def test_another_day_is_no_change(root: Path) -> None:
    assert diff(root, "", today=date(2027, 6, 1), reporter=Silent()).changes == ()


def test_an_amount(root: Path) -> None:
    (root / PAPER).write_text(INVOICE.replace("100.00", "110.00"))
    [change] = seen(root).changes
    assert (change.client, change.number, change.kind) == ("acme", "F2026-0001", "changed")
    assert Fact("total", "120.00 EUR", "132.00 EUR") in change.facts


def test_a_payment_changes_status_and_what_is_open(root: Path) -> None:
    (root / PAPER.replace(".yaml", ".history.yaml")).write_text(
        "- {date: 2026-11-02, event: paid, amount: 120.00, by: transfer, ref: V1}\n"
    )
    [change] = seen(root).changes
    assert {"open", "status", "history"} <= {fact.name for fact in change.facts}
    assert Fact("open", "120.00 EUR", "0.00 EUR") in change.facts


def test_a_text_alone(root: Path) -> None:
    (root / PAPER).write_text(INVOICE.replace("Travail", "Autre travail"))
    assert seen(root).changes == (Change(client="acme", number="F2026-0001", kind="changed"),)


def test_new_and_gone(root: Path) -> None:
    (root / PAPER).rename(root / PAPER.replace("0001", "0002"))
    text = INVOICE.replace("0001", "0002")
    (root / PAPER.replace("0001", "0002")).write_text(text)
    found = {(change.number, change.kind) for change in seen(root).changes}
    assert {("F2026-0001", "gone"), ("F2026-0002", "new")} <= found


def test_a_new_client_and_a_changed_business(root: Path) -> None:
    shutil.copy(root / "clients/acme.yaml", root / "clients/newcomer.yaml")
    (root / "facturier.yaml").write_text(CONFIG.replace("12 rue", "14 rue"))
    found = [(change.client, change.number, change.kind) for change in seen(root).changes if not change.number]
    assert found == [("acme", "", "changed"), ("boutique", "", "changed"), ("newcomer", "", "new")]


def test_drafts_are_nobodys_business(root: Path) -> None:
    (root / "invoices/drafts").mkdir()
    (root / "invoices/drafts/next.yaml").write_text("client: acme\nlines:\n  - {item: X, qty: 1, price: 1.00}\n")
    assert seen(root).changes == ()


def test_a_branch_is_compared_with_where_it_left(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "work")
    (root / PAPER).write_text(INVOICE.replace("100.00", "110.00"))
    git(root, "commit", "--quiet", "--all", "--message", "More")
    git(root, "checkout", "--quiet", "main")
    (root / "facturier.yaml").write_text(CONFIG.replace("12 rue", "14 rue"))
    git(root, "commit", "--quiet", "--all", "--message", "Moved")
    git(root, "checkout", "--quiet", "work")
    assert [change.number for change in seen(root, "main").changes] == ["F2026-0001"]


@pytest.mark.parametrize("base", ["nowhere", "--output=made", "HEAD~9"])
def test_a_base_that_is_none(root: Path, base: str) -> None:
    assert [fault.code for fault in seen(root, base).faults] == ["DPL-009"]
    assert not (root / "made").exists()


def test_markdown_for_a_pull_request(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / PAPER).write_text(INVOICE.replace("100.00", "110.00"))
    monkeypatch.chdir(root)
    result = CliRunner().invoke(cli, ["diff", "--markdown", "--today", "2026-11-22"], standalone_mode=False)
    assert result.return_value == 0
    assert "| acme | F2026-0001 | changed | total 120.00 EUR → 132.00 EUR" in result.stdout
