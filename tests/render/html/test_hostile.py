"""Hostile values in every text of a document are shown as typed and become nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from tests.render.originals import INVOICE
from tests.render.pages import assets, drawn, parsed
from tests.render.samples import TODAY, entry, numbered, portal, small_portal, with_status

from facturier.model.party import Address, Contact
from facturier.model.portal import PayLink, Portal
from facturier.model.state import Status
from facturier.render.html.links import mailto, safe_pay_url
from facturier.render.html.pages import portal_pages

CORPUS = Path(__file__).parents[2] / "hostile" / "hostile-inputs.yaml"
CASES = yaml.safe_load(CORPUS.read_text("utf-8"))["cases"]
VALUES = [
    pytest.param(case["input"], id=case["id"])
    for case in CASES
    if case["area"] in {"html", "template", "markdown", "pdf", "unicode"} and case["kind"] in {"value", "text"}
]
URLS = [pytest.param(case["input"], id=case["id"]) for case in CASES if case["area"] == "url"]
MAILS = [pytest.param(case["input"], id=case["id"]) for case in CASES if case["area"] == "mail"]


def hostile(value: str) -> Portal:
    """A portal with the value wherever a person can type."""
    client = replace(
        portal().client, name=value, trade_name=value, address=Address(lines=(value,), postcode=value, city=value)
    )
    line = replace(INVOICE.lines[0], item=value, details=value, ref=value)
    document = replace(
        numbered(INVOICE, "F2026-0042"),
        lines=(line, *INVOICE.lines[1:]),
        sections=(value, value),
        client=client,
        subject=value,
        notes=value,
        order=value,
        project=value,
    )
    item = with_status(document, Status.DISPUTED)
    told = entry(TODAY, "accepted", by=value, reason=value, note=value, ref=value)
    shown = replace(item, timeline=(*item.timeline, told))
    seller = replace(portal().seller, name=value, contact=Contact(name=value, email=value, phone=value))
    return replace(small_portal(shown), client=client, seller=seller)


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes."""
    tree = parsed(page.replace("\x00", ""))
    return [(str(element.tag), tuple(sorted(element.attrib))) for element in tree.iter()]


HARMLESS = [shape(drawn(spec)) for spec in portal_pages(hostile("plain"), assets=assets())]


@pytest.mark.parametrize("value", VALUES)
def test_a_hostile_value_makes_no_element_and_no_attribute(value: str) -> None:
    assert [shape(drawn(spec)) for spec in portal_pages(hostile(value), assets=assets())] == HARMLESS


@pytest.mark.parametrize("value", VALUES)
def test_a_hostile_value_is_shown_as_typed(value: str) -> None:
    page = drawn(portal_pages(hostile(value), assets=assets())[1])
    item = parsed(page).all(".lines .item")[0]
    assert item.text_content() == value


@pytest.mark.parametrize("value", URLS)
def test_a_hostile_address_is_no_payment_link(value: str) -> None:
    link = PayLink(label="Carte", url=value, host="buy.stripe.com", amount=INVOICE.lines[0].price)
    assert safe_pay_url(link) == ""


@pytest.mark.parametrize("value", MAILS)
def test_a_hostile_address_is_no_mail_link(value: str) -> None:
    assert mailto(value, subject="Question") == ""


def test_a_subject_adds_no_field_to_a_prepared_message() -> None:
    link = mailto("nour@lumen.example", subject="a&cc=evil@evil.example\r\nBcc: x", body="b&bcc=c?d#e")
    assert link == (
        "mailto:nour@lumen.example?subject=a%26cc%3Devil%40evil.example%0D%0ABcc%3A%20x&body=b%26bcc%3Dc%3Fd%23e"
    )
