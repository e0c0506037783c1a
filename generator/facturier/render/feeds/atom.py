"""Turns a portal into an Atom feed of its newest documents (RFC 4287), every address relative to the feed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from facturier.model.portal import Portal, PortalDocument
from facturier.render.feeds.identity import lasting_id
from facturier.render.formats import Formats
from facturier.render.html.links import folder_of
from facturier.render.html.summary import is_payable
from facturier.render.words import Words

if TYPE_CHECKING:
    from lxml.etree import _Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NEWEST = 50


def atom(portal: Portal, words: Words, formats: Formats) -> bytes:
    """The feed, newest first; drafts never enter it. Ids are URNs, so that a new address of the portal changes none."""
    from lxml import etree

    shown = [item for item in portal.documents if not item.document.is_draft][:_NEWEST]
    newest = max((item.document.date for item in shown), default=portal.as_of)
    feed = etree.Element(_ATOM + "feed", {_XML_LANG: portal.language}, nsmap={None: _ATOM[1:-1]})  # type: ignore[dict-item]
    _put(feed, "id", lasting_id(portal.seller, "documents of", portal.client.id).urn)
    _put(feed, "title", words("feeds.news_title", seller=portal.seller.trade_name or portal.seller.name))
    _put(feed, "updated", _moment(newest))
    _put(etree.SubElement(feed, _ATOM + "author"), "name", portal.seller.name)
    etree.SubElement(feed, _ATOM + "link", rel="self", type="application/atom+xml", href="documents.xml")
    etree.SubElement(feed, _ATOM + "link", rel="alternate", type="text/html", href="./")
    for item in shown:
        _entry(etree.SubElement(feed, _ATOM + "entry"), portal, item, words, formats)
    etree.indent(feed)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8") + b"\n"


def _entry(entry: _Element, portal: Portal, item: PortalDocument, words: Words, formats: Formats) -> None:
    from lxml import etree

    document, folder = item.document, folder_of(item.document)
    _put(entry, "id", lasting_id(portal.seller, document.number, "document").urn)
    _put(entry, "title", f"{words(f'document.kind.{document.type.value}')} {document.number}")
    _put(entry, "published", _moment(document.date))
    _put(entry, "updated", _moment(document.date))
    _put(entry, "summary", _summary(item, words, formats))
    etree.SubElement(entry, _ATOM + "link", rel="alternate", type="text/html", href=f"{folder}/")
    etree.SubElement(entry, _ATOM + "link", rel="enclosure", type="application/pdf", href=f"{folder}/{folder}.pdf")


def _summary(item: PortalDocument, words: Words, formats: Formats) -> str:
    """What it is about, its total, and the date to pay it by."""
    document, state = item.document, item.state
    total = words("feeds.total", amount=formats.amount(item.totals.due, document.currency))
    by = words("summary.due", date=formats.date(state.due_date)) if state.due_date and is_payable(state) else ""
    return " · ".join(part for part in (document.subject.strip(), total, by) if part)


def _put(parent: _Element, name: str, text: str) -> None:
    from lxml import etree

    etree.SubElement(parent, _ATOM + name).text = text


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
