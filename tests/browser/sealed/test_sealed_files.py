"""What a client takes away from a sealed portal: feeds, statements, and the proof that a PDF is the original."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PATIENCE
from tests.browser.sealed.conftest import Sealed, saved
from tests.render.samples import ORIGINAL

pytestmark = pytest.mark.browser

SEALED_NUMBER = "F2026-0049"


def plain(sealed: Sealed, name: str) -> bytes:
    return (sealed.plain / name).read_bytes()


@pytest.mark.parametrize("name", ["calendar.ics", "documents.xml", "portal.json"])
def test_feeds_are_downloaded_as_they_would_be_in_the_open(enter: Any, sealed: Sealed, name: str) -> None:
    visit = enter(sealed.link())
    assert saved(visit, f'a[href="#/{name}"]') == (name, plain(sealed, name))


@pytest.mark.parametrize("kind", ["pdf", "csv"])
def test_statements_are_downloaded_under_their_real_names(enter: Any, sealed: Sealed, kind: str) -> None:
    visit = enter(f"{sealed.link()}")
    visit.page.evaluate("location.hash = '#/statement/'")
    visit.page.wait_for_selector(f'a[href$=".{kind}"]')
    found = visit.page.locator(f'a[href$=".{kind}"]').first.get_attribute("href")
    assert found is not None
    name = found.removeprefix("#/")
    assert saved(visit, f'a[href="{found}"]') == (name.rpartition("/")[2], plain(sealed, name))


@pytest.mark.parametrize("number", ["", SEALED_NUMBER])
@pytest.mark.parametrize(
    ("content", "told"),
    [(ORIGINAL, "C’est l’original, octet pour octet."), (ORIGINAL + b" ", "Ce fichier n’est pas l’original.")],
    ids=["the original", "one byte more"],
)
def test_a_pdf_is_compared_with_the_original(
    enter: Any, sealed: Sealed, number: str, content: bytes, told: str
) -> None:
    visit = enter(sealed.link(number=number))
    if not number:
        visit.page.locator("#documents a", has_text=SEALED_NUMBER).click()
    visit.page.wait_for_selector("[data-original] input")
    visit.asked.clear()
    visit.page.locator("[data-original] input").set_input_files(
        {"name": "facture.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    expect(visit.page.locator("[data-original] output")).to_contain_text(told, timeout=PATIENCE)
    assert [url for url in visit.asked if not url.startswith(sealed.base)] == []


def test_the_back_button_leaves_a_one_document_link_as_it_came(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link(number=SEALED_NUMBER))
    page = visit.page
    page.locator(".languages a[lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=PATIENCE)
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "fr", timeout=PATIENCE)
    assert SEALED_NUMBER in page.locator("h1").inner_text()
    page.reload()
    page.wait_for_selector(".top")
    assert SEALED_NUMBER in page.locator("h1").inner_text()
