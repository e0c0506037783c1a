"""Located faults to text for a person: place, reason, source line, remedy and article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from facturier.faults import Fault, Severity, Where
from facturier.messages import Catalogue
from facturier.read.positions import excerpt, safe

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WORDS = {
    "en": {"error": "error", "warning": "warning", "info": "info", "see": "see"},
    "fr": {"error": "erreur", "warning": "attention", "info": "info", "see": "voir"},
}
_IN_FULL = 3  # of one code; further ones are told in one line each


def human(faults: Sequence[Fault], catalogue: Catalogue, root: Path, *, color: bool = False) -> str:
    """Return all faults as text; "" when there are none. Nothing in it can steer a terminal.

    The remedy of a code is told three times at most: a code that comes a hundred times is one mistake, not a hundred.
    """
    words, seen, text, short = _WORDS[catalogue.language], Counter[str](), "", True
    for fault in faults:
        seen[fault.code] += 1
        was_short, short = short, seen[fault.code] > _IN_FULL
        text += "" if (was_short and short) or not text else "\n"
        text += _head(fault, catalogue, words, color=color) + ("" if short else _body(fault, catalogue, root, words))
    return text


def position(where: Where) -> str:
    """Return `file:line:column`, or what is known of it."""
    return ":".join((safe(where.file), *(str(part) for part in (where.line, where.column) if part)))


def _head(fault: Fault, catalogue: Catalogue, words: dict[str, str], *, color: bool) -> str:
    grave = f"{words[fault.severity.value]} {fault.code}"
    shown = f"\033[{_COLORS[fault.severity]}m{grave}\033[0m" if color else grave
    return f"{position(fault.where)}  {shown}  {safe(catalogue.message(fault))}\n"


def _body(fault: Fault, catalogue: Catalogue, root: Path, words: dict[str, str]) -> str:
    lines = [f"  {line}" for line in excerpt(fault.where, root).splitlines()]
    lines += [f"  {words['see']} {position(where)}" for where in fault.also]
    hint, law = safe(catalogue.hint(fault)), catalogue.law(fault.code)
    lines += [f"  → {hint}"] if hint else []
    lines += [f"  § {law}"] if law else []
    return "".join(f"{line}\n" for line in lines)
