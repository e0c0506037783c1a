"""A book in the first format comes to the present one: comments stay, and so does what is issued."""

import shutil
from pathlib import Path

import pytest
from tests.conftest import Golden
from tests.publish_e2e.conftest import ANSWERS, files

from facturier.actions.init import init
from facturier.actions.upgrade import upgrade
from facturier.read import load_book
from facturier.read.upgrading import CURRENT, Step, renamed, upgraded, version_of

HERE = Path(__file__).parent
CLIENT = b"""\
# Acme, met in Lyon
name: ACME
kind: business # since 2024
contacts:
  - {name: Accounts, mail: a@acme.example} # the one who pays
  # the boss
  - name: "L\xc3\xa9a"
    mail: lea@acme.example
"""


def edit(path: str, text: bytes) -> bytes:
    return renamed(text, ("contacts", "*", "mail"), "email") if path.startswith("clients/") else text


STEP = Step(version=2, edit=edit)  # an invented one


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A book that an early facturier could have written, with every key of the settings, a client and a draft."""
    return Path(shutil.copytree(HERE / "version-1", tmp_path / "book"))


def test_a_book_in_the_first_format_comes_to_the_present_one(first: Path, golden: Golden) -> None:
    assert upgrade(first).faults == ()
    for path, content in files(HERE / "version-1").items():
        golden(HERE / f"version-{CURRENT}" / path, (first / path).read_bytes() or content)
    book, faults = load_book(first)
    assert book is not None
    assert [fault for fault in faults if fault.severity == "error"] == []


def test_a_book_in_the_present_format_stays(first: Path) -> None:
    upgrade(first)
    before = files(first)
    assert upgrade(first).changed == ()
    assert files(first) == before


def test_init_says_the_present_format(tmp_path: Path) -> None:
    init(tmp_path, ANSWERS, forge="none", version="0.1.0", git=False)
    assert version_of((tmp_path / "facturier.yaml").read_bytes()) == CURRENT


# --- With an invented step


def test_a_key_is_renamed_and_nothing_else() -> None:
    changed = upgraded({"facturier.yaml": b"# Mine\nseller: {}\n", "clients/acme.yaml": CLIENT}, (STEP,))
    assert changed == {
        "clients/acme.yaml": CLIENT.replace(b"mail:", b"email:"),
        "facturier.yaml": b"# Mine\nversion: 2\nseller: {}\n",
    }
    assert list(changed)[-1] == "facturier.yaml"


def test_a_format_that_is_said_is_raised_in_its_place() -> None:
    changed = upgraded({"facturier.yaml": b"seller: {}\nversion: 1 # of the files\n"}, (STEP,))
    assert changed == {"facturier.yaml": b"seller: {}\nversion: 2 # of the files\n"}


def test_what_is_upgraded_stays() -> None:
    assert upgraded({"facturier.yaml": b"version: 2\n", "clients/acme.yaml": CLIENT}, (STEP,)) == {}


def test_a_run_that_was_stopped_is_run_again() -> None:
    """The client's file is done already; the settings still say the former format."""
    book = {"facturier.yaml": b"version: 1\n", "clients/acme.yaml": CLIENT.replace(b"mail:", b"email:")}
    assert upgraded(book, (STEP,)) == {"facturier.yaml": b"version: 2\n"}


@pytest.mark.parametrize("text", [b"", b"name: [", b"- a\n", b"contacts: none\n", b"\xff"])
def test_a_file_that_cannot_be_changed_stays(text: bytes) -> None:
    assert renamed(text, ("contacts", "*", "mail"), "email") == text


def test_what_is_issued_is_never_touched(tmp_path: Path) -> None:
    for path in ("clients/acme.yaml", "invoices/2026/F2026-0001.yaml", "invoices/2026/F2026-0001.history.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(CLIENT)
    (tmp_path / "facturier.yaml").write_bytes(b"seller: {}\n")
    everywhere = Step(version=2, edit=lambda _, text: renamed(text, ("contacts", "*", "mail"), "email"))
    assert upgrade(tmp_path, dry_run=True, steps=(everywhere,)).changed == ("clients/acme.yaml", "facturier.yaml")
    assert (tmp_path / "clients/acme.yaml").read_bytes() == CLIENT
    assert upgrade(tmp_path, steps=(everywhere,)).changed == ("clients/acme.yaml", "facturier.yaml")
    assert (tmp_path / "invoices/2026/F2026-0001.yaml").read_bytes() == CLIENT


@pytest.mark.parametrize("config", [b"version: 99\n", None])
def test_a_newer_book_or_none_is_refused(tmp_path: Path, config: bytes | None) -> None:
    if config is not None:
        (tmp_path / "facturier.yaml").write_bytes(config)
    assert [fault.code for fault in upgrade(tmp_path).faults] == ["UPG-001"]
