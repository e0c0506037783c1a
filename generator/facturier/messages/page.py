"""Turns the catalogue of one language into the page of the manual that explains every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facturier.messages import Catalogue, load_catalogue

WORDS = {
    "en": {
        "title": "Every fault",
        "intro": "All that can be found wrong, by code, with examples. `facturier explain CODE` tells about one.",
        "error": "error",
        "warning": "warning",
        "info": "information",
        "law": "Law",
        "hint": "Remedy",
        "example": "For example:",
    },
    "fr": {
        "title": "Toutes les anomalies",
        "intro": "Tout ce qui peut être signalé, par code, avec exemples. `facturier explain CODE` en explique un.",
        "error": "erreur",
        "warning": "avertissement",
        "info": "information",
        "law": "Texte",
        "hint": "Remède",
        "example": "Par exemple :",
    },
}


def faults_markdown(language: str, examples: Mapping[str, str]) -> str:
    """Return docs/faults.md, or docs/fr/faults.md for French; `examples` holds by code what a terminal shows of it."""
    catalogue, words = load_catalogue(language), WORDS[language]
    parts = [f"# {words['title']}\n", f"{words['intro']}\n"]
    family = ""
    for code in catalogue.codes:
        prefix = code.rsplit("-", 1)[0]
        if prefix != family:
            family = prefix
            parts.append(f"## {family}\n")
        parts += _entry(catalogue, code, words, examples.get(code, ""))
    return "\n".join(parts)


def _entry(catalogue: Catalogue, code: str, words: dict[str, str], example: str) -> Iterator[str]:
    text, facts, law = catalogue.texts[code], catalogue.facts.get(code), catalogue.law(code)
    severity = words[facts.severity.value] if facts else words["error"]
    yield f'<a id="{code.lower()}"></a>\n'
    yield f"### {code} · {text.title}\n"
    yield f"*{severity}*" + (f" · {words['law']}: {law}" if law else "") + "\n"
    yield f"> {_plain(text.message)}\n"
    if catalogue.explain(code):
        yield f"{_plain(catalogue.explain(code))}\n"
    if text.hint or text.hint_else:
        yield f"{words['hint']}: {_plain(text.hint_else or text.hint)}\n"
    if example:
        yield f"{words['example']}\n"
        yield f"```console\n{example}```\n"


def _plain(text: str) -> str:
    """Braces doubled for filling in are single for reading; `<` would be read as HTML."""
    return text.replace("{{", "{").replace("}}", "}").replace("<", "&lt;")
