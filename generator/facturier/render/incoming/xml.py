"""Bytes → the root of an XML document, without entities, document types, comments or the network."""

from __future__ import annotations

from lxml import etree

from facturier.faults import Fault, Where, error
from facturier.render.einvoice.xml import Node

_LIMIT = 32 * 1024 * 1024
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def read_xml(data: bytes, where: Where) -> Node | Fault:
    """Return the root; EIN-110 too large, EIN-114 not well-formed, EIN-115 with a document type declaration."""
    if len(data) > _LIMIT:
        return error("EIN-110", where, limit=f"{_LIMIT >> 20} MB")
    if any("<!DOCTYPE".encode(encoding) in data for encoding in _ENCODINGS):
        return error("EIN-115", where)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        return error(
            "EIN-114",
            where,
            problem=str(problem).removesuffix(f" (<string>, line {getattr(problem, 'lineno', 0)})")[:200],
        )
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        return error("EIN-115", where)
    return root
