"""What was issued, as it stands in NUMBER.seal.json: the resolved document, its digests, its place in the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from facturier.model.document import Document
from facturier.model.law import Mention
from facturier.model.totals import Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    """A file of the book as it was: its path, the sha256 of its bytes in hex."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The seal of the same series that came before: its number and its digest."""

    number: str
    seal_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The place in a series. `previous` is None for the first seal of a series."""

    series: str  # the document type that owns the counter
    previous: Previous | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is sealed. Everything a reader of the document sees follows from it, and from nothing else.

    `template` is the digest of the theme files that drew the original, `law_as_of` the day to which the law tables were
    known. `salt` (128 random bits) keeps the digest from being guessed by somebody who can guess the document.
    `imported` marks an original that was brought along, not drawn here.
    """

    document: Document
    totals: Totals
    mentions: tuple[Mention, ...]
    source: FileDigest
    attachments: tuple[FileDigest, ...]
    color: str
    law_as_of: date
    template: str
    salt: str
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The PDF that was written when the document was issued."""

    sha256: str
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An ed25519 signature of a seal's digest; both in hex."""

    public_key: str
    ed25519: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """The three digests of a seal, each over the one before: content, paper (content + original), seal (+ chain)."""

    content_sha256: str
    paper_sha256: str
    seal_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One sealed document. `fingerprint` is what page and PDF print; `file` is the seal's path in the book."""

    file: str
    content: Content
    original: Original
    chain: Chain
    digests: Digests
    fingerprint: str
    signature: Signature | None = None

    @property
    def number(self) -> str:
        """The number of the document."""
        return self.content.document.number

    @property
    def original_file(self) -> str:
        """The path of the original PDF in a book that keeps it in git."""
        return self.file.removesuffix(".seal.json") + ".pdf"

    @property
    def previous_sha256(self) -> str:
        """The digest of the seal before it, "" for the first."""
        previous = self.chain.previous
        return previous.seal_sha256 if previous else ""


Seals = Mapping[str, Seal]  # by number
