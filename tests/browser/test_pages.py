"""Every kind of page in a real browser: accessible, quiet, narrow enough, nothing asked of others."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.render.samples import portal, quote

pytestmark = pytest.mark.browser

THEME = Path(__file__).parents[2] / "theme" / "styles"

PAGES = {
    "home": "c/full/",
    "empty": "c/empty/",
    "instalments": "c/full/F2026-0050/",
    "overdue": "c/full/F2026-0009/",
    "paid": "c/full/F2026-0048/",
    "scripts": "c/full/F2026-0061/",
    "quote": f"c/full/{quote().document.number}/",
    "credit-note": "c/full/A2026-0003/",
    "statement": "c/full/statement/",
    "page": "c/full/pages/conditions/",
    "form": "c/form/F2026-0009/",
    "english": "c/form/en/F2026-0009/",
    "english-home": "c/form/en/",
    "english-statement": "c/form/en/statement/",
    "preview": "c/preview/F2026-0050/",
    "preview-home": "c/preview/",
    "root": "",
    "missing": "404.html",
}
EVERY_PAGE = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@EVERY_PAGE
def test_axe_finds_nothing(visit: Any, path: str) -> None:
    assert violations(visit(path, color_scheme="light", reduced_motion="reduce").page) == []


@pytest.mark.parametrize("path", [PAGES[name] for name in ("home", "overdue", "paid", "quote")])
def test_axe_finds_nothing_in_the_dark(visit: Any, path: str) -> None:
    assert violations(visit(path, color_scheme="dark", reduced_motion="reduce").page) == []


def violations(page: Any) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


@EVERY_PAGE
def test_the_browser_has_nothing_to_say_and_asks_only_this_site(visit: Any, site: str, path: str) -> None:
    opened = visit(path)
    opened.page.wait_for_load_state("networkidle")
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith(site)] == []


LETTERS = """([size, fonts]) => {
  document.documentElement.style.fontSize = size;
  document.documentElement.style.setProperty('--sans', fonts);
  return document.documentElement.scrollWidth;
}"""


@EVERY_PAGE
def test_nothing_runs_out_of_a_narrow_page_whatever_the_letters(visit: Any, path: str) -> None:
    """320 px is also 1280 px at 400 % zoom (WCAG 1.4.10); text alone at 200 % is 1.4.4. Machines differ in fonts."""
    page = visit(path).page
    fonts = ("", "DejaVu Sans, Verdana", "Courier New, monospace")
    found: dict[tuple[Any, ...], int] = {}
    for width, *letters in itertools.product((320, 640, 900), ("100%", "200%"), fonts):
        page.set_viewport_size({"width": width, "height": 780})
        found[width, *letters] = page.evaluate(LETTERS, letters)
    too_wide = {at: wide for at, wide in found.items() if wide > at[0]}
    assert too_wide == {}


def test_reduced_motion_moves_nothing(visit: Any) -> None:
    moving = """[...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      return style.transitionDuration !== '0s' || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
    }).length"""
    assert visit(PAGES["overdue"], reduced_motion="reduce").page.evaluate(moving) == 0
    assert visit(PAGES["overdue"], reduced_motion="no-preference").page.evaluate(moving) > 0


@pytest.mark.parametrize("path", [PAGES["home"], PAGES["form"], PAGES["statement"]])
def test_forced_colours_keep_what_can_be_pressed(visit: Any, path: str) -> None:
    page = visit(path, forced_colors="active", width=1280).page
    flat = """[...document.querySelectorAll('main .button, main textarea, main input:not([type=radio], [type=hidden])')]
      .filter((element) => element.checkVisibility() && getComputedStyle(element).borderTopStyle !== 'solid').length"""
    assert page.evaluate(flat) == 0


@pytest.mark.parametrize("path", ["c/full/nowhere/", "c/full/F2026-0050/deep/er/still/", "c/nobody/"])
def test_a_missing_page_is_styled_at_every_depth(visit: Any, site: str, path: str) -> None:
    opened = visit(path)
    opened.page.wait_for_load_state("networkidle")
    assert opened.page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert [url for url in opened.asked if not url.startswith((site + "assets/", site + path))] == []


@pytest.mark.parametrize("path", [PAGES["instalments"], PAGES["overdue"], PAGES["quote"]])
def test_what_matters_stands_above_the_fold_of_a_telephone(visit: Any, path: str) -> None:
    page = visit(path, width=360, height=640).page
    for part in (".brand", ".hero .badge", ".figure", ".hero .when", ".hero .primary"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] < 640, part


@pytest.mark.parametrize("number", [item.document.number for item in portal().documents])
def test_ten_seconds_are_enough_whatever_the_status(visit: Any, number: str) -> None:
    """The first screen of a telephone: who, how much, which status, until when or why not, what to do, whom to ask."""
    page = visit(f"c/full/{number}/", width=360, height=780).page
    told = [".brand", ".figure", "[href='#write']"]
    told += [f".hero {part}" for part in ("h1", ".badge", ":is(.when, .note)", ".button")]
    low = {part: bottom(page, part) for part in told}
    assert {part: y for part, y in low.items() if y > 780} == {}


def bottom(page: Any, part: str) -> float:
    box = page.locator(part).first.bounding_box()
    return float(box["y"] + box["height"])


def test_the_amount_is_the_largest_text(visit: Any) -> None:
    sizes = visit(PAGES["overdue"]).page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('.figure') && e.checkVisibility())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    figure = visit(PAGES["overdue"]).page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.figure')).fontSize)"
    )
    assert figure > max(sizes)


def test_print_leaves_out_what_paper_cannot_do(visit: Any) -> None:
    page = visit(PAGES["overdue"], width=1280).page
    page.emulate_media(media="print")
    assert not page.locator(".actions").is_visible()
    assert not page.locator(".copy").first.is_visible()
    assert not page.locator("#write").is_visible()
    for kept in (".figure", ".history", ".transfer", ".lines thead"):
        assert page.locator(kept).is_visible(), kept


def test_forced_colours_keep_the_edges_of_badges(visit: Any) -> None:
    page = visit(PAGES["overdue"], forced_colors="active").page
    style = page.evaluate("getComputedStyle(document.querySelector('.badge')).borderTopStyle")
    assert style == "solid"


def test_the_layout_does_not_shift_while_it_loads(visit: Any) -> None:
    page = visit(PAGES["home"]).page
    shift = page.evaluate(
        "new Promise(done => { let sum = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value }))"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 100) })"
    )
    assert shift <= 0.02


def test_the_published_style_sheets_say_what_those_of_the_theme_say(visit: Any, site_folder: Path) -> None:
    """They are written without spaces; the browser reads the same rules from both, but for spaces in variables."""
    rules = """(css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ","));
    }"""
    page = visit("404.html").page
    for name in ("portal", "sealed"):
        written = page.evaluate(rules, (THEME / f"{name}.css").read_text("utf-8"))
        [published] = (site_folder / "assets").glob(f"{name}.*.css")
        assert page.evaluate(rules, published.read_text("utf-8"))[-len(written) :] == written
