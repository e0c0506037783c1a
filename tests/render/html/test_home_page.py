"""What the home page of a portal shows: balances, what is to pay first, the list and its filters."""

from dataclasses import replace
from decimal import Decimal

from tests.render.originals import INVOICE
from tests.render.pages import home_page, page, text, words_of
from tests.render.samples import credit_note, numbered, portal, quote, small_portal, with_status

from facturier.model.portal import Balance
from facturier.model.state import Status

LATE = with_status(numbered(INVOICE, "F2026-0009"), Status.OVERDUE)
OPEN = with_status(numbered(INVOICE, "F2026-0004"), Status.DUE_SOON)
PAID = with_status(numbered(INVOICE, "F2026-0003"), Status.PAID)


def test_each_currency_has_its_balance() -> None:
    figures = [found.text for found in page(portal(), "index.html").all(".balance .figure")]
    assert figures == ["18\u202f520,40\u00a0€", "2\u202f500,00\u00a0$US"]


def test_what_is_late_and_what_comes_next_is_said() -> None:
    balance = text(page(portal(), "index.html"), ".balance")
    assert "dont 9 120,10 € en retard" in balance
    assert "Prochaine échéance : 2 304,00 € le 28 novembre 2026" in balance


def test_a_credit_alone_is_shown_as_such() -> None:
    owed = replace(small_portal(PAID), balances=(Balance(currency="EUR", credit=Decimal("20.00")),))
    assert text(page(owed, "index.html"), ".balance") == "À votre crédit 20,00 €"


def test_late_documents_come_first() -> None:
    cards = home_page(OPEN, LATE, PAID).all(".card .what")
    assert [card.get("href") for card in cards] == ["F2026-0009/", "F2026-0004/"]


def test_a_card_leads_straight_to_the_payment() -> None:
    (pay,) = home_page(OPEN).all(".card .primary")
    assert pay.get("href") == "https://pay.lumen.example/F2026-0004"


def test_a_quote_waits_for_an_answer_above_the_list() -> None:
    assert "En attente de votre réponse" in text(home_page(quote()))


def test_the_list_holds_every_document_with_date_status_and_amount() -> None:
    rows = [words_of(row) for row in home_page(LATE, PAID).all(".row")]
    assert rows == [
        "Facture F2026-0009 Refonte du site et manuel utilisateur 2 nov. 2026 En retard 9 166,27 €",
        "Facture F2026-0003 Refonte du site et manuel utilisateur 2 nov. 2026 Payée 9 166,27 €",
    ]


def test_only_filters_that_tell_documents_apart_are_offered() -> None:
    assert not home_page(PAID).all(".filters input[type=radio]")
    offered = [found.get("id") for found in home_page(LATE, PAID, quote(), credit_note()).all("[name=group]")]
    assert offered == ["group-all", "group-late", "group-settled", "group-quote", "group-other"]


def test_years_are_offered_newest_first() -> None:
    tree = page(portal(), "index.html")
    assert [found.text for found in tree.all("[name=year] + span")] == ["Toutes les années", "2026", "2025"]
    assert tree.all(".row.year-2 a")[0].get("href") == "F2025-0007/"


def test_the_search_waits_for_the_script() -> None:
    assert home_page(PAID).all("label.search[hidden]")


def test_an_empty_portal_has_a_kind_word() -> None:
    assert "Le premier apparaîtra ici" in text(home_page())


def test_a_client_who_owes_nothing_is_thanked() -> None:
    assert "tout est à jour. Merci" in text(home_page(PAID))


def test_the_page_says_of_which_day_it_is_and_whom_to_ask() -> None:
    foot = text(home_page(PAID), "footer")
    assert "À jour au 22 novembre 2026" in foot
    assert "Nour Diallo nour@lumen.example +33 6 12 34 56 78" in foot


def test_drafts_show_only_in_a_preview_that_says_so() -> None:
    draft = with_status(replace(INVOICE, number="", key="drafts/idée"), Status.DRAFT)
    tree = page(replace(small_portal(draft), preview=True), "index.html")
    assert "n’est pas publiée" in text(tree, ".preview")
    assert tree.all('.row a[href="drafts-idée/"]')
