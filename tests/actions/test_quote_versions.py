"""A new version of a quote takes the place of the first: on its page, in its status, for who accepts or invoices it."""

from pathlib import Path

import pytest
from tests.actions.desk import QUOTE, codes, desk, drafting, number, recorded

from facturier.actions.build import portals_of
from facturier.actions.correct import correct
from facturier.actions.drafting import opened
from facturier.actions.invoice_quote import Wanted, invoice_quote
from facturier.model.portal import PortalDocument
from facturier.model.state import Status


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """D2026-0001 and its new version D2026-0002."""
    root = desk(tmp_path, quote=QUOTE)
    assert correct(root, "D2026-0001", drafting()).done
    number(root, "D2026-0001-again")
    return root


def shown(root: Path, key: str) -> PortalDocument:
    checked, how = opened(root, drafting()), drafting()
    assert checked.expanded is not None
    portal = portals_of(checked.expanded, checked.totals, today=how.today)("acme")
    return next(item for item in portal.documents if item.document.key == key)


def test_both_lead_to_each_other(book: Path) -> None:
    links = {
        key: [(link.kind, link.number) for link in shown(book, key).related] for key in ("D2026-0001", "D2026-0002")
    }
    assert links == {"D2026-0001": [("replaced-by", "D2026-0002")], "D2026-0002": [("replaces", "D2026-0001")]}


def test_the_first_is_replaced_and_the_second_waits_for_an_answer(book: Path) -> None:
    states = [shown(book, key).state.headline for key in ("D2026-0001", "D2026-0002")]
    assert states == [Status.CANCELLED, Status.OPEN]


def test_an_acceptance_of_the_first_is_recorded_only_when_it_is_meant(book: Path) -> None:
    assert codes(recorded(book, "D2026-0001", "accepted", by="Léonie").faults) == ["HIS-013", "REC-005"]
    assert recorded(book, "D2026-0001", "accepted", by="Léonie", anyway=True).done


def test_the_second_is_what_is_invoiced(book: Path) -> None:
    recorded(book, "D2026-0002", "accepted", by="Léonie")
    assert codes(invoice_quote(book, "D2026-0001", Wanted(kind="rest"), drafting()).faults) == ["DRA-017"]
    assert invoice_quote(book, "D2026-0002", Wanted(kind="rest"), drafting()).done


def test_a_third_version_replaces_the_second(book: Path) -> None:
    assert codes(correct(book, "D2026-0001", drafting()).faults) == ["COR-010"]
    assert "replaces: D2026-0002" in correct(book, "D2026-0002", drafting()).drafts[0].text


def test_what_is_being_invoiced_is_not_replaced(book: Path) -> None:
    recorded(book, "D2026-0002", "accepted", by="Léonie")
    invoice_quote(book, "D2026-0002", Wanted(kind="deposit"), drafting())
    number(book, "D2026-0002-deposit")
    assert codes(correct(book, "D2026-0002", drafting()).faults) == ["QUO-005"]
