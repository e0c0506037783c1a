"""Finds the bank lines that histories hold already: by key, from another format or export, or typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from facturier.compute.bank_lines import squeezed
from facturier.compute.bank_texts import Named, pays
from facturier.model.bank import BankLine, Claim, Reason, RecordedMoney

_DAYS_BY_HAND = 5  # between the day that somebody typed and the one that the bank booked
_NOT_TRANSFERS = frozenset({"CARD", "CARTE", "STRIPE", "SEPADEBIT", "CASH", "ESPECES", "CHEQUE", "CHECK", "PAYPAL"})
_PROVIDER_IDS = ("txn_", "pi_", "py_", "ch_", "re_", "cs_")


@dataclass(frozen=True, slots=True)
class Known:
    """Why lines are known, by key and digest, and the keys that histories hold with another day or amount."""

    lines: Mapping[str, Reason] = field(default_factory=dict)
    references: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Entry:
    """One bank line as recorded: `numbers` are the documents it was shared among."""

    ref: str
    digest: str
    numbers: set[str]
    used: bool = False


def known_lines(
    lines: Sequence[BankLine], named: Mapping[str, Named], claims: Sequence[Claim], recorded: Iterable[RecordedMoney]
) -> Known:
    """Say which lines are recorded; a recorded one stands for one line of any other file."""
    money = list(recorded)
    entries = _entries(money)
    found: dict[str, Reason] = {}
    for line in lines:
        entry = entries.get((line.key, line.digest))
        if entry is not None:
            entry.used = True
            found[_id(line)] = Reason.RECORDED
    rest = [line for line in lines if _id(line) not in found]
    rest.sort(key=lambda line: not named[_id(line)].all)  # those that name a document choose first
    for line in rest:
        if _elsewhere(line, named[_id(line)], claims, entries.values()):
            found[_id(line)] = Reason.RECORDED_ELSEWHERE
    typed = [one for one in money if not one.digest and not _came_otherwise(one)]
    for line in rest:
        if _id(line) not in found and _by_hand(line, named[_id(line)], claims, typed):
            found[_id(line)] = Reason.RECORDED_BY_HAND
    return Known(found, frozenset(entry.ref for entry in entries.values()))


def _id(line: BankLine) -> str:
    return line.key + line.digest


def _entries(money: Iterable[RecordedMoney]) -> dict[tuple[str, str], _Entry]:
    entries: dict[tuple[str, str], _Entry] = {}
    for one in money:
        if one.digest:
            entries.setdefault((one.ref, one.digest), _Entry(one.ref, one.digest, set())).numbers.add(one.number)
    return entries


def _elsewhere(line: BankLine, named: Named, claims: Sequence[Claim], entries: Iterable[_Entry]) -> bool:
    """The same movement in a file of another format: unless the line names other documents than were recorded.

    A movement recorded as a whole stands for all parts of a batch, one recorded part for nothing but itself.
    """
    numbers = {claim.number for claim in named.all}
    fitting = [
        entry
        for entry in entries
        if entry.digest == line.digest
        and not entry.used
        and not entry.ref.startswith(f"{line.format} ")
        and (not numbers or numbers & entry.numbers)
    ]
    if not fitting:
        return False
    clients = {claim.number: claim for claim in claims}
    likely = [one for one in fitting if any(pays(line, clients[n]) for n in one.numbers if n in clients)]
    if not line.in_batch:
        (likely or fitting)[0].used = True
    return True


def _came_otherwise(money: RecordedMoney) -> bool:
    return squeezed(money.by) in _NOT_TRANSFERS or money.ref.startswith(_PROVIDER_IDS)


def _by_hand(line: BankLine, named: Named, claims: Sequence[Claim], typed: list[RecordedMoney]) -> bool:
    """A payment that somebody typed: same amount, about the same day, of a document or client that the line names."""
    numbers = {claim.number for claim in named.all} or {claim.number for claim in claims if pays(line, claim)}
    aliases = {alias for claim in claims if claim.number in numbers for alias in claim.numbers} | numbers
    for one in typed:
        near = abs((one.date - line.date).days) <= _DAYS_BY_HAND
        if one.amount == line.amount and near and one.number in aliases:
            typed.remove(one)
            return True
    return False
