"""From what was pushed to what clients see, with a real remote and real clones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.publish_e2e.conftest import NUMBERED, TEMPLATE, clone, commit, files, git, how, web_edit

from facturier.actions import publish_steps
from facturier.actions.build import BuildResult
from facturier.actions.deploy import deploy
from facturier.actions.publish import PublishResult, publish
from facturier.actions.targets import Delivery
from facturier.faults import Fault


def codes(result: PublishResult) -> list[str]:
    return [fault.code for fault in result.faults]


def states(result: PublishResult) -> dict[str, str]:
    return {stage.name: stage.state for stage in result.stages}


@pytest.mark.slow
def test_a_number_of_the_web_editor_is_sealed_pushed_and_deployed(remote: Path, desk: Path, tmp_path: Path) -> None:
    web_edit(remote, tmp_path / "web", "invoices/2026/F2026-0001.yaml", NUMBERED.format(number="F2026-0001", item="Un"))
    web_edit(remote, tmp_path / "web", "invoices/recurring/care.yaml", TEMPLATE)
    result = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert result.faults == ()
    assert states(result) == dict.fromkeys(("pull", "recurring", "issue", "build", "push", "deploy"), "done")
    assert (tmp_path / "www" / "index.html").is_file()
    assert git(desk, "status", "--porcelain") == ""
    assert git(remote, "rev-parse", "main").strip() == result.commit
    listed = git(remote, "ls-tree", "-r", "--name-only", "main")
    assert "invoices/2026/F2026-0001.pdf" in listed
    assert "invoices/2026/F2026-0002.yaml" in listed

    again = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert states(again) == dict.fromkeys(("pull", "recurring", "issue", "push"), "nothing") | {
        "build": "done",
        "deploy": "done",
    }


@pytest.mark.slow
def test_who_is_overtaken_takes_over_and_gives_the_next_number(
    remote: Path, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both give F2026-0001; the other is faster. Nobody has seen ours, so it becomes F2026-0002."""
    commit(desk, "invoices/drafts/ours.yaml", _due("Ours"))
    git(desk, "push", "--quiet")
    other = clone(remote, tmp_path / "other")
    commit(other, "invoices/drafts/aaa.yaml", _due("Theirs"))
    git(other, "rm", "--quiet", "invoices/drafts/ours.yaml")
    git(other, "commit", "--quiet", "--message", "Only theirs")

    def between(_: publish_steps.Work) -> None:
        assert publish(other, how(f"dir:{tmp_path / 'theirs'}")).done
        commit(other, "invoices/drafts/ours.yaml", _due("Ours"))
        git(other, "push", "--quiet")

    _once_before(monkeypatch, "push", between)
    result = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert (result.faults, result.rounds) == ((), 2)
    texts = {path: git(remote, "show", f"main:invoices/2026/{path}") for path in ("F2026-0001.yaml", "F2026-0002.yaml")}
    assert ["Theirs" in texts["F2026-0001.yaml"], "Ours" in texts["F2026-0002.yaml"]] == [True, True]


def _due(item: str) -> str:
    return f"client: example\ndate: 2026-11-22\nlines:\n  - {{item: {item}, qty: 1, price: 10.00}}\n"


def _once_before(monkeypatch: pytest.MonkeyPatch, step: str, work: Callable[[publish_steps.Work], None]) -> None:
    real = getattr(publish_steps.Work, step)
    todo = [work]

    def first(self: publish_steps.Work) -> object:
        if todo:
            todo.pop()(self)
        return real(self)

    monkeypatch.setattr(publish_steps.Work, step, first)


@pytest.mark.slow
def test_a_push_while_deploying_is_deployed_too(
    remote: Path, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = NUMBERED.format(number="F2026-0001", item="Un")
    moved = _after_first_deploy(
        monkeypatch, lambda: web_edit(remote, tmp_path / "web", "invoices/2026/F2026-0001.yaml", text)
    )
    result = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert (result.faults, result.rounds, moved) == ((), 2, [True])
    assert states(result)["issue"] == "done"


def _after_first_deploy(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> list[bool]:
    done: list[bool] = []

    def deploying(root: Path, made: BuildResult, target: str, delivery: Delivery) -> tuple[Fault, ...]:
        found = deploy(root, made, target, delivery)
        if not done:
            work()
            done.append(True)
        return found

    monkeypatch.setattr("facturier.actions.publish.deploy", deploying)
    return done


@pytest.mark.slow
def test_numbers_are_settled_before_stripe_hears_of_them(
    remote: Path, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = (desk / "facturier.yaml").read_text()
    commit(desk, "facturier.yaml", f"{config}\npayments:\n  stripe: {{mode: test}}\n")
    commit(desk, "invoices/drafts/ours.yaml", _due("Ours"))
    known: list[str] = []
    listing = ("ls-tree", "-r", "--name-only", "main", "invoices/2026/F2026-0001.yaml")
    monkeypatch.setattr(publish_steps.Work, "_links", lambda _: known.append(git(remote, *listing).strip()))
    result = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert (result.faults, known) == ((), ["invoices/2026/F2026-0001.yaml"])
    assert states(result)["sync"] == "left out"


def test_a_dry_run_writes_nothing(desk: Path, tmp_path: Path) -> None:
    commit(desk, "invoices/recurring/care.yaml", TEMPLATE)
    before = git(desk, "rev-parse", "HEAD")
    result = publish(desk, how(f"dir:{tmp_path / 'www'}", dry_run=True))
    assert (result.faults, result.deployed) == ((), False)
    assert states(result)["recurring"] == "done"
    assert git(desk, "rev-parse", "HEAD") == before
    assert git(desk, "status", "--porcelain") == ""
    assert not (tmp_path / "www").exists()


def test_without_the_secret_nothing_begins(desk: Path, tmp_path: Path) -> None:
    assert codes(publish(desk, how(f"dir:{tmp_path / 'www'}", secret=""))) == ["DPL-001"]


def test_a_target_nobody_understands(desk: Path) -> None:
    assert codes(publish(desk, how("ftp:host"))) == ["DPL-002"]


def test_what_is_not_committed_is_not_published(desk: Path, tmp_path: Path) -> None:
    (desk / "invoices/drafts/mine.yaml").write_text("client: example\n")
    result = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert codes(result) == ["DPL-005"]
    assert "invoices/drafts/mine.yaml" in dict(result.faults[0].values)["files"]


def test_a_commit_without_a_branch_would_be_lost(desk: Path, tmp_path: Path) -> None:
    git(desk, "checkout", "--quiet", "--detach")
    assert codes(publish(desk, how(f"dir:{tmp_path / 'www'}"))) == ["DPL-006"]


def test_a_remote_that_cannot_be_reached_changes_nothing(remote: Path, desk: Path, tmp_path: Path) -> None:
    remote.rename(tmp_path / "gone.git")
    result = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert codes(result) == ["DPL-006"]
    assert not (tmp_path / "www").exists()


def test_a_book_with_an_error_is_not_published(desk: Path, tmp_path: Path) -> None:
    commit(desk, "invoices/drafts/bad.yaml", "client: nobody\nlines: []\n")
    result = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert not result.done
    assert not (tmp_path / "www").exists()


@pytest.mark.slow
def test_a_target_that_refuses_leaves_the_rest_to_the_next_run(remote: Path, desk: Path, tmp_path: Path) -> None:
    text = NUMBERED.format(number="F2026-0001", item="Un")
    commit(desk, "invoices/2026/F2026-0001.yaml", text)
    assert codes(publish(desk, how("command:false {site}"))) == ["DPL-003"]
    result = publish(desk, how("git:origin#pages"))
    assert (result.faults, states(result)["issue"]) == ((), "nothing")
    assert "index.html" in git(remote, "ls-tree", "--name-only", "pages")


@pytest.mark.slow
def test_the_site_is_that_of_a_fresh_clone(remote: Path, desk: Path, tmp_path: Path) -> None:
    commit(desk, "invoices/2026/F2026-0001.yaml", NUMBERED.format(number="F2026-0001", item="Un"))
    assert publish(desk, how(f"dir:{tmp_path / 'www'}")).done
    fresh = clone(remote, tmp_path / "fresh")
    assert publish(fresh, how(f"dir:{tmp_path / 'www2'}")).done
    one, other = files(tmp_path / "www"), files(tmp_path / "www2")
    assert sorted(one) == sorted(other)
