"""Small helpers that write CII and UBL elements: names by prefix, dates, amounts, nothing empty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from lxml import etree

CII = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:Common{}Components-2"
UBL = {"cac": _COMPONENTS.format("Aggregate"), "cbc": _COMPONENTS.format("Basic")}
_NAMESPACES = {**CII, **UBL}
# What XML 1.0 cannot hold; reading refuses it, and here it would stop everything.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])

Node = etree._Element  # noqa: SLF001 (lxml publishes no other name for it)


@cache
def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def cii_root() -> Node:
    """A CII document element with all prefixes declared."""
    return etree.Element(_name("rsm:CrossIndustryInvoice"), nsmap=CII)


def ubl_root(kind: str) -> Node:
    """A UBL document element: `Invoice` or `CreditNote`."""
    space = f"urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
    return etree.Element(f"{{{space}}}{kind}", nsmap={None: space, **UBL})  # type: ignore[dict-item]


def written(document: Node) -> bytes:
    """The document as bytes."""
    return etree.tostring(document, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def add(parent: Node, name: str, text: str = "", **attributes: str) -> Node:
    """Append an element, with text when there is any."""
    node = etree.SubElement(parent, _name(name), attributes)
    if text:
        node.text = text if text.isprintable() else text.translate(_FORBIDDEN)  # what is forbidden is not printable
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
