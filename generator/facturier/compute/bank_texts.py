"""Finds documents and clients in what a bank line says: references, numbers as people type them, names of payers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from facturier.compute.bank_lines import squeezed
from facturier.model.bank import BankLine, Claim

Spans = tuple[tuple[int, int], ...]  # of a text: where each begins and ends
_SHORTEST = 7  # letters and digits of a reference that is looked for in a text
_SURE_LENGTH = 6  # letters and digits: a shorter number may stand for anything
_SEPARATOR = r"[\W_]*"
_LEGAL_FORMS = (
    "SA SAS SASU SARL EURL SNC SCI SCOP SELARL GMBH UG AG KG OHG EK LTD LIMITED PLC LLC INC CORP CO COMPANY BV NV SRL"
    " SPA SL SLU"
)
_TITLES = "MR MME MLLE M MONSIEUR MADAME MRS MS HERR FRAU"
_LITTLE = "OU ET AND UND DE DU DES LA LE LES L D THE OF VAN DER DEN DI DA DEL EL"
_NOT_NAMES = frozenset(f"{_LEGAL_FORMS} {_TITLES} {_LITTLE}".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The documents a line names: `surely` by reference or full number, `perhaps` by a short or broken one."""

    by_reference: tuple[Claim, ...] = ()
    by_number: tuple[Claim, ...] = ()
    perhaps: tuple[Claim, ...] = ()

    @property
    def surely(self) -> tuple[Claim, ...]:
        """Each once, those of a reference first."""
        return tuple({claim.number: claim for claim in (*self.by_reference, *self.by_number)}.values())

    @property
    def all(self) -> tuple[Claim, ...]:
        """Each once, the surest first."""
        return tuple({claim.number: claim for claim in (*self.surely, *self.perhaps)}.values())


class Register:
    """The references and numbers of all claims, to be found in many lines quickly."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._numbers: dict[str, list[tuple[Claim, str]]] = {}
        self._references: dict[str, list[Claim]] = {}
        for claim in claims:
            for number in claim.numbers:
                self._numbers.setdefault(squeezed(number), []).append((claim, number))
            for reference in claim.references:
                self._references.setdefault(reference, []).append(claim)

    def named_in(self, line: BankLine) -> Named:
        """The documents that a line names."""
        said, run = upper(line.text), squeezed(line.text)
        told = [*line.creditor_references, *(one for one in _found(self._references, run) if len(one) > _SHORTEST)]
        sure: list[tuple[Claim, Spans]] = []
        unsure: list[tuple[Claim, Spans]] = []
        for bare in _found(self._numbers, run):
            for claim, number in self._numbers[bare]:
                if spans := _spans(number, said):
                    strict = len(bare) >= _SURE_LENGTH and _strict(number).search(said) is not None
                    (sure if strict else unsure).append((claim, spans))
        doubtful = {one.number for one, spans in sure if any(_inside(spans, longer) for _, longer in unsure)}
        return Named(
            by_reference=_each_once(claim for reference in told for claim in self._references.get(reference, ())),
            by_number=_each_once(claim for claim, _ in sure if claim.number not in doubtful),
            perhaps=_each_once([*_of(unsure), *(claim for claim, _ in sure if claim.number in doubtful)]),
        )


def _found(known: Collection[str], run: str) -> list[str]:
    """The known texts that stand in a run of letters and digits, in order of place."""
    lengths = sorted({len(text) for text in known})
    pieces = (run[start : start + length] for start in range(len(run)) for length in lengths)
    return list(dict.fromkeys(piece for piece in pieces if piece in known))


def _of(found: Iterable[tuple[Claim, Spans]]) -> tuple[Claim, ...]:
    return tuple(claim for claim, _ in found)


def _each_once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Each claim once, oldest first."""
    found = {claim.number: claim for claim in claims}
    return tuple(sorted(found.values(), key=lambda claim: (claim.date, claim.number)))


def names_order(line: BankLine, claim: Claim) -> bool:
    """Whether the line names the buyer's own order or contract."""
    said = upper(line.text)
    return any(len(squeezed(order)) >= 4 and _strict(order).search(said) for order in claim.orders)


def pays(line: BankLine, claim: Claim) -> bool:
    """Whether the payer is the client: all the words of the shorter name stand in the longer one, cut words included.

    Without a payer the text must hold all words of the client's name.
    """
    return any(_alike(words(name), line) for name in claim.names)


def upper(text: str) -> str:
    """Upper case without accents."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).upper()
    return "".join(char for char in plain if not unicodedata.combining(char))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others."""
    found = re.findall(r"[^\W_]+", upper(name))
    return tuple(dict.fromkeys(word for word in found if word not in _NOT_NAMES))


def _alike(client: Sequence[str], line: BankLine) -> bool:
    payer = words(line.payer)
    if not client:
        return False
    if payer and _covers(client, payer):
        return True
    return any(len(word) >= 4 for word in client) and all(_has(word, words(line.text)) for word in client)


def _covers(client: Sequence[str], payer: Sequence[str]) -> bool:
    short, long = sorted((client, payer), key=len)
    return any(len(word) >= 4 for word in short) and all(_has(word, long) for word in short)


def _has(word: str, others: Sequence[str]) -> bool:
    """A word or the beginning of one that a bank cut off."""
    return any(
        word == other or (len(word) > 2 and len(other) > 2 and (other.startswith(word) or word.startswith(other)))
        for other in others
    )


def _spans(number: str, said: str) -> Spans:
    return tuple(match.span() for match in _loose(number).finditer(said))


def _inside(spans: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a find lies within a longer one: `F2026-0004` of the wrapped `F2026-0004 2`."""
    return any(a <= begin and end <= b and (a, b) != (begin, end) for begin, end in spans for a, b in others)


@cache
def _strict(number: str) -> re.Pattern[str]:
    """The number as typed, separators left out or replaced: `F2026-0042`, `F 2026/0042`, `F20260042`."""
    return _pattern(re.findall(r"[A-Z]+|[0-9]+", upper(number)))


@cache
def _loose(number: str) -> re.Pattern[str]:
    """The number with a break anywhere, as banks wrap their texts."""
    return _pattern(list(squeezed(number)))


def _pattern(parts: Sequence[str]) -> re.Pattern[str]:
    """The parts in a row; what stands before and after must not go on in the same kind of character.

    Banks join the pieces of a text without a space: `F2026-0004F2026-0005` names two documents.
    """
    before = _kind(parts[0][0])
    after = _kind(parts[-1][-1])
    return re.compile(rf"(?<!{before}){_SEPARATOR.join(map(re.escape, parts))}(?!{after})")


def _kind(char: str) -> str:
    return "[0-9]" if char.isdigit() else "[A-Z]"
