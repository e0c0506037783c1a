"""Small helpers that write UN/CEFACT elements: names by prefix, dates, amounts, nothing empty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from lxml import etree

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
# What XML 1.0 cannot hold; reading refuses it, and here it would stop everything.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])

Node = etree._Element  # noqa: SLF001 (lxml publishes no other name for it)


@cache
def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def root() -> Node:
    """The document element with all prefixes declared."""
    return etree.Element(_name("rsm:CrossIndustryInvoice"), nsmap=NAMESPACES)


def add(parent: Node, name: str, text: str = "", **attributes: str) -> Node:
    """Append an element, with text when there is any."""
    node = etree.SubElement(parent, _name(name), attributes)
    if text:
        node.text = text.translate(_FORBIDDEN)
    return node


def put(parent: Node, name: str, text: str, **attributes: str) -> None:
    """Append an element unless its text is empty: EN 16931 knows no empty elements (BR-65 and others)."""
    if text:
        add(parent, name, text, **attributes)


def put_date(parent: Node, name: str, day: date | None, *, kind: str = "udt") -> None:
    """Append a date in format 102 (YYYYMMDD)."""
    if day is not None:
        add(add(parent, name), f"{kind}:DateTimeString", f"{day:%Y%m%d}", format="102")


def number(value: Decimal) -> str:
    """A quantity, price or rate: no exponent, no needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal) -> str:
    """An amount as computed, with the decimals of its currency."""
    return f"{value:f}"
