"""`sync` and `pay-links` never say, write or commit a key: not when all is well, refused, cut off or broken."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.isolation.business import SECRET
from tests.stripe.test_client import facturier_with
from tests.stripe_fake.server import FakeStripe

KEYS = {
    "right": "rk_test_all",
    "wrong": "rk_test_51NobodysKeyNobodysKeyNobodysKey",
    "live": "rk_live_51NobodysKeyNobodysKeyNobodysKey",
    "no key": "correct horse battery staple",
}


@pytest.mark.parametrize("command", ["sync", "pay-links"])
@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("given", KEYS)
def test_no_key_is_said_or_written(
    root: Path, fake: FakeStripe, command: str, form: tuple[str, ...], given: str
) -> None:
    key = KEYS[given]
    environment = {"STRIPE_API_BASE": fake.base, "STRIPE_API_KEY": key, "FACTURIER_SECRET": SECRET, "CI": "true"}
    done = facturier_with(["--debug", command, *form, "--today", "2026-01-05"], root, **environment)
    written = b"".join(file.read_bytes() for file in root.rglob("*") if file.is_file())
    for hidden in (key, SECRET):
        assert hidden not in done.stdout + done.stderr
        assert hidden.encode() not in written
    assert "Traceback" not in done.stderr
    assert (done.returncode == 0) is (given == "right")


@pytest.mark.parametrize("command", ["sync", "pay-links"])
def test_no_key_is_in_what_is_said_of_a_service_that_does_not_answer(root: Path, command: str) -> None:
    environment = {"STRIPE_API_BASE": "http://127.0.0.1:9", "STRIPE_API_KEY": KEYS["wrong"], "FACTURIER_SECRET": SECRET}
    done = facturier_with(["--debug", command, "--today", "2026-01-05"], root, **environment)
    assert done.returncode != 0
    assert KEYS["wrong"] not in done.stdout + done.stderr
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["sync", "pay-links"])
def test_the_trace_of_a_bug_shows_no_key(root: Path, command: str) -> None:
    module = command.replace("-", "_")
    script = (
        f"import facturier.actions.{module} as action, facturier.actions.stripe_access as a, sys\n"
        "def fail(*_, **__): raise ZeroDivisionError\n"
        "a.connect = fail\n"
        f"setattr(action, {module!r}, fail)\n"
        f"sys.argv = ['facturier', '--debug', {command!r}]\nfrom facturier.cli.main import main\nmain()\n"
    )
    environment = {"PATH": "/usr/bin:/bin", "STRIPE_API_KEY": KEYS["wrong"], "FACTURIER_SECRET": SECRET}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert "ZeroDivisionError" in done.stderr
    assert not re.search(r"rk_(test|live)_\w{8}", done.stdout + done.stderr)
    assert SECRET not in done.stdout + done.stderr
