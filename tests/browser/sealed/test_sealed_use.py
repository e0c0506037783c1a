"""A sealed portal does what an open one does: navigation, filters, downloads, printing, several tabs."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import LASTING, PATIENCE
from tests.browser.sealed.conftest import FULL, Sealed, hosted, saved, shown
from tests.browser.test_use import visible

pytestmark = pytest.mark.browser

HOME = ".home"
NUMBER = "F2026-0050"


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_a_link_opens_the_portal_and_the_key_leaves_the_address_bar(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    expect(visit.page.locator("#documents")).to_be_visible()
    assert visit.page.url == sealed.address()
    assert sealed.key() not in visit.page.evaluate(
        "JSON.stringify([history.state, document.referrer, document.cookie])"
    )


def test_nothing_is_said_on_the_console_and_nothing_is_asked_of_others(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    visit.page.locator("#documents a").first.click()
    expect(visit.page.locator(".paper")).to_be_visible()
    visit.page.go_back()
    visit.page.wait_for_load_state("networkidle")
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith(sealed.base)] == []


def test_no_request_holds_a_key_or_a_name_of_the_client(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    sent: list[str] = []
    visit.page.on("request", lambda request: sent.append(f"{request.url} {request.headers} {request.post_data}"))
    visit.page.locator("#documents a").first.click()
    saved(visit, ".actions a.button:has(.icon)")
    assert sent
    assert [text for text in sent if sealed.key() in text or re.search(r"F2026|acme", text, re.IGNORECASE)] == []


DOM = """() => [...document.body.querySelectorAll('*')].map((element) => [element.localName, ...[...element.attributes]
  .filter(({name}) => !/^(href|src|rel|action)$/.test(name))
  .map(({name, value}) => name + '=' + value).sort()].join(' '))"""


@pytest.mark.parametrize("path", ["", f"{NUMBER}/", "statement/", "pages/conditions/", f"en/{NUMBER}/", "en/"])
def test_a_sealed_page_is_the_open_page(enter: Any, browser: Any, sealed: Sealed, path: str) -> None:
    visit = enter(sealed.link())
    visit.page.goto(f"{sealed.address()}#/{path}")
    expect(visit.page).to_have_url(f"{sealed.address()}#/{path}", timeout=PATIENCE)
    with hosted(sealed.plain.parent / sealed.plain.name, headers=False) as base:
        other = browser.new_page(locale="fr-FR")
        other.route("**/assets/*", lambda route: route.abort())
        other.goto(f"{base}{path}")
        title = other.title()
        expect(visit.page).to_have_title(title, timeout=PATIENCE)
        wanted = other.evaluate(DOM)
        found = visit.page.evaluate(DOM)
        other.close()
    dynamic = re.compile(r" (hidden|aria-live)=\w*")
    assert [dynamic.sub("", text) for text in found] == [dynamic.sub("", text) for text in wanted]


def test_links_lead_through_the_portal_and_the_back_button_leads_back(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link()).page
    home = heading(page)
    page.locator("#documents a", has_text=NUMBER).click()
    expect(page.locator(".paper")).to_be_visible()
    assert page.url == f"{sealed.address()}#/{NUMBER}/"
    assert NUMBER in page.title()
    page.locator("header .back").click()
    expect(page.locator("#documents")).to_be_visible()
    page.go_back()
    expect(page.locator(".paper")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text(home, use_inner_text=True)
    page.go_forward()
    expect(page.locator(".paper")).to_be_visible()


def test_going_back_keeps_the_filters_and_the_place(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(), width=360).page
    page.locator("#group-open").check()
    left = visible(page)
    page.locator("#documents li:visible a").last.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    page.locator("#documents li:visible a").last.click()
    expect(page.locator(".paper")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page.locator("#documents")).to_be_visible()
    assert visible(page) == left
    assert abs(page.evaluate("scrollY") - place) < 4


def test_filters_and_search_work(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link()).page
    page.locator("#group-quote").check()
    assert {number[0] for number in visible(page)} == {"D"}
    page.locator("#group-all").check()
    page.locator("#search").fill("f2026-0048")
    assert visible(page) == ["F2026-0048"]


def test_the_pdf_is_downloaded_under_its_real_name(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    visit.page.locator("#documents a", has_text=NUMBER).click()
    assert saved(visit, ".actions a.button:has(.icon)") == (f"{NUMBER}.pdf", f"%PDF-1.7 {NUMBER}.pdf".encode())


def test_offered_files_are_downloaded_under_their_real_names(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    name = FULL.files[0].name
    assert saved(visit, f'#files + ul a:has-text("{name}")')[0] == name


def test_the_language_switch_works(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link()).page
    assert page.locator("html").get_attribute("lang") == "fr"
    page.locator(".languages a[lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_page_is_opened_again_after_a_reload(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    visit.page.locator("#documents a", has_text=NUMBER).click()
    expect(visit.page.locator(".paper")).to_be_visible()
    visit.page.reload()
    shown(visit)
    assert NUMBER in heading(visit.page)


def test_a_second_tab_asks_the_first_one_for_the_key(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    with visit.context.expect_page() as waiting:
        visit.page.locator("#documents a", has_text=NUMBER).click(modifiers=["ControlOrMeta"])
    second = waiting.value
    expect(second.locator(".paper")).to_be_visible()
    visit.page.close()
    second.reload()
    expect(second.locator(".paper")).to_be_visible()


def test_a_new_link_pasted_over_an_open_portal_is_opened(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link())
    visit.page.goto(sealed.link(number=NUMBER))
    expect(visit.page).to_have_title(re.compile(NUMBER), timeout=PATIENCE)
    assert visit.page.locator("header .back:visible").count() == 0


def test_the_link_can_be_copied(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(), permissions=["clipboard-read", "clipboard-write"]).page
    page.evaluate(LASTING)
    page.locator("[data-link]").click()
    expect(page.locator("[data-link]")).to_have_text("Lien copié")
    assert page.evaluate("navigator.clipboard.readText()") == sealed.link()


def test_bank_details_can_be_copied(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(number=NUMBER), permissions=["clipboard-read", "clipboard-write"]).page
    page.evaluate(LASTING)
    page.locator(".transfer .copy").first.click()
    expect(page.locator(".transfer .copy").first).to_have_text("Copié")


def test_a_document_link_opens_one_document_and_offers_nothing_else(enter: Any, sealed: Sealed) -> None:
    visit = enter(sealed.link(number=NUMBER))
    page = visit.page
    assert NUMBER in heading(page)
    assert page.url == sealed.address()
    assert page.locator("header .back:visible").count() == 0
    inside = page.locator('a[href^="#/"]').evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert inside
    assert all(NUMBER in href or "/files/" in href for href in inside)
    assert saved(visit, ".actions a.button:has(.icon)")[0] == f"{NUMBER}.pdf"


def test_a_document_link_changes_the_language_too(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(number=NUMBER)).page
    page.locator(".languages a[lang=en]").click()
    expect(page.locator("h1")).to_have_text(f"Invoice {NUMBER}")
    page.locator(".languages a[lang=fr]").click()
    expect(page.locator("h1")).to_have_text(f"Facture {NUMBER}")


def test_the_first_screen_leads_to_the_question(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(number=NUMBER), reduced_motion="reduce").page
    page.locator('.hero a[href="#write"]').click()
    expect(page.locator("#write")).to_be_in_viewport()


@pytest.mark.parametrize("number", ["", NUMBER])
def test_the_form_is_sent_to_the_seller_s_address(enter: Any, sealed: Sealed, number: str) -> None:
    visit = enter(sealed.link("asked", number))
    page = visit.page
    if not number:
        page.locator("#documents a", has_text=NUMBER).click()
    posted: list[tuple[str, str]] = []

    def receive(route: Any) -> None:
        posted.append((route.request.method, route.request.post_data))
        route.fulfill(body="Merci")

    page.route("https://forms.lumen.example/**", receive)
    page.locator("form [type=radio]").nth(1).check()
    page.locator("form [name=amount]").fill("120")
    page.locator("form textarea").fill("Deux heures en trop")
    page.locator("form [type=email]").fill("lea@acme.example")
    with page.expect_response("https://forms.lumen.example/**"):
        page.locator("form [type=submit]").click()
    [(method, body)] = posted
    assert method == "POST"
    assert f"number={NUMBER}&language=fr&record=facturier+record+{NUMBER}+disputed" in body
    assert "amount=120&message=Deux+heures+en+trop&email=lea%40acme.example" in body
    assert visit.said == []


def test_a_document_link_copies_itself(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(number=NUMBER), permissions=["clipboard-read", "clipboard-write"]).page
    page.evaluate(LASTING)
    page.locator("[data-link]").click()
    expect(page.locator("[data-link]")).to_have_text("Lien copié")
    assert page.evaluate("navigator.clipboard.readText()") == sealed.link(number=NUMBER)


def test_payment_links_and_e_mails_stay_as_they_are(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(number=NUMBER)).page
    assert page.locator('a[href^="https://"]').first.get_attribute("rel") == "noopener noreferrer"
    assert page.locator('.letters a[href^="mailto:"]').count() > 0


def test_a_link_inside_a_page_scrolls_and_moves_the_focus(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(number=NUMBER), reduced_motion="reduce").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.url == sealed.address()


def test_printing_shows_the_page(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link(number=NUMBER)).page
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    assert not page.locator("[data-link]").is_visible()


@pytest.mark.parametrize("number", ["", NUMBER])
def test_a_passcode_is_asked_for_and_remembered_in_this_tab(enter: Any, sealed: Sealed, number: str) -> None:
    visit = enter(sealed.link("locked", number))
    code = sealed.doors["locked"].current.passcode
    assert visit.page.locator("main").get_attribute("data-problem") == "code"
    visit.page.locator("#passcode").fill("0000-0000-0000")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("[role=alert]")).to_contain_text("n’ouvre pas")
    visit.page.locator("#passcode").fill(code.lower().replace("-", " "))
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".top")).to_be_visible()
    visit.page.reload()
    expect(visit.page.locator(".top")).to_be_visible()


def test_the_first_load_is_small(enter: Any, sealed: Sealed) -> None:
    import zlib

    visit = enter(sealed.link(), locale="de-DE")
    visit.page.wait_for_load_state("networkidle")
    sizes = []
    for url in dict.fromkeys(url.partition("#")[0] for url in visit.asked if "logo" not in url):
        body = visit.context.request.get(url).body()
        sizes.append(min(len(body), len(zlib.compress(body, 6))))
    assert sum(sizes) < 24_000
