"""What is committed works anywhere: no file names a place on somebody's machine or a package registry."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Written in pieces, so that this file does not name them either.
REGISTRIES = (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("yarnpkg", "com"), ("deb.debian", "org"),
    ("archive.ubuntu", "com"), ("golang", "org"), ("crates", "io"),
)  # fmt: skip
MACHINE_FOLDERS = ("root", "work", "home", "Users", "opt")

REGISTRY = re.compile("|".join(re.escape(".".join(parts)) for parts in REGISTRIES))
MACHINE_PATH = re.compile(rf"(?<![\w.~$}}<>*)-])/(?:{'|'.join(MACHINE_FOLDERS)})/[\w.-]+")
INDEX_OPTION = re.compile("--(?:extra-)?index-" + r"url[ =]\S+")


def committed_texts() -> list[tuple[str, str]]:
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    texts = []
    for name in sorted(listing.stdout.split("\0")):
        path = ROOT / name
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" not in data:
            texts.append((name, data.decode("utf-8", errors="replace")))
    return texts


def places(pattern: re.Pattern[str]) -> list[str]:
    return [f"{name}: {found}" for name, text in committed_texts() for found in pattern.findall(text)]


def test_no_file_names_a_machine_path() -> None:
    assert places(MACHINE_PATH) == []


def test_no_file_names_a_package_registry() -> None:
    assert places(REGISTRY) == []


def test_no_file_chooses_a_package_index() -> None:
    assert places(INDEX_OPTION) == []
