"""Turns what was pushed into what clients see: recurring, issue, sync, links, build, push, deploy, as often as needed.

Every step can be run again: what it did is found again. Numbers are settled by the push, so nothing is shown to a
client before it; when somebody else has pushed meanwhile, the steps of this run are undone and done again on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from facturier.actions.deploy import PUBLISHING, deploy
from facturier.actions.journal import BookBusyError, locked, recover
from facturier.actions.publish_steps import Publishing, Stage, StoppedError, Work
from facturier.actions.targets import target_refused
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Where, error, has_errors
from facturier.read import load_book

__all__ = ["PublishResult", "Publishing", "Stage", "publish"]

ROUNDS = 5  # how often a remote may move under a run before it gives up
_WHERE = Where("facturier.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """What each step did in the last round. With an error nothing new is in place unless `deployed` says so.

    `commit` is what the site was built from.
    """

    stages: tuple[Stage, ...] = ()
    faults: tuple[Fault, ...] = field(default=())
    rounds: int = 0
    commit: str = ""
    deployed: bool = False

    @property
    def done(self) -> bool:
        """Whether everything asked for was done."""
        return not has_errors(self.faults)


def publish(root: Path, how: Publishing) -> PublishResult:
    """Bring the book, its remote and its host in line; running again changes nothing.

    Refused before anything is written: a target nobody understands, a missing secret, changes that are not committed,
    a branch that follows no remote one although there is a remote.
    """
    refused = (
        *target_refused(how.target, how.delivery),
        *(() if how.secret or how.dry_run else (error("DPL-001", _WHERE),)),
    )
    if refused:
        return PublishResult(faults=refused)
    try:
        with locked(root, wait=how.patience, name=PUBLISHING):
            return _publish(root, how)
    except BookBusyError:
        return PublishResult(faults=(error("DPL-004", _WHERE),))


def _publish(root: Path, how: Publishing) -> PublishResult:
    git = Git(run_git(root))
    with locked(root):
        recover(root)
    work = Work(root, how, git)
    deployed = False
    for count in range(1, ROUNDS + 1):
        try:
            moved = _round(work)
        except StoppedError as stopped:
            return _told(work, count, stopped.faults, deployed=deployed or work.deployed)
        deployed = deployed or work.deployed
        if not moved:
            return _told(work, count, (), deployed=deployed)
    return _told(work, ROUNDS, (error("DPL-007", _WHERE, rounds=ROUNDS),), deployed=deployed)


def _round(work: Work) -> bool:
    """Do every step once; return whether the remote has moved meanwhile, so that all is to be done again."""
    how, git = work.how, work.git
    work.begin()
    if not how.dry_run:
        _stop(_unfit(work.root, git))
        work.pull()
    start = git.head()
    tells_others = work.number()
    if tells_others:
        if not how.dry_run and _overtaken(work, start):  # no link or letter may carry a number that others may get
            return True
        wrote = work.collect()
        if wrote and not how.dry_run and _overtaken(work, start):  # a fresh clone must not write to them again
            return True
    work.build()
    if how.dry_run:
        return False
    if _overtaken(work, start):
        return True
    found = deploy(work.root, work.made, how.target, how.delivery)
    work.deployed = not found or found[0].code == "DPL-011"  # what came back differs, but it is there
    _stop(found)
    work.tell("deploy", "done", how.target.partition(":")[0] + (", verified" if how.delivery.verify else ""))
    return work.has_moved()


def _overtaken(work: Work, start: str) -> bool:
    """Push what was appended; when somebody else was faster, undo it: nobody has seen it."""
    moved = work.push()
    if moved:
        _refuse(work.git.drop_to(start))
    return moved


def _told(work: Work, rounds: int, faults: Iterable[Fault], *, deployed: bool) -> PublishResult:
    return PublishResult(
        stages=tuple(work.stages),
        faults=(*work.warnings, *faults),
        rounds=rounds,
        commit=work.git.head(),
        deployed=deployed,
    )


def _unfit(root: Path, git: Git) -> tuple[Fault, ...]:
    """DPL-006: no repository, no branch, none that is followed; DPL-005: something is not committed."""
    reason = _no_branch(git) or git.unable_to_commit()
    if reason:
        return (error("DPL-006", _WHERE, problem=reason),)
    left = sorted(set(git.unfinished(".")) - set(_own_drafts(root, git)))
    return (error("DPL-005", Where(left[0]), files=", ".join(left[:5])),) if left else ()


def _no_branch(git: Git) -> str:
    if not git.is_there():
        return "this is no git repository"
    if not git.branch():
        return "HEAD stands on no branch"
    if git.has_remotes() and not git.upstream():
        return f"the branch {git.branch()} follows no branch of a remote"
    return "the clone is shallow" if git.is_shallow() else ""


def _own_drafts(root: Path, git: Git) -> tuple[str, ...]:
    """The drafts of templates that a run wrote before it was stopped."""
    book, _ = load_book(root)
    fresh = {path for path, letters in git.unfinished("invoices/drafts").items() if letters == "??"}
    drafts = book.drafts.values() if book else ()
    return tuple(sorted(draft.file for draft in drafts if draft.recurring and draft.file in fresh))


def _stop(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if has_errors(found):
        raise StoppedError(found)


def _refuse(problem: str) -> None:
    if problem:
        raise StoppedError((error("DPL-006", _WHERE, problem=problem),))
