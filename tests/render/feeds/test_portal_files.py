"""Which files a portal has beside its pages, and that its pages offer them."""

from dataclasses import replace

import pytest
from tests.render.pages import page
from tests.render.samples import portal

from facturier.render.feeds import portal_files

FILES = dict(portal_files(portal()))


def test_the_files_of_a_portal() -> None:
    assert sorted(FILES) == [
        "calendar.ics",
        "documents.xml",
        "portal.json",
        "statement/statement-2025.csv",
        "statement/statement-2026.csv",
        "statement/statement.csv",
    ]


def test_two_builds_give_the_same_bytes() -> None:
    assert dict(portal_files(portal())) == FILES


@pytest.mark.parametrize("name", ["calendar.ics", "documents.xml", "portal.json"])
def test_the_home_page_offers_the_feeds(name: str) -> None:
    home = page(portal(), "index.html")
    assert name in [link.get("href") for link in home.all("main a")]


def test_the_statement_page_offers_every_table_and_print() -> None:
    links = {link.get("href") for link in page(portal(), "statement/index.html").all("main a")}
    tables = {f"../{name}" for name in FILES if name.endswith(".csv")}
    assert tables <= links
    assert {name.replace(".csv", ".pdf") for name in tables} <= links


def test_from_another_language_they_are_the_same_files() -> None:
    english = replace(portal(), language="en", languages=("fr", "en"))
    links = {link.get("href") for link in page(english, "statement/index.html").all("main a")}
    assert "../../statement/statement.pdf" in links
