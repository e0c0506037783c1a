"""Turns an OFX statement (SGML 1.x or XML 2.x) into bank lines."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date
from decimal import Decimal
from typing import Any

from facturier.connect.bank.problems import amount, one_line, refuse
from facturier.model.bank import BankLine, StatementFormat, StatementSettings


def read_ofx(data: bytes, settings: StatementSettings) -> list[BankLine]:  # noqa: ARG001 (one signature for all formats)
    """Return every movement of every bank account in the file. BNK-003: the file or one of its entries is unsound."""
    parsed = _parsed(_repaired(data))
    lines: list[BankLine] = []
    for account in getattr(parsed, "accounts", []):
        statement = getattr(account, "statement", None)
        if discarded := getattr(statement, "discarded_entries", None):
            raise refuse("BNK-003", format=StatementFormat.OFX, problem=_why(discarded[0]))
        named = _account(account)
        currency = str(getattr(statement, "currency", "") or "eur").upper()
        for entry in getattr(statement, "transactions", []):
            lines.append(_line(entry, named, currency, len(lines) + 1))
    if len(lines) != len(re.findall(rb"<STMTTRN>", data, re.IGNORECASE)):
        raise refuse("BNK-003", format=StatementFormat.OFX, problem="STMTTRN")
    return lines


def _parsed(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library calls Beautiful Soup by its old names
        from ofxparse import OfxParser

        class CivilDays(OfxParser):  # type: ignore[misc]
            """Keeps the day as the bank writes it; the library would move it to Greenwich."""

            @classmethod
            def parseOfxDateTime(cls, text: str) -> date:  # noqa: N802 (the library's name)
                return date(int(text[:4]), int(text[4:6]), int(text[6:8]))

        try:
            return CivilDays.parse(io.BytesIO(data), fail_fast=False)
        except Exception:  # noqa: BLE001 (the library promises no particular exception)
            raise refuse("BNK-003", format=StatementFormat.OFX, problem="<OFX>") from None


def _repaired(data: bytes) -> bytes:
    """What banks get wrong and the library stumbles over: a header on one line, UTF-8 said to be Windows-1252."""
    head, sign, body = data.removeprefix(b"\xef\xbb\xbf").partition(b"<")
    head = re.sub(rb"\s*([A-Z]+):\s*", rb"\n\1:", head).strip()
    try:
        body.decode("utf-8")
        utf8 = any(byte > 127 for byte in body)
    except UnicodeDecodeError:
        utf8 = False
    if utf8 or not head:
        head = b"OFXHEADER:100\nENCODING:UTF-8\nCHARSET:NONE"
        if not utf8 and any(byte > 127 for byte in body):
            head = b"OFXHEADER:100\nENCODING:USASCII\nCHARSET:1252"
    return head + b"\n\n" + sign + body


def _account(account: Any) -> str:
    """Bank, branch and number in one, as an IBAN holds them."""
    parts = (getattr(account, name, "") or "" for name in ("routing_number", "branch_id", "account_id"))
    bank, branch, number = (str(part).strip() for part in parts)
    return number if re.match(r"[A-Z]{2}\d\d", number) or not bank else f"{bank}{branch}{number}"


def _line(entry: Any, account: str, currency: str, place: int) -> BankLine:
    what = f"STMTTRN {place}"
    booked = entry.date
    if not isinstance(booked, date):
        raise refuse("BNK-004", what=what, value="DTPOSTED")
    value = amount(str(entry.amount), what) if entry.amount is not None else Decimal(0)
    payer = str(getattr(entry, "payee", "") or "")
    memo = str(getattr(entry, "memo", "") or "")
    return BankLine(
        format=StatementFormat.OFX,
        account=account,
        date=booked,
        amount=value,
        currency=currency,
        payer=one_line([payer]),
        text=one_line([payer + memo if _cut(payer, memo) else memo, payer, str(getattr(entry, "checknum", "") or "")]),
        reference=str(entry.id or ""),
        place=place,
    )


def _cut(payer: str, memo: str) -> bool:
    """Whether NAME was full (32 characters) and the text goes on in MEMO."""
    return len(payer) == 32 and bool(memo)


def _why(discarded: Any) -> str:
    """The entry that was not understood, as the bank wrote it."""
    content = discarded.get("content")
    return f"<STMTTRN> {one_line([content.get_text(' ')])}"[:80].strip() if content else "<STMTTRN>"
