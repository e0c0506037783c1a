"""A page and its PDF write addresses, dates of supply and sentences of law alike."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.render.originals import INVOICE
from tests.render.pages import document_page, text
from tests.render.samples import numbered, with_status

from facturier.model.document import Nature
from facturier.model.law import Mention
from facturier.model.party import Address
from facturier.model.state import Status

SENT = with_status(numbered(INVOICE, "F2026-0042"), Status.SENT)


def test_the_sentences_of_the_law_keep_their_signs_on_the_line() -> None:
    law = (Mention(code="VAT-005", text="Taux applicable : 12,40 % l'an.", place="vat"),)
    page = document_page(replace(SENT, mentions=law))
    assert page.all(".mention")[0].text == "Taux applicable\u00a0: 12,40 % l’an."


@pytest.mark.parametrize(("country", "town"), [("IE", "Dublin D08 X0X0"), ("DE", "D08 X0X0 Dublin")])
def test_an_address_reads_as_its_post_office_writes_it(country: str, town: str) -> None:
    address = Address(lines=("22 Mill Lane",), postcode="D08 X0X0", city="Dublin", country=country)
    client = replace(SENT.document.client, address=address)
    page = document_page(replace(SENT, document=replace(SENT.document, client=client)))
    assert f"22 Mill Lane {town}" in text(page, ".parties")


@pytest.mark.parametrize(
    ("nature", "label"), [(Nature.GOODS, "Date de livraison"), (Nature.SERVICES, "Date de réalisation")]
)
def test_the_day_of_the_supply_has_its_word_unless_it_is_the_day_of_issue(nature: Nature, label: str) -> None:
    lines = tuple(replace(line, nature=nature) for line in INVOICE.lines)
    document = replace(SENT.document, lines=lines, period=None, delivered=SENT.document.date - timedelta(days=1))
    assert label in text(document_page(replace(SENT, document=document)), ".facts")
    same_day = replace(document, delivered=document.date)
    assert label not in text(document_page(replace(SENT, document=same_day)), ".facts")
