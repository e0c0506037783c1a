"""Page and PDF name the account by the same last four characters: a changed one is seen."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests.render.html.test_document_page import SENT
from tests.render.originals import COLOR, show
from tests.render.pages import document_page, text

from facturier.render.pdf import document_pdf
from facturier.render.words import LANGUAGES, load_words


def said(end: str) -> str:
    """The sentence of the page, with plain spaces."""
    return " ".join(load_words("fr")("payment.account", last=end).split())


def test_the_page_and_the_pdf_show_the_same_end_of_the_account() -> None:
    assert SENT.payment is not None
    assert SENT.payment.bank is not None
    end = SENT.payment.bank.last_four
    page = text(document_page(SENT))
    drawn = PdfReader(io.BytesIO(document_pdf(show(SENT.document), color=COLOR)))
    printed = "".join("".join(sheet.extract_text().split()) for sheet in drawn.pages)
    assert said(end) in " ".join(page.split())
    assert SENT.payment.bank.iban.endswith(end)
    assert SENT.payment.bank.iban in printed


def test_who_asks_for_no_transfer_names_no_account() -> None:
    assert SENT.payment is not None
    assert SENT.payment.bank is not None
    page = text(document_page(replace(SENT, payment=replace(SENT.payment, bank=None))))
    assert said(SENT.payment.bank.last_four) not in " ".join(page.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_what_to_do_about_another_account(language: str) -> None:
    assert "0189" in load_words(language)("payment.account", last="0189")
