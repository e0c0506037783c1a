"""`tools/audit` says what is weak, and never takes silence for health."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOUND = {"name": "babel", "version": "2.18.0", "vulns": []}
WEAK = {"name": "lxml", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["6.0"]}]}
UNKNOWN = {"name": "segno", "skip_reason": "Dependency not found on PyPI and could not be audited: segno (1.6)"}


def audited(folder: Path, said: str, *options: str) -> tuple[int, str]:
    """What the tool makes of what pip-audit says; it is handed the lock, and told to install nothing."""
    program = folder / "pip-audit"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "assert {'--require-hashes', '--disable-pip'} < set(sys.argv)\n"
        "assert sys.argv[sys.argv.index('--requirement') + 1].endswith('requirements/test.lock')\n"
        f"print({said!r})\n"
    )
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "audit"), *options],
        env=os.environ | {"PIP_AUDIT": str(program)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def answer(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_sound_packages_pass(tmp_path: Path) -> None:
    assert audited(tmp_path, answer(SOUND)) == (0, "1 locked packages, none of them known to be weak\n")


@pytest.mark.parametrize("options", [(), ("--lenient",)])
def test_a_weak_package_fails_with_what_mends_it(tmp_path: Path, options: tuple[str, ...]) -> None:
    code, said = audited(tmp_path, answer(SOUND, UNKNOWN, WEAK), *options)
    assert (code, said) == (1, "lxml 1.0: PYSEC-2026-1, mended in: 6.0\n")


@pytest.mark.parametrize("said", [answer(SOUND, UNKNOWN), "", "no network", "{}"])
def test_silence_is_no_health(tmp_path: Path, said: str) -> None:
    code, told = audited(tmp_path, said)
    assert (code, told.startswith("NOT AUDITED: ")) == (2, True)
    assert audited(tmp_path, said, "--lenient") == (0, told)


def test_without_the_program_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "audit")],
        env=os.environ | {"PIP_AUDIT": str(tmp_path / "nothing")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "NOT AUDITED: pip-audit is not installed\n")
