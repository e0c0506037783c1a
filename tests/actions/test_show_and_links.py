import re
from pathlib import Path

import pytest
from tests.isolation.business import SECRET, TODAY

from facturier.actions.links import links
from facturier.actions.show import ShowResult, show
from facturier.publish.progress import Silent


def shown(root: Path, key: str) -> ShowResult:
    return show(root, key, today=TODAY, reporter=Silent())


@pytest.mark.parametrize("key", ["F2026-0001", "f2026-0001"])
def test_a_document_is_found_in_any_case(root: Path, key: str) -> None:
    result = shown(root, key)
    assert result.shown is not None
    assert result.shown.document.number == "F2026-0001"


@pytest.mark.parametrize("key", ["drafts/secret-offer", "secret-offer"])
def test_a_draft_is_found_by_its_name(root: Path, key: str) -> None:
    result = shown(root, key)
    assert result.shown is not None
    assert result.shown.document.is_draft


def test_the_seller_sees_private_entries(root: Path) -> None:
    result = shown(root, "F2026-0001")
    assert result.shown is not None
    assert any("lundi" in entry.note for entry in result.shown.timeline)


def test_an_unknown_number_comes_with_suggestions(root: Path) -> None:
    result = shown(root, "F2026-0009")
    assert result.shown is None
    assert "F2026-0001" in result.faults[-1].named["suggestion"]


def test_each_client_has_its_address(root: Path) -> None:
    result = links(root, today=TODAY, secret=SECRET, reporter=Silent())
    assert [link.client for link in result.links] == ["acme", "bergerie-du-lac", "solveig-aubry"]
    for link in result.links:
        assert re.fullmatch(r"https://factures\.lumen\.example/c/[a-z2-7]{26}/", link.address)


def test_one_client_may_be_asked_for(root: Path) -> None:
    result = links(root, "acme", today=TODAY, secret=SECRET, reporter=Silent())
    assert [link.name for link in result.links] == ["ACME France SAS"]


def test_an_unknown_client_is_said(root: Path) -> None:
    result = links(root, "nobody", today=TODAY, secret=SECRET, reporter=Silent())
    assert [fault.code for fault in result.faults] == ["PUB-011"]


def test_a_draft_whose_client_cannot_be_read_says_so(root: Path) -> None:
    client = next((root / "clients").glob("*.yaml"))
    write = f"client: {client.stem}\nlines: [{{item: A, price: 1.00}}]\n"
    (root / "invoices/drafts").mkdir(parents=True, exist_ok=True)
    (root / "invoices/drafts/one.yaml").write_text(write)
    client.write_text("kind: nothing\n")
    for key in ("one", "drafts/one", "invoices/drafts/one.yaml"):
        result = show(root, key, today=TODAY, reporter=Silent())
        assert {fault.where.file for fault in result.faults} == {f"clients/{client.name}"}
