"""Turns the machine formats in which git answers into commits, changes and contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FORMAT = "%x01%H%x00%aN <%aE>%x00%aI%x00%P"  # of a commit in `git log`, as `changes_of` reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Who changed something, when (ISO 8601 with offset), and from which commits it follows."""

    sha: str
    author: str
    date: str
    parents: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The first twelve digits of its name."""
        return self.sha[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A commit's change of one file: blobs before (one for each parent of a merge) and after, "" for no file."""

    commit: Commit
    path: str
    before: tuple[str, ...]
    after: str


def changes_of(record: str) -> Iterator[Change]:
    """Yield the changes of one commit of `git log --raw -z`: modes, blobs and letters, each with its path."""
    parts = record.split("\0")
    sha, author, on, parents = parts[:4]
    commit = Commit(sha=sha, author=author, date=on, parents=tuple(parents.split()))
    rest = [part.lstrip("\n") for part in parts[4:]]
    entries = iter(part for part in rest if part)
    for entry in entries:
        if not entry.startswith(":"):
            continue
        count = len(entry) - len(entry.lstrip(":"))
        fields = entry[count:].split(" ")
        blobs = [_blob(name) for name in fields[count + 1 : 2 * count + 2]]
        yield Change(commit=commit, path=next(entries, ""), before=tuple(blobs[:-1]), after=blobs[-1])


def _blob(name: str) -> str:
    return "" if not name.strip("0") else name


def contents(answer: bytes) -> dict[str, bytes]:
    """Return what `git cat-file --batch` found, by the names of the blobs; a missing one is left out."""
    found: dict[str, bytes] = {}
    place = 0
    while place < len(answer):
        end = answer.index(b"\n", place)
        header = answer[place:end].decode("ascii", "replace").split(" ")
        place = end + 1
        if len(header) == 3:
            size = int(header[2])
            found[header[0]] = answer[place : place + size]
            place += size + 1
    return found
