"""Turns the seals of one client into the proof that its portal publishes, and proves it again from the files alone.

A proof names the client's own documents. Of everybody else's it holds nothing but the digest of the seal that
came before one of the client's: a number without meaning to anybody who has not got that seal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from facturier.faults import Fault, Where, error
from facturier.model.seal import Seal, Seals, Signature
from facturier.seal.canonical import Json, fingerprint, plain, pretty, sha256
from facturier.seal.decode import UndecodableError, decode
from facturier.seal.make import link, paper_digest

FORMAT = "facturier-proof/1"
NAME = "proof.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedDocument:
    """One document of the client: enough to compute the digest of its seal from its PDF."""

    number: str
    type: str
    date: str
    series: str
    fingerprint: str
    content_sha256: str
    original_sha256: str
    previous_sha256: str  # of the seal before it in the series, "" for the first
    seal_sha256: str
    signature: Signature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientProof:
    """The proof of one client: its documents by number; the last seal of each series stands for all before it."""

    format: str
    documents: tuple[ProvedDocument, ...]


def client_proof(own: Iterable[Seal]) -> ClientProof:
    """Return the proof of one client from the seals of its documents, whatever their order."""
    return ClientProof(
        format=FORMAT, documents=tuple(_proved(seal) for seal in sorted(own, key=lambda seal: seal.number))
    )


def of_client(seals: Seals, client_id: str) -> Iterator[Seal]:
    """Yield the seals of a client's documents."""
    return (seal for seal in seals.values() if seal.content.document.client.id == client_id)


def proof_bytes(proof: ClientProof) -> bytes:
    """Return the content of proof.json."""
    return pretty(plain(proof))


def read_proof(data: bytes, file: str) -> ClientProof | Fault:
    """Read a proof; VER-007 when it is none."""
    try:
        proof = decode(ClientProof, json.loads(data))
    except (ValueError, RecursionError, UndecodableError):
        return error("VER-007", Where(file))
    return proof if proof.format == FORMAT else error("VER-007", Where(file))


def proof_faults(proof: ClientProof, file: str) -> Iterator[Fault]:
    """VER-008: a digest of the proof does not follow from the others."""
    for one in proof.documents:
        paper = paper_digest(one.content_sha256, one.original_sha256)
        follows = link(paper, series=one.series, previous=one.previous_sha256) == one.seal_sha256
        if not follows or fingerprint(one.content_sha256) != one.fingerprint:
            yield error("VER-008", Where(file), number=one.number)


def pdf_faults(one: ProvedDocument, pdf: bytes | None, file: str) -> Iterator[Fault]:
    """VER-009: the published PDF is missing or is not the original."""
    if pdf is None or sha256(pdf) != one.original_sha256:
        yield error("VER-009", Where(file), number=one.number)


def against_seals(proof: ClientProof, seals: Seals, file: str) -> Iterator[Fault]:
    """VER-010: what was published once is not what the book holds now: its history was written again."""
    for one in proof.documents:
        seal = seals.get(one.number)
        if seal is None or seal.digests.seal_sha256 != one.seal_sha256:
            yield error("VER-010", Where(file), number=one.number)


def chain_of(seals: Seals, proof: ClientProof) -> dict[str, Json]:
    """Return, for each series, the papers from the client's first document to the head: digests alone.

    Whoever follows them sees that every document of the client stands in one unbroken chain with the head.
    """
    from facturier.seal.chain import chains

    found: dict[str, Json] = {}
    for series, chain in chains(seals).items():
        own = {one.number for one in proof.documents if one.series == series}
        first = next((place for place, seal in enumerate(chain) if seal.number in own), None)
        if first is not None:
            papers: list[Json] = [seal.digests.paper_sha256 for seal in chain[first:]]
            found[series] = {"head": chain[-1].digests.seal_sha256, "papers": papers}
    return found


def _proved(seal: Seal) -> ProvedDocument:
    document = seal.content.document
    return ProvedDocument(
        number=seal.number,
        type=document.type.value,
        date=document.date.isoformat(),
        series=seal.chain.series,
        fingerprint=seal.fingerprint,
        content_sha256=seal.digests.content_sha256,
        original_sha256=seal.original.sha256,
        previous_sha256=seal.previous_sha256,
        seal_sha256=seal.digests.seal_sha256,
        signature=seal.signature,
    )
