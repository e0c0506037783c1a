"""What a client does with a page: filter, search, copy, walk through it with the keyboard."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import LASTING
from tests.render.samples import ORIGINAL

pytestmark = pytest.mark.browser

HOME, DOCUMENT, FORM = "c/full/", "c/full/F2026-0050/", "c/form/F2026-0009/"


def visible(page: Any) -> list[str]:
    rows = page.locator("#documents > li:visible .what")
    return [text.split()[-1] for text in rows.all_inner_texts()]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_filters_by_status_and_year(visit: Any, *, script: bool) -> None:
    page = visit(HOME, width=1280, java_script_enabled=script).page
    everything = visible(page)
    page.locator("#group-quote").check()
    assert {number[0] for number in visible(page)} == {"D"}
    page.locator("#group-all").check()
    page.locator("#year-2").check()
    assert visible(page) == ["F2025-0007"]
    page.locator("#year-all").check()
    assert visible(page) == everything


def test_without_the_script_no_dead_control_is_shown(visit: Any) -> None:
    home = visit(HOME, java_script_enabled=False).page
    assert not home.locator("#search").is_visible()
    document = visit(DOCUMENT, java_script_enabled=False).page
    assert document.locator(".copy:visible").count() == 0


def test_the_search_finds_by_number_and_words_whatever_the_accents(visit: Any) -> None:
    page = visit(HOME, width=1280).page
    page.locator("#search").fill("f2026-0048")
    assert visible(page) == ["F2026-0048"]
    page.locator("#search").fill("contestee")
    assert visible(page) == ["F2026-0011"]


def test_a_search_without_result_says_so(visit: Any) -> None:
    page = visit(HOME, width=1280).page
    page.locator("#search").fill("introuvable")
    assert visible(page) == []
    assert page.locator("#none").inner_text() == "Aucun document ne correspond."


def test_the_search_and_the_filters_work_together(visit: Any) -> None:
    page = visit(HOME, width=1280).page
    page.locator("#group-quote").check()
    page.locator("#search").fill("F2026")
    assert visible(page) == []
    assert page.locator("#none").is_visible()
    page.locator("#group-all").check()
    assert visible(page) != []
    assert page.locator("#none").inner_text() == ""


def test_a_copy_button_copies_the_bare_iban_and_says_so(visit: Any) -> None:
    page = visit(DOCUMENT, permissions=["clipboard-read", "clipboard-write"]).page
    page.evaluate(LASTING)
    button = page.locator(".copy").first
    button.click()
    expect(button).to_have_text("Copié")
    assert page.evaluate("navigator.clipboard.readText()") == "FR7630006000011234567890189"


@pytest.mark.parametrize(
    ("content", "told"),
    [(ORIGINAL, "C’est l’original, octet pour octet."), (ORIGINAL + b" ", "Ce fichier n’est pas l’original.")],
    ids=["the original", "one byte more"],
)
def test_a_pdf_is_compared_with_the_original_without_leaving_the_browser(visit: Any, content: bytes, told: str) -> None:
    opened = visit("c/full/F2026-0049/")
    page, sent = opened.page, list[str]()
    page.on("request", lambda request: sent.append(request.method))
    page.locator("[data-original] input").set_input_files(
        {"name": "facture.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    expect(page.locator("[data-original] output")).to_contain_text(told)
    assert set(sent) <= {"GET"}  # an icon perhaps; nothing leaves


def test_what_is_not_sealed_offers_no_comparison(visit: Any) -> None:
    assert visit(DOCUMENT).page.locator("[data-original]").count() == 0


def test_the_first_key_stroke_offers_to_skip_to_the_content(visit: Any) -> None:
    page = visit(DOCUMENT, reduced_motion="reduce").page
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


FOCUS = """() => {
  const at = document.activeElement, near = at.type === 'radio' ? at.nextElementSibling : at.closest('.row') || at;
  const style = getComputedStyle(near);
  return [at.tagName, style.outlineStyle, parseFloat(style.outlineWidth), at.outerHTML.slice(0, 80)];
}"""


@pytest.mark.parametrize("path", [HOME, DOCUMENT])
def test_the_focus_is_always_seen(visit: Any, path: str) -> None:
    page = visit(path, width=1280, reduced_motion="reduce").page
    unseen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        tag, style, width, html = page.evaluate(FOCUS)
        if tag != "BODY" and "skip" not in html and (style == "none" or width < 2):
            unseen.append(html)
    assert unseen == []


def test_a_radio_filter_is_chosen_with_the_arrow_keys(visit: Any) -> None:
    page = visit(HOME, width=1280).page
    page.locator("#group-all").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#group-late").is_checked()
    assert "F2026-0009" in visible(page)
    assert "F2026-0048" not in visible(page)


def test_the_language_changes_and_the_page_stays(visit: Any, site: str) -> None:
    page = visit(FORM, width=1280).page
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}c/form/en/F2026-0009/")
    expect(page.locator("h1")).to_have_text("Invoice F2026-0009")
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(site + FORM)


def test_the_form_is_filled_in_and_sent_with_the_keyboard_alone(visit: Any) -> None:
    opened = visit(FORM, width=1280, java_script_enabled=False)
    page = opened.page
    posted: list[str] = []

    def receive(route: Any) -> None:
        posted.append(route.request.post_data)
        route.abort()

    page.route("https://forms.lumen.example/**", receive)
    page.locator("form [type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    for text in ("120", "Deux heures en trop", "lea@acme.example"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    with page.expect_event("requestfailed", lambda request: "forms.lumen.example" in request.url):
        page.keyboard.press("Enter")
    assert len(posted) == 1
    assert "record=facturier+record+F2026-0009+disputed+9166.27+--by+form&amount=120" in posted[0]


def test_a_form_that_is_not_complete_is_not_sent(visit: Any) -> None:
    opened = visit(FORM, width=1280)
    opened.page.get_by_role("button", name="Envoyer").click()
    assert [url for url in opened.asked if "forms.lumen.example" in url] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("calendar.ics", "calendar"),
        ("documents.xml", "xml"),
        ("portal.json", "json"),
        ("statement/statement.csv", "csv"),
    ],
)
def test_the_files_that_pages_offer_are_there(visit: Any, site: str, name: str, kind: str) -> None:
    answer = visit(HOME).page.request.get(f"{site}{HOME}{name}")
    assert answer.ok
    assert kind in answer.headers["content-type"]
