"""E-invoice files, ours or a supplier's → what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from facturier.faults import Fault, Severity, Where, error, has_errors, info, warning
from facturier.model.incoming import Incoming

_EXTRA_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """One file: what it is, in short, and its faults. `syntax` is "" when no e-invoice could be read."""

    file: str
    syntax: str = ""
    profile: str = ""  # BT-24
    number: str = ""
    date: str = ""
    seller: str = ""
    buyer: str = ""
    due: Decimal | None = None
    currency: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether it is an e-invoice without an error."""
        return bool(self.syntax) and not has_errors(self.faults)


def validate(files: Iterable[Path], *, official: bool = False) -> tuple[Validated, ...]:
    """Judge each file by the rules built in and, with `official`, by the XSDs and schematrons of the norm (EIN-130)."""
    return tuple(_validated(file, official=official) for file in files)


def read_file(file: Path) -> Incoming | Fault:
    """Read the e-invoice in a file; EIN-110 to EIN-117."""
    from facturier.render.incoming import read_einvoice

    try:
        data = file.read_bytes()
    except OSError as problem:
        return error("EIN-117", Where(str(file)), problem=problem.strerror or type(problem).__name__)
    return read_einvoice(data, str(file))


def _validated(file: Path, *, official: bool) -> Validated:
    from facturier.rules.incoming import judge
    from facturier.rules.incoming.finding import number

    read = read_file(file)
    if isinstance(read, Fault):
        return Validated(file=str(file), faults=(read,))
    terms = read.terms
    faults = [*judge(read, str(file)), *_left_over(read, file)]
    if official:
        faults += _official(read, file)
    return Validated(
        file=str(file),
        syntax=read.syntax,
        profile=terms.text("BT-24"),
        number=terms.text("BT-1"),
        date=terms.text("BT-2"),
        seller=terms.one("BG-4").text("BT-27"),
        buyer=terms.one("BG-7").text("BT-44"),
        due=number(terms.one("BG-22").first("BT-115")),
        currency=terms.text("BT-5"),
        faults=tuple(faults),
    )


def _left_over(read: Incoming, file: Path) -> list[Fault]:
    """EIN-127: elements that EN 16931 has no term for, each kind once."""
    kinds: dict[str, int] = {}
    for value in read.extra:
        kinds.setdefault(value.text, value.line)
    shown = list(kinds.items())[:_EXTRA_SHOWN]
    return [info("EIN-127", Where(str(file), (), line), path=path) for path, line in shown]


def _official(read: Incoming, file: Path) -> list[Fault]:
    """EIN-130 for each finding; EIN-131 when the validators are not installed: never a silent pass."""
    from facturier.render.incoming.official import missing, official
    from facturier.rules.incoming.france import is_concerned

    lacking = missing()
    if lacking:
        return [error("EIN-131", Where(str(file)), packages=", ".join(lacking))]
    return [
        (warning if found.warns else error)(
            "EIN-130", Where(str(file), (), found.line), rule=found.rule, text=found.text
        )
        for found in official(read, french=is_concerned(read.terms))
    ]


def counts(validated: Validated) -> dict[str, int]:
    """How many faults of each severity."""
    return {kind.value: sum(fault.severity is kind for fault in validated.faults) for kind in Severity}
