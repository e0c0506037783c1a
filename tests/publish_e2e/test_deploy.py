"""Where a site goes: a folder, a branch, a command; what stands there is replaced whole or left alone."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.publish_e2e.conftest import TODAY, clone, commit, files, git

from facturier.actions.build import BuildResult
from facturier.actions.deploy import build_and_deploy, deploy, outgoing
from facturier.faults import Fault, Where, error
from facturier.publish.folder import MARK
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor

GOOD = BuildResult(published=True, portals=1)


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.code for fault in faults]


def words(faults: tuple[Fault, ...]) -> str:
    return str(dict(faults[0].values).get("problem", ""))


@pytest.fixture
def built(desk: Path) -> Path:
    """A book whose outgoing site has two files."""
    site = outgoing(desk)
    (site / "c/abc").mkdir(parents=True)
    (site / "index.html").write_bytes(b"one")
    (site / "c/abc/index.html").write_bytes(b"\x00\xff\n\n")
    return desk


@pytest.mark.parametrize("target", ["dir:{}", "git:origin#pages", "command:cp -r {{site}} {}"])
def test_a_preview_goes_nowhere(built: Path, tmp_path: Path, target: str) -> None:
    place = tmp_path / "www"
    assert codes(deploy(built, replace(GOOD, throwaway=True), target.format(place))) == ["DPL-001"]
    assert not place.exists()
    assert "pages" not in git(built, "ls-remote", "origin")


def test_a_site_that_the_gate_refused_goes_nowhere(built: Path, tmp_path: Path) -> None:
    red = BuildResult(published=False, faults=(error("GATE-001", Where("site")),))
    assert codes(deploy(built, red, f"dir:{tmp_path / 'www'}")) == ["GATE-001"]
    assert not (tmp_path / "www").exists()


def test_without_the_secret_nothing_is_even_built(desk: Path, tmp_path: Path) -> None:
    given = {"today": TODAY, "executor": SerialExecutor(), "reporter": Silent()}
    assert codes(build_and_deploy(desk, f"dir:{tmp_path / 'www'}", secret="", **given)) == ["DPL-001"]  # type: ignore[arg-type]
    assert not outgoing(desk).exists()


@pytest.mark.parametrize(
    "target", ["", "www", "dir:", "git:origin", "git:#pages", "git:origin#", "ftp:host", "rsync:", "s3:"]
)
def test_what_is_no_target(built: Path, target: str) -> None:
    assert codes(deploy(built, GOOD, target)) == ["DPL-002"]


def test_a_folder_is_replaced_as_a_whole(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "www"
    assert deploy(built, GOOD, f"dir:{place}") == ()
    (outgoing(built) / "index.html").unlink()
    (outgoing(built) / "new.html").write_bytes(b"two")
    assert deploy(built, GOOD, f"dir:{place}") == ()
    assert sorted(files(place)) == [MARK, "c/abc/index.html", "new.html"]
    assert sorted(entry.name for entry in tmp_path.iterdir() if "www" in entry.name) == ["www"]


def test_a_folder_that_holds_something_else_is_left_alone(built: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letters.txt").write_text("mine")
    faults = deploy(built, GOOD, f"dir:{tmp_path / 'home'}")
    assert (codes(faults), "no site" in words(faults)) == (["DPL-003"], True)
    assert files(tmp_path / "home") == {"letters.txt": b"mine"}


@pytest.mark.parametrize("place", [".", "..", "facturier.yaml"])
def test_the_book_is_never_replaced(built: Path, place: str) -> None:
    assert codes(deploy(built, GOOD, f"dir:{place}")) == ["DPL-003"]
    assert (built / "facturier.yaml").is_file()


def test_a_branch_holds_the_site_and_no_history(built: Path, tmp_path: Path) -> None:
    assert deploy(built, GOOD, "git:origin#pages") == ()
    (outgoing(built) / "index.html").write_bytes(b"two")
    assert deploy(built, GOOD, "git:origin#pages") == ()
    there = clone(Path(git(built, "remote", "get-url", "origin").strip()), tmp_path / "there")
    git(there, "checkout", "--quiet", "pages")
    assert git(there, "rev-list", "--count", "HEAD").strip() == "1"
    assert (there / "c/abc/index.html").read_bytes() == b"\x00\xff\n\n"
    assert (there / "index.html").read_bytes() == b"two"
    assert git(built, "for-each-ref", "refs/facturier") == ""


def test_the_domain_that_a_host_wrote_into_the_branch_stays(built: Path, tmp_path: Path) -> None:
    assert deploy(built, GOOD, "git:origin#pages") == ()
    host = clone(Path(git(built, "remote", "get-url", "origin").strip()), tmp_path / "host")
    git(host, "checkout", "--quiet", "pages")
    commit(host, "CNAME", "factures.example.com")
    git(host, "push", "--quiet", "origin", "pages")
    assert deploy(built, GOOD, "git:origin#pages") == ()
    git(host, "fetch", "--quiet", "origin")
    assert git(host, "show", "origin/pages:CNAME") == "factures.example.com"
    assert git(host, "rev-list", "--count", "origin/pages").strip() == "1"


def test_the_same_site_is_the_same_commit(built: Path) -> None:
    heads = []
    for _ in range(2):
        assert deploy(built, GOOD, "git:origin#pages") == ()
        heads.append(git(built, "ls-remote", "origin", "pages"))
    assert heads[0] == heads[1]


def test_a_branch_that_holds_something_else_is_left_alone(built: Path) -> None:
    git(built, "push", "--quiet", "origin", "main:work")
    before = git(built, "ls-remote", "origin", "work")
    assert "something else than a site" in words(deploy(built, GOOD, "git:origin#work"))
    assert git(built, "ls-remote", "origin", "work") == before


@pytest.mark.parametrize("branch", ["main", "master"])
def test_the_branch_of_the_book_is_never_replaced(built: Path, branch: str) -> None:
    assert codes(deploy(built, GOOD, f"git:origin#{branch}")) == ["DPL-003"]


def test_a_command_gets_the_folder_and_no_shell(built: Path, tmp_path: Path) -> None:
    assert deploy(built, GOOD, f"command:cp -r {{site}} {tmp_path / 'a; touch b'}".replace("a; touch b", "copy")) == ()
    assert files(tmp_path / "copy") == files(outgoing(built))
    assert codes(deploy(built, GOOD, "command:true {site}; touch made")) == []
    assert not (built / "made").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("false {site}", "ended with 1"),
        ("no-such-program-here {site}", "No such file"),
        ("true", "{site}"),
        ("true '{site}", "quotation"),
    ],
)
def test_a_command_that_fails_says_why(built: Path, line: str, said: str) -> None:
    faults = deploy(built, GOOD, f"command:{line}")
    assert (codes(faults), said in words(faults)) == (["DPL-003"], True)


def test_a_remote_option_is_no_option(built: Path) -> None:
    assert codes(deploy(built, GOOD, "git:--upload-pack=touch made#pages")) == ["DPL-003"]
    assert not (built / "made").exists()


def test_the_command_line_says_where_the_site_is(desk: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["facturier", "deploy", "--to", f"dir:{tmp_path / 'www'}", "--lang", "en"],
        cwd=desk, capture_output=True, text=True, check=False, env=_without_secret(),
    )  # fmt: skip
    assert (done.returncode, "FACTURIER_SECRET" in done.stderr) == (1, True)


def _without_secret() -> dict[str, str]:
    import os
    import sys

    kept = {key: value for key, value in os.environ.items() if key != "FACTURIER_SECRET"}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"}
