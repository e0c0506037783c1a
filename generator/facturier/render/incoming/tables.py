"""The text tables beside this module → the places of all business terms in a syntax, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from facturier.render.einvoice.xml import CII, UBL

NAMESPACES = {**CII, **UBL}  # of the paths
IGNORED = "-"
_BOOLEAN = re.compile(r"([\w:/]+)='(true|false)'")
_SHORT = {
    "agreement": "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement",
    "delivery": "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery",
    "settlement": "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement",
    "vat": "cac:TaxScheme[translate(normalize-space(cbc:ID), 'vat', 'VAT')='VAT']",
    "tax": "translate(normalize-space(ram:TypeCode), 'vat', 'VAT')='VAT'",
    "sepa": "translate(@schemeID, 'sepa', 'SEPA')='SEPA'",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term or group stands, seen from its group; a group holds places of its own."""

    name: str  # BT-1, BG-25, or IGNORED
    path: etree.XPath
    inside: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule of a syntax: in each element of `context` at most `most` elements of `path` may stand."""

    rule: str
    most: int
    context: etree.XPath
    path: etree.XPath


@cache
def limits(syntax: str) -> tuple[Limit, ...]:
    """Return the limits of a syntax, `CII` or `UBL`, or those of `PEPPOL` in UBL."""
    return tuple(_limit(row) for row in _rows(f"{syntax.lower()}_limits.txt"))


def _limit(row: str) -> Limit:
    rule, most, places = row.split(" ", 2)
    context, _, path = places.rpartition(" ! ")
    return Limit(rule, int(most), _compiled(context or "/*"), _compiled(path))


@cache
def table(syntax: str) -> tuple[Place, ...]:
    """Return the places of a syntax: `CII` or `UBL`."""
    return tuple(_places(_rows(f"{syntax.lower()}.txt"), 0))


def _rows(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _places(rows: list[str], depth: int) -> Iterator[Place]:
    """The places at a depth; a row is followed by those that are deeper."""
    while rows and _depth(rows[0]) == depth:
        name, _, path = rows.pop(0).strip().partition(" ")
        yield Place(name, _compiled(path), tuple(_places(rows, depth + 2)))


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _compiled(path: str) -> etree.XPath:
    for name, long in _SHORT.items():
        path = path.replace(f"${name}", long)
    return etree.XPath(_BOOLEAN.sub(_true_or_false, path), namespaces=NAMESPACES)


def _true_or_false(found: re.Match[str]) -> str:
    """A comparison with `true` or `false`, which XML also writes as 1 and 0, with any space around."""
    digit = "1" if found[2] == "true" else "0"
    return f"(normalize-space({found[1]})='{found[2]}' or normalize-space({found[1]})='{digit}')"
