"""Turns a text into what is written in it otherwise: in base64, hex, percent signs, escapes of JSON, CSS, RTF and mail.

Nothing of ours writes names like that; a theme, a plug-in or a program that made an offered file may. What does not
become readable text is dropped, so that digests and tokens say nothing.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

_ROUNDS = 2  # base64 of a percent-encoded text, and the other way round
_AROUND = 80  # characters on both sides of another spelling
_LEAST = 12  # characters of base64
_SHORT = 100  # characters of base64 that may be words of a page
_MOST = 4_000_000  # characters that are looked at
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*")
_SEAMS = re.compile(r"[/_+\r\n-]+")
_BASE32 = re.compile(r"[A-Z2-7]{16,}")
_HEX = re.compile(r"[0-9A-Fa-f]{16,}")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_QUOTED = re.compile(r"=(?:\r?\n|[0-9A-F]{2})")
_ESCAPE = re.compile(
    r"\\u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]{1,6})\}|\\x([0-9A-Fa-f]{2})|\\'([0-9A-Fa-f]{2})|\\([0-9A-Fa-f]{1,6}) ?"
)
_REFERENCE = re.compile(r"&amp;#?\w+;")  # escaped once more than a page is
_DIGITS = re.compile(r"\d{9,}")
_LETTER = re.compile(r"[A-Za-z]")


def unmasked(text: str) -> str:
    """Return what a text says in other spellings, empty when it says nothing more."""
    found: dict[str, None] = {}
    new = [text[:_MOST]]
    for _ in range(_ROUNDS):
        new = [plain for held in new for plain in _once(held) if plain not in found]
        found |= dict.fromkeys(new)
    return "\n".join(found)


def _once(text: str) -> Iterator[str]:
    yield from (unquote(part, errors="replace") for part in _near(_PERCENT, text))
    yield from (_ESCAPE.sub(_character, part) for part in _near(_ESCAPE, text) if "\\" in part)
    yield from (_without_quotes(part) for part in _near(_QUOTED, text))
    yield from (html.unescape(html.unescape(part)) for part in _near(_REFERENCE, text))
    pieces = [*_packed(text), *_glued(text)]
    if pieces:
        yield "\n".join(pieces)


def _near(mask: re.Pattern[str], text: str) -> Iterator[str]:
    """The places where a spelling occurs, each with what stands around it."""
    start = end = 0
    for hit in mask.finditer(text):
        if hit.start() - _AROUND > end:
            if end:
                yield text[start:end]
            start = max(hit.start() - _AROUND, 0)
        end = hit.end() + _AROUND
    if end:
        yield text[start:end]


def _character(hit: re.Match[str]) -> str:
    code = int(next(group for group in hit.groups() if group), 16)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " "


def _without_quotes(text: str) -> str:
    """Quoted-printable (RFC 2045, 6.7)."""
    return binascii.a2b_qp(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _glued(text: str) -> Iterator[str]:
    """Numbers with letters glued to them: `SIREN999000037`. What begins a search is a literal: that is quick."""
    for hit in _DIGITS.finditer(text):
        start, end = hit.span()
        if end - start <= 14 and (_LETTER.match(text, end) or (start and _LETTER.match(text, start - 1))):
            yield hit.group()


def _packed(text: str) -> Iterator[str]:
    for run in _HEX.findall(text):
        yield from _readable(bytes.fromhex(run)) if len(run) % 2 == 0 else ()
    for hit in _BASE32.finditer(text):
        beside = text[max(hit.start() - 1, 0) : hit.start()] + text[hit.end() : hit.end() + 1]
        yield from _readable(_base32(hit.group())) if not any(map(_in_a_word, beside)) else ()
    for run in _BASE64.findall(text):
        if _mixed(run):
            yield from _known_run(run) if len(run) <= _SHORT else _in_base64(run)


def _in_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=4096)
def _known_run(run: str) -> tuple[str, ...]:
    """The same names of elements and classes stand in all files."""
    return _in_base64(run)


def _in_base64(run: str) -> tuple[str, ...]:
    whole = tuple(_readable(_base64("".join(run.split()))))
    parts = (part for part in _SEAMS.split(run) if len(part) >= _LEAST and part != run and _mixed(part))
    return whole or tuple(plain for part in parts for plain in _readable(_base64(part)))


def _mixed(run: str) -> bool:
    """Whether large and small letters stand in it, as in base64 of any text; most words of a page have not."""
    return not run.islower() and not run.isupper()


def _base64(text: str) -> bytes:
    plain = text.translate({ord("-"): "+", ord("_"): "/"})
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def _base32(text: str) -> bytes:
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return b""


def _readable(data: bytes) -> Iterator[str]:
    """The text, if it is one: every character can be printed."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        data = data.decode("utf-16", "replace").encode()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be") if b"\0" in data else ("utf-8",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(text) >= 6 and all(character.isprintable() or character in "\r\n\t" for character in text):
            yield text
            return
