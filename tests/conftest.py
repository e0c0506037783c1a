"""What every test may use: golden files, Hypothesis profiles, how Chromium is started."""

import difflib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}

# Every run repeats itself exactly, whatever else the machine does; `HYPOTHESIS_PROFILE=search` tries new examples.
NO_CLOCK: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.differing_executors],
}
settings.register_profile("ci", derandomize=True, print_blob=True, max_examples=200, **NO_CLOCK)
settings.register_profile("dev", derandomize=True, print_blob=True, max_examples=50, **NO_CLOCK)
settings.register_profile("search", print_blob=True, max_examples=200, **NO_CLOCK)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "dev"))

# Where tools/setup puts Playwright's own Chromium on machines whose packages have none.
os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", "0")

Golden = Callable[[Path, str | bytes], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files with what the program makes now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text or bytes with a golden file: `golden(path, actual)`; `pytest --update` rewrites the file."""
    update = bool(request.config.getoption("--update"))
    if update and IN_CI:
        pytest.fail("golden files are read, never rewritten, when CI is set")

    def compare(path: Path, actual: str | bytes) -> None:
        made = actual.encode() if isinstance(actual, str) else actual
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
            return
        if not path.is_file():
            pytest.fail(f"{path} does not exist; `pytest --update` writes it")
        kept = path.read_bytes()
        if kept != made:
            pytest.fail(f"{path} differs (`pytest --update` accepts the new one)\n{_difference(kept, made)}")

    return compare


@pytest.fixture(scope="session")
def chromium_options() -> dict[str, Any]:
    """How Playwright starts Chromium here: `playwright.chromium.launch(**chromium_options)`."""
    return chromium()


def chromium() -> dict[str, Any]:
    """The machine's own Chromium, else Playwright's."""
    found = map(shutil.which, ("chromium", "google-chrome-stable", "google-chrome"))
    packaged = next((path for path in found if path and "snap" not in str(Path(path).resolve())), None)
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
    return {"executable_path": packaged, "headless": True, "args": arguments}


def _difference(kept: bytes, made: bytes) -> str:
    try:
        before, after = kept.decode(), made.decode()
    except UnicodeDecodeError:
        return f"bytes differ: kept {len(kept)}, made {len(made)}, first at {_first_difference(kept, made)}"
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "kept", "made", lineterm="")
    return "\n".join(lines) or "only line ends differ"


def _first_difference(kept: bytes, made: bytes) -> int:
    shorter = min(len(kept), len(made))
    return next((place for place in range(shorter) if kept[place] != made[place]), shorter)
