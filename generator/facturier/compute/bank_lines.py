"""Gives each bank line the key by which a history names it: stable across formats, exports and the order of files."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from facturier.model.bank import BankLine, StatementFormat

_NO_REFERENCE = frozenset({"NONREF", "NOREF", "NOTPROVIDED", "NA", "NONE", "0"})
_UNIQUE = 8  # letters and digits: a shorter reference may come again on another day
_ACCOUNT_TAIL = 8
_SHORTEST_ACCOUNT = 8  # digits of an account number that say which of ours it is


def squeezed(text: str) -> str:
    """A text as letters A–Z and digits alone: how two banks' spellings of it are compared."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).upper()
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def account_of(said: str, own: Iterable[str]) -> str:
    """The IBAN of ours that a statement means by its account number, else that number without spaces."""
    bare = re.sub(r"[\s./-]", "", said).upper()
    digits = re.sub(r"\D", "", bare)
    for iban in own:
        if bare.startswith(iban) or _ends_alike(digits, iban) or _same_french(digits, iban):
            return iban
    return bare


def keyed(lines: Iterable[BankLine]) -> tuple[BankLine, ...]:
    """The lines of one file with key and digest; lines that agree in everything are numbered in their order.

    The key is format, account and the bank's reference, else a digest of day, amount, payer and text.
    """
    count: Counter[tuple[str, str]] = Counter()
    made = []
    for line in lines:
        name = _name(line)
        digest = movement(line)
        count[name, digest] += 1
        running = count[name, digest]
        key = f"{line.format} {line.account[-_ACCOUNT_TAIL:]} {name}" + (f" ({running})" if running > 1 else "")
        made.append(replace(line, key=key, digest=digest))
    return tuple(made)


def each_once(lines: Iterable[BankLine]) -> tuple[BankLine, ...]:
    """Lines of overlapping files, each once, in order of time.

    What several formats tell is taken from the first of StatementFormat: it tells most.
    """
    found: dict[tuple[str, str], BankLine] = {}
    for line in lines:
        found.setdefault((line.key, line.digest), line)
    told = _told_once(found.values())
    return tuple(sorted(told, key=lambda line: (line.date, line.account, line.key, line.digest)))


def _told_once(lines: Iterable[BankLine]) -> Iterator[BankLine]:
    """Without the movements that a format before it tells as well: as many of each as that one tells."""
    movements: dict[str, dict[StatementFormat, list[BankLine]]] = {}
    for line in lines:
        movements.setdefault(line.digest, {}).setdefault(line.format, []).append(line)
    for by_format in movements.values():
        told = 0
        for form in StatementFormat:
            booked = _bookings(by_format.get(form, []))
            for lines_of_one in booked[told:]:
                yield from lines_of_one
            told = max(told, len(booked))


def _bookings(lines: Sequence[BankLine]) -> list[list[BankLine]]:
    """The lines of one movement by what a bank booked: a line alone, or the parts of a batch together."""
    booked = [[line] for line in lines if not line.in_batch]
    batch: list[BankLine] = []
    for part in (line for line in lines if line.in_batch):
        batch.append(part)
        if sum(one.amount for one in batch) == part.entry_amount:
            booked.append(batch)
            batch = []
    return [*booked, batch] if batch else booked


def movement(line: BankLine) -> str:
    """The sha256 of what every format says of a movement: account, day, booked amount, currency."""
    booked = line.entry_amount or line.amount
    return sha256(f"{line.account}|{line.date}|{booked:.4f}|{line.currency}".encode()).hexdigest()


def _name(line: BankLine) -> str:
    reference = " ".join(line.reference.split())
    if reference and squeezed(reference) not in _NO_REFERENCE:
        short = len(squeezed(reference)) < _UNIQUE
        return f"{reference} {line.date:%Y%m%d}" if short else reference[:100]
    said = squeezed(line.payer + line.text)
    text = f"{line.account}|{line.date}|{line.amount:.4f}|{line.currency}|{said}"
    return sha256(text.encode()).hexdigest()[:16]


def _ends_alike(digits: str, iban: str) -> bool:
    """The account number at the end of an IBAN, with or without two check digits after it."""
    return len(digits) >= _SHORTEST_ACCOUNT and (iban[4:].endswith(digits) or iban[4:-2].endswith(digits))


def _same_french(digits: str, iban: str) -> bool:
    """Bank and account of a French IBAN without the branch between them, as `:25:` and OFX often write it."""
    if not iban.startswith("FR") or len(digits) < _SHORTEST_ACCOUNT:
        return False
    bank, account = iban[4:9], iban[14:25]
    return digits.startswith(bank) and digits[5:].lstrip("0") == account.lstrip("0")
