"""Each event of a history becomes a sentence in the client's language."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from facturier.model.state import TimelineEntry
from facturier.render.formats import load_formats
from facturier.render.html.timeline import moments
from facturier.render.words import LANGUAGES, load_words

DAY = date(2026, 11, 2)
COMPUTED = (
    "overdue-since", "discounted", "paid-early", "paid-late",
    "credited-by", "replaced-by", "deducted-by", "invoiced-by", "expired",
)  # fmt: skip


def sentence(kind: str, *, language: str = "fr", **more: Any) -> str:
    told = TimelineEntry(date=DAY, kind=kind, currency="EUR", **more)
    (moment,) = moments((told,), load_words(language), load_formats(language))
    return moment.sentence.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("sent", {"by": "e-mail"}, "Envoi par e-mail"),
        ("sent", {}, "Envoi du document"),
        ("paid", {"amount": Decimal(500), "by": "card"}, "Paiement de 500,00 € reçu par carte"),
        ("paid", {"amount": Decimal(500)}, "Paiement de 500,00 € reçu"),
        ("paid", {"amount": Decimal(500), "part": 2}, "Paiement de 500,00 € reçu (échéance 2)"),
        ("promised", {"until": date(2026, 12, 1)}, "Paiement annoncé pour le 1er décembre 2026"),
        ("accepted", {"by": "Hélène Marsan"}, "Devis accepté par <bdi>Hélène Marsan</bdi>"),
        ("accepted", {"by": "<b>"}, "Devis accepté par <bdi>&lt;b&gt;</bdi>"),
        ("handed-over", {"by": "court"}, "Dossier confié au tribunal"),
        ("resolved", {"status": "rejected"}, "Contestation rejetée"),
        ("e-invoice", {"status": "205"}, "Facture électronique approuvée"),
        ("e-invoice", {"status": "999"}, "Facture électronique mise à jour"),
        ("paid-early", {"days": 1}, "Entièrement réglé, un jour avant l’échéance. Merci !"),
        ("paid-early", {"days": 3}, "Entièrement réglé, 3 jours avant l’échéance. Merci !"),
        ("credited-by", {"number": "A2026-0003", "amount": Decimal(10)}, "Avoir A2026-0003 de 10,00 €"),
    ],
)
def test_a_sentence_says_what_is_known(kind: str, values: dict[str, Any], expected: str) -> None:
    assert sentence(kind, **values) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", COMPUTED)
def test_computed_facts_have_a_sentence_in_every_language(kind: str, language: str) -> None:
    filled = sentence(kind, language=language, amount=Decimal(5), days=2, number="A2026-0001")
    assert "{" not in filled


def test_an_event_nobody_has_words_for_is_a_fault_of_the_theme() -> None:
    with pytest.raises(KeyError, match=r"timeline\.unheard-of"):
        sentence("unheard-of")
