"""Makes the addresses a page may hold: relative ones inside the portal, checked payment links, prepared e-mails."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from facturier.model.document import Document
from facturier.model.portal import PayLink, Portal

_MAIL = re.compile(r"[A-Za-z0-9.!#$%*+/=^_{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_HTTPS = re.compile(
    r"https://[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*(:\d{1,5})?(/[A-Za-z0-9._~!$()*+,;=:@%/?#&-]*)?"
)
_LONGEST_URL = 2048


def folder_of(document: Document) -> str:
    """The folder of a document's page in the portal: its number, or its key for a draft in a preview."""
    return document.number or document.key.replace("/", "-")


def up(path: str) -> str:
    """The way from a page up to the portal's home: `../` for `F2026-0042/index.html`, nothing for home itself."""
    return "../" * path.count("/")


def folder_above(portal: Portal) -> str:
    """The way from the home of these pages to the portal's own folder: `../` for pages in another language."""
    return "../" if portal.languages and portal.language != portal.languages[0] else ""


def in_language(portal: Portal, path: str, language: str) -> str:
    """The address of the same page in another language of the portal, seen from `path`."""
    folder = "" if language == portal.languages[0] else f"{language}/"
    return (up(path) + folder_above(portal) + folder + path.removesuffix("index.html")) or "./"


def safe_pay_url(link: PayLink) -> str:
    """The link's address when it is plain https to the host it names; otherwise "" and no button is drawn."""
    url = link.url
    if len(url) > _LONGEST_URL or not _HTTPS.fullmatch(url):
        return ""
    return url if urlsplit(url).hostname == link.host else ""


def form_origin(url: str) -> str:
    """The origin that a page's security policy lets its form go to; "" for an address that is not plain https."""
    if len(url) > _LONGEST_URL or not _HTTPS.fullmatch(url):
        return ""
    return f"https://{urlsplit(url).netloc}"


def mailto(address: str, *, subject: str = "", body: str = "") -> str:
    """An e-mail, prepared with subject and body if given (RFC 6068); "" when the address is not one plain address."""
    if not _MAIL.fullmatch(address):
        return ""
    given = {"subject": subject, "body": "\r\n".join(body.strip().splitlines())}
    fields = "&".join(f"{name}={quote(text, safe='')}" for name, text in given.items() if text)
    return f"mailto:{quote(address, safe='@')}" + (f"?{fields}" if fields else "")


def tel(phone: str) -> str:
    """A `tel:` link (RFC 3966); "" when the text holds no digits."""
    digits = re.sub(r"[^0-9+]", "", phone)
    return f"tel:{digits}" if digits else ""
