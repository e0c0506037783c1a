"""What the host stores, and what each link opens: read by a program that shares no code with ours."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.isolation.business import SECRET
from tests.sealed.conftest import Business, digests, read_by_node, sealed_business

from facturier.actions.links import Link

OTHER_SECRET = "4cJ6hF1sD5gA0uEiOoIxV-_qZk3v9QpXbL2mT7yR8wN"
PAID = "\n- {date: 2026-11-20, event: paid, amount: 100.00, by: transfer}\n"
CLIENTS = ["acme", "bergerie-du-lac", "solveig-aubry"]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_portal_link_opens_every_file_of_the_plain_portal_byte_for_byte(
    sealed: Business, plain: Business, client: str
) -> None:
    wanted = digests(plain.folder(client))
    del wanted["404.html"]
    found = read_by_node(sealed.site, sealed.link(client))
    assert found["files"] == wanted
    assert (found["start"], found["language"]) == ("index.html", "fr")


def test_names_and_nonces_follow_from_the_vault_as_specified(sealed: Business) -> None:
    assert read_by_node(sealed.site, sealed.link())["synthetic"] is True


def test_a_document_link_opens_its_page_its_pdf_and_its_attachments_and_nothing_else(
    sealed: Business, plain: Business
) -> None:
    everything = digests(plain.folder("acme"))
    found = read_by_node(sealed.site, sealed.link("F2026-0001"))
    own = [name for name in everything if name.startswith("F2026-0001/")]
    assert {"F2026-0001/F2026-0001.pdf", "F2026-0001/index.html"} <= set(own)
    assert found["files"] == {name: everything[name] for name in (*own, "files/plan.pdf")}
    assert (found["start"], found["document"]) == ("F2026-0001/index.html", "F2026-0001")


def test_a_document_key_opens_neither_the_portal_nor_another_document(sealed: Business) -> None:
    portal, document = sealed.link(), sealed.link("F2026-0001")
    key = document.address.rpartition("k=")[2]
    assert read_by_node(sealed.site, replaced(portal, portal.address.partition("#")[0] + f"#k={key}"))["refused"]
    other = sealed.link("F2026-0002").address.partition("#")[0] + f"#i=F2026-0002&k={key}"
    assert read_by_node(sealed.site, replaced(portal, other))["refused"]


def replaced(link: Link, address: str) -> Link:
    return replace(link, address=address)


def test_the_key_of_one_client_opens_nothing_of_another(sealed: Business) -> None:
    acme, other = sealed.link("acme"), sealed.link("solveig-aubry")
    mixed = other.address.partition("#")[0] + "#" + acme.address.partition("#")[2]
    assert read_by_node(sealed.site, replaced(other, mixed))["refused"]


@pytest.mark.parametrize("wanted", ["acme", "F2026-0001"])
def test_a_passcode_is_needed_besides_the_link(locked: Business, wanted: str) -> None:
    link = locked.link(wanted)
    assert "files" in read_by_node(locked.site, link)
    for wrong in ("", "0000-0000-0000", link.passcode[:-1] + ("0" if link.passcode[-1] != "0" else "1")):
        assert read_by_node(locked.site, replace(link, passcode=wrong)) == {"refused": True}


def test_the_passcode_stands_in_no_link(locked: Business) -> None:
    link = locked.link()
    assert link.passcode.replace("-", "") not in link.address.upper()


def test_a_sealed_folder_holds_a_page_without_data_and_blobs(sealed: Business) -> None:
    shells = set()
    for client in CLIENTS:
        for file in sealed.folder(client).iterdir():
            if file.name == "index.html":
                shells.add(file.read_bytes())
            else:
                assert re.fullmatch(r"[a-z2-7]{26}\.bin", file.name)
                assert file.read_bytes()[:4] == b"FSL1"
    assert len(shells) == 1


def test_nothing_of_any_client_is_readable_anywhere(sealed: Business) -> None:
    texts = [b"ACME", b"Solveig", b"Bergerie", b"F2026-", b"plan.pdf", b"acme", b"Refonte", b"999000029"]
    texts += [
        b"2232.00",
        "2\u202f232,00".encode(),
        b"1860",
        b"1020.00",
        b"FR76",
        b"3000 6000",
        b"compta@",
        b"lundi matin",
    ]
    for file in sealed.site.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert [text for text in texts if text in data or text.decode() in str(file.relative_to(sealed.site))] == []


def test_no_key_and_no_secret_is_in_the_site(sealed: Business, locked: Business) -> None:
    for business in (sealed, locked):
        known = [
            part for link in business.links(documents=True) for part in (link.passcode, link.address[-43:]) if part
        ]
        everything = b"".join(file.read_bytes() for file in business.site.rglob("*") if file.is_file())
        assert [part for part in (*known, SECRET) if part.encode() in everything] == []


def test_the_same_book_gives_the_same_bytes(sealed: Business, tmp_path: Path) -> None:
    assert digests(sealed_business(tmp_path / "again").build().site) == digests(sealed.site)


def test_a_payment_changes_as_many_files_as_without_sealing(business: Business, tmp_path: Path) -> None:
    open_business = sealed_business(tmp_path / "open", "open-link")
    changed = []
    for one in (business, open_business):
        before = digests(one.build().site)
        paid = "\n- {date: 2026-11-20, event: paid, amount: 100.00, by: transfer}\n"
        history = "invoices/2026/F2026-0001.history.yaml"
        one.edit(history, lambda text: text.rstrip() + paid)  # noqa: B023 - called at once
        after = digests(one.build().site)
        assert set(before) == set(after)
        changed.append(sum(before[name] != after[name] for name in after))
    assert changed[0] == changed[1] >= 2


def test_another_epoch_changes_every_file_of_one_client_alone(business: Business) -> None:
    folders = {client: business.build().folder(client) for client in CLIENTS}
    before = {client: digests(folder) for client, folder in folders.items()}
    business.edit("clients/acme.yaml", lambda text: text + "portal: {epoch: 2}\n")
    business.build()
    for client in CLIENTS[1:]:
        assert digests(folders[client]) == before[client]
    assert not set(before["acme"]) - {"index.html"} & set(digests(business.folder("acme")))
    assert 'data-state="replaced"' in (folders["acme"] / "index.html").read_text("utf-8")
    assert [file.name for file in folders["acme"].iterdir()] == ["index.html"]


def test_during_a_change_of_masters_links_of_both_open(business: Business) -> None:
    old = business.build().link()
    both = Business(business.root, f"2026-01-01:{SECRET} 2026-11-01:{OTHER_SECRET}").build()
    assert both.link().address != old.address
    assert read_by_node(both.site, old)["files"] == read_by_node(both.site, both.link())["files"]
    alone = Business(business.root, OTHER_SECRET).build()
    assert alone.link().address == both.link().address
    assert not (alone.site / "c" / old.address.split("/")[4]).exists()


def test_a_master_whose_day_has_not_come_makes_no_links(business: Business) -> None:
    early = Business(business.root, f"2026-01-01:{SECRET}\n2026-12-01:{OTHER_SECRET}")
    assert early.link() == Business(business.root, SECRET).link()


def on(business: Business, day: date) -> Business:
    return Business(business.root, business.secret, day)


def test_a_link_with_a_life_opens_until_its_day_and_never_longer_than_its_life(business: Business) -> None:
    business.edit(
        "facturier.yaml", lambda text: text.replace("access: sealed-link", "access: sealed-link, link_life: 40 days")
    )
    given = on(business, date(2026, 11, 22)).link()
    assert given.until is not None
    assert timedelta(days=20) <= given.until - date(2026, 11, 22) <= timedelta(days=40)
    assert "files" in read_by_node(on(business, given.until - timedelta(days=1)).build().site, given)
    site = on(business, given.until).build().site
    folder = site / "c" / given.address.split("/")[4]
    assert [file.name for file in folder.iterdir()] == ["index.html"]
    assert 'data-state="replaced"' in (folder / "index.html").read_text("utf-8")


def test_without_a_secret_links_open_the_preview_on_this_machine(business: Business) -> None:
    preview = Business(business.root, "").build()
    assert "index.html" in read_by_node(preview.site, preview.link())["files"]
