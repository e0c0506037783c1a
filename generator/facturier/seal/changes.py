"""Turns git's record of what changed into faults: an issued file that changed, a history that lost a line.

Pure: commits and contents come in as values. A file counts as issued from the commit that brought its seal; what was
changed while a book was still being brought in is nobody's tampering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from facturier.faults import Fault, Where, error, warning

_NUMBERED = re.compile(r"invoices/20\d\d/(?P<number>[A-Za-z0-9_-]{1,35})\.(?P<kind>history\.yaml|seal\.json|yaml|pdf)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One commit's change of one file; `before` has one blob for each parent, "" where there was no file."""

    commit: str
    author: str
    date: str
    path: str
    before: tuple[str, ...]
    after: str


def is_watched(path: str) -> bool:
    """Whether a path is one of an issued document's files."""
    return _NUMBERED.fullmatch(path) is not None


def wanted_blobs(changes: Iterable[Touched]) -> Iterator[str]:
    """Yield the blobs whose content must be seen: both sides of every change of a history."""
    for change in changes:
        if change.path.endswith(".history.yaml"):
            yield from (blob for blob in (*change.before, change.after) if blob)


def change_faults(changes: Iterable[Touched], blobs: Mapping[str, bytes]) -> Iterator[Fault]:
    """VER-001 a history lost or altered a line; VER-002 an issued file changed; VER-003 one was deleted.

    VER-021 stands in for all of them when the change has no commit yet.

    `changes` are newest first. VER-011 (a warning) stands in for VER-002 and VER-003 when the seal went or came anew
    in the same commit while nothing but `issued` had happened: `facturier renumber-draft` does that. The history of a
    document that has no seal at all is judged from its first line.
    """
    sealed: dict[str, str] = {}  # the commit that brought the seal
    ordered = list(changes)[::-1]
    ever_sealed = {_stem(change.path) for change in ordered if _is_seal(change)}
    resealed = {(change.commit, _stem(change.path)) for change in ordered if _is_seal(change) and any(change.before)}
    for change in ordered:
        stem = _stem(change.path)
        if not any(change.before):
            if _is_seal(change):
                sealed[stem] = change.commit
        elif change.path.endswith(".history.yaml") and change.after:
            if stem in sealed or stem not in ever_sealed:
                yield from _history(change, blobs)
        elif sealed.get(stem, change.commit) != change.commit:
            yield _issued(change, unsent=(change.commit, stem) in resealed and _unsent(ordered, blobs, change))
        if _is_seal(change) and not change.after:
            sealed.pop(stem, None)


def _history(change: Touched, blobs: Mapping[str, bytes]) -> Iterator[Fault]:
    after = _lines(blobs.get(change.after, b""))
    for blob in change.before:
        lost = _lost(_lines(blobs.get(blob, b"")), after, merged=len(change.before) > 1)
        if lost is not None:
            yield _fault("VER-001", change, at=lost[0], line=lost[1][:120])
            return


def _lost(before: list[str], after: list[str], *, merged: bool) -> tuple[int, str] | None:
    """The first line that is not where it was: a plain commit only appends, a merge may put lines between."""
    if not merged:
        pairs = zip(before, [*after, *[""] * len(before)], strict=False)
        return next(((place, old) for place, (old, new) in enumerate(pairs, start=1) if old != new), None)
    rest = iter(after)
    return next(((place, old) for place, old in enumerate(before, start=1) if old not in rest), None)


def _issued(change: Touched, *, unsent: bool) -> Fault:
    if unsent:
        return _fault("VER-011", change)
    return _fault("VER-002" if change.after else "VER-003", change)


def _unsent(ordered: list[Touched], blobs: Mapping[str, bytes], change: Touched) -> bool:
    """Whether the history held nothing but `issued` when the change was made."""
    history = f"{_stem(change.path)}.history.yaml"
    before = [other for other in ordered[: ordered.index(change) + 1] if other.path == history and other.after]
    text = blobs.get(before[-1].after, b"") if before else b""
    return all("event: issued" in line for line in _lines(text) if line.lstrip().startswith("-"))


def _fault(code: str, change: Touched, *, at: int = 0, **values: str) -> Fault:
    make, where, number = warning if code == "VER-011" else error, Where(change.path, (), at), _number(change.path)
    if not change.commit:
        return make("VER-021", where, number=number)
    return make(
        code,
        where,
        also=(),
        number=number,
        **values,
        commit=change.commit[:12],
        author=change.author,
        date=change.date,
    )


def _is_seal(change: Touched) -> bool:
    return change.path.endswith(".seal.json")


def _stem(path: str) -> str:
    match = _NUMBERED.fullmatch(path)
    return str(PurePosixPath(path).with_name(match["number"])) if match else path


def _number(path: str) -> str:
    return PurePosixPath(_stem(path)).name


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n").split("\n") if data else []


def same_lines(one: bytes, other: bytes) -> bool:
    """Whether one history is the beginning of the other."""
    shorter, longer = sorted((_lines(one), _lines(other)), key=len)
    return longer[: len(shorter)] == shorter
