"""One client's portal: complete, newest first, and with nothing of anybody else in it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from tests.compute.books import book, early, event, invoice, on, other, states_on, totals_of
from tests.compute.papers import BETA

from facturier.compute.index import index_of
from facturier.compute.portal import portal_for
from facturier.model.book import Book, ClientFile, ClientPage
from facturier.model.document import Document
from facturier.model.party import Address, Client, Contact
from facturier.model.portal import Portal
from facturier.model.settings import PortalSettings, ReminderPolicy, ReminderStep, Settings
from facturier.model.state import Status

BETA_SECRETS = ("beta", "Beta", "B-", "secret", "clients/beta", "Lyon", "5550", "7777")


def beta(document: Document) -> Document:
    client = replace(BETA, contacts=(Contact(name="Beta secret", email="pay@beta.example"),), file="clients/beta.yaml")
    return replace(document, client=client, subject="Beta secret project")


def portal_on(papers: Book, day: int, client: str = "acme", *, preview: bool = False) -> Portal:
    found = states_on(papers, day)
    return portal_for(papers, totals_of(papers), found, client, today=on(day), preview=preview)


def two_clients() -> Book:
    """ACME and Beta with papers of every kind, pages, files, drafts, and references that cross by mistake."""
    papers = book(
        invoice("1000.00", terms=early("2", 10), quote="D1"),
        other("quote", "1000.00", "D1", 0, valid_days=30),
        other("credit-note", "100.00", "A1", 5, credits="F1"),
        replace(invoice("12.00", number="drafts/acme"), number=""),
        beta(invoice("5550.00", "B-1", terms=early("3", 10), quote="D1", deducts=("F1",))),
        beta(other("credit-note", "7777.00", "B-2", 6, credits="F1")),
        beta(other("corrective", "5551.00", "B-3", 6, replaces="F1")),
        beta(replace(invoice("5552.00", number="drafts/B-4"), number="")),
        F1=[event(4, "paid", "200.00", by="card", ref="VISA-1"), event(5, "note", note="merci")],
        **{"B-1": [event(5, "paid", "5553.00", by="Beta bank", ref="B-ref")]},
    )
    reminders = {"beta": ReminderPolicy(steps=(ReminderStep(day=5, by="email", letter="secret"),))}
    return replace(
        papers,
        settings=Settings(client_reminders=reminders, portal=PortalSettings(url="https://x.example/", color="#123456")),
        pages=(
            ClientPage(client="acme", slug="welcome", file="clients/acme/welcome.md", text="Hello"),
            ClientPage(client="beta", slug="welcome", file="clients/beta/welcome.md", text="secret"),
            ClientPage(client="everyone", slug="terms", file="clients/everyone/terms.md", text="CGV"),
        ),
        files=(
            ClientFile(client="acme", file="clients/acme/pv.pdf", digest="aa", size=1),
            ClientFile(client="beta", file="clients/beta/pv.pdf", digest="secret", size=7777),
            ClientFile(client="everyone", file="clients/everyone/cgv.pdf", digest="cc", size=3),
        ),
    )


def leaves(value: object) -> Iterator[object]:
    """Everything that can be reached from a value: strings, amounts, dates, numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from leaves(key)
            yield from leaves(held)
    elif isinstance(value, tuple | list | set | frozenset):
        for held in value:
            yield from leaves(held)
    else:
        assert value is None or isinstance(value, str | int | Decimal | date), f"{type(value)} cannot be searched"
        yield value


@pytest.mark.parametrize("preview", [False, True])
@pytest.mark.parametrize("day", [3, 20, 60])
def test_nothing_of_another_client_can_be_reached(day: int, preview: bool) -> None:
    texts = [str(leaf) for leaf in leaves(portal_on(two_clients(), day, preview=preview))]

    assert [text for text in texts if any(secret in text for secret in BETA_SECRETS)] == []


@pytest.mark.parametrize("preview", [False, True])
def test_the_portal_is_the_same_with_and_without_other_clients(preview: bool) -> None:
    everybody = two_clients()
    alone = replace(
        everybody,
        clients={"acme": everybody.clients["acme"]},
        documents={key: paper for key, paper in everybody.documents.items() if paper.client.id == "acme"},
        drafts={key: paper for key, paper in everybody.drafts.items() if paper.client.id == "acme"},
        histories={"F1": everybody.histories["F1"]},
        pages=tuple(page for page in everybody.pages if page.client != "beta"),
        files=tuple(file for file in everybody.files if file.client != "beta"),
        settings=replace(everybody.settings, client_reminders={}),
    )

    assert portal_on(everybody, 20, preview=preview) == portal_on(alone, 20, preview=preview)


def test_the_search_for_leaks_would_find_one():
    texts = {str(leaf) for leaf in leaves(portal_on(two_clients(), 20, "beta"))}

    assert {"B-1", "Beta secret project", "5550.00", "clients/beta/pv.pdf"} <= texts


def test_documents_are_newest_first():
    assert [shown.document.key for shown in portal_on(two_clients(), 20).documents] == ["A1", "F1", "D1"]


def test_drafts_and_private_entries_only_in_the_preview():
    papers = book(
        invoice(), replace(invoice(number="drafts/x"), number=""), F1=[event(1, "note", note="psst", private=True)]
    )

    shown, preview = portal_on(papers, 5), portal_on(papers, 5, preview=True)

    assert [paper.document.key for paper in shown.documents] == ["F1"]
    assert {paper.document.key for paper in preview.documents} == {"F1", "drafts/x"}
    assert "psst" not in {str(leaf) for leaf in leaves(shown)}
    assert "psst" in {str(leaf) for leaf in leaves(preview)}


def test_own_pages_and_files_and_those_for_everyone():
    portal = portal_on(two_clients(), 20)

    assert [(page.slug, page.text) for page in portal.pages] == [("terms", "CGV"), ("welcome", "Hello")]
    assert [(file.name, file.file) for file in portal.files] == [
        ("cgv.pdf", "clients/everyone/cgv.pdf"),
        ("pv.pdf", "clients/acme/pv.pdf"),
    ]


def test_an_own_page_stands_in_for_everyones():
    own = ClientPage(client="acme", slug="terms", file="clients/acme/terms.md", text="special")
    papers = two_clients()

    portal = portal_on(replace(papers, pages=(own, *papers.pages)), 20)

    assert [page.text for page in portal.pages if page.slug == "terms"] == ["special"]


def test_a_client_without_documents_has_an_empty_portal():
    newcomer = Client(id="new", name="Nouveau", kind=BETA.kind, address=Address(), language="de")
    papers = replace(book(invoice()), clients={"new": newcomer})

    portal = portal_on(papers, 5, "new")

    assert (portal.documents, portal.balances, portal.statements, portal.language) == ((), (), (), "de")


def test_documents_of_a_later_day_are_not_there():
    assert [shown.document.key for shown in portal_on(two_clients(), 4).documents] == ["F1", "D1"]


def test_the_parts_agree_with_each_other():
    papers = two_clients()
    portal = portal_on(papers, 20)
    (shown,) = [shown for shown in portal.documents if shown.document.key == "F1"]

    assert shown.state == states_on(papers, 20)["F1"]
    assert shown.state.headline is Status.PARTIALLY_PAID
    assert portal.balances[0].open == portal.statements[0].closing == Decimal("700.00")
    assert [link.kind for link in shown.related] == ["quote", "credited-by"]
    assert (portal.url, portal.color, portal.as_of) == ("https://x.example/", "#123456", on(20))


def test_one_index_for_many_portals_changes_nothing():
    papers = two_clients()
    found, totals, index = states_on(papers, 20), totals_of(papers), index_of(papers, today=on(20))

    assert portal_for(papers, totals, found, "acme", today=on(20), index=index) == portal_on(papers, 20)
