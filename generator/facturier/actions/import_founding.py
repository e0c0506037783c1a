"""A folder without facturier.yaml and the e-invoices of one firm → the facturier.yaml of that firm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from facturier.actions.validate import read_file
from facturier.compute.imported_seller import Keys, seller_keys
from facturier.faults import Fault, Where, info, warning
from facturier.model.incoming import Incoming
from facturier.read import load_book
from facturier.read.files import CONFIG
from facturier.read.writing import Value, mapping_text

_ATTEMPTS = 12  # as many keys as could be refused one after the other


def founding(root: Path, sources: Sequence[Path]) -> tuple[dict[str, bytes], tuple[Fault, ...]]:
    """Return facturier.yaml as the first e-invoice's seller fills it, nothing when there is one already.

    EIN-153 says that it is new, EIN-154 which keys were left out because the book would not read them.
    """
    if (root / CONFIG).exists():
        return {}, ()
    read = next((found for source in sources if isinstance(found := read_file(source), Incoming)), None)
    if read is None or not read.terms.one("BG-4").text("BT-27"):
        return {}, ()
    keys, left_out = _readable(root, seller_keys(read.terms))
    told: list[Fault] = [info("EIN-153", Where(CONFIG), seller=read.terms.one("BG-4").text("BT-27")[:80])]
    told += [warning("EIN-154", Where(CONFIG), key=key, value=value[:60]) for key, value in left_out]
    return {CONFIG: _text(keys)}, tuple(told)


def _readable(root: Path, keys: Keys) -> tuple[Keys, list[tuple[str, str]]]:
    """The keys without those that reading refuses, and these with their values."""
    left_out: list[tuple[str, str]] = []
    for _ in range(_ATTEMPTS):
        _, faults = load_book(root, planned={CONFIG: _text(keys)})
        paths = [fault.where.path for fault in faults if fault.where.file == CONFIG and len(fault.where.path) > 1]
        if not paths:
            break
        left_out.append(_dropped(keys, tuple(str(part) for part in paths[0])))
    return keys, left_out


def _dropped(keys: Keys, path: tuple[str, ...]) -> tuple[str, str]:
    """Take the value at a path away: its name and text."""
    inner = cast("Keys", keys[path[0]])
    if len(path) > 2 and path[1] != "bank" and isinstance(inner.get(path[1]), dict):
        inner = cast("Keys", inner[path[1]])
        return ".".join(path[:3]), str(inner.pop(path[2], ""))
    value = inner.pop(path[1], "")
    return ".".join(path[:2]), " ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


def _text(keys: Keys) -> bytes:
    groups = cast("dict[str, dict[str, Value]]", keys)
    return "".join(f"{name}:\n{mapping_text(inside, indent='  ')}" for name, inside in groups.items()).encode()
