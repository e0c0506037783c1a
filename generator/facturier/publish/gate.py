"""Reads everything that will be published and reports whatever is not for the client who would see it.

It knows the book and the finished files, and shares nothing with the code that made them. It runs before the swap: one
error and nothing is published. What it says names clients by their id and never repeats a token, a secret or an IBAN.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from facturier.compute.portal import page_languages
from facturier.faults import Fault, Where, error, warning
from facturier.model.book import Book
from facturier.publish import layout
from facturier.publish.needles import Kind, Needle, identity_words, needles, own_words
from facturier.publish.pdf_text import UnreadablePdfError, pdf_text
from facturier.publish.scan import Phrases, markup_words, visible_words, words
from facturier.publish.store import Store, key_of
from facturier.publish.suspicious import foreign_requests, ibans, keys, machine_paths

_MARKUP = frozenset({".html", ".xml", ".svg"})
_TEXT = frozenset({".css", ".js", ".txt", ".json", ".csv"})
_CODES = {Kind.DRAFT: "GATE-003", Kind.PRIVATE: "GATE-004"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the gate is told: the book, each client's token, the words of every page, and what must never appear.

    `assets` are the shared files by path; `secrets` texts such as the master secret; `paths` folders of this machine.
    """

    book: Book
    tokens: Mapping[str, str]
    common: bytes = b""
    assets: Mapping[str, bytes] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    store: Store | None = None


def gate(site: Path, known: Known) -> tuple[Fault, ...]:
    """Return the faults of a finished site, sorted; none means that it may be published."""
    inspection = _Inspection(known)
    owners = {token: client_id for client_id, token in known.tokens.items()}
    faults: list[Fault] = []
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        owner, shown, inner = _whose(path, owners)
        where = Where(file=shown)
        if file.is_symlink() or not (file.is_file() or file.is_dir()):
            faults.append(error("GATE-011", where))
        elif file.is_file():
            faults += inspection.file(file, inner, owner, where)
        elif owner is None:
            faults.append(error("GATE-002", where))
    return tuple(sorted(set(faults), key=lambda fault: (fault.where, fault.code, fault.values)))


def _whose(path: str, owners: Mapping[str, str]) -> tuple[str | None, str, str]:
    """Return the client of a path ("" for shared files, None for nobody), the path as it may be shown, and its rest."""
    first, _, rest = path.partition("/")
    if first != layout.CLIENTS or not rest:
        return "", path, path
    token, _, inner = rest.partition("/")
    owner = owners.get(token)
    return owner, f"{first}/{owner or '?'}/{inner}", inner


class _Inspection:
    """One run of the gate: what is prepared once for all files."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.needles = needles(known.book, known.tokens, known.common)
        self.phrases = Phrases(self.needles)
        self.allowed = _allowed_files(known.book)
        self.own: dict[str, bytes] = {}
        seller = known.book.seller.bank
        self.seller_iban = seller.iban.replace(" ", "").upper() if seller else ""

    def file(self, file: Path, inner: str, owner: str | None, where: Where) -> Iterator[Fault]:
        data = file.read_bytes()
        if owner is None or not self._expected(inner, owner, data):
            yield error("GATE-012" if owner and inner.startswith("files/") else "GATE-002", where)
            return
        if inner.startswith("files/" if owner else f"{layout.ASSETS}/"):
            return  # byte for byte what the theme or the seller's own folder holds
        try:
            text = self._text(file.suffix, data)
        except (UnicodeDecodeError, UnreadablePdfError):
            yield error("GATE-008", where)
            return
        yield from self._everywhere(file.suffix, text, owner, where)
        yield from self._of_others(_View(text, markup=file.suffix in _MARKUP), owner, where)

    def _expected(self, inner: str, owner: str, data: bytes) -> bool:
        if not owner:
            shared = inner in layout.ROOT_NAMES or layout.THANKS_PAGE.fullmatch(inner) is not None
            return shared or self.known.assets.get(inner) == data
        allowed = self.allowed.get(owner, frozenset())
        if (foreign := layout.LANGUAGE_FOLDER.fullmatch(inner)) and foreign[1] in self._languages(owner):
            return foreign[2] in allowed
        if layout.STATEMENT_FILE.fullmatch(inner):
            return True
        return inner in allowed or (inner.startswith("files/") and hashlib.sha256(data).hexdigest() in allowed)

    def _languages(self, owner: str) -> tuple[str, ...]:
        return page_languages(self.known.book, self.known.book.clients[owner])

    def _text(self, suffix: str, data: bytes) -> str:
        if suffix == ".ics":
            return data.decode("utf-8").replace("\r\n ", "")  # folded lines hide words
        if suffix != ".pdf":
            return data.decode("utf-8")
        store = self.known.store
        if store is None:
            return pdf_text(data)
        key = key_of("pdf-text-1", data)
        kept = store.get(key)
        if kept is None:
            kept = pdf_text(data).encode("utf-8", "replace")
            store.put(key, kept)
        return kept.decode("utf-8")

    def _everywhere(self, suffix: str, text: str, owner: str, where: Where) -> Iterator[Fault]:
        """What no file may hold, whoever it is for."""
        for key in keys(text, self.known.secrets):
            yield error("GATE-005", where, key=key)
        for path in machine_paths(text, self.known.paths):
            if not owner or words(path) not in self._typed(owner):
                yield error("GATE-006", where, path=path)
        if suffix in _MARKUP:
            if "<!--" in text:
                yield error("GATE-007", where)
            for request in foreign_requests(text):
                yield error("GATE-013", where, request=request)

    def _of_others(self, view: _View, owner: str, where: Where) -> Iterator[Fault]:
        for phrase in self.phrases.near(view.all):
            needle = self.needles[phrase]
            if owner not in needle.owners and (phrase in view.all or phrase in view.visible):
                yield from self._judged(needle, owner, where)
        for iban in ibans(view.all):
            if iban != self.seller_iban and not self._typed_together(iban, owner):
                yield error("GATE-009", where)

    def _judged(self, needle: Needle, owner: str, where: Where) -> Iterator[Fault]:
        """An error; a warning when the seller typed the phrase for this client; nothing when it is its own identity."""
        other = ", ".join(sorted(needle.owners))
        typed = bool(owner) and needle.phrase in self._typed(owner)
        if not typed:
            yield error(_CODES.get(needle.kind, "GATE-001"), where, kind=needle.kind.value, client=other)
        elif needle.owners and needle.phrase not in identity_words(self.known.book.clients[owner]):
            yield warning("GATE-010", where, kind=needle.kind.value, client=other)

    def _typed_together(self, iban: str, owner: str) -> bool:
        return bool(owner) and iban.lower().encode() in self._typed(owner).replace(b" ", b"")

    def _typed(self, owner: str) -> bytes:
        if owner not in self.own:
            self.own[owner] = own_words(self.known.book, owner)
        return self.own[owner]


class _View:
    """The words of one file, those that a reader sees made only when they are asked for."""

    def __init__(self, text: str, *, markup: bool) -> None:
        self._text = text
        self._markup = markup
        self.all = markup_words(text) if markup else words(text)

    @cached_property
    def visible(self) -> bytes:
        return visible_words(self._text) if self._markup else self.all


def _allowed_files(book: Book) -> dict[str, frozenset[str]]:
    """By client: the paths its folder may hold, and the digests of the files that may be offered to it."""
    allowed = {client_id: set(layout.EVERY_PORTAL) for client_id in book.clients}
    for number, document in book.documents.items():
        paths = allowed.setdefault(document.client.id, set())
        paths |= {layout.document_page(number), layout.document_pdf_path(number), layout.document_xml_path(number)}
    for page in book.pages:
        for client_id in book.clients if page.client == "everyone" else [page.client]:
            allowed[client_id].add(layout.written_page(page.slug))
    for file in book.files:
        for client_id in book.clients if file.client == "everyone" else [file.client]:
            allowed[client_id].add(file.digest)
    return {client_id: frozenset(paths) for client_id, paths in allowed.items()}
