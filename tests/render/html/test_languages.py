"""A portal in several languages: the same pages, the same files, one link apart."""

import re
from dataclasses import replace
from functools import cache
from posixpath import join, normpath

import pytest
from tests.render.pages import assets, drawn, parsed
from tests.render.samples import portal

from facturier.model.portal import Portal
from facturier.render.html.pages import PageSpec, portal_pages

LANGUAGES = ("fr", "en", "de")


@cache
def pages(language: str) -> dict[str, PageSpec]:
    """By path inside the portal's folder."""
    value: Portal = replace(portal(), languages=LANGUAGES, language=language)
    folder = "" if language == "fr" else f"{language}/"
    return {folder + spec.path: spec for spec in portal_pages(value, assets=assets())}


EVERY = {path: spec for language in LANGUAGES for path, spec in pages(language).items()}


def switches(path: str) -> dict[str, str]:
    """The switch of a page: where it leads, by language, from the portal's folder."""
    links = parsed(drawn(EVERY[path])).all(".languages a")
    return {link.get("lang") or "": target(path, link.get("href") or "") for link in links}


def target(path: str, href: str) -> str:
    found = normpath(join(path.rpartition("/")[0], href))
    return join("" if found == "." else found, "index.html") if href.endswith("/") else found


@pytest.mark.parametrize(
    "path", ["index.html", "F2026-0050/index.html", "statement/index.html", "pages/conditions/index.html"]
)
def test_the_switch_stays_on_the_same_page(path: str) -> None:
    assert switches(path) == {"en": f"en/{path}", "de": f"de/{path}"}
    assert switches(f"en/{path}") == {"fr": path, "de": f"de/{path}"}


def test_every_page_but_the_missing_one_exists_in_every_language() -> None:
    own = set(pages("fr")) - {"404.html"}
    assert {path.removeprefix("en/") for path in pages("en")} == own


@pytest.mark.parametrize("path", [path for path in EVERY if path.startswith("en/")])
def test_links_inside_the_portal_lead_to_pages_or_shared_files(path: str) -> None:
    hrefs = re.findall(r'<a [^>]*href="([^":#]+)"', drawn(EVERY[path]))
    led = {target(path, href) for href in hrefs}
    pages_led = {one for one in led if one.endswith("index.html")}
    assert pages_led <= set(EVERY)
    assert [one for one in led - pages_led if one.startswith(("en/", ".."))] == []


def test_shared_files_are_found_from_another_language() -> None:
    assert f'href="../../../../{assets().css}"' in drawn(EVERY["en/F2026-0050/index.html"])


def test_the_pdf_is_the_one_beside_the_own_page() -> None:
    hrefs = re.findall(r'href="([^"]+\.pdf)"', drawn(EVERY["en/F2026-0050/index.html"]))
    assert {target("en/F2026-0050/index.html", href) for href in hrefs} == {
        "F2026-0050/F2026-0050.pdf",
        "files/pv-recette.pdf",
    }


def test_legal_sentences_say_which_language_they_keep() -> None:
    page = parsed(drawn(EVERY["en/F2026-0050/index.html"]))
    assert page.get("lang") == "en"
    assert page.all(".mentions")[0].get("lang") == "fr"


def test_with_one_language_there_is_no_switch() -> None:
    home = next(spec for spec in portal_pages(portal(), assets=assets()) if spec.path == "index.html")
    assert parsed(drawn(home)).all(".languages") == []
