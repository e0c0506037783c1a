"""Located faults to text for a person: grouped by file, with the source line, the remedy and the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from facturier.faults import Fault, Severity, Where
from facturier.messages import Catalogue
from facturier.read.positions import excerpt, safe

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WORDS = {
    "en": {"error": "error", "warning": "warning", "info": "info", "see": "see"},
    "fr": {"error": "erreur", "warning": "attention", "info": "info", "see": "voir"},
}
_MANY = {"en": {"error": "errors", "warning": "warnings"}, "fr": {"error": "erreurs", "warning": "avertissements"}}
_ONE = {"en": {"error": "error", "warning": "warning"}, "fr": {"error": "erreur", "warning": "avertissement"}}


def human(faults: Sequence[Fault], catalogue: Catalogue, root: Path, *, color: bool = False) -> str:
    """Return all faults as text, a summary last; "" when there are none. Nothing in it can steer a terminal."""
    if not faults:
        return ""
    words = _WORDS[catalogue.language]
    blocks = []
    for _, group in groupby(faults, key=lambda fault: fault.where.file):
        blocks += [_block(fault, catalogue, root, words, color=color) for fault in group]
    return "\n".join((*blocks, _summary(faults, catalogue.language)))


def position(where: Where) -> str:
    """Return `file:line:column`, or what is known of it."""
    return ":".join((safe(where.file), *(str(part) for part in (where.line, where.column) if part)))


def _block(fault: Fault, catalogue: Catalogue, root: Path, words: dict[str, str], *, color: bool) -> str:
    grave = f"{words[fault.severity.value]} {fault.code}"
    shown = f"\033[{_COLORS[fault.severity]}m{grave}\033[0m" if color else grave
    lines = [f"{position(fault.where)}  {shown}  {safe(catalogue.message(fault))}"]
    lines += [f"  {line}" for line in excerpt(fault.where, root).splitlines()]
    lines += [f"  {words['see']} {position(where)}" for where in fault.also]
    hint, law = safe(catalogue.hint(fault)), catalogue.law(fault.code)
    lines += [f"  → {hint}"] if hint else []
    lines += [f"  § {law}"] if law else []
    return "\n".join(lines) + "\n"


def _summary(faults: Sequence[Fault], language: str) -> str:
    counts = Counter(fault.severity.value for fault in faults)
    parts = [
        f"{counts[name]} {(_ONE if counts[name] == 1 else _MANY)[language][name]}"
        for name in ("error", "warning")
        if counts[name]
    ]
    return ", ".join(parts) + "\n" if parts else ""
