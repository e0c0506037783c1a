"""Whatever is wrong with a link, a file or a browser gets its own message, in the client's language."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.sealed.conftest import Sealed, hosted
from tests.browser.test_pages import violations

from facturier.render.words import LANGUAGES, load_words

pytestmark = pytest.mark.browser
FRENCH = load_words("fr")


def problem(visit: Any) -> str | None:
    return visit.page.locator("main").get_attribute("data-problem")


LINKS = {
    "missing": lambda site: site.address(),
    "cut": lambda site: site.link()[:-1],
    "cut-all": lambda site: site.address() + "#k=",
    "wrong": lambda site: site.address() + "#k=" + "A" * 43,
    "wrong-document": lambda site: site.address() + "#i=F2026-0050&k=" + "A" * 43,
    "other": lambda site: site.address() + "#k=" + site.key("other"),
    "replaced": lambda site: site.link("former"),
}


@pytest.mark.parametrize("state", LINKS)
def test_each_mistake_has_its_own_message(enter: Any, sealed: Sealed, state: str) -> None:
    visit = enter(LINKS[state](sealed))
    name = state.partition("-")[0]
    assert problem(visit) == name
    text = visit.page.locator("main").inner_text().replace("\u00a0", " ")
    for part in ("title", "text", "remedy"):
        assert FRENCH(f"sealed.{name}.{part}").replace("\u00a0", " ") in text
    assert "nour@lumen.example" in visit.page.locator("#contact").inner_text()
    assert visit.page.title() == FRENCH(f"sealed.{name}.title")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    enter: Any, sealed: Sealed, scheme: str, width: int
) -> None:
    for link in (sealed.link("locked"), sealed.address(), sealed.link()):
        page = enter(link, width=width, color_scheme=scheme, reduced_motion="reduce").page
        page.wait_for_selector("h1")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_speak_the_readers_language(enter: Any, sealed: Sealed, language: str) -> None:
    visit = enter(sealed.address(), locale=language)
    assert visit.page.locator("h1").inner_text() == load_words(language)("sealed.missing.title")
    assert visit.page.locator("html").get_attribute("lang") == language


def test_another_language_gets_the_sellers(enter: Any, sealed: Sealed) -> None:
    assert enter(sealed.address(), locale="fi-FI").page.locator("html").get_attribute("lang") == "fr"


@pytest.mark.parametrize(
    "mangle",
    [
        lambda link: link.replace("#", "%23"),
        lambda link: link.replace("#", "%2523"),
        lambda link: link.replace("#k=", "#k%3D"),
        lambda link: link + ".",
        lambda link: link + ")",
        lambda link: link.replace("/#", "/?utm_source=mail#"),
        lambda link: link.replace("/#", "#"),
        lambda link: link.replace("/#", "/index.html#"),
    ],
    ids=["%23", "%2523", "%3D", "full stop", "bracket", "query", "no slash", "index.html"],
)
def test_links_that_mail_programs_mangled_open_all_the_same(enter: Any, sealed: Sealed, mangle: Any) -> None:
    visit = enter(mangle(sealed.link()))
    visit.page.wait_for_selector("#documents")
    assert visit.page.url == sealed.address()


def test_a_mangled_document_link_opens_too(enter: Any, sealed: Sealed) -> None:
    link = sealed.link(number="F2026-0050")
    for mangled in (link.replace("&", "&amp;"), link.replace("#", "%23"), link.replace("#", "%23").replace("&", "%26")):
        visit = enter(mangled)
        visit.page.wait_for_selector(".paper")
        assert "F2026-0050" in visit.page.title()


def test_the_rescue_of_mangled_links_never_leads_to_another_host(browser: Browser, sealed: Sealed) -> None:
    page = browser.new_page()
    page.goto(f"{sealed.base}/evil.example/%23k=abc", wait_until="networkidle")
    assert page.url.startswith(sealed.base)
    page.close()


def test_a_page_that_does_not_exist_is_said_with_a_way_back(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    visit.page.goto(f"{sealed.address()}#/F1999-0001/")
    visit.page.wait_for_selector("[data-problem=unknown]")
    visit.page.locator("main a.button").click()
    visit.page.wait_for_selector("#documents")


def flip(name: str) -> Any:
    def rewrite(path: str, body: bytes) -> bytes:
        return body[:-1] + bytes([body[-1] ^ 1]) if path.endswith(name) else body

    return rewrite


@pytest.mark.parametrize("file", ["manifest", "index.html"])
def test_a_file_that_the_host_changed_is_not_shown(enter: Any, sealed_site: Sealed, file: str) -> None:
    with hosted(sealed_site.folder, rewrite=flip(sealed_site.blob("full", file).name)) as base:
        visit = enter(replace(sealed_site, base=base).link())
        assert problem(visit) == "damaged"
        assert visit.page.locator("main .button").inner_text() == FRENCH("sealed.again")


def test_two_files_that_the_host_swapped_are_not_shown(enter: Any, sealed_site: Sealed) -> None:
    home, other = (sealed_site.blob("full", name) for name in ("index.html", "statement/index.html"))

    def rewrite(path: str, body: bytes) -> bytes:
        return other.read_bytes() if path.endswith(home.name) else body

    with hosted(sealed_site.folder, rewrite=rewrite) as base:
        assert problem(enter(replace(sealed_site, base=base).link())) == "damaged"


def test_a_file_that_is_not_there_is_being_replaced(enter: Any, sealed_site: Sealed) -> None:
    name = sealed_site.blob("full", "index.html").name

    def rewrite(path: str, body: bytes) -> bytes:
        return b"<!doctype html>nothing" if path.endswith(name) else body

    with hosted(sealed_site.folder, rewrite=rewrite) as base:
        assert problem(enter(replace(sealed_site, base=base).link())) == "gone"


def test_a_download_that_fails_is_said_and_can_be_tried_again(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link(number="F2026-0050"))
    visit.context.set_offline(True)
    visit.page.locator(".actions a.button:has(.icon)").click()
    visit.page.wait_for_selector("#contact")
    expect(visit.page.locator("main")).to_contain_text("connexion", use_inner_text=True)


def test_without_the_words_something_is_said_all_the_same(enter: Any, sealed: Sealed, browser: Browser) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.route(re.compile(r"sealed\.[0-9a-f]+\.json"), lambda route: route.abort())
    page.goto(sealed.address())
    page.wait_for_selector("main > p:nth-of-type(2):visible")
    assert "hors ligne" in page.locator("main").inner_text()
    assert not page.locator("progress").is_visible()
    context.close()


def test_without_scripts_six_languages_say_what_to_do(browser: Browser, sealed: Sealed) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(sealed.link())
    said = page.locator("noscript p")
    assert said.evaluate_all("all => all.map((one) => one.lang)")[0] == "fr"
    assert said.count() == len(LANGUAGES)
    assert page.locator("#contact a[href^='mailto:']").is_visible()
    assert not page.locator("progress").is_visible()
    context.close()


def test_a_browser_without_the_functions_is_told(browser: Browser, sealed: Sealed) -> None:
    for script, state in (
        ("delete window.DecompressionStream", "old"),
        ("Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})", "old"),
        ("Object.defineProperty(window, 'isSecureContext', {value: false})", "insecure"),
    ):
        context = browser.new_context(locale="fr-FR")
        context.add_init_script(script)
        page = context.new_page()
        page.goto(sealed.link())
        page.wait_for_selector(f"[data-problem={state}]")
        assert page.url == sealed.address()
        context.close()


def test_a_host_without_https_is_refused(browser: Browser, sealed: Sealed) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    root = sealed.folder

    def answer(route: Any) -> None:
        path = Path(root) / route.request.url.split("lumen.example/")[1].partition("#")[0]
        route.fulfill(path=str(path / "index.html" if path.is_dir() else path))

    page.route("http://factures.lumen.example/**", answer)
    page.goto(sealed.link().replace(sealed.base, "http://factures.lumen.example/"))
    page.wait_for_selector("[data-problem=insecure]")
    context.close()


def test_storage_that_is_forbidden_does_not_keep_a_portal_shut(browser: Browser, sealed: Sealed) -> None:
    context = browser.new_context(locale="fr-FR")
    context.add_init_script("Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no') }})")
    page = context.new_page()
    page.goto(sealed.link())
    page.wait_for_selector("#documents")
    context.close()


def test_the_404_page_of_a_host_speaks_of_links(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.address())
    visit.page.goto(f"{sealed.base}c/{'a' * 26}/#k={sealed.key()}")
    assert "lien" in visit.page.locator("main").inner_text()
