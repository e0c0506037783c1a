"""Turns the word files of one language (theme/words/LANG/*.toml) into texts looked up by key."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from facturier.paths import theme_folder

LANGUAGES = ("fr", "en", "de", "es", "it", "nl")
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


class Words:
    """Every visible word in one language.

    A key is the file's name, then the keys inside it: `document.due_date`, `time.in_days`. A text may hold
    `{placeholders}`; one that depends on a number is a table of CLDR plural forms (`{one = "…", other = "…"}`)
    chosen by `count`.
    """

    def __init__(self, language: str, texts: dict[str, str | dict[str, str]]) -> None:
        self.language = language
        self._texts = texts
        self._children: dict[str, tuple[str, ...]] = {}
        for key in texts:
            parent = key.rpartition(".")[0]
            self._children[parent] = (*self._children.get(parent, ()), key)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with its placeholders filled. A key that no file holds raises KeyError."""
        return self.template(key, values.get("count")).format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, sorted."""
        return tuple(sorted(self._texts))

    def template(self, key: str, count: object = None) -> str:
        """The text of `key` with its placeholders open, in the plural form of `count`."""
        try:
            text = self._texts[key]
        except KeyError:
            raise KeyError(f"theme/words/{self.language} has no text {key!r}") from None
        return text if isinstance(text, str) else text.get(_plural(self.language, count), text["other"])

    def under(self, prefix: str) -> tuple[str, ...]:
        """The keys below a prefix, in the order of the file."""
        return self._children.get(prefix, ())

    def forms(self, key: str) -> tuple[str, ...]:
        """Every form of a text: one, or its plurals."""
        text = self._texts[key]
        return (text,) if isinstance(text, str) else tuple(text.values())


@cache
def load_words(language: str, theme: Path | None = None) -> Words:
    """Read the words of a language, once per process. A language without a folder raises FileNotFoundError."""
    folder = (theme or theme_folder()) / "words" / language
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    texts: dict[str, str | dict[str, str]] = {}
    for file in sorted(folder.glob("*.toml")):
        texts.update(_flat(file.stem, tomllib.loads(file.read_text("utf-8"))))
    return Words(language, texts)


def _flat(prefix: str, table: dict[str, Any]) -> dict[str, str | dict[str, str]]:
    texts: dict[str, str | dict[str, str]] = {}
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, str):
            texts[name] = kept_together(value)
        elif "other" in value and _PLURALS.issuperset(value):
            texts[name] = {form: kept_together(text) for form, text in value.items()}
        else:
            texts.update(_flat(name, value))
    return texts


def kept_together(text: str) -> str:
    """French sets a space before `:` and inside `« »`; no line may break there."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text)


def typeset(sentence: str) -> str:
    """A sentence of the law as a printer sets it, apostrophes curved; seals and data hold it as it was written."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", kept_together(sentence))


def _plural(language: str, count: object) -> str:
    from babel import Locale

    if not isinstance(count, int | Decimal):
        raise TypeError(f"a text with plural forms needs a number as `count`, not {count!r}")
    return str(Locale.parse(language).plural_form(count if count >= 0 else -count))
