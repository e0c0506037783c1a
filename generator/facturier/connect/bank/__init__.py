"""Turns a bank's statement files into lines: camt, OFX, MT940 and CSV, told apart by what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from facturier.compute.bank_lines import account_of, keyed
from facturier.connect.bank.problems import StatementError, one_line, refuse
from facturier.faults import Fault, Where, error, warning
from facturier.model.bank import BankLine, StatementSettings

_SHORT, _TEXT = 140, 4000  # characters that are kept
MAX_BYTES = 20 * 1024 * 1024
Read = tuple[tuple[BankLine, ...], tuple[Fault, ...]]
Reader = Callable[[bytes, StatementSettings], Sequence[BankLine]]


def read_statement(data: bytes, file: str, settings: StatementSettings, own: Sequence[str]) -> Read:
    """Return the lines of a statement with their keys, or why it cannot be read (BNK-001 … BNK-006).

    A file is read whole or not at all: a line left out could be a payment lost. `own` are the IBANs of the business;
    lines of another account bring a warning (BNK-010).
    """
    if len(data) > MAX_BYTES:
        return (), (error("BNK-006", Where(file), limit=f"{MAX_BYTES // 1024 // 1024} MiB"),)
    try:
        lines = [_placed(line, file, own) for line in _reader(data)(data, settings)]
    except StatementError as problem:
        return (), (error(problem.code, Where(file, line=problem.line), also=(), **problem.values),)
    strange = sorted({line.account for line in lines} - set(own))
    return keyed(lines), tuple(warning("BNK-010", Where(file), account=account) for account in strange)


def _placed(line: BankLine, file: str, own: Sequence[str]) -> BankLine:
    """The line with its file, its account as an IBAN, and texts that are fit to be shown and written."""
    if not re.fullmatch(r"[A-Z]{3}", line.currency):
        raise refuse("BNK-004", what=f"{line.format} {line.place}", value=one_line([line.currency])[:40])
    return replace(
        line,
        file=file,
        account=account_of(one_line([line.account]), own),
        entry_amount=line.entry_amount or line.amount,
        payer=one_line([line.payer])[:_SHORT],
        payer_iban=one_line([line.payer_iban])[:_SHORT],
        text=one_line([line.text])[:_TEXT],
        reference=one_line([line.reference])[:_SHORT],
        return_reason=one_line([line.return_reason])[:_SHORT],
    )


def _reader(data: bytes) -> Reader:
    """The reader of the format that the first kilobytes show; what is nothing else may be CSV."""
    head = data[:4096].replace(b"\0", b"").replace(b"\r", b"\n").upper()  # UTF-16 still shows its ASCII
    if b"OFXHEADER" in head or b"<OFX>" in head:
        from facturier.connect.bank.ofx import read_ofx

        return read_ofx
    if re.match(rb"(\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?\s*<", head):
        from facturier.connect.bank.camt import read_camt

        return read_camt
    if re.search(rb"^(\{4:\s*)?:20:", head, re.MULTILINE) and re.search(rb"^:25P?:", head, re.MULTILINE):
        from facturier.connect.bank.mt940 import read_mt940

        return read_mt940
    from facturier.connect.bank.table import read_csv

    return read_csv
