"""Every legal sentence of a document, in its language, and none that is untrue of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from facturier.compute.mentions import exemption_reason, mentions
from facturier.compute.totals import total
from facturier.compute.vat import treatment
from facturier.model.document import Document, DocumentType, ExchangeRate, Line, Nature
from facturier.model.law import Mention
from facturier.model.party import Address, Client, ClientKind, Insurance, Seller
from facturier.model.portal import Related
from facturier.model.terms import EarlyDiscount, LatePenalty, Terms
from facturier.read.law import LANGUAGES, load_law

LAW, DAY = load_law(), date(2026, 11, 2)
SELLER = Seller(
    name="Atelier Exemple",
    address=Address(lines=("1 rue",), postcode="69001", city="Lyon"),
    legal_form="SARL",
    capital=Decimal("5000.00"),
    registry="RCS Lyon",
    siren="999000011",
    vat_number="FR66999000011",
    mediator="Médiation Exemple",
)


def client(kind: str = "business", **changes: Any) -> Client:
    base = Client(id="c", name="C", kind=ClientKind(kind), address=Address(postcode="75008"), siren="999000029")
    return replace(base, **changes)


def document(buyer: Client | None = None, *, word: str = "", nature: str = "services", **changes: Any) -> Document:
    seller = changes.get("seller", SELLER)
    assert isinstance(seller, Seller)
    buyer, on = buyer or client(), changes.get("date", DAY)
    assert isinstance(on, date)
    kind = Nature(nature)
    vat = treatment(seller=seller, client=buyer, nature=kind, word=word, law=LAW, on=on)
    base = Document(
        key="F2026-0001",
        number="F2026-0001",
        type=DocumentType.INVOICE,
        seller=SELLER,
        client=buyer,
        file="F2026-0001.yaml",
        date=DAY,
        lines=(Line(item="Affiche", price=Decimal(100), vat=vat, nature=kind, path=("lines", 0)),),
    )
    return replace(base, **changes)


def said(paper: Document, **more: tuple[Related, ...]) -> tuple[Mention, ...]:
    return mentions(paper, total(paper), LAW, **more)


def texts(paper: Document, **more: tuple[Related, ...]) -> list[str]:
    return [mention.text.replace("\u202f", " ").replace("\xa0", " ") for mention in said(paper, **more)]


def codes(paper: Document) -> set[str]:
    return {mention.code for mention in said(paper)}


@pytest.mark.parametrize("kind", ["business", "public"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_notes_stand_once_each_for_professionals(kind: str, language: str) -> None:
    notes = Counter(mention.note for mention in said(document(client(kind), language=language)) if mention.note)
    assert notes == {"PMT": 1, "PMD": 1, "AAB": 1}


@pytest.mark.parametrize("kind", list(DocumentType))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consumer_never_reads_of_40_euros_or_l441_10(kind: DocumentType, language: str) -> None:
    paper = document(client("consumer", siren=""), type=kind, language=language)
    assert not {mention.note for mention in said(paper)} & {"PMT", "PMD", "AAB"}
    assert not any("40" in text or "L441" in text for text in texts(paper))


def test_the_penalty_names_the_rate_of_the_half_year() -> None:
    [penalty] = [mention.text for mention in said(document()) if mention.note == "PMD"]
    assert "majoré de 10 points de pourcentage (art. L441-10 du code de commerce)." in penalty
    assert penalty.replace("\xa0", " ").endswith("Taux applicable au second semestre 2026 : 12,40 % l'an.")


def test_an_unknown_half_year_names_no_rate() -> None:
    [penalty] = [mention.text for mention in said(document(date=date(2027, 3, 1))) if mention.note == "PMD"]
    assert "Taux applicable" not in penalty


def test_an_agreed_rate_takes_the_place_of_the_statutory_one() -> None:
    paper = document(terms=Terms(late_penalty=LatePenalty(yearly=Decimal("9.5"))))
    [penalty] = [mention.text.replace("\xa0", " ") for mention in said(paper) if mention.note == "PMD"]
    assert "au taux de 9,50 % l'an" in penalty
    assert "Banque centrale" not in penalty


def test_public_buyers_read_of_public_procurement() -> None:
    assert {"PAY-006"} <= codes(document(client("public")))
    assert not {"PAY-003", "PAY-004"} & codes(document(client("public")))


def test_an_early_discount_replaces_its_absence() -> None:
    paper = document(terms=Terms(early_discount=EarlyDiscount(percent=Decimal(2), days=10)))
    found = texts(paper)
    assert any(text.startswith("Escompte pour paiement anticipé : 2 %") for text in found)
    assert "Pas d'escompte pour paiement anticipé." not in found
    assert "PAY-017" in codes(paper)
    assert "PAY-017" not in codes(document())


def test_a_company_says_what_it_is() -> None:
    found = texts(document())
    assert {"Atelier Exemple, SARL au capital de 5 000 €", "RCS Lyon 999000011", "N° TVA : FR66999000011"} <= set(found)


@pytest.mark.parametrize(
    ("name", "marked"), [("Nour Diallo", True), ("Nour Diallo EI", False), ("EI Nour Diallo", False)]
)
def test_a_sole_trader_stands_beside_ei_once(name: str, marked: bool) -> None:
    trader = replace(SELLER, name=name, legal_form="EI", capital=None, registry="")
    found = texts(document(seller=trader))
    assert ("Nour Diallo EI" in found) is marked
    assert "SIREN 999000011" in found


@pytest.mark.parametrize(
    ("buyer", "word", "nature", "sentence"),
    [
        (
            client(address=Address(country="DE"), vat_number="DE136695976"),
            "",
            "services",
            "Autoliquidation – article 283-2 du CGI (art. 44 et 196 de la directive 2006/112/CE)",
        ),
        (
            client(address=Address(country="DE"), vat_number="DE136695976"),
            "",
            "goods",
            "Exonération de TVA, article 262 ter, I du CGI",
        ),
        (client(address=Address(country="US")), "", "goods", "Exonération de TVA, article 262 I du CGI"),
        (client(address=Address(country="US")), "", "services", "TVA non applicable – art. 259-1 du CGI"),
        (client(), "reverse-charge", "services", "Autoliquidation – article 283-2 nonies du CGI"),
        (client(), "exempt: 261-4-4°", "services", "Exonération de TVA, article 261-4-4° du CGI"),
        (client(), "margin: second-hand", "goods", "Régime particulier-Biens d'occasion"),
        (client(), "outside-scope", "services", "Hors champ d'application de la TVA"),
    ],
)
def test_the_sentence_of_a_vat_case(buyer: Client, word: str, nature: str, sentence: str) -> None:
    paper = document(buyer, word=word, nature=nature)
    assert [mention.text for mention in said(paper) if mention.place == "vat"] == [sentence]
    assert exemption_reason(paper.lines[0].vat, LAW, on=DAY, language="fr") == sentence


def test_a_plain_rate_needs_no_sentence() -> None:
    assert [mention for mention in said(document()) if mention.place == "vat"] == []
    assert exemption_reason(document().lines[0].vat, LAW, on=DAY, language="fr") == ""


def test_the_franchise() -> None:
    seller = replace(SELLER, vat_regime="franchise", vat_number="")
    assert "TVA non applicable, article 293 B du CGI" in texts(document(seller=seller))


@pytest.mark.parametrize(
    ("due", "nature", "word", "printed"),
    [
        ("debits", "services", "", True),
        ("debits", "goods", "", False),
        ("debits", "services", "reverse-charge", False),
        ("payment", "services", "", False),
    ],
)
def test_the_option_for_debits_is_printed_only_when_true(due: str, nature: str, word: str, printed: bool) -> None:
    paper = document(word=word, nature=nature, seller=replace(SELLER, vat_due=due))
    assert ("MEN-040" in codes(paper)) is printed


@pytest.mark.parametrize(
    ("size", "day", "printed"),
    [
        ("GE", date(2026, 9, 1), True),
        ("GE", date(2026, 8, 31), False),
        ("micro", date(2026, 11, 2), False),
        ("micro", date(2027, 9, 1), True),
    ],
)
def test_the_category_of_operation_from_the_first_day_of_the_reform(size: str, day: date, printed: bool) -> None:
    found = texts(document(date=day, seller=replace(SELLER, size=size)))
    assert ("Nature de l'opération : Prestation de services" in found) is printed


def test_a_credit_note_names_invoice_and_date() -> None:
    link = Related(kind="credits", number="F2026-0007", date=date(2026, 10, 1), amount=Decimal(100))
    paper = document(type=DocumentType.CREDIT_NOTE, credits="F2026-0007")
    assert "Avoir relatif à la facture n° F2026-0007 du 1 octobre 2026" in texts(paper, related=(link,))


def test_a_corrective_names_what_it_replaces() -> None:
    link = Related(kind="replaces", number="F2026-0007", date=date(2026, 10, 1), amount=Decimal(100))
    paper = document(type=DocumentType.CORRECTIVE, replaces="F2026-0007")
    assert "Annule et remplace la facture n° F2026-0007 du 1 octobre 2026" in texts(paper, related=(link,))


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (DocumentType.DEPOSIT, "Facture d'acompte"),
        (DocumentType.SELF_BILLED, "Autofacturation"),
        (DocumentType.PROFORMA, "Facture pro forma – document sans valeur de facture"),
    ],
)
def test_what_the_document_is(kind: DocumentType, title: str) -> None:
    assert [mention.text for mention in said(document(type=kind)) if mention.place == "title"] == [title]


def test_a_quote_asks_for_agreement_and_claims_nothing() -> None:
    paper = document(type=DocumentType.QUOTE, valid_days=45)
    assert "Devis valable 45 jours. Bon pour accord, date et signature :" in texts(paper)
    assert not any(mention.note for mention in said(paper))


def test_only_a_consumer_is_told_that_a_quote_is_free() -> None:
    for kind, said_free in (("consumer", True), ("business", False), ("public", False)):
        for days in (45, None):
            paper = document(client(kind), type=DocumentType.QUOTE, valid_days=days)
            assert any("gratuit" in text for text in texts(paper)) is said_free


def test_vat_in_euro_beside_another_currency() -> None:
    rate = ExchangeRate(rate=Decimal("1.0850"), date=DAY)
    found = texts(document(currency="USD", exchange_rate=rate))
    assert "Soit TVA : 18,43 € (1 EUR = 1,085 USD, cours BCE du 2 novembre 2026)" in found


def test_the_mediator_is_for_consumers() -> None:
    assert "B2C-003" in codes(document(client("consumer")))
    assert "B2C-003" not in codes(document())


def test_insurance_stands_on_quotes_and_invoices() -> None:
    insured = replace(SELLER, insurance=Insurance(insurer="Assureur Exemple", area="France"))
    for kind in (DocumentType.QUOTE, DocumentType.INVOICE):
        assert "MEN-043" in codes(document(type=kind, seller=insured))


@pytest.mark.parametrize(("word", "article"), [("10%", "279-0 bis"), ("5.5%", "278-0 bis A")])
def test_building_works_for_consumers_at_a_reduced_rate(word: str, article: str) -> None:
    builder = replace(SELLER, sector="building")
    found = texts(document(client("consumer"), word=word, seller=builder))
    assert any(article in text for text in found)
    assert "B2C-004" not in codes(document(client("consumer"), word="20%", seller=builder))
    assert "B2C-004" not in codes(document(client("consumer"), word=word))


def test_a_sentence_without_known_words_is_left_out() -> None:
    paper = document(client(address=Address(country="US")), date=date(2028, 7, 1))
    assert "VAT-007" not in codes(paper)
