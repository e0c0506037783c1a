"""A portal document → its business terms (EN 16931), from which both XML syntaxes are written."""

from facturier.render.einvoice.gather import gather, has_einvoice, offers_xml
from facturier.render.einvoice.terms import EInvoice

__all__ = ["EInvoice", "gather", "has_einvoice", "offers_xml"]
