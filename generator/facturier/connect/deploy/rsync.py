"""Brings a site to a host with rsync, over SSH or to a daemon: what is new first, what died last."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from facturier.connect import programs
from facturier.connect.deploy.site import Site

# Digests decide, never times: a build writes every file anew. rsync replaces each file in one step.
_USUAL = ("--recursive", "--checksum", "--perms", "--chmod=D0755,F0644", "--timeout=120")
_PHASES = (
    ("--ignore-existing",),  # nothing points at these yet
    ("--existing", "--exclude=*.html"),
    ("--existing",),
    ("--delete-after",),
)
_NOT_THERE = 23  # "some files could not be transferred"


def to_rsync(site: Site, place: str) -> str:
    """Make a folder of another host equal to the site; return rsync's own words when it cannot, "" when it is.

    A folder that holds something and lacks the file `mark` is left alone. Raises nothing.
    """
    where = _folder(place)
    if not where:
        return "say HOST:FOLDER, or rsync://HOST/MODULE"
    marked = _rsync(["--list-only", "--timeout=120", "--", f"{where}{site.mark}"]).returncode == 0
    reason = "" if marked else _foreign(where)
    if reason:
        return reason
    with tempfile.TemporaryDirectory() as extra:
        mark = Path(extra) / site.mark
        mark.touch()
        sources = [f"{site.folder}/", f"{extra}/", where]
        kept = [f"--exclude=/{name}" for name in site.kept]
        steps = [[*kept, *phase, "--", *sources] for phase in _PHASES]
        return _first_problem(steps if marked else [["--", str(mark), where], *steps])


def from_rsync(place: str, paths: Sequence[str]) -> Mapping[str, bytes] | str:
    """Return these files as the host has them, without those it lacks; rsync's own words when it cannot be asked."""
    with tempfile.TemporaryDirectory() as folder:
        given = ["--recursive", "--timeout=120", "--files-from=-", "--", _folder(place), f"{folder}/"]
        done = _rsync(given, "".join(f"{path}\n" for path in paths).encode())
        if done.returncode not in {0, _NOT_THERE}:
            return _words(done)
        files = {path: Path(folder) / path for path in paths}
        return {path: file.read_bytes() for path, file in files.items() if file.is_file()}


def _folder(place: str) -> str:
    """The place with one slash at its end; "" for one that names no folder of another host."""
    host, _, folder = place.partition(":")
    return f"{place.rstrip('/')}/" if host and folder else ""


def _first_problem(steps: Sequence[Sequence[str]]) -> str:
    said = (_said([*_USUAL, *step]) for step in steps)
    return next(filter(None, said), "")


def _foreign(where: str) -> str:
    listed = _rsync(["--list-only", "--timeout=120", "--", where])
    if listed.returncode not in {0, _NOT_THERE}:
        return _words(listed)
    itself, *others = listed.stdout.splitlines() or [b" ."]
    alone = not others and itself.endswith(b" .")
    return "" if alone else "it holds files that are no site; empty it or name another folder"


def _said(arguments: Sequence[str]) -> str:
    done = _rsync(arguments)
    return "" if done.returncode == 0 else _words(done)


def _rsync(arguments: Sequence[str], data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return programs.run(["rsync", *arguments], data=data)
    except OSError as problem:
        return subprocess.CompletedProcess(arguments, 127, b"", f"rsync: {problem.strerror}".encode())


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip()[-500:] or f"rsync ended with {done.returncode}"
