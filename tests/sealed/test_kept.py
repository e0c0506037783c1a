"""Portals in which nothing changed are not sealed again, and nothing that an older link opens ever comes back."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.isolation.business import SECRET
from tests.sealed.conftest import Business, digests, read_by_node, sealed_business

import facturier.publish.sealed.site as sealing
from facturier.publish.sealed.keys import Vault, key_bytes
from facturier.publish.sealed.vault import Contents, seal_portal

OTHER_SECRET = "4cJ6hF1sD5gA0uEiOoIxV-_qZk3v9QpXbL2mT7yR8wN"
PAID = "\n- {date: 2026-11-20, event: paid, amount: 100.00, by: transfer}\n"


@pytest.fixture
def sealings(monkeypatch: pytest.MonkeyPatch) -> list[Contents]:
    """What was sealed, one entry a portal."""
    done: list[Contents] = []

    def counted(contents: Contents, vault: Vault) -> Mapping[str, bytes]:
        done.append(contents)
        return seal_portal(contents, vault)

    monkeypatch.setattr(sealing, "seal_portal", counted)
    return done


def test_a_build_without_changes_seals_nothing_and_publishes_the_same_bytes(
    business: Business, sealings: list[Contents]
) -> None:
    before = digests(business.build().site)
    assert len(sealings) == 3
    assert digests(business.build().site) == before
    assert len(sealings) == 3


def test_only_the_portal_of_a_payment_is_sealed_again(business: Business, sealings: list[Contents]) -> None:
    business.build()
    sealings.clear()
    business.edit("invoices/2026/F2026-0001.history.yaml", lambda text: text.rstrip() + PAID)
    business.build()
    assert [sorted(contents.documents) for contents in sealings] == [["F2026-0001"]]
    assert "files" in read_by_node(business.site, business.link())


def test_what_was_kept_is_what_would_be_sealed(business: Business, tmp_path: Path) -> None:
    business.build()
    kept = digests(business.build().site)
    assert digests(sealed_business(tmp_path / "again").build().site) == kept


def test_a_damaged_entry_is_sealed_again(business: Business, sealings: list[Contents]) -> None:
    before = digests(business.build().site)
    for entry in (business.root / ".facturier" / "store").glob("??/*"):
        data = entry.read_bytes()
        if b"FSL1" in data:
            entry.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert digests(business.build().site) == before
    assert len(sealings) == 6


@pytest.mark.parametrize("change", ["epoch", "secret", "passcode"])
def test_after_a_rotation_no_blob_of_before_is_published(business: Business, change: str) -> None:
    before = _blobs(business.build().folder())
    if change == "epoch":
        business.edit("clients/acme.yaml", lambda text: text + "portal: {epoch: 2}\n")
    if change == "passcode":
        business.edit("clients/acme.yaml", lambda text: text + "portal: {access: sealed-link+passcode}\n")
    after = Business(business.root, OTHER_SECRET if change == "secret" else SECRET).build()
    assert before.isdisjoint(_blobs(after.site))


def _blobs(folder: Path) -> set[bytes]:
    return {file.read_bytes() for file in folder.rglob("*.bin")}


def test_going_back_to_an_old_secret_gives_the_links_of_then_the_content_of_now(business: Business) -> None:
    old = business.build().link()
    Business(business.root, OTHER_SECRET).build()
    business.edit("invoices/2026/F2026-0001.history.yaml", lambda text: text.rstrip() + PAID)
    found = read_by_node(business.build().site, old)
    assert found["files"] == read_by_node(business.site, business.link())["files"]


@pytest.mark.parametrize("access", ["sealed-link", "sealed-link+passcode"])
def test_no_key_no_passcode_and_no_secret_is_kept_on_disk(tmp_path: Path, access: str) -> None:
    business = sealed_business(tmp_path / "business", access).build()
    texts = [SECRET.encode(), key_bytes(SECRET)]
    for link in business.links(documents=True):
        key = link.address.rpartition("k=")[2]
        texts += [key.encode(), key_bytes(key), *([link.passcode.encode()] if link.passcode else [])]
    workroom = b"".join(file.read_bytes() for file in (business.root / ".facturier").rglob("*") if file.is_file())
    assert [text for text in texts if text in workroom] == []
