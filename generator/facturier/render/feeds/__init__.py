"""Turns one client's Portal into the files other programs read: a calendar, a news feed, an index, statements."""

from __future__ import annotations

from pathlib import Path

from facturier.compute.statement import account_parts
from facturier.model.portal import Portal
from facturier.render.feeds.atom import atom
from facturier.render.feeds.calendar import calendar
from facturier.render.feeds.index import index
from facturier.render.feeds.statement_csv import statement_csv
from facturier.render.formats import load_formats
from facturier.render.html.statement import statement_file
from facturier.render.words import load_words

CALENDAR, NEWS, INDEX = "calendar.ics", "documents.xml", "portal.json"


def portal_files(portal: Portal, *, theme: Path | None = None) -> tuple[tuple[str, bytes], ...]:
    """The files of a portal beside its pages, by path, in the client's own language."""
    words, formats = load_words(portal.language, theme), load_formats(portal.language)
    accounts = ((statement_file(year, "csv"), part) for year, part in account_parts(portal.statements))
    return (
        (CALENDAR, calendar(portal, words, formats)),
        (NEWS, atom(portal, words, formats)),
        (INDEX, index(portal)),
        *((path, statement_csv(part, words, formats)) for path, part in accounts),
    )
