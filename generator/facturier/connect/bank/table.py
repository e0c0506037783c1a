"""Turns a bank's CSV export into bank lines by a map of its columns declared in facturier.yaml."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from facturier.connect.bank.problems import amount, one_line, refuse
from facturier.connect.spellings import decoded
from facturier.model.bank import BankLine, CsvMap, StatementFormat, StatementSettings

_HEADER_WITHIN = 40  # rows: banks write addresses, balances and advertising first
_DELIMITERS = (";", ",", "\t", "|")
_PARTS = {"DD": "%d", "MM": "%m", "YYYY": "%Y", "YY": "%y"}
Row = dict[str, str]


def read_csv(data: bytes, settings: StatementSettings) -> list[BankLine]:
    """Return every movement by the first map whose columns are all there, one that reads its days before others.

    BNK-007: no map fits; BNK-004: a day or amount that is none.
    """
    found = [(declared, table) for declared in settings.csv if (table := _table(data, declared)) is not None]
    found.sort(key=lambda fit: not _reads_days(*fit))
    for declared, table in found:
        return list(_lines(table, declared))
    raise refuse("BNK-007" if settings.csv else "BNK-001", maps=", ".join(one.name for one in settings.csv))


def _table(data: bytes, declared: CsvMap) -> list[tuple[int, Row]] | None:
    """The rows below the header with their line numbers; None when no row holds all columns of the map.

    Without a header the rows begin with the first that has a day; None when none has.
    """
    text = decoded(data, declared.encoding)
    for delimiter in (declared.delimiter,) if declared.delimiter else _DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [(reader.line_num, [" ".join(cell.split()) for cell in row]) for row in reader]
        if not declared.header:
            numbered = [(line, {str(place): cell for place, cell in enumerate(row, 1)}) for line, row in rows]
            begin = next((at for at, (_, row) in enumerate(numbered) if _is_movement(row, declared)), None)
            if begin is not None:
                return numbered[begin:]
            continue
        for index, (_line, header) in enumerate(rows[:_HEADER_WITHIN]):
            if declared.columns <= set(header):
                return [(line, _row(header, cells)) for line, cells in rows[index + 1 :]]
    return None


def _reads_days(declared: CsvMap, table: Sequence[tuple[int, Row]]) -> bool:
    """Whether the first day of a table is one in the spelling of the map."""
    days = (day for _, row in table if (day := _typed_day(row, declared)))
    return _is_day(next(days, ""), declared)


def _typed_day(row: Row, declared: CsvMap) -> str:
    """The day as typed; "" for words in its place, which name a sum or a balance."""
    typed = row.get(declared.date, "")
    return typed if any(char.isdigit() for char in typed) else ""


def _row(header: Sequence[str], cells: Sequence[str]) -> Row:
    row: Row = {}
    for name, cell in zip(header, cells, strict=False):
        row.setdefault(name, cell)
    return row


def _lines(table: Sequence[tuple[int, Row]], declared: CsvMap) -> Iterator[BankLine]:
    """Rows without day and amount continue the text of the row above; rows without a day are sums and balances."""
    pending: BankLine | None = None
    for number, row in table if declared.header else _without_balance(table, declared):
        typed, day = _typed_amount(row, declared), _typed_day(row, declared)
        if not day or not typed:
            continued = one_line(row.get(name) for name in declared.text)
            if pending is not None and not row.get(declared.date) and not typed and continued:
                pending = replace(pending, text=f"{pending.text} {continued}")
            elif continued and _is_day(day, declared):
                raise refuse("BNK-004", line=number, what=declared.amount or declared.credit, value="")
            continue
        if pending is not None:
            yield pending
        pending = _line(row, typed, declared, number)
    if pending is not None:
        yield pending


def _without_balance(table: Sequence[tuple[int, Row]], declared: CsvMap) -> Sequence[tuple[int, Row]]:
    """The rows without the balance that some banks write below the last movement: a day, a sum, and no words.

    With a header a balance stands in a column of its own. Without one it looks like a movement that nobody made: all
    that the map reads as text is empty, and its row is shorter than the others or alone in having no words.
    """
    dated = [at for at, (_, row) in enumerate(table) if _typed_day(row, declared)]
    if len(dated) < 2:
        return table
    last, row, others = dated[-1], table[dated[-1]][1], [table[at][1] for at in dated[:-1]]
    short = not declared.columns <= row.keys() or len(row) < min(map(len, others))
    alone = bool(declared.text) and all(_is_worded(other, declared) for other in others)
    is_balance = not _is_worded(row, declared) and (short or alone)
    return [*table[:last], *table[last + 1 :]] if is_balance else table


def _is_worded(row: Row, declared: CsvMap) -> bool:
    return any(row.get(name) for name in declared.text)


def _line(row: Row, typed: str, declared: CsvMap, number: int) -> BankLine:
    payer = row.get(declared.payer, "") if declared.payer else ""
    return BankLine(
        format=StatementFormat.CSV,
        account=declared.account,
        date=_day(row[declared.date], declared, number).date(),
        amount=_number(typed, declared, number),
        currency=(row.get(declared.currency_column) or declared.currency).upper(),
        payer=one_line([payer]),
        payer_iban=re.sub(r"\s", "", row.get(declared.payer_iban, "")) if declared.payer_iban else "",
        text=one_line([*(row.get(name) for name in declared.text), payer]),
        reference=row.get(declared.reference, "") if declared.reference else "",
        place=number,
    )


def _typed_amount(row: Row, declared: CsvMap) -> str:
    """The signed amount as typed; a debit gets its sign here."""
    if declared.amount:
        return row.get(declared.amount, "")
    debit, credit = row.get(declared.debit, ""), row.get(declared.credit, "")
    if credit and re.search(r"[1-9]", credit):
        return credit
    return f"-{debit.lstrip('-+ ')}" if debit else credit


def _number(typed: str, declared: CsvMap, line: int) -> Decimal:
    """An amount in a bank's spelling: `1 234,50`, `1'234.50`, `+12,00 €`, `12,00-`, `(12.00)`, `−5,00`."""
    bare = re.sub(r"[\s'’€$£]|EUR|CHF|USD|GBP", "", typed.replace("−", "-"))
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    digits = bare.strip("+-()").replace("." if declared.decimal == "," else ",", "").replace(declared.decimal, ".")
    if not re.fullmatch(r"\d+(\.\d+)?", digits):
        raise refuse("BNK-004", line=line, what=declared.amount or declared.credit, value=typed[:40])
    value = amount(digits, str(line))
    return -value if negative else value


def _day(typed: str, declared: CsvMap, line: int) -> datetime:
    pattern = re.sub(r"YYYY|YY|MM|DD", lambda part: _PARTS[part[0]], declared.date_format)
    try:
        return datetime.strptime(typed.split(" ", maxsplit=1)[0], pattern)  # noqa: DTZ007 (a civil day)
    except ValueError:
        raise refuse("BNK-004", line=line, what=declared.date, value=typed[:40]) from None


def _is_movement(row: Row, declared: CsvMap) -> bool:
    """Whether a row without header words holds all columns of the map, a day and something beside it."""
    return (
        declared.columns <= row.keys() and _is_day(row[declared.date], declared) and bool(_typed_amount(row, declared))
    )


def _is_day(typed: str, declared: CsvMap) -> bool:
    from facturier.connect.bank.problems import StatementError

    try:
        return bool(_day(typed, declared, 0))
    except StatementError:
        return False
