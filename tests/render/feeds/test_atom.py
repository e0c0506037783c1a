"""The news feed, read back as RFC 4287 describes it."""

from dataclasses import replace
from uuid import UUID

import lxml.etree
from tests.render.originals import INVOICE
from tests.render.samples import portal, small_portal, with_status

from facturier.model.portal import Portal
from facturier.model.state import Status
from facturier.render.feeds import NEWS
from facturier.render.feeds.atom import atom
from facturier.render.formats import load_formats
from facturier.render.words import load_words

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(value: Portal) -> lxml.etree._Element:
    return lxml.etree.fromstring(atom(value, load_words(value.language), load_formats(value.language)))


def test_every_issued_document_is_an_entry_newest_first() -> None:
    value = portal()
    titles = [(entry.findtext(f"{ATOM}title") or "").split()[-1] for entry in feed(value).iterfind(f"{ATOM}entry")]
    assert titles == [item.document.number for item in value.documents if not item.document.is_draft]


def test_drafts_never_enter_it() -> None:
    draft = with_status(replace(INVOICE, number="", key="drafts/acme/x"), Status.DRAFT)
    assert feed(small_portal(draft)).findall(f"{ATOM}entry") == []


def test_ids_are_uuids_that_differ() -> None:
    ids = [found.text or "" for found in feed(portal()).iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert {str(UUID(text.removeprefix("urn:uuid:"))) for text in ids} == {
        text.removeprefix("urn:uuid:") for text in ids
    }


def test_addresses_are_relative() -> None:
    links = [link.get("href") or "" for link in feed(portal()).iter(f"{ATOM}link")]
    assert [link for link in links if ":" in link or link.startswith("/")] == []


def test_texts_are_escaped() -> None:
    hostile = replace(with_status(INVOICE, Status.SENT).document, subject="</summary><script>&amp;")
    value = small_portal(replace(with_status(INVOICE, Status.SENT), document=hostile))
    assert "</summary><script>&amp;" in (feed(value).findtext(f"{ATOM}entry/{ATOM}summary") or "")


def test_each_element_a_feed_must_have_is_there() -> None:
    found = feed(portal())
    assert all(found.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))
    for entry in found.iterfind(f"{ATOM}entry"):
        assert all(entry.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "link"))


def test_it_says_where_it_lies_itself() -> None:
    (own,) = (link.get("href") for link in feed(portal()).iterfind(f"{ATOM}link") if link.get("rel") == "self")
    assert own == NEWS
