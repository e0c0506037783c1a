"""Two branches issue at the same time, and are merged: no number is lost, and nothing that was sent changes."""

import subprocess
from pathlib import Path

from tests.seal.issuing import TODAY, book, codes, commit, draft, git, how, issued, tree

from facturier.actions.check import check
from facturier.actions.renumber import renumber
from facturier.actions.verify import verify
from facturier.faults import has_errors
from facturier.publish.progress import Silent
from facturier.seal.load import load_seals

SENT = "- {date: 2026-11-22, event: sent, by: e-mail}\n"


def parted(tmp_path: Path, *, ours: tuple[str, ...] = ("o1",), theirs: tuple[str, ...] = ("t1",)) -> Path:
    """A book with one issued document; then each branch issues drafts of its own."""
    root = book(tmp_path, ("first",))
    issued(root, "first")
    git(root, "branch", "theirs")
    for branch, names in (("main", ours), ("theirs", theirs)):
        git(root, "checkout", "--quiet", branch)
        for name in names:
            draft(root, name)
            issued(root, name)
    git(root, "checkout", "--quiet", "main")
    return root


def merge(root: Path) -> bool:
    done = subprocess.run(["git", "merge", "--no-edit", "theirs"], cwd=root, capture_output=True, check=False)
    return done.returncode == 0


def send(root: Path, number: str, *, branch: str = "main") -> None:
    git(root, "checkout", "--quiet", branch)
    with (root / f"invoices/2026/{number}.history.yaml").open("a") as history:
        history.write(SENT)
    commit(root, f"sent {number}")
    git(root, "checkout", "--quiet", "main")


def subjects(root: Path) -> dict[str, str]:
    return {number: seal.content.document.subject for number, seal in load_seals(root)[0].items()}


def is_sound(root: Path) -> bool:
    return not has_errors(check(root, today=TODAY, reporter=Silent()).faults)


def test_the_other_branch_gives_way(tmp_path: Path) -> None:
    root = parted(tmp_path)
    assert not merge(root)
    assert renumber(root, "F2026-0002", how()).done
    git(root, "commit", "--quiet", "--no-edit")
    assert subjects(root) == {"F2026-0001": "first", "F2026-0002": "o1", "F2026-0003": "t1"}
    assert is_sound(root)
    assert git(root, "status", "--porcelain") == ""


def test_all_that_the_other_branch_issued_in_the_series_follows(tmp_path: Path) -> None:
    root = parted(tmp_path, theirs=("t1", "t2"))
    assert not merge(root)
    assert renumber(root, "F2026-0002", how()).done
    git(root, "commit", "--quiet", "--no-edit")
    assert subjects(root) == {"F2026-0001": "first", "F2026-0002": "o1", "F2026-0003": "t1", "F2026-0004": "t2"}
    assert is_sound(root)


def test_the_branch_that_sent_keeps_its_number(tmp_path: Path) -> None:
    root = parted(tmp_path)
    send(root, "F2026-0002", branch="theirs")
    assert not merge(root)
    assert renumber(root, "F2026-0002", how()).done
    assert subjects(root) == {"F2026-0001": "first", "F2026-0002": "t1", "F2026-0003": "o1"}


def test_when_both_were_sent_nothing_is_touched(tmp_path: Path) -> None:
    root = parted(tmp_path)
    send(root, "F2026-0002")
    send(root, "F2026-0002", branch="theirs")
    assert not merge(root)
    before = tree(root)
    assert codes(renumber(root, "F2026-0002", how()).faults) == {"ISS-013"}
    assert tree(root) == before


def test_a_successor_that_was_sent_holds_its_branch(tmp_path: Path) -> None:
    root = parted(tmp_path, theirs=("t1", "t2"))
    send(root, "F2026-0003", branch="theirs")
    assert not merge(root)
    assert renumber(root, "F2026-0002", how()).done
    assert subjects(root) == {"F2026-0001": "first", "F2026-0002": "t1", "F2026-0003": "t2", "F2026-0004": "o1"}


def test_a_number_that_stands_alone_is_left(tmp_path: Path) -> None:
    root = parted(tmp_path, theirs=())
    assert codes(renumber(root, "F2026-0002", how()).faults) == {"ISS-014"}


def test_a_chain_broken_by_a_merge_is_mended_after_it(tmp_path: Path) -> None:
    """Somebody took one side of the conflict: the successor of the other side follows a seal that is gone."""
    root = parted(tmp_path, theirs=("t1", "t2"))
    assert not merge(root)
    git(root, "checkout", "--ours", "--", "invoices/2026")
    commit(root, "merge")
    assert "SEAL-005" in codes(check(root, today=TODAY, reporter=Silent()).faults)
    assert renumber(root, "F2026-0003", how()).done
    assert (is_sound(root), subjects(root)["F2026-0003"]) == (True, "t2")


def test_verify_tells_of_it_without_calling_it_forgery(tmp_path: Path) -> None:
    root = parted(tmp_path, theirs=("t1", "t2"))
    assert not merge(root)
    git(root, "checkout", "--ours", "--", "invoices/2026")
    commit(root, "merge")
    renumber(root, "F2026-0003", how())
    faults = verify(root, today=TODAY, reporter=Silent()).faults
    assert codes(fault for fault in faults if fault.code.startswith(("VER", "SEAL"))) == {"VER-011"}
