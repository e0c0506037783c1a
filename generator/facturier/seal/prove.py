"""Turns a book, its seals and its files into faults: what was issued is still what it was, or here is what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from facturier.faults import Fault, Where, error, warning
from facturier.model.document import Document
from facturier.model.seal import Seal, Seals
from facturier.model.totals import Totals
from facturier.seal.canonical import sha256, text_sha256
from facturier.seal.chain import chain_faults
from facturier.seal.load import seal_files
from facturier.seal.sign import is_signed

_SUMS = ("line_sum", "discount", "charge_sum", "net", "tax", "gross", "rounding", "due")
OriginalOf = Callable[[Seal], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What seals are held against: the documents as read, today's totals, the book's folder, and its originals.

    `original_of` None leaves the originals out (they lie far away and are proved by `facturier verify`).
    """

    root: Path
    documents: Mapping[str, Document]
    totals: Mapping[str, Totals]
    seals: Seals
    original_of: OriginalOf | None


def prove(proof: Proof) -> tuple[Fault, ...]:
    """Return everything that is not as it was issued; documents without a seal are warned about (SEAL-001)."""
    return (*_unsealed(proof), *chain_faults(proof.seals), *(fault for one in _each(proof) for fault in one))


def source_faults(seal: Seal, data: bytes | None) -> Iterator[Fault]:
    """SEAL-009: the source of a seal is gone; SEAL-002: it changed. `data` None: there is no such file."""
    source = seal.content.source
    if data is None:
        yield error("SEAL-009", Where(seal.file), number=seal.number, file=source.file)
    elif text_sha256(data) != source.sha256:
        yield error("SEAL-002", Where(source.file), number=seal.number)


def original_faults(seal: Seal, data: bytes | None) -> Iterator[Fault]:
    """SEAL-007: the original is missing; SEAL-006: it is not the one that was written at issue."""
    where = Where(seal.original_file)
    if data is None:
        yield error("SEAL-007", where, number=seal.number)
    elif len(data) != seal.original.size or sha256(data) != seal.original.sha256:
        yield error("SEAL-006", where, number=seal.number)


def signature_faults(seal: Seal) -> Iterator[Fault]:
    """SEAL-013: a signature stands there and is wrong."""
    if seal.signature is not None and not is_signed(seal):
        yield error("SEAL-013", Where(seal.file), number=seal.number)


def totals_faults(seal: Seal, today: Totals | None) -> Iterator[Fault]:
    """SEAL-008: computed again from what was sealed, the document adds up to something else."""
    if today is not None and money(today) != money(seal.content.totals):
        sealed, found = seal.content.totals.due, today.due
        yield error("SEAL-008", Where(seal.file), number=seal.number, sealed=sealed, found=found)


def money(totals: Totals) -> tuple[Decimal, ...]:
    """Return the amounts of a document that must never come out otherwise."""
    sums = tuple(getattr(totals, name) for name in _SUMS)
    lines = tuple(line.net for line in totals.lines)
    return (*sums, *lines, *(amount for group in totals.groups for amount in (group.vat.rate, group.base, group.tax)))


def _unsealed(proof: Proof) -> Iterator[Fault]:
    broken = set(seal_files(proof.root)) - {seal.file for seal in proof.seals.values()}
    for number, document in proof.documents.items():
        if number not in proof.seals and document.file.removesuffix(".yaml") + ".seal.json" not in broken:
            yield warning("SEAL-001", Where(document.file), number=number)


def _each(proof: Proof) -> Iterator[Iterator[Fault]]:
    for seal in proof.seals.values():
        yield source_faults(seal, _read(proof.root / seal.content.source.file))
        yield totals_faults(seal, proof.totals.get(seal.number))
        yield signature_faults(seal)
        yield _attachments(proof.root, seal)
        if proof.original_of is not None:
            yield original_faults(seal, proof.original_of(seal))


def _attachments(root: Path, seal: Seal) -> Iterator[Fault]:
    """SEAL-011: an attachment was replaced or removed; the original still holds the one that was sent."""
    for attached in seal.content.attachments:
        data = _read(root / attached.file)
        if data is None or sha256(data) != attached.sha256:
            yield warning("SEAL-011", Where(attached.file), number=seal.number)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
