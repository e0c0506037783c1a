"""Counts the epoch of a client's file up, and leaves every other byte as its author typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from facturier.read.tree import Tree, read_tree

_NUMBER = re.compile(r"(\bepoch\s*:\s*)(\d+)")
_FLOW = re.compile(r"(?m)^(portal\s*:\s*\{)(\s*\}?)")
_BLOCK = re.compile(r"(?m)^portal\s*:[ \t]*(?:#.*)?\r?\n([ \t]+)(?=\S)")


def with_epoch(text: bytes, epoch: int, *, file: str) -> bytes | None:
    """Return the text of a client's file with `portal.epoch` set; None when it is written in a way we cannot follow."""
    before = read_tree(text, file)
    if not isinstance(before, dict):
        return None
    portal = before.get("portal", {})
    wanted: Tree = before | {"portal": (portal if isinstance(portal, dict) else {}) | {"epoch": str(epoch)}}
    tries = (candidate.encode() for candidate in _candidates(text.decode(), epoch))
    return next((candidate for candidate in tries if read_tree(candidate, file) == wanted), None)


def _candidates(text: str, epoch: int) -> Iterator[str]:
    """Every way to write it; reading each again tells the one that says just this."""
    for found in _NUMBER.finditer(text):
        yield text[: found.start(2)] + str(epoch) + text[found.end(2) :]
    for found in _FLOW.finditer(text):
        rest = found[2] if "}" in found[2] else f", {found[2].lstrip(' ')}"
        yield f"{text[: found.end(1)]}epoch: {epoch}{rest}{text[found.end() :]}"
    end = "\r\n" if "\r\n" in text else "\n"
    for found in _BLOCK.finditer(text):
        yield f"{text[: found.end()]}epoch: {epoch}{end}{found[1]}{text[found.end() :]}"
    yield f"{text}{'' if not text or text.endswith(end) else end}portal: {{epoch: {epoch}}}{end}"
