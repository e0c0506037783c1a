"""Pictures of every page kind and status for people to look at, in build/screenshots/.

    .venv/bin/python -m tests.browser.screenshots            all of them: a minute or two
    .venv/bin/python -m tests.browser.screenshots overdue    those whose name holds a word
    … --languages fr,de --widths 360,1280 --themes light,dark

The portals are the made-up ones of the tests; no book is read. A file is called KIND-STATUS-LANGUAGE-WIDTH-THEME.png.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from tests.browser.conftest import write_portal
from tests.conftest import chromium
from tests.render.pages import assets, drawn
from tests.render.samples import credit_note, in_instalments, other_scripts, portal, small_portal

from facturier.model.portal import Portal
from facturier.render.html.pages import missing_page
from facturier.render.words import LANGUAGES

OUT = Path(__file__).parents[2] / "build" / "screenshots"
HEIGHT = {360: 780, 1280: 900}


def shots(value: Portal) -> Iterator[tuple[str, str]]:
    """Each page of a portal: what it is called, and where it lies."""
    yield "home", "index.html"
    yield "statement", "statement/index.html"
    yield "page", "pages/conditions/index.html"
    named = {
        in_instalments().document.number: "instalments",
        other_scripts().document.number: "scripts",
        credit_note().document.number: "credit-note",
    }
    for item in value.documents:
        number = item.document.number
        status = named.get(number, item.state.headline.value)
        yield f"{item.document.type.value}-{status}-{number}", f"{number}/index.html"


def write(folder: Path, languages: list[str]) -> list[tuple[str, Path]]:
    """Write the portals and return each picture's name with its page."""
    for name, content in assets().files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    found: list[tuple[str, Path]] = []
    for language in languages:
        value = replace(portal(language=language), languages=(language, "en" if language != "en" else "fr"))
        write_portal(folder / "c" / language, value)
        found += [(f"{name}-{language}", folder / "c" / language / path) for name, path in shots(value)]
        write_portal(folder / "c" / f"empty-{language}", small_portal(language=language))
        found.append((f"home-empty-{language}", folder / "c" / f"empty-{language}" / "index.html"))
    asked = replace(portal(), form="https://forms.lumen.example/f/portal")
    write_portal(folder / "c" / "form", asked)
    found.append(("invoice-form-fr", folder / "c" / "form" / in_instalments().document.number / "index.html"))
    gone = missing_page(language="fr", assets=assets(), base="")
    (folder / gone.path).write_text(drawn(gone), "utf-8")
    found.append(("missing-fr", folder / gone.path))
    return found


def take(browser: Browser, pages: list[tuple[str, Path]], widths: list[int], themes: list[Any]) -> int:
    """Take the pictures, whole pages each, and return their number."""
    OUT.mkdir(parents=True, exist_ok=True)
    for width in widths:
        for theme in themes:
            page = browser.new_page(viewport={"width": width, "height": HEIGHT.get(width, 800)}, color_scheme=theme)
            for name, file in pages:
                page.goto(file.as_uri())
                page.screenshot(path=OUT / f"{name}-{width}-{theme}.png", full_page=True)
            page.close()
    return len(pages) * len(widths) * len(themes)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("word", nargs="?", default="", help="only pictures whose name holds it")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--widths", default="360,1280")
    parser.add_argument("--themes", default="light,dark")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as held, sync_playwright() as playwright:
        pages = [one for one in write(Path(held), given.languages.split(",")) if given.word in one[0]]
        browser = playwright.chromium.launch(**chromium())
        made = take(browser, pages, [int(width) for width in given.widths.split(",")], given.themes.split(","))
        browser.close()
    print(f"{made} pictures in {OUT}")


if __name__ == "__main__":
    main()
