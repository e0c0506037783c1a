"""The `golden` fixture compares, rewrites under --update, and never rewrites in CI."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TEST = """
from pathlib import Path

def test_it(golden):
    golden(Path(__file__).parent / "kept.txt", "made\\n")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(TEST, encoding="utf-8")
    return tmp_path


def pytest_in(folder: Path, *arguments: str, ci: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), *arguments]
    return subprocess.run(command, cwd=folder, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False)


def test_a_difference_fails_and_is_shown(folder: Path) -> None:
    (folder / "kept.txt").write_text("kept\n", encoding="utf-8")
    done = pytest_in(folder)
    assert done.returncode == 1
    assert "-kept" in done.stdout
    assert "+made" in done.stdout


def test_update_rewrites_the_file(folder: Path) -> None:
    assert pytest_in(folder, "--update").returncode == 0
    assert (folder / "kept.txt").read_text(encoding="utf-8") == "made\n"


def test_update_is_refused_in_ci(folder: Path) -> None:
    assert pytest_in(folder, "--update", ci="true").returncode == 1
    assert not (folder / "kept.txt").exists()
