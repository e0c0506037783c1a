"""Turns the book into the phrases that must not be found in another client's portal, each with who may show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TypeVar

from facturier.model.book import Book
from facturier.model.party import Client
from facturier.publish.scan import words

T = TypeVar("T")
SEAM = b"|"  # between two texts: `words` has none
_LEGAL_FORMS = frozenset(
    b"sa sas sasu sarl eurl ei eirl sci snc scop gmbh ag kg ug mbh inc llc ltd plc corp bv nv srl spa sl".split()
)
_DATE = re.compile(rb" \d{4} \d\d( \d\d)? ")
_LONG_WORD = 9  # letters of several words written as one
_LONGEST_TEXT = 400  # of a note or a draft's text, enough to tell it from others


class Kind(StrEnum):
    """What a phrase is."""

    NAME = "name"
    ID = "id"
    NUMBER = "number"
    MAIL = "mail"
    PHONE = "phone"
    IDENTIFIER = "identifier"
    TOKEN = "token"  # noqa: S105 - the kind, not a value
    KEY = "key"
    AMOUNT = "amount"
    DRAFT = "draft"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Needle:
    """A phrase, what it is, and the clients in whose portals it belongs (none for drafts and private notes)."""

    kind: Kind
    phrase: bytes
    owners: frozenset[str]


def needles(book: Book, tokens: Mapping[str, str], common: bytes, keys: Iterable[str] = ()) -> dict[bytes, Needle]:
    """Return the needles by phrase. `common` holds the words of every page: a phrase in it tells nobody apart.

    `keys` are those of links, and passcodes: they belong nowhere.
    """
    found: dict[bytes, tuple[Kind, set[str]]] = {}
    for kind, phrase, owner in (*_all(book, tokens), *((Kind.KEY, words(key), "") for key in keys)):
        if phrase in common or not _distinctive(kind, phrase):
            continue
        found.setdefault(phrase, (kind, set()))[1].update({owner} - {""})
    return {phrase: Needle(kind, phrase, frozenset(owners)) for phrase, (kind, owners) in sorted(found.items())}


def own_words(book: Book, client_id: str) -> bytes:
    """Return the words of everything the seller typed for one client: its record, documents, public history, pages."""
    return words(" \n ".join(_own_texts(book, client_id)))


def at_a_seam(book: Book, client_id: str, phrase: bytes) -> bool:
    """Whether the end of one text typed for a client and the beginning of another, a heading and a line, make it."""
    texts = SEAM.join(words(text) for text in _own_texts(book, client_id))
    parts = phrase.split()
    cuts = ((b" ".join(parts[:at]), b" ".join(parts[at:])) for at in range(1, len(parts)))
    return any(b" %b %b" % (left, SEAM) in texts and b"%b %b " % (SEAM, right) in texts for left, right in cuts)


def _own_texts(book: Book, client_id: str) -> list[str]:
    texts = list(texts_in(book.clients[client_id]))
    for number, document in book.documents.items():
        if document.client.id == client_id:
            texts += texts_in(document)
            history = book.histories.get(number)
            texts += texts_in([event for event in history.events if not event.private] if history else [])
    texts += [page.text for page in book.pages if page.client in {client_id, "everyone"}]
    return texts + [file.file for file in book.files if file.client in {client_id, "everyone"}]


def accepted_words(book: Book, client_id: str, code: str) -> bytes:
    """Return the words of what speaks for itself with `accept: [CODE]`: all of a client's, or single documents."""
    if code in book.accepts.get(book.clients[client_id].file, ()):
        return own_words(book, client_id)
    texts: list[str] = []
    for number, document in book.documents.items():
        if document.client.id == client_id and code in document.accepts:
            texts += texts_in(document)
            texts += texts_in(book.histories[number]) if number in book.histories else ()
    return words(" \n ".join(texts))


def identity_words(client: Client) -> bytes:
    """Return the words of a client's own record."""
    return words(" \n ".join(texts_in(client)))


def texts_in(value: object) -> Iterator[str]:
    """Yield every text below a value of the model."""
    return values_in(value, str)


def values_in(value: object, wanted: type[T]) -> Iterator[T]:
    """Yield everything of a type below a value of the model."""
    if isinstance(value, wanted):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from values_in(getattr(value, part.name), wanted)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from values_in(item, wanted)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from values_in(item, wanted)


def _all(book: Book, tokens: Mapping[str, str]) -> Iterator[tuple[Kind, bytes, str]]:
    for client in book.clients.values():
        for kind, text in _of_client(client):
            for spelling in _spellings(kind, text):
                yield kind, spelling, client.id
    for client_id, token in tokens.items():
        yield Kind.TOKEN, words(token), client_id
    for number, document in book.documents.items():
        for spelling in (words(number), *_in_one(words(number))):
            yield Kind.NUMBER, spelling, document.client.id
    for document in book.drafts.values():
        for text in _draft_texts(document.key, document.subject, *(line.item for line in document.lines)):
            yield Kind.DRAFT, words(text[:_LONGEST_TEXT]), ""
    for text in _private_texts(book):
        yield Kind.PRIVATE, words(text[:_LONGEST_TEXT]), ""


def _of_client(client: Client) -> Iterator[tuple[Kind, str]]:
    yield Kind.ID, client.id
    yield from ((Kind.NAME, name) for name in (client.name, client.trade_name) if name)
    identifiers = (client.siren, client.siret, client.vat_number, client.e_invoice.address)
    yield from ((Kind.IDENTIFIER, number) for number in identifiers if number)
    for contact in client.contacts:
        yield from ((Kind.MAIL, contact.email),) if contact.email else ()
        yield from ((Kind.PHONE, contact.phone),) if contact.phone else ()


def _spellings(kind: Kind, text: str) -> Iterator[bytes]:
    phrase = words(text)
    yield phrase
    if kind is Kind.NAME:
        yield from _in_one(phrase)
        parts = phrase.split()
        while len(parts) > 1 and parts[-1] in _LEGAL_FORMS:
            parts.pop()
            yield b" " + b" ".join(parts) + b" "
    if kind in {Kind.IDENTIFIER, Kind.PHONE}:
        compact = re.sub(r"[^A-Za-z0-9]", "", text)
        digits = compact.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield words(compact)
        yield words(" ".join(digits[at : at + 3] for at in range(0, len(digits), 3)))
        yield words(" ".join(digits[at : at + 2] for at in range(0, len(digits), 2)))
        yield words(f"{compact[:4]} {compact[4:7]} {compact[7:10]} {compact[10:]}")


def _in_one(phrase: bytes) -> Iterator[bytes]:
    """The phrase as one word: `SolveigAubry.pdf`, `F20260042`."""
    parts = phrase.split()
    if len(parts) > 1 and len(joined := b"".join(parts)) >= _LONG_WORD and not joined.isdigit():
        yield b" " + joined + b" "


def _draft_texts(key: str, *texts: str) -> Iterator[str]:
    yield key.rpartition("/")[2]
    yield from texts


def _private_texts(book: Book) -> Iterator[str]:
    for history in book.histories.values():
        for event in history.events:
            if event.private:
                yield from (event.note, event.reason, event.subject, event.with_whom, event.ref)


def _distinctive(kind: Kind, phrase: bytes) -> bool:
    """Whether a phrase is long and particular enough that finding it elsewhere is no accident."""
    letters, parts = len(phrase.strip().replace(b" ", b"")), phrase.split()
    match kind:
        case Kind.NAME:
            return letters >= 5
        case Kind.ID:
            return letters >= 6
        case Kind.NUMBER:
            return letters >= 5 and not _DATE.fullmatch(phrase) and (letters >= 7 or not phrase.strip().isdigit())
        case Kind.DRAFT | Kind.PRIVATE:
            return (len(parts) >= 3 and letters >= 12) or letters >= 20
        case _:
            return letters >= 8


def common_words(texts: Iterable[str]) -> bytes:
    """Return the words that stand on every page: those of the seller, the theme and the law."""
    return words(" \n ".join(texts))
