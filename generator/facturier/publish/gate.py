"""Reads everything that will be published and reports whatever is not for the client who would see it.

It knows the book and the finished files, and shares nothing with the code that made them. It runs before the swap: one
error and nothing is published. What it says names clients by their id and never repeats a token, a secret or an IBAN.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from facturier.compute.portal import EVERYONE, page_languages
from facturier.faults import Fault, Severity, Where, error, warning
from facturier.model.book import Book, ClientFile
from facturier.model.totals import Totals
from facturier.publish import layout
from facturier.publish.amounts import identifying, own_amounts, written
from facturier.publish.expected import allowed_files, whose
from facturier.publish.foreign import foreign_requests
from facturier.publish.inside.anything import text_of
from facturier.publish.inside.bounds import UnreadableError
from facturier.publish.needles import Kind, Needle, accepted_words, at_a_seam, identity_words, needles, own_words
from facturier.publish.pdf_text import pdf_text
from facturier.publish.scan import Phrases, unfolded, words
from facturier.publish.store import Store, key_of
from facturier.publish.suspicious import ibans, keys, machine_paths
from facturier.publish.views import View

T = TypeVar("T")
_MARKUP = frozenset({".html", ".xml", ".svg"})
_TEXT = frozenset({".css", ".js", ".txt", ".json", ".csv"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg"})
_CODES = {Kind.DRAFT: "GATE-003", Kind.PRIVATE: "GATE-004"}
_OFFERED, _CONFIG = "files/", "facturier.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the gate is told: the book, each client's token, the words of every page, and what must never appear.

    `assets` are the shared files by path; `secrets` texts such as the master secret; `keys` those of links, and
    passcodes; `paths` folders of this machine; `totals` by the key of each document, on the day `today`.
    """

    book: Book
    tokens: Mapping[str, str]
    totals: Mapping[str, Totals]
    today: date
    common: bytes = b""
    assets: Mapping[str, bytes] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    store: Store | None = None


def gate(site: Path, known: Known) -> tuple[Fault, ...]:
    """Return the faults of a finished site, sorted; none means that it may be published."""
    inspection = _Inspection(known)
    owners = {token: client_id for client_id, token in known.tokens.items()}
    faults: list[Fault] = []
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        owner, shown, inner = whose(path, owners)
        where = Where(file=shown)
        if file.is_symlink() or not (file.is_file() or file.is_dir()):
            faults.append(error("GATE-011", where))
        elif file.is_file():
            faults += inspection.file(file, inner, owner, where)
        elif owner is None:
            faults.append(error("GATE-002", where))
    return tuple(sorted(set(faults), key=lambda fault: (fault.where, fault.code, fault.values)))


class _Inspection:
    """One run of the gate: what is prepared once for all files."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.needles = needles(known.book, known.tokens, known.common, known.keys)
        self.phrases = Phrases(self.needles)
        self.amounts = identifying(known.book, known.totals)
        self.allowed = allowed_files(known.book)
        self.offered = _grouped((file.digest, file) for file in known.book.files)
        self.offered_to = _grouped((file.client, file.digest) for file in known.book.files)
        self.own: dict[str, bytes] = {}
        self.own_amounts: dict[str, frozenset[bytes]] = {}
        self.meant: dict[str, bytes] = {}
        self.looked_into: set[str] = set()
        seller = known.book.seller.bank
        self.seller_iban = seller.iban.replace(" ", "").upper() if seller else ""

    def file(self, file: Path, inner: str, owner: str | None, where: Where) -> Iterator[Fault]:
        data = file.read_bytes()
        if owner is None or not self._expected(inner, owner, data):
            yield error("GATE-012" if owner and inner.startswith(_OFFERED) else "GATE-002", where)
            return
        if owner and inner.startswith(_OFFERED):
            yield from self._offered(data, owner)
        elif inner.startswith(f"{layout.ASSETS}/") and not owner:
            yield from self._asset(file.suffix, data, where)
        else:
            yield from self._made(file.suffix, data, owner, where)

    def _made(self, suffix: str, data: bytes, owner: str, where: Where) -> Iterator[Fault]:
        """A file that the build made."""
        try:
            text = self._text(suffix, data, owner)
        except (UnicodeDecodeError, UnreadableError):
            yield error("GATE-008", where)
            return
        view = View(text, markup=suffix in _MARKUP)
        yield from self._everywhere(suffix, view, owner, where)
        yield from self._of_others(view, owner, where)
        yield from self._amounts(view, owner, where)

    def _asset(self, suffix: str, data: bytes, where: Where) -> Iterator[Fault]:
        """A shared file, byte for byte what the theme or the seller holds; a picture may say more than it shows."""
        if suffix not in _PICTURES:
            return
        try:
            yield from self._of_others(View(self._kept("inside-4", data, text_of), markup=False), "", where)
        except UnreadableError:
            yield error("GATE-008", where)

    def _offered(self, data: bytes, owner: str) -> Iterator[Fault]:
        """A file that the seller put into a client's folder: what it holds is judged once, at its place in the book."""
        for file in self.offered[hashlib.sha256(data).hexdigest()]:
            if file.client in {owner, EVERYONE} and file.file not in self.looked_into:
                self.looked_into.add(file.file)
                yield from self._inside(file, data, "" if file.client == EVERYONE else owner)

    def _inside(self, file: ClientFile, data: bytes, owner: str) -> Iterator[Fault]:
        book, where = self.known.book, Where(file=file.file)
        accepted = book.accepts.get(book.clients[owner].file if owner else _CONFIG, ())
        try:
            text = self._kept("inside-4", data, text_of)
        except UnreadableError:
            found = [warning("GATE-016", where)]
        else:
            others = tuple(self._of_others(View(text, markup=False), owner, where))
            yield from (error("GATE-005", where, key=key) for key in keys(text, self.known.secrets))
            yield from (fault for fault in others if fault.code == "GATE-005")
            found = _offered_faults([*others, *self._called(file, owner)], where)
        meant = file.file in book.settings.portal.checked_files
        yield from (fault for fault in found if not _waived(fault, accepted, meant=meant))

    def _called(self, file: ClientFile, owner: str) -> Iterator[Fault]:
        """What the name of an offered file says of others: nothing that was typed elsewhere excuses it."""
        name = words(file.file)
        own = identity_words(self.known.book.clients[owner]) if owner else b""
        for phrase in self.phrases.near(name):
            needle = self.needles[phrase]
            if phrase in name and owner not in needle.owners and phrase not in own:
                yield error(
                    "GATE-001", Where(file.file), kind=needle.kind.value, client=", ".join(sorted(needle.owners))
                )

    def _expected(self, inner: str, owner: str, data: bytes) -> bool:
        if not owner:
            shared = inner in layout.ROOT_NAMES or layout.THANKS_PAGE.fullmatch(inner) is not None
            return shared or self.known.assets.get(inner) == data
        allowed = self.allowed.get(owner, frozenset())
        if (foreign := layout.LANGUAGE_FOLDER.fullmatch(inner)) and foreign[1] in self._languages(owner):
            return foreign[2] in allowed
        if layout.STATEMENT_FILE.fullmatch(inner):
            return True
        return inner in allowed or (inner.startswith(_OFFERED) and hashlib.sha256(data).hexdigest() in allowed)

    def _languages(self, owner: str) -> tuple[str, ...]:
        return page_languages(self.known.book, self.known.book.clients[owner])

    def _text(self, suffix: str, data: bytes, owner: str) -> str:
        if suffix == ".ics":
            return unfolded(data.decode("utf-8"))
        if suffix != ".pdf":
            return data.decode("utf-8")
        offered = self.offered_to.get(owner, []) + self.offered_to.get(EVERYONE, [])
        return self._kept("pdf-text-4", data, lambda held: pdf_text(held, offered), *offered)

    def _kept(self, name: str, data: bytes, read: Callable[[bytes], str], *more: str) -> str:
        """The text of a file, from the store when it was read before."""
        store = self.known.store
        if store is None:
            return read(data)
        key = key_of(name, data, *more)
        kept = store.get(key)
        if kept is None:
            kept = read(data).encode("utf-8", "replace")
            store.put(key, kept)
        return kept.decode("utf-8")

    def _everywhere(self, suffix: str, view: View, owner: str, where: Where) -> Iterator[Fault]:
        """What no file may hold, whoever it is for."""
        for key in keys(f"{view.text}\n{view.unmasked}", self.known.secrets):
            yield error("GATE-005", where, key=key)
        for path in machine_paths(view.text, self.known.paths):
            if not owner or words(path) not in self._typed(owner):
                yield error("GATE-006", where, path=path)
        if suffix in _MARKUP:
            if view.remarks():
                yield error("GATE-007", where)
            for request in foreign_requests(view.text, self.known.book.settings.portal.form):
                yield error("GATE-013", where, request=request)

    def _of_others(self, view: View, owner: str, where: Where) -> Iterator[Fault]:
        for phrase in self.phrases.near(view.all + view.hidden):
            needle = self.needles[phrase]
            if owner not in needle.owners and view.holds(phrase):
                yield from self._judged(needle, owner, where)
        for iban in ibans(view.all + view.hidden):
            if iban != self.seller_iban and not self._typed_together(iban, owner):
                yield error("GATE-009", where)

    def _amounts(self, view: View, owner: str, where: Where) -> Iterator[Fault]:
        """Sums that only another client's documents hold, unless this client's own documents give them too."""
        for amount in sorted(self.amounts.keys() & written(view.all)):
            other = self.amounts[amount]
            if other != owner and not self._own_amount(amount, owner):
                yield error("GATE-001", where, kind=Kind.AMOUNT.value, client=other)

    def _own_amount(self, amount: bytes, owner: str) -> bool:
        if owner and owner not in self.own_amounts:
            known = self.known
            follow = own_amounts(known.book, known.totals, owner, known.today)
            self.own_amounts[owner] = follow | written(self._typed(owner))
        return amount in self.own_amounts.get(owner, ())

    def _judged(self, needle: Needle, owner: str, where: Where) -> Iterator[Fault]:
        """An error; a warning when the seller typed the phrase for this client; nothing when it is its own identity."""
        other = ", ".join(sorted(needle.owners))
        if needle.kind is Kind.KEY:
            yield error("GATE-005", where, key="#k=…")
        elif not owner or not (needle.phrase in self._typed(owner) or self._at_a_seam(needle, owner)):
            yield error(_CODES.get(needle.kind, "GATE-001"), where, kind=needle.kind.value, client=other)
        elif needle.owners and needle.phrase in self._typed(owner) and not self._meant(needle.phrase, owner):
            yield warning("GATE-010", where, kind=needle.kind.value, client=other)

    def _at_a_seam(self, needle: Needle, owner: str) -> bool:
        return needle.kind is Kind.NAME and at_a_seam(self.known.book, owner, needle.phrase)

    def _meant(self, phrase: bytes, owner: str) -> bool:
        """Whether the client is called so itself, or the seller accepted the mention (`accept: [GATE-010]`)."""
        if owner not in self.meant:
            book = self.known.book
            self.meant[owner] = identity_words(book.clients[owner]) + accepted_words(book, owner, "GATE-010")
        return phrase in self.meant[owner]

    def _typed_together(self, iban: str, owner: str) -> bool:
        return bool(owner) and iban.lower().encode() in self._typed(owner).replace(b" ", b"")

    def _typed(self, owner: str) -> bytes:
        if owner not in self.own:
            self.own[owner] = own_words(self.known.book, owner)
        return self.own[owner]


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


def _waived(fault: Fault, accepted: Collection[str], *, meant: bool) -> bool:
    """Whether a warning was accepted, or a file that names others is one the seller wants to be read as it is."""
    return fault.code in accepted if fault.severity is Severity.WARNING else meant and fault.code == "GATE-015"


def _offered_faults(others: Iterable[Fault], where: Where) -> list[Fault]:
    """What an offered file holds of others: it can be taken away or be meant, unlike what the build made."""
    told = {
        (fault.named.get("kind", "IBAN"), fault.named.get("client", ""))
        for fault in others
        if fault.code not in {"GATE-005", "GATE-010"}
    }
    return [error("GATE-015", where, kind=kind, client=client or "?") for kind, client in sorted(told)]
