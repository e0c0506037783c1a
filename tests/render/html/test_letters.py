"""Questions and disputes: prepared e-mails and the form, with the line that puts them into the history."""

import re
import shlex
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.render.originals import INVOICE, SELLER
from tests.render.pages import Node, assets, page
from tests.render.samples import in_instalments, numbered, quote, small_portal, with_status

from facturier.model.portal import PortalDocument
from facturier.model.state import Status
from facturier.render.formats import load_formats
from facturier.render.html.letters import letters, record_line
from facturier.render.words import LANGUAGES, load_words

FORM = "https://forms.lumen.example:8443/f/portal?x=1"
OVERDUE = with_status(numbered(INVOICE, "F2026-0009"), Status.OVERDUE)


def body(item: PortalDocument, purpose: str, language: str = "fr") -> str:
    made = letters(SELLER, item, load_words(language), load_formats(language))
    url = next(letter.url for letter in made if letter.purpose == purpose)
    return parse_qs(urlsplit(url).query)["body"][0]


def with_form(item: PortalDocument, form: str = FORM) -> Node:
    return page(replace(small_portal(item), form=form), f"{item.document.number}/index.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dispute_ends_with_the_line_that_records_it(language: str) -> None:
    assert (
        body(OVERDUE, "dispute", language).splitlines()[-1]
        == "facturier record F2026-0009 disputed 9166.27 --by e-mail"
    )


@pytest.mark.parametrize(("purpose", "event"), [("accept", "accepted"), ("decline", "declined"), ("ask", "wrote")])
def test_an_answer_to_a_quote_too(purpose: str, event: str) -> None:
    line = body(quote(), purpose).splitlines()[-1]
    assert line == f"facturier record {quote().document.number} {event} --by e-mail"


def test_nothing_a_person_typed_enters_the_line() -> None:
    hostile = replace(OVERDUE.document, subject='"; rm -rf ~', client=replace(OVERDUE.document.client, name="$(x)"))
    line = record_line(replace(OVERDUE, document=hostile), "dispute")
    assert shlex.split(line) == line.split()
    assert re.fullmatch(r"[A-Za-z0-9 ._-]+", line)


def test_without_an_address_there_is_no_form() -> None:
    assert with_form(OVERDUE, "").all("form") == []


@pytest.mark.parametrize(
    "address", ["http://forms.example/", "javascript:alert(1)", "https://evil.example/'; script-src *"]
)
def test_no_form_goes_anywhere_but_to_https(address: str) -> None:
    tree = with_form(OVERDUE, address)
    assert tree.all("form") == []
    assert "form-action 'none'" in policy(tree)


def policy(tree: Node) -> str:
    return tree.all("meta[http-equiv]")[0].get("content") or ""


def test_the_form_is_posted_to_the_configured_address_and_the_policy_allows_its_host_alone() -> None:
    tree = with_form(OVERDUE)
    form = tree.all("form")[0]
    assert (form.get("method"), form.get("action")) == ("post", FORM)
    assert "form-action https://forms.lumen.example:8443;" in policy(tree)
    assert "forms.lumen.example" in "".join(form.itertext())


def test_the_form_has_the_documented_fields() -> None:
    names = {field.get("name") for field in with_form(OVERDUE).all("form [name]")}
    assert names == {"number", "language", "record", "amount", "message", "email"}


def test_a_question_alone_needs_no_choice() -> None:
    tree = with_form(with_status(numbered(INVOICE, "F2026-0048"), Status.PAID))
    assert tree.all("form [type=radio]") == []
    assert tree.all("form [name=record]")[0].get("value") == "facturier record F2026-0048 wrote --by form"


def test_every_field_has_a_label() -> None:
    fields = with_form(in_instalments()).all("form input:not([type=hidden]), form textarea")
    assert len(fields) == 5
    assert all(field.getparent().tag == "label" for field in fields)


@pytest.mark.parametrize(
    ("url", "base"),
    [("https://factures.lumen.example/", "/"), ("https://lumen.example/clients/", "/clients/"), ("", "/")],
)
def test_a_missing_page_finds_its_files_at_any_depth(url: str, base: str) -> None:
    tree = page(replace(small_portal(), url=url), "404.html")
    assert tree.all("link[rel=stylesheet]")[0].get("href") == base + assets().css


def test_a_missing_page_says_nothing_of_the_client() -> None:
    text = "".join(page(small_portal(), "404.html").itertext())
    assert small_portal().client.name not in text
    assert SELLER.name not in text
