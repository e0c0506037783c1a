"""Turns a Markdown page written by the seller into harmless HTML: tables, footnotes, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from facturier.model.portal import PortalFile, PortalPage

if TYPE_CHECKING:
    from markdown import Markdown
    from markupsafe import Markup

_TAGS = {
    *(
        "a",
        "abbr",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "hr",
        "img",
        "ins",
        "kbd",
    ),
    *("h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "s", "small", "strong", "sub", "sup", "ul"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_FOOTNOTE_ID = re.compile(r"fn(ref\d*)?:[\w.-]{1,80}")
_LINK = re.compile(r"(https://|mailto:)[^\s\\]+|#fn(ref\d*)?:[\w.-]{1,80}")
_FILE = re.compile(r"(?:\./)?([\w][\w. -]*)")


def article(page: PortalPage, files: tuple[PortalFile, ...], *, above: str = "") -> Markup:
    """The page's body without its first heading, which the template shows as the title.

    Links go to https and mailto addresses or to files of this portal; images only to files of this portal.
    """
    import nh3
    from markupsafe import Markup

    text = re.sub(r"^\s{0,3}#\s+.+$\n?", "", page.text, count=1, flags=re.MULTILINE)
    html = _lower_headings(_converter().reset().convert(text))
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter({file.name: f"{above}../../files/{file.name}" for file in files}),
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return Markup(_scrollable_tables(clean))  # noqa: S704 - sanitised the line before


@cache
def _converter() -> Markdown:
    from markdown import Markdown

    return Markdown(extensions=["tables", "footnotes"], output_format="html")


def _filter(files: Mapping[str, str]) -> Callable[[str, str, str], str | None]:
    def keep(_tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if _FOOTNOTE_ID.fullmatch(value) else None
        if name == "href":
            return value if _LINK.fullmatch(value) else _file(value, files)
        return _file(value, files) if name == "src" else value

    return keep


def _file(value: str, files: Mapping[str, str]) -> str | None:
    found = _FILE.fullmatch(value)
    return files.get(found[1]) if found else None


def _lower_headings(html: str) -> str:
    """The title is the page's only first-level heading."""
    return re.sub(r"<(/?)h1>", r"<\1h2>", html)


def _scrollable_tables(html: str) -> str:
    """A wide table scrolls by itself, also with the keyboard, instead of widening the page."""
    return html.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
