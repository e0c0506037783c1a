"""Runners that are killed, and two runners at once: nothing is lost, nothing is done twice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest
from tests.stripe.books import all_states, cents, history, run_links, run_sync, today_of, write_invoice
from tests.stripe_fake.server import FakeStripe
from tests.stripe_fake.world import DAY

NUMBERS = [f"F2026-{number:04}" for number in range(1, 5)]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Nour", "-c", "user.email=nour@lumen.example", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def start(root: Path, fake: FakeStripe, verb: str) -> subprocess.Popen[bytes]:
    settings = os.environ | {"STRIPE_API_BASE": fake.base, "STRIPE_API_KEY": "rk_test_all"}
    command = [sys.executable, "-m", "facturier", verb, "--today", str(today_of(fake))]
    return subprocess.Popen(command, cwd=root, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def doubled(root: Path, number: str) -> list[str]:
    refs = [part.split(",")[0].strip("}") for line in history(root, number) for part in line.split("ref: txn_")[1:]]
    return sorted({ref for ref in refs if refs.count(ref) > 1})


@pytest.mark.slow
def test_killed_at_any_moment(root: Path, fake: FakeStripe) -> None:
    """The process dies, as when a machine is switched off, at one request after the other."""
    chance = Random(7)
    for number in NUMBERS[1:]:
        write_invoice(root, number)
    for round_ in range(8):
        killed = threading.Event()
        left = chance.randint(1, 6)
        verb = ("pay-links", "sync")[round_ % 2]
        process: list[subprocess.Popen[bytes]] = []

        def fault(_: str, left: int = left, process: list[subprocess.Popen[bytes]] = process,
                  killed: threading.Event = killed, begun: int = len(fake.requests)) -> str:  # fmt: skip
            if len(fake.requests) - begun >= left and process and not killed.is_set():
                process[0].kill()
                killed.set()
            return ""

        fake.faults = fault
        process.append(start(root, fake, verb))
        process[0].wait(timeout=300)
        with fake.lock:  # the request that it died of may still be under way
            fake.faults = lambda _: ""
            for number in NUMBERS:
                if links := fake.world.links_of(number):
                    fake.world.pay(links[0]["id"])
                    break
            fake.world.now += DAY
    for _ in range(2):
        assert run_sync(root, fake).done
        assert run_links(root, fake).done
    agrees(root, fake)


@pytest.mark.slow
def test_two_runners_and_a_push_that_is_refused(root: Path, fake: FakeStripe, tmp_path: Path) -> None:
    """Both work from the same commit; who comes second throws its commit away and runs again."""
    for number in NUMBERS[1:]:
        write_invoice(root, number)
    (root / ".gitignore").write_text(".facturier/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Start")
    origin = tmp_path / "origin.git"
    git(tmp_path, "clone", "-q", "--bare", str(root), str(origin))
    runners = [tmp_path / "one", tmp_path / "two"]
    for runner in runners:
        git(tmp_path, "clone", "-q", str(origin), str(runner))
        git(runner, "config", "user.name", "Runner")
        git(runner, "config", "user.email", "runner@lumen.example")
    chance = Random(11)
    for _ in range(6):
        for runner in chance.sample(runners, 2):  # both before either pushes
            run_sync(runner, fake)
            run_links(runner, fake)
        for runner in chance.sample(runners, 2):
            push(runner, fake)
        a_day_passes(fake, chance)
    fake.world.now += DAY
    for runner in runners * 2:
        git(runner, "pull", "-q", "--ff-only")
        assert run_sync(runner, fake).done
        assert run_links(runner, fake).done
        push(runner, fake)
    for runner in runners:
        git(runner, "pull", "-q", "--ff-only")
        agrees(runner, fake)


def a_day_passes(fake: FakeStripe, chance: Random) -> None:
    """Somebody pays, and banks decide about what is under way."""
    links = [link["id"] for number in NUMBERS for link in fake.world.links_of(number)]
    if links:
        fake.world.pay(links[0], chance.choice(["card", "sepa_debit"]))
    fake.world.now += DAY
    for intent in fake.world.objects["payment_intent"].values():
        if intent["status"] == "processing" and chance.random() < 0.7:
            chance.choice([fake.world.settle, fake.world.bounce])(intent["id"])


def agrees(root: Path, fake: FakeStripe) -> None:
    """The book says what the account says."""
    for number, now in all_states(root, fake).items():
        assert cents(now.paid) == fake.world.truth[number].kept
        assert doubled(root, number) == []
        assert sum(fake.world.asked_by(link) for link in fake.world.links_of(number)) == cents(now.payable_amount)


def push(runner: Path, fake: FakeStripe) -> None:
    """What CI does: push; when somebody was faster, take theirs and run again."""
    for _ in range(3):
        try:
            git(runner, "push", "-q", "origin", "main")
        except subprocess.CalledProcessError:
            git(runner, "fetch", "-q")
            git(runner, "reset", "-q", "--hard", "origin/main")
            run_sync(runner, fake)
            run_links(runner, fake)
        else:
            return
    raise AssertionError("never pushed")


def test_what_was_paid_is_kept_when_a_hook_refuses_the_commit(root: Path, fake: FakeStripe) -> None:
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Nour")
    git(root, "config", "user.email", "nour@lumen.example")
    run_links(root, fake)
    hook = root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    fake.world.pay(fake.world.links_of(NUMBERS[0])[0]["id"])
    result = run_sync(root, fake)
    assert [fault.code for fault in result.faults] == ["PLK-036"]
    assert any("event: paid" in line for line in history(root, NUMBERS[0]))


def test_two_processes_on_one_book_wait_for_each_other(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    fake.world.pay(fake.world.links_of(NUMBERS[0])[0]["id"])
    both = [start(root, fake, "sync") for _ in range(2)]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    assert doubled(root, NUMBERS[0]) == []
