"""Turns camt.053 statements, camt.052 reports and camt.054 notices (ISO 20022, any version) into bank lines.

defusedxml refuses DTDs and entities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from facturier.connect.bank.problems import amount, day, one_line, refuse
from facturier.model.bank import BankLine, StatementFormat, StatementSettings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MESSAGES = {
    "BkToCstmrStmt": ("Stmt", StatementFormat.CAMT),
    "BkToCstmrAcctRpt": ("Rpt", StatementFormat.CAMT_052),
    "BkToCstmrDbtCdtNtfctn": ("Ntfctn", StatementFormat.CAMT_054),
}


def read_camt(data: bytes, settings: StatementSettings) -> list[BankLine]:  # noqa: ARG001 (one signature for all formats)
    """Return every booked movement; a batch whose parts add up becomes one line for each part.

    BNK-002: no sound XML, or XML with a DTD; BNK-001: XML of another kind; BNK-004, BNK-005: a value, a balance.
    """
    root = _parsed(data)
    message = next((_name(node) for node in root if _name(node) in _MESSAGES), "")
    if not message:
        raise refuse("BNK-001")
    part, form = _MESSAGES[message]
    return [line for statement in _all(root, message, part) for line in _statement(statement, form)]


def _parsed(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise refuse("BNK-002", problem=type(problem).__name__) from None
    return root


def _statement(statement: Element, form: StatementFormat) -> Iterator[BankLine]:
    account = _text(statement, "Acct", "Id", "IBAN") or _text(statement, "Acct", "Id", "Othr", "Id")
    total = Decimal(0)
    for place, entry in enumerate(_all(statement, "Ntry"), start=1):
        if (_text(entry, "Sts", "Cd") or _text(entry, "Sts")) not in {"BOOK", ""}:
            continue
        lines = [replace(line, format=form) for line in _entry(entry, account, place)]
        total += lines[0].entry_amount
        yield from lines
    if form is StatementFormat.CAMT:
        _compare(statement, total)


def _compare(statement: Element, total: Decimal) -> None:
    """BNK-005: opening balance and movements must give the closing balance, or lines are missing."""
    balances = {_text(node, "Tp", "CdOrPrtry", "Cd"): node for node in _all(statement, "Bal")}
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    if opening is None or closing is None:
        return
    begin, end = _signed(opening, "OPBD"), _signed(closing, "CLBD")
    if begin + total != end:
        raise refuse("BNK-005", opening=begin, total=total, closing=end)


def _entry(entry: Element, account: str, place: int) -> Iterator[BankLine]:
    what = f"Ntry {place}"
    booked = _signed(entry, what)
    told = ((part, _part_amount(part, entry, what)) for part in _all(entry, "NtryDtls", "TxDtls"))
    moved = [(part, value) for part, value in told if value != 0]  # a part of nothing is no movement
    parts, amounts = [part for part, _ in moved], [value for _, value in moved]
    split = len(parts) > 1 and None not in amounts and sum(one or 0 for one in amounts) == booked
    for index, part in enumerate(parts if split or len(parts) == 1 else [entry]):
        line = BankLine(
            format=StatementFormat.CAMT,
            account=account,
            date=day(_day(entry), what),
            amount=(amounts[index] or booked) if split else booked,
            currency=_currency(entry),
            entry_amount=booked,
            place=place,
            reference=_reference(entry, part, index if split else None),
        )
        yield _said(line, part, entry)


def _said(line: BankLine, part: Element, entry: Element) -> BankLine:
    """Who paid and what for. Of money that goes out, the other side is the creditor."""
    side, last = ("Cdtr", "UltmtCdtr") if _out(entry) else ("Dbtr", "UltmtDbtr")
    names = [_first(part, "RltdPties", role, *path) for role in (last, side) for path in (("Pty", "Nm"), ("Nm",))]
    told = [
        *_found(part, "Ustrd"),
        *_found(part, "RfrdDocInf", "Nb"),
        *_found(part, "AddtlRmtInf"),
        *names,
        _first(part, "Refs", "EndToEndId"),
        _text(part, "AddtlTxInf"),
        _text(entry, "AddtlNtryInf"),
    ]
    references = _found(part, "CdtrRefInf", "Ref")
    return replace(
        line,
        payer=next((name for name in names if name), ""),
        payer_iban=_first(part, "RltdPties", f"{side}Acct", "Id", "IBAN"),
        text=one_line(told),
        creditor_references=tuple("".join(reference.split()).upper() for reference in references),
        return_reason=_first(part, "RtrInf", "Rsn", "Cd"),
    )


def _reference(entry: Element, part: Element, index: int | None) -> str:
    """The bank's own reference; of a part of a batch its own, else the batch's with its place."""
    batch = _text(entry, "AcctSvcrRef")
    own = _first(part, "Refs", "AcctSvcrRef")
    if index is None:
        return batch or own
    if own and own != batch:
        return own
    return f"{batch}/{index + 1}" if batch else ""


def _part_amount(part: Element, entry: Element, what: str) -> Decimal | None:
    """The amount of a part in the currency of the account, with the sign of its entry; None when it is not told."""
    node = next(iter(_all(part, "Amt")), None)
    if node is None:
        node = next(iter(_all(part, "AmtDtls", "TxAmt", "Amt")), None)
    if node is None or node.get("Ccy", "") != _currency(entry):
        return None
    value = amount(node.text or "", what)
    return -value if _out(entry) else value


def _signed(node: Element, what: str) -> Decimal:
    value = amount(_text(node, "Amt"), what)
    return -value if _text(node, "CdtDbtInd") == "DBIT" else value


def _out(entry: Element) -> bool:
    return _text(entry, "CdtDbtInd") == "DBIT"


def _currency(entry: Element) -> str:
    node = next(iter(_all(entry, "Amt")), None)
    return (node.get("Ccy", "") if node is not None else "").upper() or "EUR"


def _day(entry: Element) -> str:
    booked = [_text(entry, name, kind) for name in ("BookgDt", "ValDt") for kind in ("Dt", "DtTm")]
    return next((text for text in booked if text), "")


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(node: Element, *path: str) -> Iterator[Element]:
    """The elements at a path of local names, whatever the namespace."""
    for child in node:
        if _name(child) == path[0]:
            yield from _all(child, *path[1:]) if path[1:] else (child,)


def _found(node: Element, *path: str) -> Iterator[str]:
    """The texts of the elements that end so anywhere below a node."""
    for child in node.iter():
        if _name(child) == path[0]:
            ends = _all(child, *path[1:]) if path[1:] else [child]
            yield from (end.text.strip() for end in ends if end.text and end.text.strip())


def _first(node: Element, *path: str) -> str:
    return next(iter(_found(node, *path)), "")


def _text(node: Element, *path: str) -> str:
    return next((found.text.strip() for found in _all(node, *path) if found.text), "")
