"""Which pages a portal has, what surrounds them, and that nothing leads outside."""

import re
from functools import cache

import pytest
from tests.render.originals import SELLER
from tests.render.pages import assets, drawn
from tests.render.samples import in_instalments, portal, small_portal

from facturier.render.html.pages import missing_page, portal_pages, root_page, thanks_pages
from facturier.render.words import LANGUAGES

SPECS = {spec.path: spec for spec in portal_pages(portal(), assets=assets())}


@cache
def html(path: str) -> str:
    return drawn(SPECS[path])


def test_a_portal_has_home_documents_pages_and_404() -> None:
    paths = [spec.path for spec in portal_pages(portal(), assets=assets())]
    assert paths[0] == "index.html"
    assert paths[-3:] == ["statement/index.html", "pages/conditions/index.html", "404.html"]
    assert "F2026-0050/index.html" in paths


@pytest.mark.parametrize(
    ("path", "up"),
    [
        ("index.html", "../../"),
        ("F2026-0050/index.html", "../../../"),
        ("pages/conditions/index.html", "../../../../"),
    ],
)
def test_shared_files_are_found_from_every_depth(path: str, up: str) -> None:
    assert f'<link rel="stylesheet" href="{up}{assets().css}">' in html(path)


@pytest.mark.parametrize("path", SPECS)
def test_no_page_holds_style_or_script_of_its_own(path: str) -> None:
    assert not re.search(r"<style|\sstyle=|<script(?! src=)|\son\w+=|javascript:", html(path))


@pytest.mark.parametrize("path", SPECS)
def test_every_address_is_relative_or_a_payment_or_mail_link(path: str) -> None:
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html(path))
    if path == "404.html":  # hosts show it at every depth: only the root's path finds its files
        addresses = [found.removeprefix("/") for found in addresses]
    foreign = [found for found in addresses if re.match(r"[a-z]+:|/", found)]
    assert [found for found in foreign if not re.match(r"https://pay\.lumen\.example/|mailto:nour@|tel:", found)] == []


@pytest.mark.parametrize("path", SPECS)
def test_every_page_forbids_what_it_does_not_need(path: str) -> None:
    assert "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'" in html(path)
    assert '<meta name="referrer" content="no-referrer">' in html(path)
    assert '<meta name="robots" content="noindex' in html(path)


@pytest.mark.parametrize("path", SPECS)
def test_no_id_stands_twice(path: str) -> None:
    ids = re.findall(r'\sid="([^"]*)"', html(path))
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_root_page_says_only_whose_portal_it_is(language: str) -> None:
    page = drawn(root_page(SELLER, language=language, assets=assets()))
    assert "Atelier Lumen" in page
    assert SELLER.contact.email not in page
    assert "<a class" not in page.replace('<a class="skip"', "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_404_page_holds_no_data(language: str) -> None:
    page = drawn(missing_page(language=language, assets=assets(), base="/sub/"))
    assert "Lumen" not in page
    assert f'href="/sub/{assets().css}"' in page


def test_the_page_after_a_payment_holds_no_data_and_claims_nothing() -> None:
    for spec in thanks_pages(assets=assets()):
        page = drawn(spec)
        assert "Lumen" not in page
        assert f'href="../../{assets().css}"' in page


def test_the_first_load_stays_far_below_30_kb() -> None:
    """As hosts send it, compressed: 12 KB. On a host that compresses nothing it is 41 KB, a sixth of it the QR code."""
    files = {name: content for name, content in assets().files if not re.search("logo|sealed", name)}
    one = drawn(portal_pages(small_portal(in_instalments()), assets=assets())[1])
    assert sum(map(len, files.values())) + len(one.encode()) < 42_000
    assert sum(compressed(content) for content in (*files.values(), one.encode())) < 13_000


def compressed(content: bytes) -> int:
    import zlib

    return len(zlib.compress(content, 6))


def test_the_same_portal_gives_the_same_bytes() -> None:
    assert [drawn(spec) for spec in portal_pages(portal(), assets=assets())] == [html(path) for path in SPECS]
