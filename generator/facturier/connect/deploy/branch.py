"""Puts a site on a branch of a git remote, as one commit without history: no old ciphertext stays there."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from facturier.connect.git import Result, Runner

DOMAIN = "CNAME"  # where GitHub Pages keeps the domain that its owner chose
_NEW = "refs/facturier/new-"
_THERE = "refs/facturier/there-"
_COMMITTER = "facturier <facturier@localhost> 0 +0000"  # the same site is the same commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch of a remote for sites; `mark` is the file without which it holds something else."""

    remote: str
    name: str
    mark: str


def to_branch(run: Runner, branch: Branch, files: Mapping[str, bytes]) -> str:
    """Replace a branch by these files; return git's own words when it refuses, "" when they are in place.

    A branch that is there and lacks the file `mark` holds something else, and is left alone. A domain's file stays.
    """
    mine = secrets.token_hex(8)
    new, there = f"{_NEW}{mine}", f"{_THERE}{mine}"
    try:
        old, reason = _there(run, branch, there)
        kept = run(["cat-file", "blob", f"{there}:{DOMAIN}"], b"") if old else Result(1)
        return reason or _replaced(run, branch, {**files, **({DOMAIN: kept.out} if kept.ok else {})}, new, old)
    finally:
        for name in (new, there):
            run(["update-ref", "-d", name], b"")


def from_branch(run: Runner, branch: Branch, paths: Sequence[str]) -> Mapping[str, bytes] | str:
    """Return these files as the remote's branch has them, without those it lacks; git's own words when it refuses."""
    there = f"{_THERE}{secrets.token_hex(8)}"
    try:
        old, reason = _there(run, branch, there)
        if reason or not old:
            return reason or f"there is no branch {branch.name}"
        found = {path: run(["cat-file", "blob", f"{there}:{path}"], b"") for path in paths}
        return {path: result.out for path, result in found.items() if result.ok}
    finally:
        run(["update-ref", "-d", there], b"")


def _there(run: Runner, branch: Branch, there: str) -> tuple[str, str]:
    """The commit that the branch stands on, "" for none, and why it must not be replaced."""
    full = f"refs/heads/{branch.name}"
    listed = run(["ls-remote", "--", branch.remote, full], b"")
    if not listed.ok:
        return "", _words(listed)
    old = listed.out.decode().split("\t")[0].strip()
    if not old:
        return "", ""
    fetched = run(["fetch", "--quiet", "--no-tags", "--", branch.remote, f"+{full}:{there}"], b"")
    if not fetched.ok:
        return old, _words(fetched)
    marked = run(["cat-file", "-e", f"{there}:{branch.mark}"], b"").ok
    return old, "" if marked else f"the branch {branch.name} holds something else than a site; name another one"


def _replaced(run: Runner, branch: Branch, files: Mapping[str, bytes], new: str, old: str) -> str:
    made = run(["fast-import", "--quiet", "--force"], b"".join(_stream(new, files)))
    if not made.ok:
        return _words(made)
    full = f"refs/heads/{branch.name}"
    lease = f"--force-with-lease={full}:{old}"
    pushed = run(["push", "--quiet", "--no-verify", lease, "--", branch.remote, f"{new}:{full}"], b"")
    return "" if pushed.ok else _words(pushed)


def _stream(ref: str, files: Mapping[str, bytes]) -> Iterable[bytes]:
    yield f"commit {ref}\ncommitter {_COMMITTER}\ndata 4\nSite\ndeleteall\n".encode()
    for path, content in sorted(files.items()):
        yield f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"


def _words(result: Result) -> str:
    return result.err or f"git ended with {result.code}"
