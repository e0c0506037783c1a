"""Sealed documents → the page that opens an archive: readable offline, without script or style sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape
from pathlib import Path

from facturier.model.seal import Seal
from facturier.render.formats import Formats, load_formats
from facturier.render.words import Words, load_words

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{padding:.4rem .8rem;text-align:left;border-bottom:1px solid #ccc}"
    ".amount{text-align:right;white-space:nowrap}code{white-space:nowrap}"
)
_COLUMNS = ("number", "date", "kind", "client", "amount", "fingerprint", "files")
_FILES = {".pdf": "original", ".xml": "data", ".yaml": "source", ".history.yaml": "history", ".seal.json": "seal"}


def archive_page(
    seals: Sequence[Seal], files: Collection[str], *, seller: str, language: str, name: str, theme: Path | None = None
) -> bytes:
    """Return index.html of an archive called `name` that holds `files`."""
    words, formats = load_words(language, theme), load_formats(language)
    title = escape(words("archive.title", seller=seller))
    head = "".join(f"<th scope=col>{escape(words(f'archive.{column}'))}</th>" for column in _COLUMNS)
    rows = "\n".join(_row(seal, files, words, formats) for seal in seals)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>{escape(words('archive.explain'))}</p>\n<p><code>{escape(words('archive.proof', file=name))}</code></p>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</body>\n</html>\n"
    ).encode()


def _row(seal: Seal, files: Collection[str], words: Words, formats: Formats) -> str:
    document, totals = seal.content.document, seal.content.totals
    cells = (
        f"<th scope=row>{escape(seal.number)}</th>",
        f"<td>{escape(formats.date(document.date))}</td>",
        f"<td>{escape(words(f'document.kind.{document.type.value}'))}</td>",
        f"<td>{escape(document.client.name)}</td>",
        f'<td class="amount">{escape(formats.amount(totals.due, document.currency))}</td>',
        f"<td><code>{escape(seal.fingerprint)}</code></td>",
        f"<td>{' · '.join(_links(seal, files, words))}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _links(seal: Seal, files: Collection[str], words: Words) -> Iterator[str]:
    stem = seal.file.removesuffix(".seal.json")
    for suffix, key in _FILES.items():
        if f"{stem}{suffix}" in files:
            yield f'<a href="{escape(stem + suffix)}">{escape(words(f"archive.{key}"))}</a>'
