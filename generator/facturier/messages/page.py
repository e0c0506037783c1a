"""Turns the catalogue of one language into the page of the manual that explains every fault."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.messages import Catalogue, load_catalogue

WORDS = {
    "en": {
        "title": "Every fault",
        "intro": "What `facturier check` can say, by code. `facturier explain CODE` prints the same in the terminal.",
        "error": "error",
        "warning": "warning",
        "info": "information",
        "law": "Law",
        "hint": "Remedy",
    },
    "fr": {
        "title": "Toutes les anomalies",
        "intro": "Ce que `facturier check` peut dire, par code. `facturier explain CODE` l’affiche dans le terminal.",
        "error": "erreur",
        "warning": "avertissement",
        "info": "information",
        "law": "Texte",
        "hint": "Remède",
    },
}


def faults_markdown(language: str) -> str:
    """Return docs/faults.md, or docs/fr/faults.md for French."""
    catalogue, words = load_catalogue(language), WORDS[language]
    parts = [f"# {words['title']}\n", f"{words['intro']}\n"]
    family = ""
    for code in catalogue.codes:
        prefix = code.rsplit("-", 1)[0]
        if prefix != family:
            family = prefix
            parts.append(f"## {family}\n")
        parts += _entry(catalogue, code, words)
    return "\n".join(parts)


def _entry(catalogue: Catalogue, code: str, words: dict[str, str]) -> Iterator[str]:
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


def _plain(text: str) -> str:
    """Braces doubled for filling in are single for reading; `<` would be read as HTML."""
    return text.replace("{{", "{").replace("}}", "}").replace("<", "&lt;")
