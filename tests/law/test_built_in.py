"""What every document holds because the program cannot make one without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rulings.desk import ACME, CONFIG, TODAY, Read, book_of, configured, line, paper

from facturier.compute.portal import portal_for
from facturier.compute.status import states
from facturier.model.settings import ReminderPolicy
from facturier.render.einvoice import gather
from facturier.render.facturx import factur_x


def xml_of(book: Read, number: str = "F2026-0001") -> str:
    """The e-invoice of a document of acme."""
    whole, totals = book.checked.expanded, book.checked.totals
    assert whole is not None
    shown = portal_for(whole, totals, states(whole, totals, today=TODAY), "acme", today=TODAY)
    return factur_x(gather(next(one for one in shown.documents if one.document.number == number))).decode()


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("facturier.yaml", CONFIG.replace("  name: Atelier Lumen\n", ""), "name"),
        ("clients/acme.yaml", ACME.replace("name: ACME France SAS\n", ""), "name"),
        ("invoices/2026/F2026-0001.yaml", f"date: 2026-11-02\nclient: acme\n{line()}", "number"),
        ("invoices/2026/F2026-0001.yaml", f"number: F2026-0001\nclient: acme\n{line()}", "date"),
        ("invoices/2026/F2026-0001.yaml", paper("lines: [{price: 1.00}]\n")["invoices/2026/F2026-0001.yaml"], "item"),
        ("invoices/2026/F2026-0001.yaml", paper("lines: [{item: A}]\n")["invoices/2026/F2026-0001.yaml"], "price"),
    ],
)
def test_a_document_lacks_nothing_the_law_wants_in_every_one(tmp_path: Path, file: str, text: str, key: str) -> None:
    assert key in {one.named["key"] for one in book_of(tmp_path, {file: text}).of("READ-021")}


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("order: BC-7781\n", ">BC-7781<"),
        ("delivered: 2026-10-31\n", ">20261031<"),
        ("period: {from: 2026-10-01, to: 2026-10-31}\n", ">20261001<"),
    ],
)
def test_what_is_written_is_printed(tmp_path: Path, written: str, printed: str) -> None:
    assert printed in xml_of(book_of(tmp_path / "with", paper(f"{written}{line()}")))
    assert printed not in xml_of(book_of(tmp_path / "without", paper(line())))


@pytest.mark.parametrize(("price", "asked"), [("150.00", False), ("150.01", True)])
def test_a_small_invoice_needs_no_vat_number(tmp_path: Path, price: str, asked: bool) -> None:
    config = configured("  siren: 999000011\n  siret: 99900001100018\n", "  vat_regime: normal\n")
    assert ("MEN-010" in book_of(tmp_path, {**config, **paper(line(price))}).codes) == asked


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("invoice", "", "380"),
        ("deposit", "", "386"),
        ("credit-note", "credits: F2026-0001\n", "381"),
        ("corrective", "replaces: F2026-0001\n", "384"),
        ("self-billed", "", "389"),
    ],
)
def test_the_code_of_a_document_follows_from_its_type(tmp_path: Path, kind: str, more: str, code: str) -> None:
    number = "A2026-0001" if kind == "credit-note" else "F2026-0002"
    book = book_of(tmp_path, {**paper(line()), **paper(f"type: {kind}\n{more}{line()}", number)})
    assert f"<ram:TypeCode>{code}</ram:TypeCode>" in xml_of(book, number)


def test_messages_are_few_unless_the_seller_says_otherwise(tmp_path: Path) -> None:
    assert (ReminderPolicy().max_messages, ReminderPolicy().per_days) == (2, 7)
    config = configured("defaults:", "reminders: {never_more_than: {messages: 1, per: 14 days}}\ndefaults:")
    book = book_of(tmp_path, config).book
    assert book is not None
    assert (book.settings.reminders.max_messages, book.settings.reminders.per_days) == (1, 14)
