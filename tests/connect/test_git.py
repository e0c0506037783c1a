"""Git is asked through a runner; what it answers is read from its machine formats alone."""

import os
from collections.abc import Sequence
from pathlib import Path

from tests.seal.issuing import commit, git, write

from facturier.connect.git import Git, Obstacle, Result, run_git


def repository(root: Path) -> Git:
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Nour")
    git(root, "config", "user.email", "nour@lumen.example")
    return Git(run_git(root))


def test_a_folder_without_git_is_known(tmp_path: Path) -> None:
    assert not Git(run_git(tmp_path)).is_there()


def test_a_machine_without_git_is_no_crash(tmp_path: Path) -> None:
    def missing(_: Sequence[str], __: bytes) -> Result:
        return Result(127, err="No such file or directory")

    asked = Git(missing)
    assert (asked.is_there(), asked.head(), list(asked.changes("."))) == (False, "", [])
    assert asked.obstacle() == (Obstacle.MISSING, "No such file or directory")


def test_a_commit_holds_the_named_paths_alone(tmp_path: Path) -> None:
    asked = repository(tmp_path)
    for name in ("a", "b", "c"):
        write(tmp_path, name, name)
    commit(tmp_path, "start")
    write(tmp_path, "a", "changed")
    write(tmp_path, "b", "changed")
    (tmp_path / "c").unlink()
    assert asked.commit(["a", "c", "never-there"], "two of them") == ""
    assert git(tmp_path, "show", "--name-status", "--format=", "HEAD") == "M\ta\nD\tc\n"
    assert asked.is_committed(["a", "c"])
    assert not asked.is_committed(["b"])


def test_the_first_commit_of_a_repository_can_be_made(tmp_path: Path) -> None:
    asked = repository(tmp_path)
    write(tmp_path, "a", "a")
    assert (asked.commit(["a"], "first"), asked.is_committed(["a"])) == ("", True)


def test_ignored_files_are_committed_when_they_are_named(tmp_path: Path) -> None:
    asked = repository(tmp_path)
    write(tmp_path, ".gitignore", "*.pdf\n")
    write(tmp_path, "a.pdf", "%PDF")
    assert (asked.commit(["a.pdf"], "it"), asked.is_committed(["a.pdf"])) == ("", True)


def test_a_file_that_was_only_touched_does_not_keep_from_going_back(tmp_path: Path) -> None:
    asked = repository(tmp_path)
    write(tmp_path, "a", "a")
    commit(tmp_path, "start")
    start = asked.head()
    write(tmp_path, "a", "b")
    assert asked.commit(["a"], "more") == ""
    os.utime(tmp_path / "a", (1, 1))
    assert (asked.drop_to(start), (tmp_path / "a").read_text()) == ("", "a")


def test_going_back_takes_nothing_that_is_not_committed(tmp_path: Path) -> None:
    asked = repository(tmp_path)
    write(tmp_path, "a", "a")
    commit(tmp_path, "start")
    start = asked.head()
    write(tmp_path, "a", "b")
    commit(tmp_path, "more")
    write(tmp_path, "a", "mine")
    assert "not uptodate" in asked.drop_to(start)
    assert (tmp_path / "a").read_text() == "mine"


def test_somebody_elses_lock_is_waited_for(tmp_path: Path) -> None:
    asked_for: list[str] = []

    def busy(arguments: Sequence[str], _: bytes) -> Result:
        asked_for.append(arguments[0])
        blocked = arguments[0] == "add" and asked_for.count("add") < 3
        return Result(128, err="Unable to create '.git/index.lock': File exists.") if blocked else Result(0)

    assert Git(busy).stage(["a"]) == ""
    assert asked_for.count("add") == 3


def test_changes_name_blobs_author_and_day(tmp_path: Path) -> None:
    asked = repository(tmp_path)
    write(tmp_path, "invoices/é «1».yaml", "one")
    commit(tmp_path, "one")
    write(tmp_path, "invoices/é «1».yaml", "two")
    commit(tmp_path, "two")
    second, first = asked.changes("invoices")
    assert (first.before, second.before) == (("",), (first.after,))
    assert second.path == "invoices/é «1».yaml"
    assert second.commit.author == "Nour <nour@lumen.example>"
    assert asked.blobs([first.after, second.after]) == {first.after: b"one", second.after: b"two"}


def test_paths_are_those_of_the_book_not_of_the_repository(tmp_path: Path) -> None:
    repository(tmp_path)
    write(tmp_path, "book/invoices/a.yaml", "one")
    commit(tmp_path, "one")
    asked = Git(run_git(tmp_path / "book"))
    assert [change.path for change in asked.changes("invoices")] == ["invoices/a.yaml"]
    assert set(asked.tree("HEAD", "invoices") or {}) == {"invoices/a.yaml"}
    assert asked.file_at("HEAD", "invoices/a.yaml") == b"one"
    write(tmp_path, "book/invoices/a.yaml", "two")
    assert asked.unfinished("invoices") == {"invoices/a.yaml": " M"}


def test_a_path_is_never_a_pattern(tmp_path: Path) -> None:
    asked = repository(tmp_path)
    write(tmp_path, "a", "a")
    write(tmp_path, "b", "b")
    assert asked.commit(["*"], "nothing is called so") != ""
    assert git(tmp_path, "status", "--porcelain") == "?? a\n?? b\n"
