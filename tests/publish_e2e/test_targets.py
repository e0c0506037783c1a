"""Other machines and object stores: real servers on loopback; whenever a deploy stops, what clients see is whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.publish_e2e.conftest import files, how
from tests.publish_e2e.hosts import ObjectStore, object_store, one_store, rsync_daemon, ssh_host

from facturier.actions.build import BuildResult
from facturier.actions.deploy import deploy, outgoing, sample
from facturier.actions.publish import publish
from facturier.actions.targets import Delivery
from facturier.connect.deploy.site import Site, in_order
from facturier.connect.deploy.store import Bucket
from facturier.faults import Fault
from facturier.publish.folder import MARK

__all__ = ["object_store", "one_store", "rsync_daemon", "ssh_host"]

GOOD = BuildResult(published=True, portals=1)
Sites = Mapping[str, bytes]
OLD: Sites = {"index.html": b"old.bin", "assets/old.css": b"", "c/abc/old.bin": b"\x00\xff", "robots.txt": b"one"}
NEW: Sites = {"index.html": b"new.bin", "assets/new.css": b"", "c/abc/new.bin": b"\n\n", "robots.txt": b"two"}


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.code for fault in faults]


def words(faults: tuple[Fault, ...]) -> str:
    return str(dict(faults[0].values).get("problem", ""))


def build(book: Path, site: Sites) -> None:
    """What is built to be deployed."""
    shutil.rmtree(outgoing(book), ignore_errors=True)
    for path, content in site.items():
        file = outgoing(book) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def whole(there: Sites) -> bool:
    """Whether what the first page names is there."""
    return not there.get("index.html") or f"c/abc/{there['index.html'].decode()}" in there


@pytest.mark.slow
@pytest.mark.parametrize("host", ["rsync_daemon", "ssh_host"])
def test_a_folder_of_another_machine_becomes_the_site(desk: Path, host: str, request: pytest.FixtureRequest) -> None:
    target, folder = request.getfixturevalue(host)
    for site in (OLD, NEW, NEW):
        build(desk, site)
        assert deploy(desk, GOOD, target, Delivery(verify=True)) == ()
        assert files(folder) == {**site, MARK: b""}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["letter.txt", "a letter .", " .", "a\nletter ."])
def test_a_folder_of_another_machine_that_holds_something_else_is_left_alone(
    desk: Path, rsync_daemon: tuple[str, Path], name: str
) -> None:
    target, folder = rsync_daemon
    (folder / name).write_text("mine")
    build(desk, OLD)
    assert "no site" in words(deploy(desk, GOOD, target))
    assert files(folder) == {name: b"mine"}


@pytest.mark.slow
@pytest.mark.parametrize("call", range(1, 7))
def test_rsync_stopped_at_any_call_leaves_a_whole_site(
    desk: Path, rsync_daemon: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    target, folder = rsync_daemon
    build(desk, OLD)
    assert deploy(desk, GOOD, target) == ()
    build(desk, NEW)
    failing = tmp_path / "bin/rsync"
    failing.parent.mkdir()
    count = tmp_path / "count"
    failing.write_text(
        f'#!/bin/sh\necho >>{count}\n[ "$(wc -l <{count})" -lt {call} ] || exit 12\nexec {shutil.which("rsync")} "$@"\n'
    )
    failing.chmod(0o755)
    with monkeypatch.context() as path:
        path.setenv("PATH", f"{failing.parent}{os.pathsep}{os.environ['PATH']}")
        faults = deploy(desk, GOOD, target)
    assert codes(faults) == (["DPL-003"] if call <= 5 else [])
    assert whole(files(folder))
    assert deploy(desk, GOOD, target) == ()
    assert files(folder) == {**NEW, MARK: b""}


@pytest.mark.parametrize("place", ["", "folder", "host:", ":/srv"])
def test_a_place_that_is_no_folder_of_another_machine(desk: Path, place: str) -> None:
    build(desk, OLD)
    faults = deploy(desk, GOOD, f"rsync:{place}")
    assert codes(faults) == (["DPL-003"] if place else ["DPL-002"])


def test_a_machine_that_does_not_answer(desk: Path) -> None:
    build(desk, OLD)
    assert codes(deploy(desk, GOOD, "rsync:rsync://127.0.0.1:1/site")) == ["DPL-003"]


def test_without_rsync_its_name_is_said(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(desk, OLD)
    monkeypatch.setenv("PATH", "/nowhere")
    assert words(deploy(desk, GOOD, "rsync:host:/srv")) == "rsync: No such file or directory"


def test_a_place_is_never_an_option(desk: Path) -> None:
    build(desk, OLD)
    assert codes(deploy(desk, GOOD, "rsync:--rsh=touch made:x")) == ["DPL-003"]
    assert not (desk / "made").exists()


# --- Object stores ---------------------------------------------------------------------------------------------------


def in_store(store: ObjectStore, prefix: str = "site/invoices") -> dict[str, bytes]:
    store.mood()
    bucket = Bucket(prefix, store.access)
    try:
        return {path: bucket.get(path) or b"" for path in bucket.listed()}
    finally:
        bucket.close()


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["site", "site/invoices"])
def test_an_object_store_becomes_the_site(desk: Path, object_store: ObjectStore, prefix: str) -> None:
    for site in (OLD, NEW):
        build(desk, site)
        assert deploy(desk, GOOD, f"s3:{prefix}", Delivery(store=object_store.access, verify=True)) == ()
        assert in_store(object_store, prefix) == {**site, MARK: b""}


@pytest.mark.slow
def test_new_objects_come_first_then_pages_and_dead_ones_go_last(desk: Path, object_store: ObjectStore) -> None:
    given = Delivery(store=object_store.access)
    build(desk, OLD)
    deploy(desk, GOOD, "s3:site", given)
    object_store.log()
    build(desk, NEW)
    assert deploy(desk, GOOD, "s3:site", given) == ()
    said = object_store.log()
    assert sorted(said[:2]) == ["PUT /site/assets/new.css", "PUT /site/c/abc/new.bin"]
    assert said[2:4] == ["PUT /site/robots.txt", "PUT /site/index.html"]
    assert sorted(said[4:]) == ["DELETE /site/assets/old.css", "DELETE /site/c/abc/old.bin"]
    assert deploy(desk, GOOD, "s3:site", given) == ()
    assert object_store.log() == []


@pytest.mark.slow
def test_a_store_that_goes_down_at_any_request_leaves_a_whole_site(desk: Path, object_store: ObjectStore) -> None:
    given = Delivery(store=object_store.access)
    for request in range(1, 9):
        object_store.mood()
        build(desk, OLD)
        assert deploy(desk, GOOD, "s3:site/invoices", given) == ()
        build(desk, NEW)
        object_store.mood(down=request)
        faults = deploy(desk, GOOD, "s3:site/invoices", given)
        assert codes(faults) == (["DPL-003"] if request <= 7 else []), request
        assert whole(in_store(object_store)), request


@pytest.mark.slow
def test_a_busy_store_is_asked_again(desk: Path, object_store: ObjectStore) -> None:
    object_store.mood(busy=3)
    build(desk, OLD)
    assert deploy(desk, GOOD, "s3:site", Delivery(store=object_store.access, verify=True)) == ()
    assert in_store(object_store, "site") == {**OLD, MARK: b""}


@pytest.mark.slow
def test_what_a_store_refuses_is_said_in_its_words(desk: Path, object_store: ObjectStore) -> None:
    build(desk, OLD)
    wrong = replace(object_store.access, secret="wrong")
    assert "SignatureDoesNotMatch" in words(deploy(desk, GOOD, "s3:site", Delivery(store=wrong)))
    assert "AccessDenied" in words(deploy(desk, GOOD, "s3:other", Delivery(store=object_store.access)))
    clear = replace(object_store.access, endpoint="http://store.example")
    assert "https://" in words(deploy(desk, GOOD, "s3:site", Delivery(store=clear)))


@pytest.mark.slow
def test_a_store_that_holds_something_else_is_left_alone(desk: Path, object_store: ObjectStore) -> None:
    bucket = Bucket("site", object_store.access)
    bucket.put("letter.txt", b"mine", {})
    bucket.close()
    build(desk, OLD)
    assert "no site" in words(deploy(desk, GOOD, "s3:site", Delivery(store=object_store.access)))
    assert in_store(object_store, "site") == {"letter.txt": b"mine"}


def test_without_its_key_a_store_is_refused_before_anything_begins(desk: Path) -> None:
    assert codes(publish(desk, how("s3:site")).faults) == ["DPL-010"]


def test_more_objects_than_one_page_of_a_listing_holds(desk: Path, object_store: ObjectStore) -> None:
    given = Delivery(store=object_store.access)
    build(desk, {"index.html": b"", **{f"c/{count:02}.bin": b"" for count in range(25)}})
    assert deploy(desk, GOOD, "s3:site", given) == ()
    object_store.log()
    build(desk, {"index.html": b""})
    assert deploy(desk, GOOD, "s3:site", given) == ()
    assert len(object_store.log()) == 25


# --- What comes back -------------------------------------------------------------------------------------------------


def test_a_folder_and_a_branch_are_read_back(desk: Path, tmp_path: Path) -> None:
    build(desk, OLD)
    for target in (f"dir:{tmp_path / 'www'}", "git:origin#pages"):
        assert deploy(desk, GOOD, target, Delivery(verify=True)) == ()


def test_what_comes_back_otherwise_is_an_error(desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    build(desk, OLD)
    monkeypatch.setattr("facturier.actions.targets.from_folder", lambda *_: {**OLD, "index.html": b"<injected>"})
    faults = deploy(desk, GOOD, f"dir:{tmp_path / 'www'}", Delivery(verify=True))
    assert (codes(faults), dict(faults[0].values)["files"]) == (["DPL-011"], "index.html")


def test_after_a_command_the_site_is_asked_at_its_address(desk: Path, tmp_path: Path) -> None:
    build(desk, OLD)
    faults = deploy(desk, GOOD, "command:true {site}", Delivery(verify=True))
    assert (codes(faults), "portal.url" in words(faults)) == (["DPL-003"], True)


def test_a_few_files_from_everywhere_are_asked() -> None:
    asked = sample([f"c/{count:04}.bin" for count in range(1000)] + ["index.html"])
    assert (asked[0], 10 <= len(asked) <= 16, asked[-1] > "c/0900") == ("index.html", True, True)


def test_the_first_page_of_a_new_place_comes_last() -> None:
    site = Site(folder=Path(), paths=tuple(sorted(NEW)), mark=MARK)
    assert in_order(site, NEW, frozenset()) == ((MARK,), tuple(sorted(NEW)))
    known = frozenset({MARK, "index.html", "robots.txt"})
    assert in_order(site, NEW, known) == (("assets/new.css", "c/abc/new.bin"), ("robots.txt",), ("index.html",))


@pytest.mark.slow
def test_the_command_reads_the_key_from_the_environment(desk: Path, object_store: ObjectStore) -> None:
    access = object_store.access
    environment = os.environ | {
        "FACTURIER_SECRET": "c2VjcmV0IG9mIGEgYnVzaW5lc3MgdGhhdCBkb2VzIG5vdCBleGlzdA==",
        "AWS_ACCESS_KEY_ID": access.key_id,
        "AWS_SECRET_ACCESS_KEY": access.secret,
        "AWS_ENDPOINT_URL": access.endpoint,
    }
    done = subprocess.run(
        [sys.executable, "-m", "facturier", "deploy", "--to", "s3:site", "--verify", "--jobs", "1"],
        cwd=desk, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "index.html" in in_store(object_store, "site")
    assert access.secret not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("target", "said"),
    [("dir:{}/facturier.yaml", "The site is as it was."), ("rsync:rsync://127.0.0.1:1/site", "the next run goes on")],
)
def test_the_command_says_what_clients_see_after_a_failure(desk: Path, target: str, said: str) -> None:
    environment = os.environ | {"FACTURIER_SECRET": "c2VjcmV0IG9mIGEgYnVzaW5lc3MgdGhhdCBkb2VzIG5vdCBleGlzdA=="}
    done = subprocess.run(
        [sys.executable, "-m", "facturier", "deploy", "--to", target.format(desk), "--jobs", "1"],
        cwd=desk, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
