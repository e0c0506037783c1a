"""The payment block in a real browser: every status of a document with every way to pay, on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import write_portal
from tests.compute.books import book, event, invoice, on, other, shares, states_on, totals_of
from tests.compute.papers import ACME

from facturier.compute.pay_links import asked_parts
from facturier.compute.portal import portal_for
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event
from facturier.model.settings import PayLinkTemplate, Settings, StripeSettings
from facturier.model.state import Status

pytestmark = pytest.mark.browser

TODAY = 40
WAYS = {
    "bank": ("bank",),
    "stripe": ("stripe",),
    "other": ("PayPal",),
    "all": ("bank", "stripe", "PayPal"),
    "parts": ("bank", "stripe", "PayPal"),
}
SETTINGS = Settings(
    stripe=StripeSettings(methods=("card", "sepa_debit")),
    links=(PayLinkTemplate(label="PayPal", url="https://paypal.me/lumen/{amount}{currency}"),),
)
# The day of issue (due 30 days later), and what happened, by status; today is day 40.
HISTORIES: dict[Status, tuple[int, tuple[Event, ...]]] = {
    Status.ISSUED: (35, ()),
    Status.SENT: (35, (event(35, "sent"),)),
    Status.DUE_SOON: (13, ()),
    Status.PARTIALLY_PAID: (35, (event(36, "paid", "400.00", by="transfer", ref="VIR-1"),)),
    Status.PAYMENT_UNDER_WAY: (35, (event(38, "payment-started", ref="pi_1"),)),
    Status.PAID: (35, (event(36, "paid", "1000.00", ref="txn_1"),)),
    Status.OVERPAID: (35, (event(36, "paid", "1200.00", ref="txn_1"),)),
    Status.OVERDUE: (0, ()),
    Status.PROMISED: (0, (event(35, "promised", until=on(45)),)),
    Status.DISPUTED: (35, (event(36, "disputed", reason="Livraison incomplète"),)),
    Status.FORMAL_NOTICE: (0, (event(35, "formal-notice", deadline=on(45)),)),
    Status.IN_COLLECTION: (0, (event(35, "handed-over", to="agency"),)),
    Status.REFUNDED: (35, (event(36, "paid", "1000.00", ref="txn_1"), event(37, "refunded", "1000.00", ref="txn_2"))),
    Status.CREDITED: (35, ()),
    Status.CANCELLED: (35, ()),
    Status.WRITTEN_OFF: (0, (event(36, "written-off", "1000.00", reason="Insolvable"),)),
}
QUOTES: dict[Status, tuple[int, tuple[Event, ...]]] = {
    Status.OPEN: (35, ()),
    Status.ACCEPTED: (35, (event(36, "accepted", by="client"),)),
    Status.DECLINED: (35, (event(36, "declined", by="client"),)),
    Status.EXPIRED: (0, ()),
    Status.INVOICED: (35, ()),
}
ASKED = {
    Status.ISSUED, Status.SENT, Status.DUE_SOON, Status.PARTIALLY_PAID, Status.OVERDUE, Status.PROMISED,
    Status.FORMAL_NOTICE,
}  # fmt: skip
CASES = [(status, way) for status in (*HISTORIES, *QUOTES) for way in WAYS]


def number_of(status: Status, way: str) -> str:
    return f"F-{status.value}-{way}"


def documents(status: Status, way: str) -> Iterator[Document]:
    """The document of a case, and the one that closes it."""
    number, pay = number_of(status, way), WAYS[way]
    if status in QUOTES:
        yield other("quote", "1000.00", number, QUOTES[status][0], pay=pay, valid_days=30)
        if status is Status.INVOICED:
            yield invoice("1000.00", f"{number}-I", date=on(36), quote=number, pay=pay)
        return
    day = HISTORIES[status][0]
    terms = {"terms": shares((day + 30, "50"), (day + 60, "50"))} if way == "parts" else {}
    yield invoice("1000.00", number, date=on(day), pay=pay, **terms)
    if status is Status.CREDITED:
        yield other("credit-note", "1000.00", f"{number}-A", 36, credits=number)
    if status is Status.CANCELLED:
        yield other("corrective", "900.00", f"{number}-R", 36, replaces=number, pay=pay)


def entries(status: Status, way: str, asked: dict[int | None, Decimal]) -> tuple[Event, ...]:
    """The history of a case; with a link for what is asked, or one that was forgotten where nothing is."""
    day, events = (HISTORIES | QUOTES)[status]
    issued = event(day, "issued")
    if "stripe" not in WAYS[way] or status in QUOTES:
        return (issued, *events)
    url = f"https://buy.stripe.com/test_{number_of(status, way)}"
    links = [
        event(day, "payment-link", f"{amount:f}", url=f"{url}-{part or 0}", ref=f"plink_{part}", part=part)
        for part, amount in (asked or {None: Decimal("1000.00")}).items()
    ]
    return (issued, *links, *events)


def made() -> Book:
    """A book with every case, its links asking for what each document asks for."""
    papers = [document for case in CASES for document in documents(*case)]
    plain = {number_of(*case): entries(*case, {}) for case in CASES}
    asked = {number: asked_parts(state) for number, state in states_on(book(*papers, **plain), TODAY).items()}
    full = {number_of(*case): entries(*case, asked[number_of(*case)]) for case in CASES}
    return replace(book(*papers, **full), settings=SETTINGS)


@pytest.fixture(scope="module")
def cases(site_folder: Path) -> Book:
    papers = made()
    states = states_on(papers, TODAY)
    write_portal(
        site_folder / "c" / "payments", portal_for(papers, totals_of(papers), states, ACME.id, today=on(TODAY))
    )
    return papers


@pytest.fixture(scope="module")
def telephone(browser: Any, site: str, cases: Book) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR")
    yield context.new_page()
    context.close()


def test_every_status_there_is_has_its_case() -> None:
    assert {*HISTORIES, *QUOTES, Status.DRAFT} == set(Status)  # a draft is in no portal


def test_every_case_is_in_the_status_it_names(cases: Book) -> None:
    states = states_on(cases, TODAY)
    wrong = {number_of(*case): states[number_of(*case)].headline for case in CASES}
    assert {number: found for number, found in wrong.items() if found.value not in number} == {}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("status", [*HISTORIES, *QUOTES])
def test_what_a_client_can_press_and_read(telephone: Any, site: str, cases: Book, status: Status, way: str) -> None:
    said: list[str] = []
    telephone.on("console", lambda message: said.append(message.text))
    telephone.goto(f"{site}c/payments/{number_of(status, way)}/")
    pay, asked = WAYS[way], status in ASKED
    stripe = telephone.locator("a[href^='https://buy.stripe.com/']:visible")
    paypal = telephone.locator("a[href^='https://paypal.me/']:visible")
    account = telephone.get_by_text("FR76 3000 6000 0112 3456 7890 189").locator("visible=true")
    assert (stripe.count() > 0) == (asked and "stripe" in pay)
    assert (paypal.count() > 0) == (asked and "PayPal" in pay)
    assert (account.count() > 0) == (asked and "bank" in pay)
    assert (telephone.locator("svg.qr:visible").count() > 0) == (asked and "bank" in pay)
    assert (telephone.locator("button.copy:visible").count() > 0) == (asked and "bank" in pay)
    if asked and pay != ("bank",):
        first = telephone.locator(".actions a.primary")
        host = "buy.stripe.com" if "stripe" in pay else "paypal.me"
        assert host in first.get_attribute("href")
        assert telephone.get_by_text(f"Vous serez dirigé vers {host}").is_visible()
        assert telephone.get_by_text("Votre paiement apparaît ici").is_visible()
        assert _cents(first.inner_text()) == _due(status, way)
    overflow = telephone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (overflow, said) == (0, [])


def _due(status: Status, way: str) -> int:
    """What may be asked for now, in cents: everything that is open, or the first of two halves."""
    paid = 40000 if status is Status.PARTIALLY_PAID else 0
    return (50000 if way == "parts" else 100000) - paid


def _cents(text: str) -> int:
    """The amount that a button says: `Payer 1 000,00 €`."""
    return int("".join(char for char in text if char.isdigit()))


def test_a_part_in_dispute_leaves_the_transfer_of_the_rest(site_folder: Path, visit: Any) -> None:
    document = invoice("1000.00", "F-1", date=on(35), pay=WAYS["all"])
    contested = event(36, "disputed", "300.00", reason="Deux heures de trop")
    link = event(36, "payment-link", "700.00", url="https://buy.stripe.com/test_1", ref="plink_1")
    papers = replace(book(document, **{"F-1": (event(35, "issued"), contested, link)}), settings=SETTINGS)
    states = states_on(papers, TODAY)
    write_portal(site_folder / "c" / "part", portal_for(papers, totals_of(papers), states, ACME.id, today=on(TODAY)))
    page = visit("c/part/F-1/").page
    assert page.locator("a[href^='https://buy.stripe.com/'], a[href^='https://paypal.me/']").count() == 0
    assert "700,00" in page.locator("#payment").inner_text().replace("\u202f", " ")
