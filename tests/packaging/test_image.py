"""The image and the action: what they take exists, what they install is what tools/setup does, and their steps run."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from tests.conftest import IN_CI
from tests.publish_e2e.conftest import ANSWERS

from facturier.actions.init import init

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {"ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "FROM", "RUN", "USER", "WORKDIR"}
DRAWS = {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig"}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, continued lines joined."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [(words[0], words[2].strip()) for line in joined if (words := line.partition(" "))[0]]


def arguments(name: str) -> list[str]:
    return [text for instruction, text in instructions() if instruction == name]


def copied() -> list[str]:
    """What is taken from the checkout."""
    return [source for text in arguments("COPY") if "--from" not in text for source in text.split()[:-1]]


def packages(script: str) -> set[str]:
    installed = re.search(r"apt-get install ([^&\n]*)", script)
    assert installed
    return {word for word in installed.group(1).split() if not word.startswith("-")}


def test_the_dockerfile_is_one_that_docker_reads() -> None:
    assert {name for name, _ in instructions()} <= KNOWN
    assert [name for name, _ in instructions()][:2] == ["ARG", "FROM"]
    assert arguments("FROM") == ["${BASE} AS made", "${BASE}"]
    assert not re.search(r":latest|^ADD ", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert isinstance(json.loads(arguments("ENTRYPOINT")[0]), list)


def test_the_program_runs_without_rights() -> None:
    assert arguments("USER")[-1] == "1000:1000"
    assert [name for name, _ in instructions()].index("USER") > [name for name, _ in instructions()].index("RUN")


def test_what_is_copied_exists_and_is_sent_to_docker() -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied()
    assert set(copied()) == let_through
    assert not [source for source in copied() if not (ROOT / source).exists()]


def test_lists_of_packages_are_left_out_of_the_image() -> None:
    (step,) = [text for text in arguments("RUN") if "apt-get" in text]
    assert "--no-install-recommends" in step
    assert step.endswith("rm -rf /var/lib/apt/lists/*")


def test_what_the_image_and_the_action_install_draws_like_a_set_up() -> None:
    setup = re.search(r"for package in ([^;]*);", (ROOT / "tools/setup").read_text())
    assert setup
    assert set(setup.group(1).split()) == DRAWS
    (step,) = [text for text in arguments("RUN") if "apt-get" in text]
    assert packages(step) == DRAWS | {"git", "openssh-client", "rsync"}
    assert packages(action_steps()[0]) == DRAWS | {"python3-venv", "rsync"}


def action_steps() -> list[str]:
    action = yaml.load((ROOT / "action.yml").read_text(), yaml.BaseLoader)
    assert action["runs"]["using"] == "composite"
    steps = action["runs"]["steps"]
    assert {step["shell"] for step in steps} == {"bash"}
    return [step["run"] for step in steps]


def test_the_action_puts_no_value_into_its_scripts() -> None:
    assert "${{" not in "".join(action_steps())


def test_the_action_installs_and_tells_the_next_steps(tmp_path: Path) -> None:
    tools = tmp_path / "action/tools"
    tools.mkdir(parents=True)
    (tools / "install").write_text('#!/bin/sh\nmkdir -p "$1/bin"\n')
    (tools / "install").chmod(0o755)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("apt-get", "sudo"):
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{tmp_path / "log"}\n')
        (programs / name).chmod(0o755)
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(tmp_path / "action"),
        "GITHUB_PATH": str(tmp_path / "path"),
        "RUNNER_TEMP": str(tmp_path / "temp"),
    }
    for step in action_steps():
        subprocess.run(["bash", "-eo", "pipefail", "-c", step], env=environment, cwd=tmp_path, check=True)
    assert (tmp_path / "path").read_text() == f"{tmp_path}/temp/facturier/bin\n"
    assert "apt-get install" in (tmp_path / "log").read_text()


@pytest.mark.slow
@pytest.mark.skipif(not IN_CI, reason="downloads every package of the runtime lock")
def test_what_the_image_installs_builds_a_business(tmp_path: Path) -> None:
    """The step of the Dockerfile, run in a folder that holds what it copies and nothing else."""
    source, place = tmp_path / "src", tmp_path / "facturier"
    for path in copied():
        target = source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / path, target)
    (step,) = [text for text in arguments("RUN") if "tools/install" in text]
    step = step.replace("/usr/local/facturier", str(place))
    patient = os.environ | {"PIP_RETRIES": "10", "PIP_DEFAULT_TIMEOUT": "60"}
    subprocess.run(step, shell=True, cwd=source, env=patient, check=True, capture_output=True)
    init(tmp_path / "book", ANSWERS, forge="none", version="0.1.0", git=False)
    environment = {"PATH": f"{place}/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [place / "bin/facturier", "build"], cwd=tmp_path / "book", env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "book/site/index.html").is_file()
