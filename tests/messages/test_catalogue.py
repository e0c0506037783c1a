"""Every code raised anywhere has its texts in both languages, and they ask for the same values."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import facturier
from facturier.faults import Where, error
from facturier.messages import LANGUAGES, Catalogue, load_catalogue, placeholders

SOURCE = Path(facturier.__file__).parent
RAISERS = {"error", "warning", "info", "MisfitError", "refuse", "fault"}


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Yield the first text argument of every call that makes a fault."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in RAISERS:
                texts = (part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))
                yield from (text for text in texts if isinstance(text, str) and is_code(text))


def is_code(text: str) -> bool:
    family, dash, rest = text.partition("-")
    return bool(dash) and family.isupper() and bool(rest) and not rest[-1].islower()


@cache
def raised() -> set[str]:
    return {code for file in SOURCE.rglob("*.py") for code in codes_in(ast.parse(file.read_text("utf-8")))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_is_raised_has_its_texts(language: str) -> None:
    catalogue = load_catalogue(language)
    assert sorted(code for code in raised() if code not in catalogue.texts) == []


def test_both_languages_have_the_same_codes() -> None:
    assert load_catalogue("en").codes == load_catalogue("fr").codes


def test_every_code_has_its_facts() -> None:
    catalogue = load_catalogue("en")
    assert sorted(set(catalogue.codes) ^ set(catalogue.facts)) == []


@pytest.mark.parametrize("part", ["message", "hint", "hint_else"])
def test_both_languages_ask_for_the_same_values(part: str) -> None:
    english, french = load_catalogue("en").texts, load_catalogue("fr").texts
    differing = [
        code
        for code in english
        if code in french and placeholders(getattr(english[code], part)) != placeholders(getattr(french[code], part))
    ]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_what_to_do_and_why(language: str) -> None:
    texts = load_catalogue(language).texts
    assert [code for code, text in texts.items() if not (text.title and text.message and text.explain)] == []


def catalogue_of(**texts: str) -> Catalogue:
    from facturier.messages import Text

    return Catalogue(language="en", texts={"X-1": Text(title="t", **texts)}, facts={})


def test_a_hint_without_its_value_gives_way_to_the_other() -> None:
    catalogue = catalogue_of(message="m", hint="Did you mean {suggestion}?", hint_else="Look it up.")
    assert catalogue.hint(error("X-1", Where("f"), suggestion="")) == "Look it up."
    assert catalogue.hint(error("X-1", Where("f"), suggestion="price")) == "Did you mean price?"


def test_braces_in_a_value_stay_as_they_are() -> None:
    catalogue = catalogue_of(message="`{value}` in `{{x}}`")
    assert catalogue.message(error("X-1", Where("f"), value="{key.__class__}")) == "`{key.__class__}` in `{x}`"


def test_an_unknown_code_is_its_own_message() -> None:
    assert catalogue_of(message="m").message(error("Y-9", Where("f"))) == "Y-9"
