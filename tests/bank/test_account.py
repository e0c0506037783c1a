"""Another IBAN than the one sealed last is an error until facturier.yaml says that it is meant."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.compute import books
from tests.compute.papers import line, paper

from facturier.compute.totals import total
from facturier.faults import Fault
from facturier.messages import load_catalogue
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.party import BankAccount
from facturier.model.seal import Chain, Content, Digests, FileDigest, Original, Seal
from facturier.read import load_book
from facturier.rules.context import context_of
from facturier.rules.core.bank_account import iban_changes_are_meant

OLD = "FR7630006000011234567890189"
NEW = "FR1420041010050500013M02606"


def invoice(iban: str, number: str = "F2026-0001", on: date = date(2026, 11, 2)) -> Document:
    document = paper(line("100.00"), number=number, date=on)
    return replace(document, seller=replace(document.seller, bank=BankAccount(holder="Atelier Lumen", iban=iban)))


def sealed(document: Document) -> Seal:
    content = Content(
        document=document,
        totals=total(document),
        mentions=(),
        source=FileDigest(file=document.file, sha256="0" * 64),
        attachments=(),
        color="#0b6e4f",
        law_as_of=document.date,
        template="0" * 64,
        salt="0" * 32,
    )
    return Seal(
        file=document.file.replace(".yaml", ".seal.json"),
        content=content,
        original=Original(sha256="0" * 64, size=1),
        chain=Chain(series="invoice"),
        digests=Digests(content_sha256="", paper_sha256="", seal_sha256=""),
        fingerprint="",
    )


def business(now: str, *documents: Document, former: str = "") -> Book:
    made = books.book(*documents)
    seller = replace(made.seller, bank=BankAccount(holder="Atelier Lumen", iban=now))
    seals = {document.number: sealed(document) for document in documents}
    return replace(made, seller=seller, seals=seals, settings=replace(made.settings, former_iban=former))


def faults(made: Book) -> list[Fault]:
    return list(iban_changes_are_meant(context_of(made, made, {}, today=date(2026, 11, 22))))


def test_the_same_account_is_no_change() -> None:
    assert faults(business(OLD, invoice(OLD))) == []


def test_a_business_without_seals_may_write_any() -> None:
    assert faults(business(NEW)) == []


def test_another_account_is_an_error_that_shows_last_digits_alone() -> None:
    (fault,) = faults(business(NEW, invoice(OLD)))
    assert (fault.code, fault.severity.value, fault.where.path) == ("PAY-031", "error", ("seller", "bank", "iban"))
    said = load_catalogue("en").message(fault)
    assert "…0189" in said
    assert "…2606" in said
    assert OLD not in said


def test_a_change_that_names_the_account_of_before_is_meant() -> None:
    assert faults(business(NEW, invoice(OLD), former=OLD)) == []


def test_naming_another_one_does_not_help() -> None:
    assert [fault.code for fault in faults(business(NEW, invoice(OLD), former="DE89370400440532013000"))] == ["PAY-031"]


def test_what_was_sealed_last_counts() -> None:
    changed = (invoice(OLD), invoice(NEW, "F2026-0002", date(2026, 11, 9)))
    assert faults(business(NEW, *changed)) == []
    assert [fault.named["number"] for fault in faults(business(OLD, *changed))] == ["F2026-0002"]


@pytest.mark.parametrize("written", [OLD, "FR76 3000 6000 0112 3456 7890 189"])
def test_it_is_written_beside_the_new_one(book: Path, written: str) -> None:
    config = book / "facturier.yaml"
    text = config.read_text("utf-8").replace("bic: AGRIFRPPXXX", f'replaces: "{written}"')
    config.write_text(text, "utf-8")
    read, _ = load_book(book, today=date(2026, 11, 22))
    assert read is not None
    assert read.settings.former_iban == OLD
