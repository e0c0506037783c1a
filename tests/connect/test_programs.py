"""Programs of this machine are handed the keys of an object store only when they may need them."""

from pathlib import Path

import pytest

from facturier.connect import programs
from facturier.connect.deploy.command import to_command
from facturier.connect.git import run_git

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.setenv(name, "hunter2")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")


@pytest.fixture
def hooked(tmp_path: Path) -> Path:
    """A repository whose hook writes down what it was handed."""
    git = run_git(tmp_path)
    git(["init", "--quiet"], b"")
    for name in ("pre-commit", "pre-push"):
        hook = tmp_path / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\nenv > {name}.txt\n")
        hook.chmod(0o755)
    return tmp_path


def test_a_program_sees_the_settings_and_no_key() -> None:
    seen = programs.run(["env"]).stdout
    assert b"AWS_REGION=eu-west-3" in seen
    assert b"hunter2" not in seen


def test_a_hook_of_a_commit_sees_no_key(hooked: Path) -> None:
    named = ["-c", "user.name=x", "-c", "user.email=x@x.example"]
    assert run_git(hooked)([*named, "commit", "--quiet", "--allow-empty", "--message", "x"], b"").ok
    assert "hunter2" not in (hooked / "pre-commit.txt").read_text()


def test_what_reaches_a_remote_keeps_them(hooked: Path) -> None:
    """A remote may live where the keys are good (CodeCommit), with a helper that looks for them."""
    (hooked / "helper").write_text("#!/bin/sh\nenv > helper.txt\nexit 1\n")
    (hooked / "helper").chmod(0o755)
    run_git(hooked)(["config", "protocol.ext.allow", "always"], b"")
    run_git(hooked)(["ls-remote", f"ext::{hooked / 'helper'}"], b"")
    assert "AWS_SECRET_ACCESS_KEY=hunter2" in (hooked / "helper.txt").read_text()


def test_a_command_of_ones_own_keeps_them(tmp_path: Path) -> None:
    """`command:` is also for the tool of an object store."""
    assert to_command(tmp_path, tmp_path, "sh -c 'env > seen.txt; true {site}'") == ""
    assert "AWS_SECRET_ACCESS_KEY=hunter2" in (tmp_path / "seen.txt").read_text()
