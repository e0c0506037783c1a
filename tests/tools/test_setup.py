"""tools/setup on machines that lack something: it says what is missing and asks apt for that alone."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ORDINARY = ("bash", "cat", "cut", "dirname", "env", "grep", "realpath", "sha256sum", "tr")

RUN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"


class Machine:
    """A checkout and a PATH that holds nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.bin.mkdir()
        self.log.touch()
        for part in ("tools", "requirements"):
            shutil.copytree(ROOT / part, self.checkout / part)
        shutil.copy(ROOT / "pyproject.toml", self.checkout)
        for name in ORDINARY:
            found = shutil.which(name)
            assert found is not None
            (self.bin / name).symlink_to(found)

    def command(self, name: str, script: str) -> None:
        """Put a command on the PATH that writes its call to the log and does what the script says."""
        path = self.bin / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>{self.log}\n{script}\n', encoding="utf-8")
        path.chmod(0o755)

    def setup(self, kind: str = "run") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.checkout / "tools" / "setup", kind],
            env={"PATH": str(self.bin), "LANG": "C"},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Python is new enough, no package is installed, apt stops where its work would begin."""
    made = Machine(tmp_path)
    made.command("python3", "exit 0")
    made.command("dpkg-query", "exit 1")
    made.command("id", "echo 1000")
    made.command("sudo", 'exec "$@"')
    made.command("apt-get", 'case "$1" in install) exit 100 ;; esac')
    return made


def test_old_python_is_refused_with_what_to_install(machine: Machine) -> None:
    machine.command("python3", '[ "$1" = --version ] && echo Python 3.10.12; exit 1')
    done = machine.setup()
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "Python 3.10.12" in done.stderr
    assert "apt-get install python3.11 python3.11-venv" in done.stderr


def test_missing_packages_are_installed_with_sudo(machine: Machine) -> None:
    machine.setup()
    (install,) = [call for call in machine.calls if call.startswith("sudo") and " install " in call]
    assert install.rstrip().endswith(f"--no-install-recommends {RUN_PACKAGES}")


def test_root_needs_no_sudo(machine: Machine) -> None:
    machine.command("id", "echo 0")
    machine.setup()
    assert [call for call in machine.calls if call.startswith("sudo")] == []
    assert [call for call in machine.calls if call.startswith("apt-get install")] != []


def test_without_root_and_sudo_it_says_what_to_ask_for(machine: Machine) -> None:
    (machine.bin / "sudo").unlink()
    done = machine.setup()
    assert done.returncode == 1
    assert "neither root nor sudo" in done.stderr


def test_only_what_is_missing_is_asked_for(machine: Machine) -> None:
    machine.command("dpkg-query", '[ "$3" = fontconfig ] || echo installed')
    machine.setup()
    (install,) = [call for call in machine.calls if call.startswith("apt-get install")]
    assert install.rstrip().endswith("--no-install-recommends fontconfig")


def test_the_tests_also_need_java_and_the_pdf_tools(machine: Machine) -> None:
    machine.setup("test")
    (install,) = [call for call in machine.calls if call.startswith("apt-get install")]
    assert {"default-jdk-headless", "libjaxb-java", "poppler-utils", "qpdf", "git"} <= set(install.split())


def test_an_apt_failure_is_told_plainly(machine: Machine) -> None:
    done = machine.setup()
    assert done.returncode == 1
    assert "apt could not install: libpango-1.0-0" in done.stderr


def test_another_system_is_told_which_packages(machine: Machine) -> None:
    (machine.bin / "apt-get").unlink()
    done = machine.setup()
    assert done.returncode == 1
    assert "not a Debian or Ubuntu machine" in done.stderr


def test_unknown_kind_is_refused(machine: Machine) -> None:
    done = machine.setup("everything")
    assert done.returncode == 1
    assert "unknown kind of set-up: everything" in done.stderr


@pytest.mark.parametrize("name", ["tools/setup", "tools/demo", "tools/test", "tools/lock", ".ci/run"])
def test_every_command_is_sound_bash_and_executable(name: str) -> None:
    path = ROOT / name
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path], capture_output=True, check=False).stderr == b""
