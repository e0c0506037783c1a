"""Turns a portal into the JSON index that programs read; docs/portal-index.md is its contract."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from facturier.model.money import minor_units
from facturier.model.portal import Balance, PayLink, Portal, PortalDocument
from facturier.model.state import InstalmentState
from facturier.model.statement import Statement, StatementLine
from facturier.render.html.links import folder_of, safe_pay_url

FORMAT = "facturier-portal/1"


def index(portal: Portal) -> bytes:
    """The index: amounts are strings with the decimals of their currency, dates ISO 8601, addresses relative to it."""
    data = {
        "format": FORMAT,
        "as_of": portal.as_of.isoformat(),
        "languages": list(portal.languages or (portal.language,)),
        "seller": {"name": portal.seller.name, "siren": portal.seller.siren, "vat_number": portal.seller.vat_number},
        "client": {"name": portal.client.name},
        "balances": [_balance(balance) for balance in portal.balances],
        "documents": [_document(item) for item in portal.documents if not item.document.is_draft],
        "statements": [_statement(statement) for statement in portal.statements],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _balance(balance: Balance) -> dict[str, Any]:
    currency = balance.currency
    return {
        "currency": currency,
        "open": _money(balance.open, currency),
        "overdue": _money(balance.overdue, currency),
        "credit": _money(balance.credit, currency),
        "next_due": _day(balance.next_due),
        "next_amount": _money(balance.next_amount, currency),
    }


def _document(item: PortalDocument) -> dict[str, Any]:
    document, state, folder = item.document, item.state, folder_of(item.document)
    currency = document.currency
    asked = item.payment.amount if item.payment else state.payable_amount
    links = item.payment.links if item.payment and state.payable else ()
    return {
        "number": document.number,
        "type": document.type.value,
        "date": document.date.isoformat(),
        "subject": document.subject.strip(),
        "currency": currency,
        "due": _money(item.totals.due, currency),
        "open": _money(state.open, currency),
        "status": state.headline.value,
        "badges": [badge.value for badge in state.badges],
        "due_date": _day(state.due_date),
        "valid_until": _day(state.valid_until),
        "instalments": [_instalment(part, currency) for part in state.instalments],
        "payable": _money(asked, currency) if state.payable else None,
        "reference": item.payment.reference if item.payment and state.payable else "",
        "pay": [_link(link, currency) for link in links if safe_pay_url(link)],
        "page": f"{folder}/",
        "pdf": f"{folder}/{folder}.pdf",
    }


def _instalment(part: InstalmentState, currency: str) -> dict[str, Any]:
    return {
        "part": part.part,
        "due_date": part.due_date.isoformat(),
        "amount": _money(part.amount, currency),
        "open": _money(part.open, currency),
        "status": part.status.value,
    }


def _link(link: PayLink, currency: str) -> dict[str, Any]:
    return {"label": link.label, "url": link.url, "amount": _money(link.amount, currency)}


def _statement(statement: Statement) -> dict[str, Any]:
    currency = statement.currency
    return {
        "currency": currency,
        "opening": _money(statement.opening, currency),
        "lines": [_line(line, currency) for line in statement.lines],
        "closing": _money(statement.closing, currency),
    }


def _line(line: StatementLine, currency: str) -> dict[str, Any]:
    return {
        "date": line.date.isoformat(),
        "kind": line.kind,
        "number": line.number,
        "about": line.about,
        "due_date": _day(line.due_date),
        "by": line.by,
        "reference": line.ref,
        "amount": _money(line.amount, currency),
        "balance": _money(line.balance, currency),
    }


def _money(value: Decimal, currency: str) -> str:
    return f"{value:.{minor_units(currency)}f}"


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
