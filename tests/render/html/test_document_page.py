"""What the page of a document says, in every status and of every kind."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.render.originals import DOLLARS, GROSS, INVOICE, PLAIN
from tests.render.pages import document_page, page, text, words_of
from tests.render.samples import (
    INVOICE_STATUSES,
    QUOTE_STATUSES,
    TODAY,
    credit_note,
    entry,
    in_instalments,
    numbered,
    other_scripts,
    quote,
    small_portal,
    with_status,
)

from facturier.model.document import DocumentType
from facturier.model.law import Mention
from facturier.model.portal import PayLink, PortalDocument
from facturier.model.state import Status
from facturier.render.words import LANGUAGES, load_words

SENT = with_status(numbered(INVOICE, "F2026-0042"), Status.SENT)


@pytest.mark.parametrize("status", INVOICE_STATUSES)
def test_every_status_of_an_invoice_is_said_in_a_word(status: Status) -> None:
    page = document_page(with_status(numbered(INVOICE, "F2026-0042"), status))
    assert text(page, ".hero .badge") == load_words("fr")(f"status.{status.value}")


@pytest.mark.parametrize("status", QUOTE_STATUSES)
def test_every_status_of_a_quote_is_said_in_a_word(status: Status) -> None:
    assert text(document_page(quote(status)), ".hero .badge") == load_words("fr")(f"status.{status.value}")


@pytest.mark.parametrize("status", INVOICE_STATUSES)
def test_a_status_has_a_shape_beside_its_word(status: Status) -> None:
    page = document_page(with_status(numbered(INVOICE, "F2026-0042"), status))
    assert page.all(".hero .badge svg[aria-hidden=true]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(language: str) -> None:
    page = document_page(in_instalments(), language=language)
    assert page.get("lang") == language
    assert load_words(language)("payment.title") in text(page)


def test_first_come_the_amount_the_date_and_the_days_left() -> None:
    hero = text(document_page(SENT), ".hero")
    assert "Montant à payer 9 166,27 € À payer au plus tard le samedi 28 novembre 2026 dans 6 jours" in hero


def test_a_late_invoice_says_how_late() -> None:
    page = document_page(with_status(numbered(INVOICE, "F2026-0042"), Status.OVERDUE))
    assert text(page, ".hero .in.bad") == "9 jours de retard"


def test_the_one_primary_action_is_the_payment_link() -> None:
    (primary,) = document_page(SENT).all(".hero .primary")
    assert primary.get("href") == "https://pay.lumen.example/F2026-0042"
    assert words_of(primary) == "Payer 9 166,27 €"


def test_without_a_link_it_leads_to_the_bank_details() -> None:
    assert SENT.payment
    item = replace(SENT, payment=replace(SENT.payment, links=()))
    page = document_page(item)
    assert page.all(".hero .primary")[0].get("href") == "#payment"
    assert page.all("#payment")


@pytest.mark.parametrize(
    "status", [Status.PAID, Status.DISPUTED, Status.CANCELLED, Status.WRITTEN_OFF, Status.CREDITED]
)
def test_nothing_asks_for_money_that_is_not_payable(status: Status) -> None:
    asked = with_status(numbered(INVOICE, "F2026-0042"), Status.SENT)
    item = replace(with_status(asked.document, status), payment=asked.payment)
    page = document_page(item)
    assert not page.all(".primary")
    assert not page.all(".transfer")


def test_the_pdf_lies_beside_the_page() -> None:
    assert "F2026-0042.pdf" in [link.get("href") for link in document_page(SENT).all(".actions a")]


def test_bank_details_are_grouped_and_copied_whole() -> None:
    page = document_page(SENT)
    assert "FR76 3000 6000 0112 3456 7890 189" in text(page, ".transfer")
    assert [button.get("data-copy") for button in page.all(".transfer .copy")] == [
        "FR7630006000011234567890189",
        "AGRIFRPPXXX",
        "RF18539007547034",
    ]


def test_copy_buttons_wait_for_the_script() -> None:
    assert all(button.get("hidden") is not None for button in document_page(SENT).all(".copy"))


def test_the_code_to_scan_has_a_title() -> None:
    (title,) = document_page(SENT).all("svg.qr > title")
    assert title.text == load_words("fr")("payment.qr")


def test_the_next_instalment_comes_first_and_the_rest_is_said() -> None:
    page = document_page(in_instalments())
    assert text(page, ".figure") == "652,00 €"
    assert "sur 1 804,00 € restant à payer en tout" in text(page, ".hero")
    assert [row.text_content().split()[0] for row in page.all(".instalments li")] == ["2", "31"]
    assert "À venir" in text(page, ".instalments")


def test_paid_and_left_to_pay_are_told_apart() -> None:
    assert text(document_page(in_instalments()), ".two") == "Déjà payé 500,00 € Reste à payer 1 804,00 €"


def test_the_early_payment_offer_has_its_date_and_saving() -> None:
    assert "payez 2 254,00 € jusqu’au 30 novembre 2026 et économisez 36,08 €" in text(
        document_page(in_instalments()), ".offer"
    )


def test_lines_keep_their_sections_subtotals_and_line_breaks() -> None:
    page = document_page(SENT)
    assert [row.text_content().strip() for row in page.all(".section th")] == ["Développement", "Fournitures"]
    assert len(page.all(".subtotal")) == 2
    assert "Sprint 14 et 15\nReprise des données" in page.all(".details")[0].text_content()


def test_the_totals_end_with_the_amount_due() -> None:
    assert text(document_page(SENT), ".totals .due") == "Net à payer 9 166,27 €"


def test_a_consumer_reads_prices_with_vat() -> None:
    assert "TTC" in text(document_page(with_status(numbered(GROSS, "F2026-0042"), Status.SENT)), ".lines thead")


def test_sentences_about_vat_stand_beside_the_totals() -> None:
    euros = Mention(code="VAT-015", text="TVA : 384,00 $US, soit 353,92 €", place="vat")
    item = replace(with_status(numbered(DOLLARS, "F2026-0042"), Status.SENT), mentions=(euros,))
    page = document_page(item)
    assert "$US" in text(page, ".figure")
    assert text(page, ".under .mention") == euros.text


def test_legal_sentences_stand_on_the_page() -> None:
    assert "Indemnité forfaitaire" in text(document_page(SENT), ".mentions")


def test_related_documents_are_linked_only_when_the_portal_shows_them() -> None:
    page = document_page(in_instalments())
    assert "D2026-0007" in text(page, ".trio")
    assert not page.all('.trio a[href="../D2026-0007/"]')


def test_the_history_is_an_ordered_list_of_dated_sentences() -> None:
    page = document_page(with_status(numbered(INVOICE, "F2026-0042"), Status.PARTIALLY_PAID))
    assert page.all("ol.timeline")
    assert page.all("ol.timeline > li:last-child time")[0].get("datetime") == "2026-11-07"
    assert text(page, "ol.timeline > li:last-child p") == "Paiement de 500,00 € reçu par virement"


def test_a_private_entry_never_reaches_the_page() -> None:
    secret = entry(TODAY, "note", note="Mauvais payeur", private=True)
    page = document_page(replace(SENT, timeline=(*SENT.timeline, secret)))
    assert "Mauvais payeur" not in page.text_content()


def test_the_seller_s_preview_tells_what_the_client_does_not_see() -> None:
    secret = entry(TODAY, "note", note="Mauvais payeur", private=True)
    item = replace(SENT, timeline=(*SENT.timeline, secret))
    tree = page(replace(small_portal(item), preview=True), "F2026-0042/index.html")
    assert "Votre client ne voit pas une entrée de l’historique" in text(tree, ".preview")
    assert "Mauvais payeur" in text(tree, ".preview")
    assert "Mauvais payeur" not in text(tree, "main")


def test_a_preview_without_secrets_says_so() -> None:
    tree = page(replace(small_portal(SENT), preview=True), "F2026-0042/index.html")
    assert "Votre client verra tout ce que montre cette page." in text(tree, ".preview")


def test_a_built_page_has_no_such_bar() -> None:
    assert not document_page(SENT).all(".preview")


def test_a_build_without_a_secret_says_that_its_addresses_will_change() -> None:
    tree = page(replace(small_portal(SENT), throwaway=True), "F2026-0042/index.html")
    assert "ces adresses ne sont pas définitives" in text(tree, ".preview")


def test_a_question_can_be_asked_from_the_first_screen() -> None:
    tree = document_page(SENT)
    assert tree.all('.hero a[href="#write"]')
    assert tree.all("#write")


def test_an_instalment_paid_in_part_says_what_is_left() -> None:
    first, second = document_page(in_instalments()).all(".instalments li")
    assert words_of(first) == "2 décembre 2026 Payée en partie 1 152,00 € Reste à payer 652,00 €"
    assert "Reste à payer" not in words_of(second)


def test_an_open_quote_is_answered_by_a_prepared_message() -> None:
    page = document_page(quote())
    (accept,) = page.all(".hero .primary")
    assert accept.get("href").startswith("mailto:nour@lumen.example?subject=Bon%20pour%20accord")
    assert text(page, ".hero .when") == "Valable jusqu’au mercredi 2 décembre 2026 dans 10 jours"
    assert [link.text for link in page.all(".letters a")] == [
        "Accepter le devis",
        "Refuser",
        "Poser une question",
    ]


def test_an_expired_quote_cannot_be_accepted() -> None:
    page = document_page(quote(Status.EXPIRED))
    assert not page.all(".hero .primary")
    assert "expiré depuis 12 jours" in text(page, ".hero .when")


def test_a_credit_note_asks_for_nothing() -> None:
    page = document_page(credit_note())
    assert text(page, ".hero .label") == "Montant de l’avoir"
    assert text(page, ".hero .badge") == "Envoyé"
    assert not page.all(".primary")


def test_an_open_invoice_can_be_contested_until_it_is() -> None:
    disputed = with_status(SENT.document, Status.DISPUTED)
    assert "Contester" in text(document_page(SENT), ".letters")
    assert "Contester" not in text(document_page(disputed), ".letters")
    assert "Montant contesté : 120,00 €" in text(document_page(disputed), ".hero")


def test_what_the_client_has_in_hand_is_a_positive_figure() -> None:
    page = document_page(with_status(SENT.document, Status.OVERPAID))
    assert text(page, ".hero .label") == "À votre crédit"
    assert text(page, ".figure") == "20,00 €"


def test_texts_in_other_scripts_stand_isolated() -> None:
    item = document_page(other_scripts()).all(".lines .item")[0]
    assert item.get("dir") == "auto"


@pytest.mark.parametrize("days", [0, 1])
def test_today_and_tomorrow_have_words(days: int) -> None:
    state = replace(SENT.state, due_date=TODAY + timedelta(days=days), days_left=days)
    page = document_page(replace(SENT, state=state))
    assert text(page, ".hero .in") == ("aujourd’hui", "demain")[days]


@pytest.mark.parametrize(
    "url",
    [
        "http://pay.lumen.example/x",
        "https://evil.example/?https://pay.lumen.example/",
        "https://pay.lumen.example\\@evil.example/",
        'https://pay.lumen.example/x"onclick=alert(1)',
        "//pay.lumen.example/x",
        "javascript:alert(1)",
    ],
)
def test_a_doubtful_payment_link_is_never_drawn(url: str) -> None:
    assert url not in hrefs(with_link(url))
    assert not [link for link in hrefs(with_link(url)) if "alert" in link or "evil" in link]


def with_link(url: str) -> PortalDocument:
    assert SENT.payment
    link = PayLink(label="Carte", url=url, host="pay.lumen.example", amount=Decimal(10))
    return replace(SENT, payment=replace(SENT.payment, links=(link,)))


def hrefs(item: PortalDocument) -> list[str]:
    return [link.get("href") for link in document_page(item).all("a[href]")]


@pytest.mark.parametrize("kind", DocumentType)
def test_every_type_of_document_has_its_page(kind: DocumentType) -> None:
    item = with_status(replace(numbered(PLAIN, "X2026-0001"), type=kind), Status.ISSUED)
    assert text(document_page(item), "h1") == f"{load_words('fr')(f'document.kind.{kind.value}')} X2026-0001"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_debt_says_that_nothing_is_to_pay(language: str) -> None:
    proforma = replace(SENT, document=replace(SENT.document, type=DocumentType.PROFORMA))
    for item in (credit_note(), proforma):
        note = load_words(language)(f"summary.note.{item.document.type.value}")
        assert words_of(document_page(item, language=language).all(".hero .note")[0]) == " ".join(note.split())


def test_a_part_payment_that_went_back_does_not_read_as_if_nothing_were_due() -> None:
    settled = with_status(numbered(INVOICE, "F2026-0042"), Status.REFUNDED)
    due = replace(settled, state=replace(settled.state, open=Decimal("100.00")))
    said = load_words("fr")("summary.note.refunded")
    closed = replace(settled, state=replace(settled.state, open=Decimal(0)))
    assert (said in text(document_page(closed)), said in text(document_page(due))) == (True, False)
