"""Turns the seal files of a book into Seals, and whatever is wrong with a file alone into faults.

SEAL-003 unreadable, SEAL-004 altered, SEAL-014 of a newer version, SEAL-015 in the place of another number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from facturier.faults import Fault, Where, error
from facturier.model.seal import Chain, Content, Digests, Original, Seal, Signature
from facturier.seal.canonical import digest, fingerprint, pretty
from facturier.seal.decode import UndecodableError, decode
from facturier.seal.make import FORMAT, digests

SUFFIX = ".seal.json"
MAX_BYTES = 16 * 1024 * 1024
_KEYS = {"format", "content", "original", "chain", "digests", "fingerprint"}


def seal_files(root: Path) -> Iterator[str]:
    """Yield the paths of all seals in the book, sorted."""
    for file in sorted(root.glob(f"invoices/[0-9][0-9][0-9][0-9]/*{SUFFIX}")):
        yield file.relative_to(root).as_posix()


def load_seals(root: Path) -> tuple[dict[str, Seal], tuple[Fault, ...]]:
    """Read every seal of the book, by number; a seal that cannot be trusted is left out and reported."""
    seals: dict[str, Seal] = {}
    faults: list[Fault] = []
    for file in seal_files(root):
        made = read_seal(_bytes(root / file), file)
        if isinstance(made, Fault):
            faults.append(made)
        else:
            seals[made.number] = made
    return dict(sorted(seals.items())), tuple(faults)


def read_seal(data: bytes, file: str) -> Seal | Fault:
    """Read one seal and prove that its parts agree with each other."""
    where = Where(file)
    try:
        seal = _seal(_parsed(data), file)
    except UndecodableError as problem:
        return error("SEAL-003", where, problem=str(problem)[:200])
    except _NewerError as newer:
        return error("SEAL-014", where, format=str(newer)[:40])
    except _AlteredError as altered:
        return error("SEAL-004", where, part=str(altered))
    expected = PurePosixPath(file).name.removesuffix(SUFFIX)
    if seal.number != expected:
        return error("SEAL-015", where, number=seal.number, name=expected)
    return seal


def is_as_written(data: bytes) -> bool:
    """Whether a seal file is byte for byte in the form it was written in (but for the line ends of the machine)."""
    try:
        return pretty(_parsed(data)) == data.replace(b"\r\n", b"\n")
    except UndecodableError:
        return False


class _NewerError(Exception):
    """The format is none that this version knows."""


class _AlteredError(Exception):
    """A digest does not belong to what it stands beside."""


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return b""


def _parsed(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise UndecodableError("too big")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise UndecodableError(f"no JSON: {problem}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise UndecodableError("a key stands twice")
    return made


def _refuse(_: str) -> Any:
    raise UndecodableError("a number that is not whole")


def _seal(data: Any, file: str) -> Seal:
    if not isinstance(data, dict) or not isinstance(data.get("format"), str):
        raise UndecodableError("no seal")
    if data["format"] != FORMAT:
        raise _NewerError(data["format"])
    if not _KEYS <= data.keys() <= _KEYS | {"signature"}:
        raise UndecodableError(", ".join(sorted(_KEYS ^ (data.keys() - {"signature"}))))
    content_sha256 = digest(data["content"])
    stated = decode(Digests, data["digests"])
    if stated.content_sha256 != content_sha256:
        raise _AlteredError("content")
    if data["fingerprint"] != fingerprint(content_sha256):
        raise _AlteredError("fingerprint")
    content, original = decode(Content, data["content"]), decode(Original, data["original"])
    chain = decode(Chain, data["chain"])
    if stated != digests(content_sha256, original.sha256, chain):
        raise _AlteredError("original")
    return Seal(
        file=file,
        content=content,
        original=original,
        chain=chain,
        digests=stated,
        fingerprint=data["fingerprint"],
        signature=decode(Signature, data["signature"]) if "signature" in data else None,
    )
