"""Turns an MT940 statement (SWIFT) into bank lines."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from facturier.connect.bank.problems import one_line, refuse
from facturier.connect.spellings import decoded
from facturier.model.bank import BankLine, StatementFormat, StatementSettings

if TYPE_CHECKING:
    from mt940.models import Transaction, Transactions

_TEXTS = (
    "purpose",
    "additional_purpose",
    "transaction_details",
    "end_to_end_reference",
    "applicant_name",
    "deviate_applicant",
    "extra_details",
    "customer_reference",
)


def read_mt940(data: bytes, settings: StatementSettings) -> list[BankLine]:  # noqa: ARG001 (one signature for all formats)
    """Return every movement. BNK-003: not MT940 after all; BNK-005: the balances do not agree with the movements."""
    import mt940

    _hush()
    try:
        text = _decoded(data)
        statements = mt940.parse_statements(text, options=mt940.Options.all())
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError, ArithmeticError):
        raise refuse("BNK-003", format=StatementFormat.MT940, problem=_suspect(data)) from None
    lines = [line for statement in statements for line in _lines(statement)]
    if len(lines) != text.count("\n:61:"):
        raise refuse("BNK-003", format=StatementFormat.MT940, problem=":61:")
    return lines


def _suspect(data: bytes) -> str:
    """The first line of a movement or balance that does not begin as it must, else the mark of a movement."""
    rows = re.findall(r"^:6[0-9][A-Z]?:.*", decoded(data), re.MULTILINE)
    return next((row.strip()[:40] for row in rows if not re.match(r":6[0-9][A-Z]?:[CD]?\d{6}", row)), ":61:")


def _hush() -> None:
    """What the library says of a line it cannot read is told as a fault, not also beside it."""
    library = logging.getLogger("mt940")
    if not library.handlers:
        library.addHandler(logging.NullHandler())


def _decoded(data: bytes) -> str:
    """The text with plain line ends, without the SWIFT envelope; banks write UTF-8 or Latin-1."""
    rows = [row.rstrip() for row in decoded(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = (row.removeprefix("{4:") for row in rows if not row.startswith(("{1:", "-}")) and row != "-")
    return "\n".join(row for row in kept if row) + "\n"


def _lines(statement: Transactions) -> Iterator[BankLine]:
    account = str(statement.data.get("account_identification") or "")
    total = Decimal(0)
    for place, transaction in enumerate(statement, start=1):
        line = _line(transaction, account, place)
        total += line.amount
        yield line
    _compare(statement.data, total)


def _line(transaction: Transaction, account: str, place: int) -> BankLine:
    said: dict[str, Any] = transaction.data
    value, booked = said.get("amount"), said.get("entry_date") or said.get("date")
    if value is None or booked is None:
        raise refuse("BNK-004", what=f":61: {place}", value="")
    payer = one_line([said.get("applicant_name")])
    return BankLine(
        format=StatementFormat.MT940,
        account=account,
        date=date(booked.year, booked.month, booked.day),
        amount=value.amount,
        currency=str(value.currency or "EUR"),
        payer=payer,
        payer_iban=str(said.get("applicant_iban") or said.get("gvc_applicant_iban") or ""),
        text=one_line(said.get(name) for name in _TEXTS),
        reference=str(said.get("bank_reference") or ""),
        return_reason=_return_reason(said),
        place=place,
    )


def _return_reason(said: dict[str, Any]) -> str:
    """What is known of a payment that bounced: its GVC code 108 or 109, or the type RTI."""
    returned = said.get("transaction_code") in {"108", "109", "159"} or said.get("id") in {"NRTI", "FRTI"}
    return "returned" if returned else ""


def _compare(said: dict[str, Any], total: Decimal) -> None:
    """BNK-005: opening balance and movements must give the closing balance, or lines are missing."""
    begin = said.get("final_opening_balance") or said.get("intermediate_opening_balance")
    end = said.get("final_closing_balance") or said.get("intermediate_closing_balance")
    if begin is not None and end is not None and begin.amount.amount + total != end.amount.amount:
        raise refuse("BNK-005", opening=begin.amount.amount, total=total, closing=end.amount.amount)
