"""Turns a build that passed every gate into the site that clients meet; a preview never becomes it."""

from __future__ import annotations

from concurrent.futures import Executor
from datetime import date
from pathlib import Path

from facturier.actions.access import workroom
from facturier.actions.build import BuildResult, build
from facturier.actions.journal import BookBusyError, locked
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Where, error
from facturier.publish.progress import Reporter

PUBLISHING = "publish.lock"  # the right to build into `outgoing` and to deploy
KINDS = ("dir", "git", "command")
_WHERE = Where("facturier.yaml")


def outgoing(root: Path) -> Path:
    """Return the folder that is built for deploying alone: `facturier build` writes a preview elsewhere."""
    return workroom(root) / "outgoing"


def target_refused(target: str) -> tuple[Fault, ...]:
    """DPL-002: a target is `dir:FOLDER`, `git:REMOTE#BRANCH` or `command:LINE`."""
    kind, _, place = target.partition(":")
    remote, _, branch = place.partition("#")
    usable = kind in KINDS and bool(place.strip()) and (kind != "git" or bool(remote and branch))
    return () if usable else (error("DPL-002", _WHERE, target=target[:200]),)


def build_and_deploy(
    root: Path, target: str, *, today: date, secret: str, executor: Executor, reporter: Reporter
) -> tuple[Fault, ...]:
    """Build the book as it lies here into `outgoing`, and deploy it; see `deploy` for what is refused."""
    refused = (*target_refused(target), *(() if secret else (error("DPL-001", _WHERE),)))
    if refused:
        return refused
    try:
        with locked(root, name=PUBLISHING):
            out = outgoing(root)
            made = build(root, out, today=today, secret=secret, executor=executor, reporter=reporter)
            return deploy(root, made, target)
    except BookBusyError:
        return (error("DPL-004", _WHERE),)


def deploy(root: Path, made: BuildResult, target: str) -> tuple[Fault, ...]:
    """Bring what was just built into `outgoing` to a target, and wait until it is there.

    Refused: what is not published (the faults of the build), a preview (DPL-001), a target that cannot be
    understood (DPL-002). DPL-003: the target refused, in its own words; a folder and a branch are then as they were.
    """
    if not made.published:
        return made.faults
    if made.throwaway:
        return (error("DPL-001", _WHERE),)
    refused = target_refused(target)
    if refused:
        return refused
    problem = _brought(root, outgoing(root), *target.split(":", 1))
    return (error("DPL-003", _WHERE, target=target[:200], problem=problem),) if problem else ()


def _brought(root: Path, site: Path, kind: str, place: str) -> str:
    from facturier.publish.folder import to_folder

    if kind == "dir":
        return to_folder(root, site, place.strip())
    if kind == "git":
        return _to_branch(root, site, *place.strip().split("#", 1))
    from facturier.connect.deploy.command import to_command

    return to_command(root, site, place.strip())


def _to_branch(root: Path, site: Path, remote: str, branch: str) -> str:
    from facturier.connect.deploy.branch import Branch, to_branch
    from facturier.publish.folder import MARK, files_of

    run = run_git(root)
    if branch in {Git(run).branch(), "main", "master"}:
        return f"{branch} is where the book itself lives"
    files = {path: (site / path).read_bytes() for path in files_of(site)}
    place = Branch(remote=remote, name=branch, mark=MARK)
    return to_branch(run, place, files | {MARK: b"", ".nojekyll": b""})
