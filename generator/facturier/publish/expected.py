"""Says which files a finished site may hold, and whose each is, from the book alone."""

from __future__ import annotations

from collections.abc import Mapping

from facturier.model.book import Book
from facturier.publish import layout


def whose(path: str, owners: Mapping[str, str]) -> tuple[str | None, str, str]:
    """Return the client of a path ("" for shared files, None for nobody), the path as it may be shown, and its rest."""
    first, _, rest = path.partition("/")
    if first != layout.CLIENTS or not rest:
        return "", path, path
    token, _, inner = rest.partition("/")
    owner = owners.get(token)
    return owner, f"{first}/{owner or '?'}/{inner}", inner


def allowed_files(book: Book) -> dict[str, frozenset[str]]:
    """By client: the paths its folder may hold, and the digests of the files that may be offered to it."""
    allowed = {client_id: set(layout.EVERY_PORTAL) for client_id in book.clients}
    for number, document in book.documents.items():
        paths = allowed.setdefault(document.client.id, set())
        paths |= {layout.document_page(number), layout.document_pdf_path(number), layout.document_xml_path(number)}
    for page in book.pages:
        for client_id in book.clients if page.client == "everyone" else [page.client]:
            allowed[client_id].add(layout.written_page(page.slug))
    for file in book.files:
        for client_id in book.clients if file.client == "everyone" else [file.client]:
            allowed[client_id].add(file.digest)
    return {client_id: frozenset(paths) for client_id, paths in allowed.items()}
