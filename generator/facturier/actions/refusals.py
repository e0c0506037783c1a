"""Turns what git or the machine refuses into faults that say what to do about it."""

from __future__ import annotations

import errno

from facturier.actions.journal import UnfinishedError
from facturier.connect.git import Git, Obstacle
from facturier.faults import Fault, Where, error

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REPOSITORY = Where(".git")


def commit_refused(git: Git) -> Fault | None:
    """Why no commit can be made: GIT-001 no git, 002 no repository, 003 no identity, 004 a merge; None when one can."""
    found = git.obstacle()
    if found is None:
        return None
    obstacle, words = found
    if obstacle is Obstacle.MISSING:
        return error("GIT-001", _REPOSITORY, problem=words)
    if obstacle is Obstacle.NO_REPOSITORY:
        return error("GIT-002", _REPOSITORY, problem=f": {words}" if words else "")
    return error("GIT-003" if obstacle is Obstacle.NO_IDENTITY else "GIT-004", _REPOSITORY)


def file_refused(problem: OSError) -> Fault:
    """What the machine says of a file: SYS-002 no room, SYS-003 decided, not finished, SYS-001 else."""
    name = str(problem.filename2 or problem.filename or "") or "."
    code = "SYS-002" if problem.errno in _FULL else "SYS-001"
    if isinstance(problem, UnfinishedError):
        code = "SYS-003"
    return error(code, Where(name), name=name, problem=problem.strerror or str(problem) or type(problem).__name__)
