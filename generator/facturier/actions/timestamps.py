"""Keeps the responses of time-stamping authorities beside the book, and proves what they witness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facturier.actions.journal import BookBusyError, CommitRefusedError, Step, locked, recover, write_all
from facturier.actions.refusals import file_refused
from facturier.connect.git import Git, run_git
from facturier.connect.timestamps import NoOpensslError, signature_problem
from facturier.faults import Fault, Where, error, info, warning
from facturier.model.seal import Seal, Seals
from facturier.seal.load import load_seals
from facturier.seal.stamp import Stamp, UnreadableStampError, read_stamp

FOLDER = "timestamps"
AUTHORITY = f"{FOLDER}/authority.pem"
MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """A response: `number` and everything before it in its series existed at `at`. `proved`: its signature too."""

    file: str
    number: str
    at: datetime
    proved: bool = False


def store(root: Path, responses: Sequence[Path]) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Take responses into the book under the number they are about, all or none, in one commit."""
    seals, _ = load_seals(root)
    steps: list[Step] = []
    faults: list[Fault] = []
    try:
        for response in responses:
            data = _read(response)
            stamped = _about(data, seals, str(response))
            if isinstance(stamped, Fault):
                faults.append(stamped)
                continue
            seal, stamp = stamped
            name = f"{FOLDER}/{seal.number}.{stamp.at:%Y-%m-%d}.tsr"
            if not (root / name).exists():
                steps.append(Step(path=name, after=data))
        if faults or not steps:
            return (), tuple(faults)
        return _written(root, steps), ()
    except BookBusyError:
        return (), (error("ISS-005", Where(FOLDER)),)
    except OSError as problem:
        return (), (file_refused(problem),)


def _written(root: Path, steps: Sequence[Step]) -> tuple[str, ...]:
    git = Git(run_git(root))
    names = tuple(step.path for step in steps)
    with locked(root):
        recover(root)
        message = f"Time stamp of {', '.join(Path(name).name.partition('.')[0] for name in names)}"
        try:
            write_all(root, steps, message="" if git.unable_to_commit() else message)
        except CommitRefusedError:
            write_all(root, steps)
    return names


def witnessed(root: Path, seals: Seals, authority: Path | None) -> Iterator[Witnessed | Fault]:
    """What the responses of the book witness; with the certificates of an authority, their signatures are proved."""
    files = sorted((root / FOLDER).glob("*.tsr"))
    known = authority or (root / AUTHORITY if (root / AUTHORITY).is_file() else None)
    for file in files:
        name = f"{FOLDER}/{file.name}"
        stamped = _about(_read(file), seals, name)
        if isinstance(stamped, Fault):
            yield stamped
            continue
        seal, stamp = stamped
        problem = _unproved(file, stamp, known, name)
        if problem is not None:
            yield problem
        yield Witnessed(file=name, number=seal.number, at=stamp.at, proved=known is not None and problem is None)
    if files and known is None:
        yield info("VER-033", Where(FOLDER), count=len(files))


def _unproved(file: Path, stamp: Stamp, authority: Path | None, name: str) -> Fault | None:
    if authority is None:
        return None
    try:
        problem = signature_problem(file, sha256=stamp.sha256, at=stamp.at, authority=authority)
    except NoOpensslError as missing:
        return warning("VER-034", Where(name), problem=str(missing))
    return error("VER-032", Where(name), authority=str(authority), problem=problem) if problem else None


def _about(data: bytes, seals: Seals, name: str) -> tuple[Seal, Stamp] | Fault:
    """The seal that a response is about; VER-030 unreadable, VER-031 refused by the authority, VER-035 about none."""
    try:
        stamp = read_stamp(data)
    except UnreadableStampError as problem:
        return error("VER-030", Where(name), problem=str(problem))
    if stamp is None:
        return error("VER-031", Where(name))
    seal = next((seal for seal in seals.values() if seal.digests.seal_sha256 == stamp.sha256), None)
    named = Path(name).name.partition(".")[0] if name.startswith(f"{FOLDER}/") else ""
    if seal is None or (named and named != seal.number):
        return error("VER-035", Where(name), digest=stamp.sha256)
    return seal, stamp


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES)
