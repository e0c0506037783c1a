"""Same tree and day, same bytes: in another time zone, locale, folder, hash order, and with worker processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.isolation.business import SECRET, contents, write_business
from tests.isolation.conftest import Built

WORLDS = [
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Anchorage", "LC_ALL": "fr_FR.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1"},
]


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world["TZ"])
def test_the_bytes_depend_on_tree_and_day_alone(built: Built, tmp_path: Path, world: dict[str, str]) -> None:
    root = write_business(tmp_path / "another folder")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    subprocess.run(
        [sys.executable, "-m", "facturier", "build", "--book", str(root), "--out", str(tmp_path / "site"),
         "--today", "2026-11-22", "--jobs", "2"],
        env=environment | world | {"FACTURIER_SECRET": SECRET},
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )  # fmt: skip
    assert contents(tmp_path / "site") == contents(built.out)
