"""A draft becomes a numbered, sealed, committed document, or nothing happens."""

import errno
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.seal.issuing import CONFIG, TODAY, book, codes, commit, draft, git, how, issued, sealed, tree, write

from facturier.actions.check import check
from facturier.actions.issue import issue, issue_and_seal, seal_numbered
from facturier.publish.progress import Silent
from facturier.seal.load import load_seals

IMPORTED = """\
number: F2026-0001
date: 2026-11-01
client: acme
delivered: 2026-11-01
lines: [{item: A, price: 10.00}]
"""


def test_a_draft_moves_to_its_year_under_its_number(tmp_path: Path) -> None:
    book(tmp_path)
    result = issued(tmp_path, "one")
    assert [one.number for one in result.issued] == ["F2026-0001"]
    assert not (tmp_path / "invoices/drafts/one.yaml").exists()
    assert sorted(path for path in tree(tmp_path) if path.startswith("invoices/")) == [
        "invoices/2026/F2026-0001.history.yaml",
        "invoices/2026/F2026-0001.pdf",
        "invoices/2026/F2026-0001.seal.json",
        "invoices/2026/F2026-0001.yaml",
    ]


def test_the_text_keeps_its_comments_and_order(tmp_path: Path) -> None:
    book(tmp_path)
    before = (tmp_path / "invoices/drafts/one.yaml").read_text()
    issued(tmp_path, "one")
    after = (tmp_path / "invoices/2026/F2026-0001.yaml").read_text()
    assert after == before.replace("client:", "number: F2026-0001\ndate: 2026-11-22\nclient:", 1)


def test_a_date_of_the_draft_is_kept(tmp_path: Path) -> None:
    book(tmp_path)
    draft(tmp_path, "one", more="date: 2026-11-20\n")
    result = issued(tmp_path, "one")
    assert result.issued[0].date == date(2026, 11, 20)
    assert (tmp_path / "invoices/2026/F2026-0001.yaml").read_text().endswith("date: 2026-11-20\n")


def test_the_history_begins_with_issued(tmp_path: Path) -> None:
    book(tmp_path)
    issued(tmp_path, "one")
    assert (tmp_path / "invoices/2026/F2026-0001.history.yaml").read_text() == "- {date: 2026-11-22, event: issued}\n"


def test_one_commit_holds_all_of_it_and_nothing_else(tmp_path: Path) -> None:
    book(tmp_path)
    write(tmp_path, "clients/acme/note.md", "not yet committed\n")
    git(tmp_path, "add", "clients/acme/note.md")
    result = issued(tmp_path, "one")
    assert result.commit == git(tmp_path, "rev-parse", "HEAD").strip()
    assert git(tmp_path, "status", "--porcelain") == "A  clients/acme/note.md\n"
    assert git(tmp_path, "log", "--format=%s", "-1") == "Issue F2026-0001\n"


def test_a_draft_that_was_never_committed_can_be_issued(tmp_path: Path) -> None:
    book(tmp_path)
    draft(tmp_path, "two")
    issued(tmp_path, "two")
    assert git(tmp_path, "status", "--porcelain") == ""


def test_without_a_commit_the_files_wait_for_their_author(tmp_path: Path) -> None:
    book(tmp_path, in_git=False)
    result = issued(tmp_path, "one", commit=False)
    assert (result.commit, (tmp_path / "invoices/2026/F2026-0001.seal.json").exists()) == ("", True)


def test_drafts_are_numbered_by_date_and_then_by_name(tmp_path: Path) -> None:
    book(tmp_path, ("b", "a"))
    draft(tmp_path, "z", more="date: 2026-11-21\n")
    result = issued(tmp_path, "a", "b", "z")
    assert [Path(one.draft).stem for one in result.issued] == ["z", "a", "b"]


def test_each_series_counts_for_itself_and_starts_again_each_year(tmp_path: Path) -> None:
    book(tmp_path, ("old",))
    draft(tmp_path, "quote", more="type: quote\n")
    issued(tmp_path, "old", "quote", today=date(2025, 12, 30))
    draft(tmp_path, "new")
    assert [one.number for one in issued(tmp_path, "new").issued] == ["F2026-0001"]
    assert set(load_seals(tmp_path)[0]) == {"F2025-0001", "D2025-0001", "F2026-0001"}


def test_the_chain_goes_on_over_the_year(tmp_path: Path) -> None:
    book(tmp_path, ("old", "new"))
    issued(tmp_path, "old", today=date(2025, 12, 30))
    issued(tmp_path, "new")
    previous = load_seals(tmp_path)[0]["F2026-0001"].chain.previous
    assert previous is not None
    assert previous.number == "F2025-0001"


def test_a_number_that_any_file_bears_is_not_given_again(tmp_path: Path) -> None:
    book(tmp_path)
    write(tmp_path, "invoices/2026/F2026-0041.pdf", b"%PDF-1.7 of a lost document")
    result = issue(tmp_path, ["one"], how(dry_run=True))
    assert [one.number for one in result.issued] == ["F2026-0042"]


def test_due_issues_what_has_come_and_leaves_the_rest(tmp_path: Path) -> None:
    book(tmp_path, ("undated",))
    draft(tmp_path, "today", more="date: 2026-11-22\n")
    draft(tmp_path, "tomorrow", more="date: 2026-11-23\n")
    result = issue(tmp_path, [], how(), due=True)
    assert [Path(one.draft).stem for one in result.issued] == ["today"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        pytest.param("date: 2026-11-23\n", "ISS-002", id="a day to come"),
        pytest.param("date: 2026-10-01\n", "ISS-003", id="before the last number"),
        pytest.param("lines: []\n", "READ-007", id="a broken draft"),
    ],
)
def test_what_cannot_be_issued_is_refused_and_nothing_changes(tmp_path: Path, more: str, code: str) -> None:
    book(tmp_path, ("first",))
    issued(tmp_path, "first")
    draft(tmp_path, "two", more=more)
    draft(tmp_path, "good")
    before = tree(tmp_path)
    result = issue(tmp_path, ["two", "good"], how())
    assert (result.done, result.issued, tree(tmp_path) == before) == (False, (), True)
    assert code in codes(result.faults)


def test_a_draft_that_does_not_exist_gets_a_suggestion(tmp_path: Path) -> None:
    book(tmp_path)
    [fault] = issue(tmp_path, ["onne"], how()).faults
    assert (fault.code, fault.named["suggestion"]) == ("ISS-001", "one")


def test_a_broken_draft_elsewhere_is_nobody_elses_problem(tmp_path: Path) -> None:
    book(tmp_path)
    write(tmp_path, "invoices/drafts/broken.yaml", "lines: [")
    issued(tmp_path, "one")


def test_a_broken_document_stops_every_issue(tmp_path: Path) -> None:
    book(tmp_path)
    write(tmp_path, "invoices/2026/F2026-0001.yaml", "lines: [")
    assert not issue(tmp_path, ["one"], how()).done


def test_a_draft_in_braces_is_refused(tmp_path: Path) -> None:
    book(tmp_path)
    write(
        tmp_path, "invoices/drafts/one.yaml", "{client: acme, delivered: 2026-11-02, lines: [{item: A, price: 1.00}]}\n"
    )
    assert codes(issue(tmp_path, ["one"], how()).faults) == {"ISS-009"}


def test_git_without_an_identity_is_told_before_anything_happens(tmp_path: Path) -> None:
    book(tmp_path)
    git(tmp_path, "config", "user.name", "")
    git(tmp_path, "config", "user.useConfigOnly", "true")
    before = tree(tmp_path)
    result = issue(tmp_path, ["one"], how())
    assert (codes(result.faults), tree(tmp_path) == before) == ({"GIT-003"}, True)


def test_a_hook_that_refuses_the_commit_leaves_everything_as_it_was(tmp_path: Path) -> None:
    book(tmp_path)
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'not today' >&2\nexit 1\n")
    hook.chmod(0o755)
    before, head = tree(tmp_path), git(tmp_path, "rev-parse", "HEAD")
    [fault] = issue(tmp_path, ["one"], how()).faults
    assert (fault.code, fault.named["problem"]) == ("ISS-006", "not today")
    assert (tree(tmp_path), git(tmp_path, "rev-parse", "HEAD")) == (before, head)
    assert git(tmp_path, "status", "--porcelain") == ""


def test_an_imported_book_is_sealed_in_one_go(tmp_path: Path) -> None:
    book(tmp_path, ())
    for place in (1, 2, 3):
        text = f"number: F2026-000{place}\ndate: 2026-11-0{place}\nclient: acme\ndelivered: 2026-11-01\n"
        write(tmp_path, f"invoices/2026/F2026-000{place}.yaml", text + "lines: [{item: A, price: 10.00}]\n")
    write(tmp_path, "invoices/2026/F2026-0002.pdf", b"%PDF-1.4 from the old program")
    commit(tmp_path, "import")
    assert seal_codes(tmp_path) == {"SEAL-001"}
    assert [one.number for one in sealed(tmp_path).issued] == ["F2026-0001", "F2026-0002", "F2026-0003"]
    seals, _ = load_seals(tmp_path)
    assert [seal.content.imported for seal in seals.values()] == [False, True, False]
    assert seal_codes(tmp_path) == set()


def seal_codes(root: Path) -> set[str]:
    return {code for code in codes(check(root, today=TODAY, reporter=Silent()).faults) if code.startswith("SEAL")}


def test_the_pdf_that_was_brought_along_is_the_original(tmp_path: Path) -> None:
    book(tmp_path, ())
    write(tmp_path, "invoices/2026/F2026-0001.yaml", IMPORTED)
    write(tmp_path, "invoices/2026/F2026-0001.pdf", b"%PDF-1.4 from the old program")
    commit(tmp_path, "import")
    sealed(tmp_path)
    assert (tmp_path / "invoices/2026/F2026-0001.pdf").read_bytes() == b"%PDF-1.4 from the old program"


def test_sealing_twice_changes_nothing(tmp_path: Path) -> None:
    book(tmp_path)
    issued(tmp_path, "one")
    before = tree(tmp_path)
    assert (sealed(tmp_path).issued, tree(tmp_path)) == ((), before)


def test_numbered_documents_are_sealed_before_drafts_are_issued(tmp_path: Path) -> None:
    book(tmp_path)
    write(tmp_path, "invoices/2026/F2026-0001.yaml", IMPORTED)
    commit(tmp_path, "import")
    result = issue_and_seal(tmp_path, ["one"], how(), numbered=True)
    assert [one.number for one in result.issued] == ["F2026-0001", "F2026-0002"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    book(tmp_path)
    before = tree(tmp_path)
    result = issue(tmp_path, ["one"], how(dry_run=True))
    assert ([one.number for one in result.issued], tree(tmp_path)) == (["F2026-0001"], before)


def test_a_dry_run_of_sealing_writes_nothing(tmp_path: Path) -> None:
    book(tmp_path)
    before = tree(tmp_path)
    assert (seal_numbered(tmp_path, how(dry_run=True)).done, tree(tmp_path)) == (True, before)


def test_a_currency_with_three_decimals_is_told(tmp_path: Path) -> None:
    book(tmp_path)
    draft(tmp_path, "dinar", more="currency: TND\nexchange_rate: {rate: 3.4, date: 2026-11-20, source: BCE}\n")
    assert "ISS-011" in codes(issued(tmp_path, "dinar").faults)


def test_the_same_drafts_give_the_same_seals(tmp_path: Path) -> None:
    for name in ("a", "b"):
        issued(book(tmp_path / name), "one")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_originals_can_lie_in_a_directory(tmp_path: Path) -> None:
    book(tmp_path, config=CONFIG + "originals: originals\n")
    issued(tmp_path, "one")
    [kept] = (tmp_path / "originals/2026").iterdir()
    assert kept.read_bytes().startswith(b"%PDF")
    assert not (tmp_path / "invoices/2026/F2026-0001.pdf").exists()


def test_a_folder_that_is_no_repository_is_told_with_its_remedy(tmp_path: Path) -> None:
    book(tmp_path)
    shutil.rmtree(tmp_path / ".git")
    before = tree(tmp_path)
    assert (codes(issue(tmp_path, ["one"], how()).faults), tree(tmp_path) == before) == ({"GIT-002"}, True)


def test_a_merge_under_way_is_not_ended_by_issuing(tmp_path: Path) -> None:
    book(tmp_path)
    (tmp_path / ".git/MERGE_HEAD").write_text(git(tmp_path, "rev-parse", "HEAD"))
    assert codes(issue(tmp_path, ["one"], how()).faults) == {"GIT-004"}


def test_a_machine_that_refuses_a_file_is_told_as_such(tmp_path: Path) -> None:
    book(tmp_path)
    shutil.rmtree(tmp_path / ".facturier", ignore_errors=True)
    (tmp_path / ".facturier").write_text("a file where a folder is needed")
    assert codes(issue(tmp_path, ["one"], how()).faults) == {"SYS-001"}


def test_a_full_disk_is_told_as_such_and_nothing_is_issued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book(tmp_path)
    before = tree(tmp_path)

    def full(file: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(file))

    monkeypatch.setattr("facturier.actions.journal._write_flushed", full)
    assert (codes(issue(tmp_path, ["one"], how()).faults), tree(tmp_path) == before) == ({"SYS-002"}, True)


def test_what_a_full_disk_interrupts_is_finished_by_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(tmp_path, ("one", "two"))

    def full(_: Path, beside: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(beside))

    with monkeypatch.context() as patched:
        patched.setattr("facturier.actions.journal._doubled", full)
        assert codes(issue(tmp_path, ["one"], how()).faults) == {"SYS-003"}
    assert [one.number for one in issue(tmp_path, ["two"], how()).issued] == ["F2026-0002"]


def test_a_book_sealed_in_several_steps_is_one_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facturier.actions.issue._AT_ONCE", 2)
    book(tmp_path, ())
    for place in range(1, 6):
        write(tmp_path, f"invoices/2026/F2026-000{place}.yaml", IMPORTED.replace("F2026-0001", f"F2026-000{place}"))
    commit(tmp_path, "imported")
    assert len(seal_numbered(tmp_path, how()).issued) == 5
    seals, faults = load_seals(tmp_path)
    numbers = [seal.chain.previous.number if seal.chain.previous else "" for seal in seals.values()]
    assert (numbers, faults) == (["", *(f"F2026-000{place}" for place in range(1, 5))], ())
    assert not codes(check(tmp_path, today=TODAY, reporter=Silent()).faults) & {"SEAL-001", "SEAL-005", "SEAL-012"}
