"""Turns faults into sentences: a catalogue per language, one TOML file per family of codes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from facturier.faults import Fault, Severity

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).parent
_PARTS = Formatter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The texts of one code: `hint_else` stands in for `hint` when a value that `hint` names is empty."""

    title: str
    message: str
    hint: str = ""
    hint_else: str = ""
    explain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What holds of a code in every language: how grave, which article of law, which EN 16931 rule."""

    severity: Severity
    law: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All texts of one language by code."""

    language: str
    texts: Mapping[str, Text]
    facts: Mapping[str, Facts]

    def title(self, code: str) -> str:
        """Return the short name of a code; the code itself when it has no text."""
        return self.texts[code].title if code in self.texts else code

    def message(self, fault: Fault) -> str:
        """Return what is wrong, in one sentence."""
        text = self.texts.get(fault.code)
        return _filled(text.message, fault.named) if text else fault.code

    def hint(self, fault: Fault) -> str:
        """Return the remedy, "" when there is none."""
        text = self.texts.get(fault.code)
        if text is None:
            return ""
        chosen = text.hint_else if text.hint_else and _lacks(text.hint, fault.named) else text.hint
        return "" if _lacks(chosen, fault.named) else _filled(chosen, fault.named)

    def law(self, code: str) -> str:
        """Return the article of law or the EN 16931 rule behind a code, "" when there is none."""
        facts = self.facts.get(code)
        return "; ".join(part for part in (facts.law, facts.rule) if part) if facts else ""

    def explain(self, code: str) -> str:
        """Return the long text of a code, "" for an unknown code."""
        return self.texts[code].explain.strip() if code in self.texts else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, sorted."""
        return tuple(sorted(self.texts))


@cache
def load_catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language; English for a language without one."""
    known = language if language in LANGUAGES else "en"
    texts = {code: Text(**entry) for code, entry in _tables(known)}
    facts = {
        code: Facts(
            severity=Severity(entry.get("severity", "error")), law=entry.get("law", ""), rule=entry.get("rule", "")
        )
        for code, entry in _tables("codes")
    }
    return Catalogue(language=known, texts=texts, facts=facts)


def placeholders(text: str) -> frozenset[str]:
    """Return the names a text wants to be filled with."""
    return frozenset(name for _, name, _, _ in _PARTS.parse(text) if name)


def _tables(folder: str) -> list[tuple[str, dict[str, str]]]:
    files = sorted((_FOLDER / folder).glob("*.toml"))
    return [item for file in files for item in tomllib.loads(file.read_text("utf-8")).items()]


def _lacks(text: str, values: Mapping[str, str]) -> bool:
    return any(not values.get(name) for name in placeholders(text))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill a text in; a value can hold braces without being read as a placeholder."""
    parts = []
    for literal, name, _, _ in _PARTS.parse(text):
        parts.append(literal)
        if name:
            parts.append(values.get(name, ""))
    return "".join(parts)
