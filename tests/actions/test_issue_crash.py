"""Killed at any moment, an issue has happened wholly or not at all; two at once never share a number."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.publish_e2e.sessions import wait_until_empty
from tests.seal.issuing import TODAY, book, git, how, issued, tree

from facturier.actions.check import check
from facturier.actions.issue import issue
from facturier.actions.journal import BookBusyError, Step, locked, recover, write_all
from facturier.faults import has_errors
from facturier.publish.progress import Silent
from facturier.seal.load import load_seals

ROOT = Path(__file__).parents[2]
DRAFTS = ("one", "two", "three")
NUMBERS = ("F2026-0001", "F2026-0002", "F2026-0003")


def start(root: Path, *drafts: str) -> "subprocess.Popen[str]":
    """A process of its own group that has loaded the program and waits."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.actions.crash_issue", str(root), *drafts],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def end(process: "subprocess.Popen[str]") -> str:
    out, problem = process.communicate(timeout=120)
    assert process.returncode == 0, problem
    return out.strip()


def clear_locks(root: Path) -> None:
    """What git itself asks for after git was killed: its lock files have no owner any more."""
    for lock in list((root / ".git").rglob("*.lock")):
        lock.unlink()


def nothing_or_all(root: Path, before: dict[str, bytes]) -> str:
    """After the next command has looked at the book, say which of the two it is; anything else is a failure."""
    with locked(root):
        recover(root)
    now = tree(root)
    assert git(root, "status", "--porcelain") == ""
    if now == before:
        return "nothing"
    assert sorted(load_seals(root)[0]) == sorted(NUMBERS)
    assert not list((root / "invoices/drafts").iterdir())
    assert not has_errors(check(root, today=TODAY, reporter=Silent()).faults)
    return "all"


def killed_at(root: Path, moment: float, *, whole_group: bool) -> None:
    process = start(root, *DRAFTS)
    go(process)
    time.sleep(moment)
    if whole_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
    wait_until_empty(process.pid)  # a git command that outlived its parent ends by itself
    clear_locks(root)


def kill_many(tmp_path: Path, times: int, *, seed: int) -> None:
    origin = book(tmp_path / "origin", DRAFTS)
    before = tree(origin)
    shutil.copytree(origin, tmp_path / "timed")
    process = start(tmp_path / "timed", *DRAFTS)
    begun = time.monotonic()
    go(process)
    end(process)
    usual = time.monotonic() - begun
    moments = random.Random(seed)
    for count in range(times):
        root = tmp_path / f"book{count}"
        shutil.copytree(origin, root)
        killed_at(root, moments.uniform(0.2, 1.1) * usual, whole_group=count % 2 == 0)
        assert nothing_or_all(root, before) in {"nothing", "all"}
        assert issue(root, [], how(), due=True).done  # the book can be worked with
        shutil.rmtree(root)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_nothing_or_all_has_happened(tmp_path: Path, seed: int) -> None:
    kill_many(tmp_path, 10, seed=seed)


@pytest.mark.slow
def test_killed_very_often_nothing_or_all_has_happened(tmp_path: Path) -> None:
    kill_many(tmp_path, 120, seed=99)


class StopError(Exception):
    """The machine stops here."""


_rename = Path.rename


def renamed_unless_old(path: Path, target: Path) -> Path:
    """Stop where the journal would be put away: its commit is made."""
    if ".old-" in target.name:
        raise StopError
    return _rename(path, target)


@pytest.mark.parametrize("step", range(40))
def test_stopped_before_any_write_nothing_or_all_has_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Every rename, flush, removal and copy of an issue is a place to stop, one after the other."""
    root = book(tmp_path, DRAFTS)
    before = tree(root)
    left = [step]

    def stopping(name: str, real: object) -> object:
        def call(*arguments: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise StopError(name)
            return real(*arguments, **named)  # type: ignore[operator]

        return call

    with monkeypatch.context() as patched:
        for module, name in ((os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "unlink"), (shutil, "rmtree")):
            patched.setattr(module, name, stopping(name, getattr(module, name)))
        with contextlib.suppress(StopError):
            issue(root, DRAFTS, how())
    assert nothing_or_all(root, before) in {"nothing", "all"}


def test_two_processes_at_once_share_no_number_and_leave_no_gap(tmp_path: Path) -> None:
    root = book(tmp_path, ("a1", "a2", "b1", "b2"))
    first, second = start(root, "a1", "a2"), start(root, "b1", "b2")
    go(first)
    go(second)
    given = [*end(first).split(","), *end(second).split(",")]
    assert sorted(given) == ["F2026-0001", "F2026-0002", "F2026-0003", "F2026-0004"]
    assert not has_errors(check(root, today=TODAY, reporter=Silent()).faults)


def test_the_same_draft_is_issued_by_one_of_two_processes(tmp_path: Path) -> None:
    root = book(tmp_path)
    first, second = start(root, "one"), start(root, "one")
    go(first)
    go(second)
    assert sorted((end(first), end(second))) == ["F2026-0001", "ISS-001"]


def test_a_command_that_only_reads_finishes_what_a_crash_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = book(tmp_path)

    def stop(*_: object) -> None:
        raise StopError

    with monkeypatch.context() as patched:
        patched.setattr("facturier.actions.journal._put", stop)
        with pytest.raises(StopError):
            issue(root, ["one"], how())
    assert (root / "invoices/drafts/one.yaml").exists()
    check(root, today=TODAY, reporter=Silent())
    assert (root / "invoices/2026/F2026-0001.seal.json").exists()
    assert git(root, "log", "--format=%s", "-1") == "Issue F2026-0001\n"


def test_what_somebody_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    root = book(tmp_path)
    file = root / "invoices/drafts/one.yaml"
    with locked(root):
        step = Step(path="invoices/drafts/one.yaml", before=b"as it was read", after=None)
        write_all(root, [step])
    assert file.exists()


def test_what_was_prepared_and_not_decided_is_thrown_away(tmp_path: Path) -> None:
    root = book(tmp_path)
    before = tree(root)
    issued(root, "one")
    leftover = root / ".facturier/journal.new-abc"
    leftover.mkdir()
    (leftover / "0.after").write_bytes(b"half a fi")
    with locked(root):
        recover(root)
    assert not leftover.exists()
    assert set(before) - set(tree(root)) == {"invoices/drafts/one.yaml"}


def test_a_commit_whose_git_was_killed_before_it_was_done_is_never_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git moves the branch first and its index last: killed between the two it leaves its lock and an old index."""
    root = book(tmp_path)
    index = (root / ".git/index").read_bytes()

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", renamed_unless_old)
        with pytest.raises(StopError):
            issue(root, ["one"], how())
    (root / ".git/index").write_bytes(index)
    (root / ".git/index.lock").touch()
    monkeypatch.setattr("facturier.connect.git.LOCK_WAIT", 0.2)
    with locked(root), pytest.raises(BookBusyError):
        recover(root)
    (root / ".git/index.lock").unlink()
    with locked(root):
        recover(root)
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "--format=%s", "-1") == "Issue F2026-0001\n"
    assert not has_errors(check(root, today=TODAY, reporter=Silent()).faults)
