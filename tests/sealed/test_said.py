"""No command says, logs or hands on a key: publish, deploy, links, rotate, issue, in every form of their output."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.isolation.business import SECRET
from tests.sealed.conftest import Business, sealed_business
from tests.sealed.test_commands import keys_of, run

SIGNING = "9f" * 32
STRIPE = "rk_test_51NobodysKeyNobodysKey"
POST = "smtps://me:NobodysPassword@mail.lumen.example:465"
GIVEN = {
    "FACTURIER_SMTP": POST,
    "FACTURIER_SIGNING_KEY": SIGNING,
    "STRIPE_API_KEY": STRIPE,
    "GIT_AUTHOR_NAME": "N",
    "GIT_AUTHOR_EMAIL": "n@lumen.example",
    "GIT_COMMITTER_NAME": "N",
    "GIT_COMMITTER_EMAIL": "n@lumen.example",
}


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=N", "-c", "user.email=n@lumen.example"]
    return subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def pushed(tmp_path: Path) -> Business:
    """A sealed business with passcodes in a repository with a remote; one more draft is due."""
    business = sealed_business(tmp_path / "business", "sealed-link+passcode")
    (business.root / ".gitignore").write_text("site/\n.facturier/\n")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(tmp_path / "remote.git")], check=True)
    git(business.root, "init", "-q", "-b", "main")
    git(business.root, "add", "-A")
    git(business.root, "commit", "-q", "-m", "book")
    git(business.root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(business.root, "push", "-q", "-u", "origin", "main")
    return business


def quiet_about(business: Business, said: str) -> None:
    hidden = (SECRET, SIGNING, STRIPE, POST, *keys_of(business))
    assert [part for part in hidden if part in said] == []
    assert not re.search(r"[#&]k=", said)
    assert not re.search(r"\b[a-z2-7]{26}\b", said)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("publish", "--to", "dir:../www"),
        ("--debug", "publish", "--to", "dir:../www", "--json", "--summary", "summary.md"),
        ("publish", "--to", "dir:../www", "--dry-run"),
        ("publish", "--to", "dir:/proc/nowhere"),
        ("deploy", "--to", "dir:../www"),
        ("--debug", "deploy", "--to", "git:nowhere#pages"),
        ("rotate", "acme"),
        ("rotate", "acme", "--dry-run"),
        ("links", "nobody", "--json"),
        ("issue", "--dry-run", "--json"),
        ("verify", "--json"),
        ("diff",),
    ],
)
def test_no_secret_gets_into_what_a_command_says_or_commits(pushed: Business, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=pushed.root, CI="true", **GIVEN)
    summary = pushed.root / "summary.md"
    quiet_about(pushed, done.stdout + done.stderr + (summary.read_text("utf-8") if summary.is_file() else ""))
    assert "Traceback" not in done.stderr
    quiet_about(pushed, git(pushed.root, "log", "--all", "-p", "--format=%B"))


def test_links_in_ci_are_refused_and_not_half_printed(pushed: Business) -> None:
    for form in ((), ("--json",), ("--csv",), ("--documents",), ("--passcodes",)):
        done = run("links", *form, cwd=pushed.root, CI="true", **GIVEN)
        assert done.returncode != 0
        quiet_about(pushed, done.stdout + done.stderr)


def test_a_link_that_is_asked_for_is_all_that_is_written_to_the_terminal(pushed: Business) -> None:
    done = run("links", "acme", cwd=pushed.root, **GIVEN)
    assert "#k=" in done.stdout
    quiet_about(pushed, done.stderr)
    assert SECRET not in done.stdout


def test_the_tool_of_a_host_inherits_no_secret(pushed: Business, tmp_path: Path) -> None:
    """One that fails is quoted in the log, with whatever it says of its surroundings."""
    program = tmp_path / "tool.py"
    program.write_text("import os, sys\nsys.stderr.write(' '.join(os.environ.values()))\nsys.exit(1)\n")
    target = f"command:{sys.executable} {program} {{site}}"
    done = run("deploy", "--to", target, cwd=pushed.root, **GIVEN)
    assert done.returncode == 1
    quiet_about(pushed, done.stdout + done.stderr)


def test_a_git_hook_inherits_no_secret(pushed: Business) -> None:
    hook = pushed.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nenv > inherited.txt\n")
    hook.chmod(0o755)
    assert run("rotate", "acme", cwd=pushed.root, **GIVEN).returncode == 0
    seen = pushed.root / "inherited.txt"
    quiet_about(pushed, seen.read_text("utf-8") if seen.is_file() else "")


def test_the_trace_of_a_bug_shows_no_secret(pushed: Business) -> None:
    script = (
        "import facturier.actions.build as b, sys\n"
        "def fail(*a, **k): raise ZeroDivisionError\n"
        "b._build = fail\n"
        "sys.argv = ['facturier', '--debug', 'build']\nfrom facturier.cli.main import main\nmain()\n"
    )
    environment = {"PATH": "/usr/bin:/bin", "FACTURIER_SECRET": SECRET, "LANG": "C.UTF-8", **GIVEN}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=pushed.root, env=environment, capture_output=True, text=True, check=False
    )
    assert "ZeroDivisionError" in done.stderr
    quiet_about(pushed, done.stdout + done.stderr)
