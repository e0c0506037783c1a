"""Exports of other programs (CSV with a column map, Stripe, Invoice Ninja) → their invoices as business terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from facturier.compute.sale_terms import as_issued, terms_of_sale
from facturier.connect.exports.problems import ExportError
from facturier.faults import Fault, Where, error
from facturier.model.incoming import Incoming, Value
from facturier.model.sale import Sale

LIMIT = 10 * 1024 * 1024


def is_export(data: bytes) -> bool:
    """Whether a file is neither XML nor PDF, so that it can only be a table or JSON."""
    head = data[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return bool(head) and not head.startswith((b"<", b"%PDF"))


def read_export(data: bytes, file: str, columns: Mapping[str, str], currency: str) -> list[Incoming] | Fault:
    """Return the invoices of an export. EIN-110, EIN-111, EIN-150, EIN-151: then none of them is returned."""
    if len(data) > LIMIT:
        return error("EIN-110", Where(file), limit=f"{LIMIT >> 20} MB")
    try:
        sales = _sales(data, columns, currency)
    except ExportError as problem:
        return problem.fault(file)
    if not sales:
        return error("EIN-111", Where(file), what="no invoices")
    return [_incoming(sale, data) for sale in sales]


def _sales(data: bytes, columns: Mapping[str, str], currency: str) -> list[Sale]:
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _json(data, currency)
    from facturier.connect.exports.columns import read_table
    from facturier.connect.exports.table import read_rows

    header, rows = read_rows(data)
    return read_table(header, rows, columns, currency)


def _json(data: bytes, currency: str) -> list[Sale]:
    from facturier.connect.exports.ninja_json import read_ninja
    from facturier.connect.exports.stripe_json import read_stripe

    try:
        found: Any = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        raise ExportError("EIN-111", what=f"no JSON: {str(problem)[:80]}") from None
    clients = found.get("clients") if isinstance(found, dict) else None
    listed = found.get("invoices", found.get("data", [found])) if isinstance(found, dict) else found
    invoices = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if invoices and all(one.get("object") == "invoice" for one in invoices):
        return read_stripe(invoices)
    if invoices and all("line_items" in one for one in invoices):
        known = [one for one in clients if isinstance(one, dict)] if isinstance(clients, list) else []
        return read_ninja(invoices, known, currency)
    raise ExportError("EIN-111", what="JSON of neither Stripe nor Invoice Ninja")


def _incoming(sale: Sale, data: bytes) -> Incoming:
    unheld = tuple(Value(text=name, scheme=text, line=sale.place) for name, text in sale.unheld)
    return Incoming(xml=data, syntax="", terms=terms_of_sale(as_issued(sale)), extra=unheld)
