"""The examples of the documentation read without a fault, and every key of theirs arrives in the book."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.read.books import codes, write

from facturier.model.book import Book
from facturier.model.terms import EarlyDiscount, InstalmentTerm
from facturier.read import load_book

EXAMPLE = Path(__file__).parents[1] / "examples" / "schema"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    write(tmp_path, {"theme/logo.svg": "<svg/>", "clients/acme/pv-recette.pdf": b"%PDF-1.7"})
    found, faults = load_book(tmp_path)
    assert codes(faults) == []
    assert found is not None
    return found


def test_the_seller_arrives(book: Book) -> None:
    seller = book.seller
    assert (seller.name, seller.capital, seller.address.postcode) == ("Atelier Lumen", Decimal("5000.00"), "01000")
    assert seller.bank is not None
    assert seller.bank.iban == "FR7630006000011234567890189"


def test_the_policies_arrive(book: Book) -> None:
    settings = book.settings
    assert settings.numbering["credit-note"] == "A{year}-{seq:04}"
    assert [(step.day, step.by, step.deadline_days) for step in settings.reminders.steps][-1] == (
        37,
        "registered-letter",
        8,
    )
    assert (settings.portal.link_life_days, settings.portal.color) == (None, "#0b6e4f")
    assert settings.stripe is not None
    assert settings.stripe.methods == ("card", "sepa_debit")


def test_the_client_arrives(book: Book) -> None:
    client = book.clients["acme"]
    assert (client.address.lines, client.epoch, client.access) == (
        ("8 avenue des Champs", "Bâtiment B"),
        1,
        "sealed-link",
    )
    assert [step.day for step in book.settings.client_reminders["acme"].steps] == [7, 14, 30]


def test_the_invoice_arrives(book: Book) -> None:
    invoice = book.documents["F2026-0042"]
    first, printed, hosting = invoice.lines
    assert (first.details, first.quantity, first.unit, first.section) == ("Sprint 14 et 15", Decimal("12.5"), "day", 0)
    assert (printed.vat.word, printed.nature, hosting.price) == ("5.5%", "goods", Decimal("47.515"))
    assert invoice.terms.due == (
        InstalmentTerm(date=date(2026, 12, 2), share=Decimal(50)),
        InstalmentTerm(date=date(2026, 12, 31), share=Decimal(50)),
    )
    assert invoice.terms.early_discount == EarlyDiscount(percent=Decimal(2), days=10)
    assert (invoice.currency, invoice.deducts, invoice.pay) == ("USD", ("F2026-0031",), ("bank", "stripe"))
    assert invoice.exchange_rate is not None
    assert (invoice.exchange_rate.rate, invoice.exchange_rate.source) == (Decimal("1.0850"), "BCE")
