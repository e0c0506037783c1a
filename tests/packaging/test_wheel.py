"""A wheel built from the checkout works alone: in an empty environment, in an empty folder, without the network."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ("facturier.yaml", "clients", "invoices")

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command without anything of the developer's environment, and return what it says."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LANG": "C"} | environment
    done = subprocess.run([*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(kind: str, source: Path, target: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target, cwd=source)
    (made,) = target.iterdir()
    return made


def tracked(folder: str) -> set[str]:
    listing = run("git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", folder, cwd=ROOT)
    return {path for path in listing.split("\0") if path and (ROOT / path).is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel; its dependencies are those of the environment of the tests."""
    environment = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", environment / "bin" / "python")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=environment)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return environment / "bin"


def test_holds_the_whole_theme(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {"facturier/_" + path for path in tracked("theme")}
    assert expected <= names


def test_holds_every_file_of_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {path.removeprefix("generator/") for path in tracked("generator")} <= names


def test_holds_nothing_else(wheel: Path) -> None:
    folders = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert folders == {"facturier", f"{wheel.name.partition('-py3-')[0]}.dist-info"}


def test_two_builds_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build("wheel", ROOT, tmp_path).read_bytes() == wheel.read_bytes()


def test_source_archive_gives_the_same_files(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", ROOT, tmp_path / "sdist")
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    run("tar", "-xzf", archive, "-C", unpacked, cwd=tmp_path)
    (source,) = unpacked.iterdir()
    again = build("wheel", source, tmp_path / "wheel")
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_command_and_module_say_the_same(installed: Path, tmp_path: Path) -> None:
    command = run(installed / "facturier", "--help", cwd=tmp_path)
    module = run(installed / "python", "-m", "facturier", "--help", cwd=tmp_path)
    assert "build" in command
    assert command.splitlines()[1:] == module.splitlines()[1:] or command == module.replace("python -m ", "")


def test_takes_its_theme_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    found = run(installed / "python", "-c", "from facturier.paths import *; print(theme_folder())", cwd=tmp_path)
    assert Path(found.strip()).is_relative_to(installed.parent)


def test_builds_the_demo_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    for part in DEMO:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    (tmp_path / "theme").mkdir()  # a business keeps its logo there; templates and fonts come with the wheel
    shutil.copy(ROOT / "theme" / "logo.svg", tmp_path / "theme")
    run(installed / "facturier", "build", cwd=tmp_path)
    assert (tmp_path / "site" / "index.html").is_file()
    assert list((tmp_path / "site").rglob("*.pdf")) != []
