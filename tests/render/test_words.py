"""Every visible word stands in theme/words, in every language, once, and is used."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from facturier.model.document import DocumentType
from facturier.model.history import EventKind
from facturier.model.state import Status
from facturier.model.units import UNITS
from facturier.paths import theme_folder
from facturier.render.words import LANGUAGES, Words, load_words

THEME = theme_folder()
CODE = Path(__file__).parents[2] / "generator" / "facturier" / "render"
TEMPLATES = sorted(path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html*"))
ENV = jinja2.Environment(autoescape=True, loader=jinja2.FileSystemLoader(THEME))
FRENCH = load_words("fr")
# What the printed document's template writes itself: symbols that are the same in every language.
SAME_EVERYWHERE = {"·", ",", "–", "/", "×", "%", "→"}
# What only the seller sees speaks the languages of the commands.
SELLERS_TOPICS, SELLERS_LANGUAGES = ("serve.", "show."), ("fr", "en")


def tree(template: str) -> nodes.Template:
    return ENV.parse((THEME / template).read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert portal_keys(load_words(language)) == portal_keys(FRENCH)


def portal_keys(words: Words) -> set[str]:
    return {key for key in words.keys if not key.startswith(SELLERS_TOPICS)}


def test_what_the_seller_sees_speaks_the_languages_of_the_commands() -> None:
    french, english = (load_words(language) for language in SELLERS_LANGUAGES)
    assert set(french.keys) - portal_keys(french) == set(english.keys) - portal_keys(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_the_same_placeholders_in_every_language(language: str) -> None:
    words = load_words(language)
    assert [key for key in words.keys if holes(words, key) != holes(FRENCH, key)] == []


def holes(words: Words, key: str) -> set[str]:
    return {name for form in words.forms(key) for name in re.findall(r"{(\w*)}", form)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_padded(language: str) -> None:
    words = load_words(language)
    bad = [key for key in words.keys for form in words.forms(key) if not form.strip() or form != form.strip(" ")]
    assert bad == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_are_typographic(language: str) -> None:
    words = load_words(language)
    assert [key for key in words.keys for form in words.forms(key) if re.search(r"\w'\w", form)] == []


def test_french_never_breaks_a_line_before_a_colon() -> None:
    breaking = [key for key in FRENCH.keys for form in FRENCH.forms(key) if re.search(r" [:;?!»]|« ", form)]
    assert breaking == []


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_word(status: Status) -> None:
    assert f"status.{status.value}" in FRENCH


@pytest.mark.parametrize("kind", DocumentType)
def test_every_type_of_document_has_a_name(kind: DocumentType) -> None:
    assert f"document.kind.{kind.value}" in FRENCH


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_has_a_sentence(kind: EventKind) -> None:
    assert FRENCH.under(f"timeline.{kind.value}")


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_a_name(unit: str) -> None:
    assert f"units.{unit}" in FRENCH


def test_every_text_is_used() -> None:
    exact, prefixes = set[str](), set[str]()
    for used in (*keys_in_templates(), *keys_in_code()):
        (prefixes if used.endswith(".") else exact).add(used)
    known = sorted(portal_keys(FRENCH) - exact)
    unused = [key for key in known if not any(key.startswith(start) for start in prefixes)]
    assert unused == []


def test_every_key_a_template_asks_for_exists() -> None:
    asked = {key for key in keys_in_templates() if not key.endswith(".")}
    assert sorted(asked - set(FRENCH.keys)) == []


def keys_in_templates() -> Iterator[str]:
    """`t("a.b")` gives `a.b`; `t("a." ~ x)` gives the prefix `a.`."""
    for template in TEMPLATES:
        for call in tree(template).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                yield first_constant(call.args[0])


def first_constant(node: nodes.Node) -> str:
    if isinstance(node, nodes.Concat):
        return first_constant(node.nodes[0])
    return str(node.value) if isinstance(node, nodes.Const) else "."


def keys_in_code() -> Iterator[str]:
    """Texts in the code that look like keys; an f-string counts as the prefix before its first value."""
    for file in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                yield prefix_of(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from [node.value] if node.value in FRENCH else prefixes_in(node.value)


def prefix_of(start: str) -> str:
    return start if "." in start else "?."


def prefixes_in(text: str) -> Iterator[str]:
    if re.fullmatch(r"[a-z_]+\.", text):
        yield text


class _Texts(HTMLParser):
    """Collects what a reader would see or hear: text between tags and attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"alt", "title", "aria-label", "placeholder"}]
        self.found += [value or "" for name, value in attrs if name in {"data-label", "data-none", "data-done"}]


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_word_stands_in_a_template(template: str) -> None:
    parser = _Texts()
    parser.feed("".join(data_and_holes((THEME / template).read_text("utf-8"))))
    words = {word for text in parser.found for word in text.replace("\ufffc", " ").split()} - SAME_EVERYWHERE
    assert words == set()


def data_and_holes(source: str) -> Iterator[str]:
    """The template's own characters, with one placeholder character for each value; `kind` is a class, no word."""
    source = re.sub(r"{% block kind %}\w*{% endblock %}", "", source)
    for _, token, value in ENV.lex(source):
        if token == "data":
            yield value
        elif token == "variable_begin":
            yield "\ufffc"


FORBIDDEN = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)
CALCULATING = {"sum", "round", "int", "float", "abs"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_do_no_arithmetic(template: str) -> None:
    parsed = tree(template)
    assert list(parsed.find_all(FORBIDDEN)) == []
    assert [node.name for node in parsed.find_all(nodes.Filter) if node.name in CALCULATING] == []


def test_a_missing_text_names_its_key_and_language() -> None:
    with pytest.raises(KeyError, match=r"words/fr has no text 'home\.nowhere'"):
        FRENCH("home.nowhere")


@pytest.mark.parametrize(("count", "expected"), [(1, "demain"), (2, "dans 2 jours"), (10, "dans 10 jours")])
def test_plurals_follow_the_language(count: int, expected: str) -> None:
    assert FRENCH("time.ahead", count=count) == expected
