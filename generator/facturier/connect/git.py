"""Asks and tells git what it must: one commit of some paths, and the history that verification reads.

Everything goes through a runner given as an argument; `run_git` is the real one. Only machine formats are parsed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from facturier.connect import programs
from facturier.connect.git_answers import FORMAT, Change, changes_of, contents

LOCK_WAIT = 10.0  # seconds another git command may hold its lock
_QUIETLY = ("--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.quotePath=off", "-c", "gc.auto=0")
_TO_REMOTES = frozenset({"fetch", "push", "ls-remote"})  # a remote may be in the cloud whose keys are at hand
_NOT_FOUND = 127  # how a shell says that there is no such command


@dataclass(frozen=True, slots=True)
class Result:
    """What a git command gave."""

    code: int
    out: bytes = b""
    err: str = ""

    @property
    def ok(self) -> bool:
        """Whether it succeeded."""
        return self.code == 0


Runner = Callable[[Sequence[str], bytes], Result]


class Obstacle(StrEnum):
    """Why no commit can be made."""

    MISSING = "git cannot be run"
    NO_REPOSITORY = "this is no git repository"
    NO_IDENTITY = "git does not know your name and e-mail address"
    MERGING = "a merge is under way"


def run_git(root: Path) -> Runner:
    """Return the runner that calls git in a folder, without pager, prompt, or quoting of paths."""

    def run(arguments: Sequence[str], data: bytes = b"") -> Result:
        command = ["git", *_QUIETLY, *arguments]
        try:
            done = programs.run(command, cwd=root, data=data, keyless=arguments[0] not in _TO_REMOTES)
        except OSError as problem:
            return Result(_NOT_FOUND, err=problem.strerror or type(problem).__name__)
        return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip())

    return run


class Git:
    """The repository around a book; paths are relative to the book."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    def is_there(self) -> bool:
        """Whether the book lies in a work tree of git."""
        return self._run(["rev-parse", "--is-inside-work-tree"], b"").out.strip() == b"true"

    def is_shallow(self) -> bool:
        """Whether the clone lacks older commits."""
        return self._run(["rev-parse", "--is-shallow-repository"], b"").out.strip() == b"true"

    def obstacle(self) -> tuple[Obstacle, str] | None:
        """Return what stands in the way of a commit, with git's own words about it; None when one can be made."""
        inside = self._run(["rev-parse", "--is-inside-work-tree"], b"")
        if inside.code == _NOT_FOUND:
            return Obstacle.MISSING, inside.err
        if inside.out.strip() != b"true":
            return Obstacle.NO_REPOSITORY, _one_line(inside.err) if "safe.directory" in inside.err else ""
        identity = self._run(["var", "GIT_COMMITTER_IDENT"], b"")
        if not identity.ok:
            return Obstacle.NO_IDENTITY, _one_line(identity.err)
        return (Obstacle.MERGING, "") if self.merging() else None

    def unable_to_commit(self) -> str:
        """Return why no commit can be made (no repository, no identity, a merge under way), "" when one can."""
        found = self.obstacle()
        return found[0].value if found else ""

    def begin(self) -> str:
        """Make the folder a repository with the branch main. Return git's own words when it refuses."""
        return self._patiently(["init", "--quiet", "--initial-branch=main"])

    def knows_who(self) -> bool:
        """Whether git has a name and an address for commits."""
        return self._run(["var", "GIT_COMMITTER_IDENT"], b"").ok

    def sign_as(self, name: str, email: str) -> str:
        """Have commits of this repository bear a name and an address. Return git's own words when it refuses."""
        given = (("user.name", " ".join(name.split())), ("user.email", email.strip()))
        return next(filter(None, (self._patiently(["config", "--local", *pair]) for pair in given)), "")

    def remote_address(self, remote: str) -> str:
        """Return the address of a remote, "" when there is none of that name."""
        return self._run(["config", "--get", f"remote.{remote}.url"], b"").out.decode("utf-8", "replace").strip()

    def branch(self) -> str:
        """Return the branch the tree stands on, "" when it stands on none."""
        return self._run(["symbolic-ref", "--quiet", "--short", "HEAD"], b"").out.decode().strip()

    def fetch(self) -> str:
        """Learn what the followed remote has. Return git's own words when it cannot be reached."""
        remote = self._run(["config", "--get", f"branch.{self.branch()}.remote"], b"").out.decode().strip()
        return self._patiently(["fetch", "--quiet", "--no-tags", "--", remote or "origin"])

    def take_over(self) -> str:
        """Put own commits on top of what was fetched. Return git's own words when they do not fit: nothing changed."""
        problem = self._patiently(["rebase", "--quiet", "@{upstream}"])
        if problem:
            self._run(["rebase", "--abort"], b"")
        return problem

    def push(self) -> str:
        """Push this branch to the one it follows. Return git's own words when it is refused."""
        remote = self._run(["config", "--get", f"branch.{self.branch()}.remote"], b"").out.decode().strip()
        merge = self._run(["config", "--get", f"branch.{self.branch()}.merge"], b"").out.decode().strip()
        return self._patiently(["push", "--quiet", "--", remote, f"HEAD:{merge}"])

    def has_remotes(self) -> bool:
        """Whether the repository knows any other."""
        return bool(self._run(["remote"], b"").out.strip())

    def is_pushed(self) -> bool:
        """Whether the followed branch, as last fetched, has every commit of this one."""
        return self.is_ancestor("HEAD", "@{upstream}")

    def commit_of(self, name: str) -> str:
        """Return the commit that a branch, a tag or a name like HEAD~1 stands for, "" when there is none."""
        if name.startswith("-"):
            return ""
        return self._run(["rev-parse", "--quiet", "--verify", f"{name}^{{commit}}"], b"").out.decode().strip()

    def tar_of(self, commit: str) -> bytes:
        """Return the folder as a commit holds it, as a tar file; empty when it is not there."""
        return self._run(["archive", "--format=tar", commit], b"").out

    def drop_to(self, commit: str) -> str:
        """Go back to an earlier commit; changes of the tree that are not committed stay, or this is refused."""
        self._patiently(["update-index", "-q", "--refresh"])  # else a file that was only touched counts as changed
        return self._patiently(["reset", "--quiet", "--keep", commit])

    def head(self) -> str:
        """Return the name of the commit the tree stands on, "" before the first."""
        return self._run(["rev-parse", "--quiet", "--verify", "HEAD"], b"").out.decode().strip()

    def commit(self, paths: Sequence[str], message: str) -> str:
        """Commit these paths as they are now, and nothing else. Return git's own words when it refuses, else ""."""
        present, gone = self._sorted_out(paths)
        problem = self._patiently(["add", "--force", "--", *present]) if present else ""
        if gone and not problem:
            problem = self._patiently(["rm", "--cached", "--quiet", "--ignore-unmatch", "--", *gone])
        known = self._in_head(gone)
        if not problem:
            problem = self._patiently(["commit", "--quiet", "--only", "--message", message, "--", *present, *known])
        if problem:
            self._run(["reset", "--quiet", "--", *present, *known], b"")
        return problem

    def stage(self, paths: Sequence[str]) -> str:
        """Mark these paths as resolved in a merge, as they are now. Return git's own words when it refuses."""
        return self._patiently(["add", "--force", "--all", "--", *paths])

    def is_committed(self, paths: Sequence[str]) -> bool:
        """Whether HEAD holds exactly what lies at these paths."""
        state = self._run(["status", "--porcelain", "--ignored", "-z", "--untracked-files=all", "--", *paths], b"")
        return state.ok and not state.out and bool(self.head())

    def unfinished(self, folder: str) -> dict[str, str]:
        """Return the paths below a folder whose content is not that of HEAD, with git's two letters."""
        state = self._run(["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", folder], b"")
        prefix = self._prefix()
        entries = [entry.decode("utf-8", "replace") for entry in state.out.split(b"\0") if entry]
        return {entry[3:].removeprefix(prefix): entry[:2] for entry in entries}

    def changes(self, folder: str) -> Iterator[Change]:
        """Yield every change below a folder, newest commit first; of merges what differs from all parents."""
        shown = [
            "log",
            "--topo-order",
            "-c",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "--relative",
            "-z",
            f"--format={FORMAT}",
        ]
        log = self._run([*shown, "--", folder], b"")
        for record in log.out.decode("utf-8", "surrogateescape").split("\x01")[1:]:
            yield from changes_of(record)

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of blobs by name, in one call; a missing one is left out."""
        wanted = sorted({name for name in names if name})
        if not wanted:
            return {}
        answer = self._run(["cat-file", "--batch"], "".join(f"{name}\n" for name in wanted).encode()).out
        return contents(answer)

    def conflict(self, folder: str) -> Mapping[str, Mapping[int, str]]:
        """Return the blobs of unmerged paths below a folder by stage: 1 base, 2 ours, 3 theirs."""
        answer = self._run(["ls-files", "--unmerged", "-z", "--", folder], b"").out
        found: dict[str, dict[int, str]] = {}
        for entry in answer.decode("utf-8", "surrogateescape").split("\0"):
            meta, _, path = entry.partition("\t")
            if path:
                _, blob, stage = meta.split(" ")
                found.setdefault(path, {})[int(stage)] = blob
        return found

    def merging(self) -> str:
        """Return the commit that is being merged, "" when none is."""
        return self._run(["rev-parse", "--quiet", "--verify", "MERGE_HEAD"], b"").out.decode().strip()

    def parted(self, one: str, other: str) -> str:
        """Return the last commit that two branches share, "" when there is none."""
        return self._run(["merge-base", one, other], b"").out.decode().strip()

    def file_at(self, commit: str, path: str) -> bytes | None:
        """Return a file of a commit, None when it has none."""
        answer = self._run(["cat-file", "blob", f"{commit}:./{path}"], b"")
        return answer.out if answer.ok else None

    def files_at(self, commit: str, folder: str) -> tuple[str, ...]:
        """Return the paths below a folder in a commit, sorted."""
        answer = self._run(["ls-tree", "-r", "-z", "--name-only", commit, "--", folder], b"")
        return tuple(sorted(name for name in answer.out.decode("utf-8", "surrogateescape").split("\0") if name))

    def upstream(self) -> str:
        """Return the remote branch this one follows, as last fetched; "" when there is none."""
        answer = self._run(["rev-parse", "--quiet", "--verify", "--symbolic-full-name", "@{upstream}"], b"")
        return answer.out.decode().strip() if answer.ok else ""

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether a commit is part of the history of another."""
        return self._run(["merge-base", "--is-ancestor", older, newer], b"").ok

    def tree(self, commit: str, folder: str) -> dict[str, str] | None:
        """Return the blobs of the files below a folder in a commit, by path; None when there is no such commit."""
        answer = self._run(["ls-tree", "-r", "-z", commit, "--", f"./{folder}"], b"")
        if not answer.ok:
            return None
        entries = answer.out.decode("utf-8", "surrogateescape").split("\0")
        return {path: meta.split(" ")[2] for meta, _, path in (entry.partition("\t") for entry in entries) if path}

    def _prefix(self) -> str:
        return self._run(["rev-parse", "--show-prefix"], b"").out.decode("utf-8", "surrogateescape").rstrip("\n")

    def _sorted_out(self, paths: Sequence[str]) -> tuple[list[str], list[str]]:
        """What of these paths lies in the folder, and what does not."""
        answer = self._run(["ls-files", "--cached", "--others", "--deduplicate", "-z", "--", *paths], b"").out
        deleted = self._run(["ls-files", "--deleted", "-z", "--", *paths], b"").out
        gone = set(deleted.decode("utf-8", "surrogateescape").split("\0"))
        found = set(answer.decode("utf-8", "surrogateescape").split("\0")) - gone
        return [path for path in paths if path in found], [path for path in paths if path not in found]

    def _in_head(self, paths: Sequence[str]) -> list[str]:
        return [path for path in paths if self._run(["cat-file", "-e", f"HEAD:./{path}"], b"").ok]

    def _patiently(self, arguments: Sequence[str]) -> str:
        """Run a command that needs git's lock; wait for whoever holds it."""
        until = time.monotonic() + LOCK_WAIT
        while True:
            result = self._run(arguments, b"")
            if result.ok:
                return ""
            if ".lock" not in result.err or time.monotonic() > until:
                said = result.err or result.out.decode("utf-8", "replace")
                return _one_line(said) or f"git ended with {result.code}"
            time.sleep(0.1)


def _one_line(said: str) -> str:
    """What git says on several lines, as a sentence can hold it; its own hints would stand beside ours."""
    lines = (line.strip() for line in said.splitlines())
    return " / ".join(line for line in lines if line and not line.startswith("hint:"))
