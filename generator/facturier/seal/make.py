"""Turns what was issued into the bytes of its seal."""

from __future__ import annotations

from dataclasses import dataclass

from facturier.model.seal import Chain, Content, Digests, Original, Signature
from facturier.seal.canonical import Json, digest, fingerprint, plain, pretty

FORMAT = "facturier-seal/1"


@dataclass(frozen=True, slots=True)
class SealedContent:
    """A content whose digest is known: what its PDF may print. `data` is its JSON form."""

    content: Content
    data: Json
    sha256: str

    @property
    def fingerprint(self) -> str:
        """The short form of the digest."""
        return fingerprint(self.sha256)


def seal_content(content: Content) -> SealedContent:
    """Digest a content, before its PDF is drawn."""
    data = plain(content)
    return SealedContent(content, data, digest(data))


def digests(content_sha256: str, original_sha256: str, chain: Chain) -> Digests:
    """Return the digests of a seal, each over the one before.

    Whoever knows the paper's digest and that of the seal before it can follow the chain without seeing any content.
    """
    paper = paper_digest(content_sha256, original_sha256)
    previous = chain.previous.seal_sha256 if chain.previous else ""
    return Digests(
        content_sha256=content_sha256,
        paper_sha256=paper,
        seal_sha256=link(paper, series=chain.series, previous=previous),
    )


def paper_digest(content_sha256: str, original_sha256: str) -> str:
    """Return the digest of a content and the PDF that was drawn from it."""
    return digest({"content": content_sha256, "original": original_sha256})


def link(paper_sha256: str, *, series: str, previous: str) -> str:
    """Return the digest of a seal from its paper and the seal before it ("" for the first of a series)."""
    return digest({"paper": paper_sha256, "previous": previous, "series": series})


def seal_bytes(
    sealed: SealedContent, original: Original, chain: Chain, made: Digests, signature: Signature | None = None
) -> bytes:
    """Return the content of NUMBER.seal.json."""
    data: dict[str, Json] = {
        "format": FORMAT,
        "content": sealed.data,
        "original": plain(original),
        "chain": plain(chain),
        "digests": plain(made),
        "fingerprint": sealed.fingerprint,
    }
    if signature is not None:
        data["signature"] = plain(signature)
    return pretty(data)
