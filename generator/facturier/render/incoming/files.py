"""The bytes of a PDF or XML file → the e-invoice in it, or the fault that says why not. Nothing is trusted."""

from __future__ import annotations

from facturier.faults import Fault, Where, error
from facturier.model.incoming import Incoming
from facturier.render.incoming.limits import breaches
from facturier.render.incoming.pdf import xml_inside
from facturier.render.incoming.tables import NAMESPACES, table
from facturier.render.incoming.terms import extras, terms_of
from facturier.render.incoming.xml import read_xml

_LIMIT = 50 * 1024 * 1024  # bytes of a whole file
_LEADING = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # byte order marks and space before the first element
_KINDS = {
    f"{{{NAMESPACES['rsm']}}}CrossIndustryInvoice": "CII",
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": "UBL",
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": "UBL",
}


def read_einvoice(data: bytes, file: str) -> Incoming | Fault:
    """Return the e-invoice in a Factur-X or ZUGFeRD PDF or in a CII or UBL file.

    Faults: EIN-110 too large, EIN-111 another kind of file, EIN-112 a PDF without XML, EIN-113 encrypted, EIN-114
    broken XML, EIN-115 a document type declaration, EIN-116 a broken PDF.
    """
    where = Where(file)
    if len(data) > _LIMIT:
        return error("EIN-110", where, limit=f"{_LIMIT >> 20} MB")
    xml = xml_inside(data, where) if data[:1024].lstrip().startswith(b"%PDF") else data
    if isinstance(xml, Fault):
        return xml
    if xml is data and not data[:64].lstrip(_LEADING).startswith(b"<"):
        return error("EIN-111", where, what="neither PDF nor XML")
    root = read_xml(xml, where)
    if isinstance(root, Fault):
        return root
    syntax = _KINDS.get(str(root.tag))
    if syntax is None:
        return error("EIN-111", where, what=str(root.tag)[:120])
    read = table(syntax)
    terms, seen = terms_of(root, read)
    found = tuple(breaches(root, syntax))
    return Incoming(xml=xml, syntax=syntax, terms=terms, extra=extras(root, seen), breaches=found)
