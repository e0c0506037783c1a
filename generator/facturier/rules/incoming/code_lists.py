"""The text file beside this module → the code lists of EN 16931, each read once when it is first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def code_list(name: str) -> frozenset[str]:
    """The codes of a list: `currency`, `country`, `unit`…"""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name("codes.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith(" "):
            found[name] += line.split()
        elif not line.startswith("#"):
            name = line.rstrip(":")
            found[name] = []
    return {name: frozenset(codes) for name, codes in found.items()}
