"""Finds what no file may hold, whoever it is for: keys and paths of this machine; and IBANs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from facturier.compute.identifiers import iban_is_valid

# A literal that is searched for first, and the pattern that decides.
_KEYS = (
    ("-----BEGIN", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY")),
    ("sk_", re.compile(r"\b[sr]k_(?:live|test)_[0-9A-Za-z]{10,}")),
    ("rk_", re.compile(r"\b[sr]k_(?:live|test)_[0-9A-Za-z]{10,}")),
    ("whsec_", re.compile(r"\bwhsec_[0-9A-Za-z+/=]{16,}")),
    ("AKIA", re.compile(r"\bAKIA[0-9A-Z]{16}\b")),
    *((f"gh{kind}_", re.compile(rf"\bgh{kind}_[0-9A-Za-z]{{30,}}")) for kind in "pousr"),
    ("github_pat_", re.compile(r"\bgithub_pat_\w{20,}")),
    ("glpat-", re.compile(r"\bglpat-[\w-]{20,}")),
    ("xox", re.compile(r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}")),
    ("eyJ", re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}")),
    ("FACTURIER_SECRET", re.compile(r"FACTURIER_SECRET")),
    ("AccountKey=", re.compile(r"AccountKey=[0-9A-Za-z+/=]{20,}")),
)
_ROOTS = ("home", "Users", "root", "var", "tmp", "private", "srv", "opt", "mnt", "builds")
_HOME = re.compile(rf"(?<![\w./:-])(?:/(?:{'|'.join(_ROOTS)})/[\w.-]+/[\w./-]+|[A-Z]:\\Users\\\w+)")
_HOMES = (*(f"/{name}/" for name in _ROOTS), ":\\Users\\")
_IBAN = re.compile(rb" (?=([a-z]{2}\d\d[a-z0-9]{0,30}(?: [a-z0-9]{1,30}){0,9}) )")
_IN_A_WORD = re.compile(rb"(?=([a-z]{2}\d\d[a-z0-9]{11,30}))")
_LONG_WORD = re.compile(rb" (?=[a-z0-9]*[g-z])([a-z0-9]{16,64})(?= )")  # a digest in hex is none


def keys(text: str, own_secrets: tuple[str, ...]) -> Iterator[str]:
    """Yield the beginning of each key found: of known services, of the private kind, or of this very business."""
    for secret in own_secrets:
        if secret in text:
            yield f"{secret[:3]}…"
    for literal, pattern in _KEYS:
        if literal in text and (hit := pattern.search(text)):
            yield f"{hit.group()[:8]}…"


def machine_paths(text: str, own_paths: tuple[str, ...]) -> Iterator[str]:
    """Yield each place of this machine that a text names."""
    yield from (path for path in own_paths if path in text)
    if "file:///" in text:
        yield "file:///"
    if any(home in text for home in _HOMES) and (hit := _HOME.search(text)):
        yield hit.group()


def ibans(view: bytes) -> Iterator[str]:
    """Yield every IBAN among the words of a text, whole or in any groups: of a country that has them, in its own shape.

    Check digits alone are right in one of 97 fingerprints that begin with two letters and two digits (ISO 13616).
    """
    for hit in _IBAN.finditer(view):
        groups = hit.group(1).split()
        for count in range(len(groups), 0, -1):
            compact = b"".join(groups[:count]).decode().upper()
            if 15 <= len(compact) <= 34 and _is_iban(compact):
                yield compact
                break
    for word in _LONG_WORD.findall(view):
        yield from () if _is_iban(word.decode().upper()) else _in_a_word(word)


def _in_a_word(word: bytes) -> Iterator[str]:
    """Every IBAN with letters glued to it."""
    for hit in _IN_A_WORD.finditer(word):
        held = hit[1].decode().upper()
        yield from (held[:length] for length in range(15, len(held) + 1) if _is_iban(held[:length]))


@lru_cache(maxsize=1024)
def _is_iban(text: str) -> bool:
    """The seller's own stands on every page: it is judged once."""
    return _check_digits_right(text) and iban_is_valid(text)


def _check_digits_right(iban: str) -> bool:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
