"""Makes Jinja ready for the theme: strict, escaping, and speaking one language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from facturier.model.state import Status
from facturier.paths import theme_folder
from facturier.render.formats import Formats, grouped, load_formats
from facturier.render.html.links import mailto, tel
from facturier.render.html.markup import bdi, filled
from facturier.render.pdf.parties import town
from facturier.render.statuses import LOOKS
from facturier.render.words import Words, load_words, typeset

if TYPE_CHECKING:
    from collections.abc import Callable

    import jinja2
    from markupsafe import Markup

    from facturier.render.html.pages import PageSpec


def prepare(env: jinja2.Environment, language: str, theme: Path | None = None) -> None:
    """Switch on autoescape and StrictUndefined and give templates the words, filters and icons of a language.

    Call it before the first template is loaded. One environment speaks one language.
    """
    from jinja2 import StrictUndefined

    env.autoescape = True
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    words, formats = load_words(language, theme), load_formats(language)
    env.globals.update(t=translator(words), days=days_in_words(words), status=status_word(words), looks=LOOKS)
    env.filters.update(_filters(formats))


@cache
def environment(theme: Path | None = None, language: str = "fr") -> jinja2.Environment:
    """A plain environment that loads templates from the theme folder, made once per process and language."""
    from jinja2 import Environment, FileSystemLoader

    env = Environment(loader=FileSystemLoader(theme or theme_folder()), autoescape=True, auto_reload=False)
    prepare(env, language, theme)
    return env


def render(spec: PageSpec, env: jinja2.Environment) -> str:
    """The HTML of one page. `env` must speak the page's language."""
    return env.get_template(spec.template).render(spec.context)


def translator(words: Words) -> Callable[..., Markup]:
    """`t(key, **values)` for templates: the text of a key, its values escaped unless they are markup already."""

    def t(key: str, /, **values: object) -> Markup:
        return filled(words.template(key, values.get("count")), values)

    return t


def days_in_words(words: Words) -> Callable[[int, str], str]:
    """`days(n, dated)` for templates: today, tomorrow, in 6 days; 9 days late, or expired when a validity ended."""

    def days(count: int, dated: str) -> str:
        if count < 0:
            return words("time.expired" if dated == "valid-until" else "time.late", count=-count)
        return words("time.today") if count == 0 else words("time.ahead", count=count)

    return days


def status_word(words: Words) -> Callable[[Status, str], str]:
    """`status(status, kind)` for templates: the word of a status; a kind of document or instalment may have its own."""

    def status(state: Status, kind: str) -> str:
        own = f"status.{kind}.{state}"
        return words(own if own in words else f"status.{state}")

    return status


def _filters(formats: Formats) -> dict[str, Callable[..., object]]:
    return {
        "amount": formats.amount,
        "unit_price": formats.unit_price,
        "number": formats.number,
        "percent": formats.percent,
        "long_date": formats.date,
        "full_date": formats.full_date,
        "short_date": formats.short_date,
        "country": formats.country,
        "file_size": formats.file_size,
        "in_fours": lambda code: grouped(code).replace("\u00a0", " "),  # a narrow screen breaks between groups
        "bdi": bdi,
        "town": town,
        "typeset": typeset,
        "mail_link": mailto,
        "tel_link": tel,
    }
