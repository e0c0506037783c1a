"""The statement of account: years that agree with each other, every line with its document."""

from tests.render.pages import page, text, words_of
from tests.render.samples import portal, small_portal

PAGE = page(portal(), "statement/index.html")


def rows(table: int) -> list[str]:
    return [words_of(row) for row in PAGE.all(".account")[table].all("tbody tr")]


def test_the_newest_year_comes_first_and_opens_with_what_the_year_before_left() -> None:
    assert [words_of(found) for found in PAGE.all(".paper h2")] == ["2026 · EUR", "2025 · EUR"]
    assert rows(1)[-1] == "31 déc. 2025 Solde de clôture 500,00 €"
    assert rows(0)[0] == "1er janv. 2026 Solde d’ouverture 500,00 €"


def test_each_line_has_its_amount_and_the_balance_after_it() -> None:
    assert rows(0)[1:-1] == [
        "5 janv. 2026 Paiement par virement F2025-0007 -500,00 € 0,00 €",
        "2 nov. 2026 Facture F2026-0050 2 304,00 € 2 304,00 €",
        "12 nov. 2026 Avoir A2026-0003 -768,00 € 1 536,00 €",
    ]


def test_the_last_year_ends_today_with_the_balance_at_the_top() -> None:
    assert rows(0)[-1] == "22 nov. 2026 Solde de clôture 1 536,00 €"
    assert text(PAGE, ".figure") == "1 536,00 €"


def test_lines_lead_to_their_documents() -> None:
    assert [link.get("href") for link in PAGE.all(".account a")][-1] == "../F2025-0007/"


def test_home_leads_to_the_statement_when_there_is_one() -> None:
    assert page(portal(), "index.html").all('.top a[href="statement/"]')
    assert not page(small_portal(), "index.html").all('.top a[href="statement/"]')
