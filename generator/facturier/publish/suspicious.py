"""Finds what no file may hold, whoever it is for: keys, paths of this machine, foreign requests; and IBANs."""

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
_HOME = re.compile(r"(?<![\w./:-])(?:/(?:home|Users|root|var|tmp|private)/[\w.-]+/[\w./-]+|[A-Z]:\\Users\\\w+)")
_HOMES = ("/home/", "/Users/", "/root/", "/var/", "/tmp/", "/private/", ":\\Users\\")  # noqa: S108 - looked for, not used
_FOREIGN = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*\s"""
    r"""(?:src|href|srcset|data|poster)\s*=\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE,
)
_CSS_FOREIGN = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*(?:https?:)?//""", re.IGNORECASE)
_STYLED = re.compile(
    r"""\s(?:style|fill|stroke|filter|mask|cursor|clip-path|marker(?:-\w+)?)\s*=\s*(?:"[^"]*|'[^']*|[^\s"'>]*)$"""
)
_IBAN = re.compile(rb" (?=([a-z]{2}\d\d[a-z0-9]{0,30}(?: [a-z0-9]{1,30}){0,9}) )")


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


def foreign_requests(markup: str) -> Iterator[str]:
    """Yield the beginning of each element that would make a browser ask another host."""
    if "//" not in markup:
        return
    if hit := _FOREIGN.search(markup):
        yield hit.group()[:60]
    lower = markup.lower()
    if "url(" in lower or "@import" in lower:
        yield from (hit.group()[:60] for hit in _CSS_FOREIGN.finditer(lower) if _is_style(lower[: hit.start()]))


def _is_style(before: str) -> bool:
    """Whether what follows is inside a style sheet or an attribute that a browser reads as one, and not just a text."""
    tag, end = before.rfind("<"), before.rfind(">")
    return bool(_STYLED.search(before, tag)) if tag > end else before.rfind("<style") > before.rfind("</style")


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


@lru_cache(maxsize=1024)
def _is_iban(text: str) -> bool:
    """The seller's own stands on every page: it is judged once."""
    return _check_digits_right(text) and iban_is_valid(text)


def _check_digits_right(iban: str) -> bool:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
