"""A business in a bare remote, and clones of it."""

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from facturier.actions.init import Answers, init
from facturier.actions.publish import Publishing
from facturier.actions.stripe_access import StripeAccess
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor

TODAY = date(2026, 11, 22)
SECRET = "c2VjcmV0IG9mIGEgYnVzaW5lc3MgdGhhdCBkb2VzIG5vdCBleGlzdA=="
ANSWERS = Answers(
    name="Atelier Exemple",
    siren="999000011",
    street="12 rue de l'Exemple",
    postcode="01000",
    city="Bourg-en-Bresse",
    email="factures@exemple.example",
    iban="FR76 3000 6000 0112 3456 7890 189",
)
NUMBERED = """\
number: {number}
date: 2026-11-22
client: example
lines:
  - {{item: {item}, qty: 1, price: 100.00}}
"""
TEMPLATE = """\
client: example
every: month
on_day: 1
from: 2026-11-01
issue: true
lines:
  - {item: Maintenance, qty: 1, price: 80.00}
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An identity, and nothing of the git settings of whoever runs the tests."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Léa")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "lea@bois.example")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def clone(remote: Path, into: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(remote), str(into)], check=True, capture_output=True)
    return into


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository that holds a business with one client; its draft has no date, so nothing is due."""
    bare = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(bare)], check=True)
    seed = tmp_path / "seed"
    init(seed, ANSWERS, forge="none", version="0.1.0")
    git(seed, "remote", "add", "origin", str(bare))
    git(seed, "push", "--quiet", "--set-upstream", "origin", "main")
    return bare


@pytest.fixture
def desk(remote: Path, tmp_path: Path) -> Path:
    return clone(remote, tmp_path / "desk")


def commit(root: Path, path: str, text: str) -> None:
    """What a forge's web editor does, in a clone: one file, one commit."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    git(root, "add", path)
    git(root, "commit", "--quiet", "--message", f"Change {path}")


def web_edit(remote: Path, folder: Path, path: str, text: str) -> None:
    """The same, pushed."""
    editor = clone(remote, folder) if not folder.exists() else folder
    git(editor, "pull", "--quiet", "--rebase")
    commit(editor, path, text)
    git(editor, "push", "--quiet")


def how(target: str, **changes: object) -> Publishing:
    nothing = StripeAccess(name="STRIPE_API_KEY")
    given = Publishing(
        today=TODAY,
        target=target,
        executor=SerialExecutor(),
        reporter=Silent(),
        secret=SECRET,
        sync_access=nothing,
        links_access=nothing,
        patience=1,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
