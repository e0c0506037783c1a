"""The locks pin everything by its content, name no source, and agree with each other and with pyproject.toml."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("runtime", "build", "test")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

COPYLEFT = re.compile(r"(?<!L)A?GPL|(?<!Lesser )General Public|Affero", re.IGNORECASE)


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")


def entries(lock: str) -> list[str]:
    """The lock's logical lines, one for each package."""
    return [line for line in text_of(lock).replace("\\\n", " ").splitlines() if line.strip()]


def versions(lock: str) -> dict[str, str]:
    pinned = (Requirement(entry.split("--hash")[0].strip()) for entry in entries(lock))
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in pinned}


def declared(lock: str) -> list[Requirement]:
    groups = PROJECT["dependency-groups"]
    wanted = {
        "runtime": PROJECT["project"]["dependencies"],
        "build": groups["build"],
        "test": [*PROJECT["project"]["dependencies"], *groups["build"], *groups["test"]],
    }
    return [Requirement(each) for each in wanted[lock] if isinstance(each, str)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_one_version_and_its_hashes(lock: str) -> None:
    exact = re.compile(r"[a-z0-9-]+==[^\s;]+( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [entry for entry in entries(lock) if not exact.fullmatch(entry)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_is_written_down(lock: str) -> None:
    assert re.findall(r"\S*(?:://|--index|--extra|--find|@ )\S*", text_of(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_what_pyproject_asks_for_is_there(lock: str) -> None:
    pinned = versions(lock)
    unmet = [str(each) for each in declared(lock) if pinned.get(canonicalize_name(each.name), "") not in each.specifier]
    assert unmet == []


@pytest.mark.parametrize("lock", ["runtime", "build"])
def test_the_tests_use_the_versions_that_users_get(lock: str) -> None:
    assert versions(lock).items() <= versions("test").items()


def test_the_lock_of_the_checkers_follows_no_tag() -> None:
    """A dependency on `latest` moves with the registry, and npm 9 (of Debian and Ubuntu) installs no such lock."""
    lock = json.loads((ROOT / "tests" / "tools" / "package-lock.json").read_text(encoding="utf-8"))
    asked = {dependency for entry in lock["packages"].values() for dependency in entry.get("dependencies", {}).items()}
    assert sorted((name, spec) for name, spec in asked if not re.search(r"\d|^\*$", spec)) == []


def runtime_closure() -> Iterator[metadata.Distribution]:
    environment = {key: str(value) for key, value in default_environment().items()} | {"extra": ""}
    waiting, seen = [canonicalize_name(each.name) for each in declared("runtime")], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        distribution = metadata.distribution(name)
        yield distribution
        needs = map(Requirement, distribution.requires or [])
        waiting += [canonicalize_name(n.name) for n in needs if n.marker is None or n.marker.evaluate(environment)]


def licences(distribution: metadata.Distribution) -> list[str]:
    """The licences one may choose between, as the package states them."""
    said = distribution.metadata
    if "License-Expression" in said:
        return said["License-Expression"].split(" OR ")
    classifiers = said.get_all("Classifier", [])
    classified = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    return classified or [line for text in said.get_all("License", []) for line in text.splitlines()[:1]]


def test_no_package_states_no_licence_or_only_one_that_binds_the_whole() -> None:
    stated = {each.metadata["Name"]: licences(each) for each in runtime_closure()}
    assert {name: found for name, found in stated.items() if all(map(COPYLEFT.search, found))} == {}
