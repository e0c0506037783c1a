"""A sealed portal proves itself to whoever can open it: the client with a link, the seller with the secret."""

import shutil
from pathlib import Path

import pytest
from tests.isolation.business import SECRET
from tests.seal.issuing import CONFIG, TODAY, book, codes, issued

from facturier.actions.build import build
from facturier.actions.links import Link, links
from facturier.actions.verify_files import FilesReport, verify_published
from facturier.actions.verify_sealed import asks_for_passcode, opened_with_link, opened_with_secret
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor
from facturier.seal.load import load_seals

LOCKED = "sealed-link+passcode"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One client's document, issued and published behind a passcode."""
    root = book(tmp_path_factory.mktemp("book"), config=CONFIG.replace("open-link", LOCKED))
    issued(root, "one", executor=SerialExecutor())
    made = build(root, root / "site", today=TODAY, secret=SECRET, executor=SerialExecutor(), reporter=Silent())
    assert made.published, made.faults
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "book"))


def link_of(root: Path, *, document: bool = False) -> Link:
    found = links(root, "acme", documents=document, today=TODAY, secret=SECRET, reporter=Silent())
    return found.links[-1]


def with_link(root: Path, link: Link, *, alone: bool = False) -> FilesReport:
    site = root / "site"
    assert asks_for_passcode(site, link.address)
    opened = opened_with_link(site, link.address, link.passcode)
    return verify_published(site, None if alone else load_seals(root)[0], sealed=(opened,), plain=False)


def with_secret(root: Path, secret: str = SECRET, client: str = "") -> FilesReport:
    sealed = opened_with_secret(root / "site", root, secret, today=TODAY, client=client)
    return verify_published(root / "site", load_seals(root)[0], sealed=sealed)


def test_a_client_proves_the_portal_with_the_link_alone(root: Path) -> None:
    report = with_link(root, link_of(root), alone=True)
    assert (report.proved, report.documents, report.portals) == (True, 1, 1)


def test_a_link_to_one_document_is_held_against_its_seal(root: Path) -> None:
    link = link_of(root, document=True)
    assert (with_link(root, link).proved, with_link(root, link).documents) == (True, 1)
    assert codes(with_link(root, link, alone=True).faults) == {"VER-025"}


@pytest.mark.parametrize("client", ["", "acme"])
def test_the_seller_proves_all_portals_with_the_secret(root: Path, client: str) -> None:
    report = with_secret(root, client=client)
    assert (report.proved, report.documents) == (True, 1)
    assert report.portals == (1 if client else 2)


def test_what_another_secret_does_not_open_is_told(root: Path) -> None:
    assert codes(with_secret(root, "x" + SECRET[1:]).faults) == {"VER-014", "VER-024"}


@pytest.mark.parametrize("broken", ["", "https://a.example/c/", "cut"])
def test_a_link_that_opens_nothing_is_told(root: Path, broken: str) -> None:
    address = link_of(root).address[:-3] if broken == "cut" else broken
    opened = opened_with_link(root / "site", address)
    assert codes(verify_published(root / "site", sealed=(opened,), plain=False).faults) == {"VER-022"}


def test_a_wrong_passcode_opens_nothing(root: Path) -> None:
    opened = opened_with_link(root / "site", link_of(root).address, "0000-0000-0000")
    assert codes(verify_published(root / "site", sealed=(opened,), plain=False).faults) == {"VER-022"}


def test_a_changed_byte_is_named(root: Path) -> None:
    largest = max((root / "site").rglob("*.bin"), key=lambda file: file.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)
    assert "VER-023" in codes(with_link(root, link_of(root)).faults)
    assert "VER-023" in codes(with_secret(root).faults)


def test_a_book_that_was_issued_again_differs_from_what_was_sealed(root: Path, tmp_path: Path) -> None:
    other = book(tmp_path / "other")
    issued(other, "one")
    opened = opened_with_link(root / "site", link_of(root).address, link_of(root).passcode)
    report = verify_published(root / "site", load_seals(other)[0], sealed=(opened,), plain=False)
    assert codes(report.faults) == {"VER-010"}
