"""`links` and `rotate` as a person types them, and that no key ever gets into what a build says."""

import csv
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.isolation.business import SECRET
from tests.sealed.conftest import Business, sealed_business

KEY = re.compile(r"[#&]k=|[\w-]{43}")


def run(*arguments: str, cwd: Path, **environment: str) -> CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "PYTHONPATH"}}
    command = [sys.executable, "-m", "facturier", *arguments, "--today", "2026-11-22"]
    given = kept | {"FACTURIER_SECRET": SECRET, "LANG": "C.UTF-8", "NO_COLOR": "1"} | environment
    return subprocess.run(command, cwd=cwd, env=given, capture_output=True, text=True, check=False)


@pytest.fixture
def root(business: Business) -> Path:
    return business.root


def test_links_open_portals_and_documents(root: Path, business: Business) -> None:
    shown = run("links", "--json", "--documents", cwd=root)
    rows = json.loads(shown.stdout)
    assert [row["address"] for row in rows] == [link.address for link in business.links(documents=True)]
    assert [row["number"] for row in rows] == ["", "F2026-0001", "", "F2026-0002", "", "F2026-0003"]


def test_a_document_is_named_in_any_case(root: Path, business: Business) -> None:
    assert business.link("F2026-0001").address in run("links", "f2026-0001", cwd=root).stdout


def test_a_mail_merge_file_has_names_addresses_and_links(root: Path) -> None:
    done = run("links", "--csv", "--out", "links.csv", cwd=root, CI="true")
    assert (done.returncode, done.stdout) == (0, "")
    rows = list(csv.DictReader((root / "links.csv").read_text("utf-8").splitlines()))
    assert rows[0]["email"] == "compta@acme.example"
    assert "#k=" in rows[0]["address"]
    assert stat.S_IMODE((root / "links.csv").stat().st_mode) == 0o600


def test_qr_codes_are_for_their_owner_alone(root: Path) -> None:
    done = run("links", "acme", "--documents", "--qr", "codes", cwd=root, CI="true")
    assert (done.returncode, done.stdout) == (0, "")
    names = sorted(file.name for file in (root / "codes").iterdir())
    assert names == ["F2026-0001.png", "F2026-0001.svg", "acme.png", "acme.svg"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in (root / "codes").iterdir()} == {0o600}
    assert stat.S_IMODE((root / "codes").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "where", [("--out", "site/links.txt"), ("--qr", "site/codes"), ("--out", "elsewhere/c/links.txt")]
)
def test_links_are_never_written_into_a_site(root: Path, where: tuple[str, str]) -> None:
    (root / "elsewhere" / "c").mkdir(parents=True)
    (root / "elsewhere" / "robots.txt").touch()
    done = run("links", *where, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (root / where[1]).exists()


def test_passcodes_are_told_apart_from_links(root: Path, tmp_path: Path) -> None:
    locked = sealed_business(tmp_path / "locked", "sealed-link+passcode")
    links, codes = run("links", cwd=locked.root), run("links", "--passcodes", cwd=locked.root)
    code = locked.link().passcode
    assert "#k=" in links.stdout
    assert code not in links.stdout
    assert code in codes.stdout
    assert "#k=" not in codes.stdout


def keys_of(business: Business) -> list[str]:
    links = business.links(documents=True)
    return [part for link in links for part in (link.address[-43:], link.passcode) if part]


@pytest.mark.parametrize(
    ("access", "arguments"),
    [
        ("sealed-link", ("build",)),
        ("sealed-link+passcode", ("--debug", "build", "--json")),
        ("sealed-link", ("check",)),
        ("sealed-link", ("show", "F2026-0001")),
    ],
)
def test_no_key_gets_into_what_a_command_says(tmp_path: Path, access: str, arguments: tuple[str, ...]) -> None:
    business = sealed_business(tmp_path / "business", access)
    done = run(*arguments, cwd=business.root)
    said = done.stdout + done.stderr
    assert [part for part in (SECRET, *keys_of(business)) if part in said] == []
    assert not re.search(r"[#&]k=", said)
    assert not re.search(r"\b[a-z2-7]{26}\b", said)


def test_no_key_gets_into_the_complaint_about_a_leak(tmp_path: Path) -> None:
    business = sealed_business(tmp_path / "business")
    business.edit("clients/acme/suivi.md", lambda text: text + f"\n{SECRET}\n")
    done = run("build", cwd=business.root)
    assert "GATE-005" in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_rotate_counts_the_epoch_up_and_says_what_dies(root: Path, business: Business) -> None:
    old = business.link().address
    done = run("rotate", "acme", "--no-commit", cwd=root)
    assert done.returncode == 0
    assert "1 one-document links (F2026-0001)" in done.stdout
    assert (root / "clients" / "acme.yaml").read_text("utf-8").endswith("portal: {epoch: 2}\n")
    assert business.link().address != old
    assert not KEY.search(done.stdout + done.stderr)


def test_a_dry_rotation_writes_nothing(root: Path) -> None:
    before = (root / "clients" / "acme.yaml").read_bytes()
    assert run("rotate", "acme", "--dry-run", cwd=root).returncode == 0
    assert (root / "clients" / "acme.yaml").read_bytes() == before


def test_a_rotation_is_one_commit_of_one_file(root: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=N", "-c", "user.email=n@lumen.example"]
        return subprocess.run(
            ["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True
        ).stdout

    git("init", "-q", "-b", "main")
    git("config", "user.name", "N")
    git("config", "user.email", "n@lumen.example")
    git("add", "-A")
    git("commit", "-q", "-m", "book")
    assert run("rotate", "acme", cwd=root, HOME=str(root)).returncode == 0
    assert git("show", "--format=%s", "--name-only", "HEAD").split("\n\n") == [
        "acme: new links (epoch 2)",
        "clients/acme.yaml\n",
    ]


def test_an_unknown_client_is_said(root: Path) -> None:
    done = run("rotate", "nobody", cwd=root)
    assert done.returncode == 1
    assert "PUB-011" in done.stderr
