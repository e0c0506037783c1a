"""Killed at any moment, overtaken by others: every document is numbered once, and the site is that of main."""

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import ANY

import pytest
from tests.conftest import IN_CI
from tests.publish_e2e.conftest import NUMBERED, SECRET, clone, commit, files, git, how, web_edit
from tests.publish_e2e.sessions import wait_until_empty

from facturier.actions.publish import publish
from facturier.actions.verify import verify
from facturier.publish.progress import Silent

KILLS = 100 if IN_CI else 6
SEEDS = (20261122, 20270101) if IN_CI else (20261122,)
DUE = "client: example\ndate: 2026-11-22\nlines:\n  - {{item: {item}, qty: 1, price: 10.00}}\n"


def started(root: Path, www: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "facturier",
        "publish",
        "--to",
        f"dir:{www}",
        "--jobs",
        "1",
        "--today",
        "2026-11-22",
    ]
    settings = {**os.environ, "FACTURIER_SECRET": SECRET, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        command, cwd=root, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def items(remote: Path) -> list[str]:
    """What each numbered document of main is about, in the order of the numbers."""
    listed = git(remote, "ls-tree", "-r", "--name-only", "main", "invoices/2026").split()
    numbered = sorted(path for path in listed if re.fullmatch(r"invoices/2026/F2026-\d{4}\.yaml", path))
    assert [int(path[-9:-5]) for path in numbered] == list(range(1, len(numbered) + 1))
    found = (re.search(r"item: (\w+)", git(remote, "show", f"main:{path}")) for path in numbered)
    return [match.group(1) for match in found if match]


def sound(remote: Path, www: Path, tmp_path: Path) -> None:
    """Main proves itself, and a fresh clone makes the very same site of it."""
    fresh = clone(remote, tmp_path / "fresh")
    git(fresh, "fsck", "--strict")
    proved = verify(fresh, today=how("dir:x").today, reporter=Silent())
    assert [fault for fault in proved.faults if fault.severity.value == "error"] == []
    again = publish(fresh, how(f"dir:{tmp_path / 'again'}"))
    assert again.faults == ()
    assert files(tmp_path / "again") == files(www)


@contextlib.contextmanager
def runs() -> Iterator[Callable[[Path, Path, float], tuple[int, str]]]:
    """Publish a clone into a folder for so many seconds at most; what it exited with (-9: killed) and said."""
    script = Path(__file__).with_name("forker.py")
    settings = {**os.environ, "FACTURIER_SECRET": SECRET, "PYTHONPATH": os.pathsep.join(sys.path)}
    forker = subprocess.Popen(
        [sys.executable, str(script)], env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def run(root: Path, www: Path, seconds: float) -> tuple[int, str]:
        assert forker.stdin is not None
        assert forker.stdout is not None
        print(json.dumps([str(root), str(www), seconds]), file=forker.stdin, flush=True)
        code, said = json.loads(forker.stdout.readline())
        return code, said

    try:
        yield run
    finally:
        forker.communicate(timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_killed_again_and_again_while_others_push(remote: Path, desk: Path, tmp_path: Path, seed: int) -> None:
    www, chance = tmp_path / "www", random.Random(seed)
    lasts, killed = 3.0, 0
    with runs() as run:
        for count in range(KILLS):
            web_edit(remote, tmp_path / "web", f"invoices/drafts/job{count}.yaml", DUE.format(item=f"Job{count}"))
            begun = time.monotonic()
            soon = count % 3 == 0  # every third run is killed for sure, however quick the machine
            code, said = run(desk, www, chance.uniform(0.01, 0.05 if soon else lasts))
            if code == -signal.SIGKILL:
                killed += 1
                lasts *= 1 if soon else 1.15  # it was slower: let it come further
            else:
                assert code == 0, said
                lasts = max(0.5, 1.2 * (time.monotonic() - begun))  # it was faster: kill earlier
        assert run(desk, www, 300) == (0, ANY)
    assert killed > KILLS // 4
    assert sorted(items(remote)) == sorted(f"Job{count}" for count in range(KILLS))
    assert git(desk, "status", "--porcelain") == ""
    assert sorted(entry.name for entry in tmp_path.iterdir() if "www" in entry.name) == ["www"]
    sound(remote, www, tmp_path)


@pytest.mark.slow
def test_two_clones_at_the_same_time(remote: Path, desk: Path, tmp_path: Path) -> None:
    """Both issue and push; whoever is later takes over and gives the next number."""
    other = clone(remote, tmp_path / "other")
    commit(desk, "invoices/drafts/one.yaml", DUE.format(item="One"))
    commit(other, "invoices/drafts/two.yaml", DUE.format(item="Two"))
    runs = [started(desk, tmp_path / "www"), started(other, tmp_path / "www2")]
    try:
        said = [run.communicate(timeout=300)[1].decode() for run in runs]
    finally:
        for run in runs:
            run.kill()
    assert [run.returncode for run in runs] == [0, 0], said
    assert sorted(items(remote)) == ["One", "Two"]
    last = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert last.faults == ()
    sound(remote, tmp_path / "www", tmp_path)


@pytest.mark.slow
def test_a_number_typed_in_the_web_editor_while_a_run_was_killed(remote: Path, desk: Path, tmp_path: Path) -> None:
    text = NUMBERED.format(number="F2026-0001", item="Web")
    web_edit(remote, tmp_path / "web", "invoices/2026/F2026-0001.yaml", text)
    with started(desk, tmp_path / "www") as run:
        time.sleep(1.5)
        run.kill()
    wait_until_empty(run.pid)
    assert publish(desk, how(f"dir:{tmp_path / 'www'}")).faults == ()
    assert items(remote) == ["Web"]
    sound(remote, tmp_path / "www", tmp_path)
