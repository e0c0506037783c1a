"""Says where each published file lies: the only place that knows the shape of a site."""

from __future__ import annotations

import re

from facturier.render.link_text import THANKS

HOST_FILES = frozenset({"_headers", ".htaccess", "vercel.json"})  # response headers, for the hosts that look there
ROOT_NAMES = frozenset({"index.html", "404.html", "robots.txt", "assets", "c", "k", THANKS, *HOST_FILES})
# Whatever the client has.
EVERY_PORTAL = frozenset(
    {"index.html", "404.html", "statement/index.html", "proof.json", "calendar.ics", "documents.xml", "portal.json"}
)
STATEMENT_FILE = re.compile(r"statement/statement(-\d{4})?\.(pdf|csv)", re.ASCII)
LANGUAGE_FOLDER = re.compile(r"([a-z]{2})/(.*index\.html)", re.ASCII)  # pages in another language than the client's
TAKEN_FOLDERS = frozenset({"pages", "files", "statement"})  # beside the folders named by document numbers
THANKS_PAGE = re.compile(rf"{THANKS}/[a-z]{{2}}/index\.html", re.ASCII)  # where a payment page leads back to
CLIENTS = "c"
MARKS = "k"  # of sealed links: tells whoever has a key which address it belongs to
ASSETS = "assets"
ROBOTS = b"User-agent: *\nDisallow: /\n"


def thanks_folder(language: str) -> str:
    """Return the folder of the page that a payment page leads back to."""
    return f"{THANKS}/{language}"


def client_folder(token: str) -> str:
    """Return the folder of a client's portal inside the site."""
    return f"{CLIENTS}/{token}"


def client_address(url: str, token: str) -> str:
    """Return the address of a client's portal below the public address of the site."""
    return f"{url.rstrip('/')}/{CLIENTS}/{token}/"


def document_page(number: str) -> str:
    """Return the page of a document inside its client's folder."""
    return f"{number}/index.html"


def document_pdf_path(number: str) -> str:
    """Return the PDF of a document inside its client's folder."""
    return f"{number}/{number}.pdf"


def document_xml_path(number: str) -> str:
    """Return the XML of a document inside its client's folder."""
    return f"{number}/{number}.xml"


def written_page(slug: str) -> str:
    """Return the page that the seller wrote, inside its client's folder."""
    return f"pages/{slug}/index.html"


def offered_file(name: str) -> str:
    """Return a file offered for download, inside its client's folder."""
    return f"files/{name}"
