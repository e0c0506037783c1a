"""Turns recurring templates into the drafts that are due: each day of a template once, missed ones too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from facturier.actions.drafting import Drafting, DraftResult, Plan, carried, opened, texts_of, write_drafts
from facturier.compute.recurrence import occurrences, period_of
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book, Recurring
from facturier.read.writing import Value, mapping_text

_OF_TEMPLATES = ("every", "on_day", "from", "until", "issue")
_PAPERS = ("invoices/drafts/", "invoices/recurring/", "invoices/2")


def recurring(root: Path, how: Drafting) -> DraftResult:
    """Write the drafts of every day of a template up to today that no draft and no document was made for yet.

    What was made is read from the papers themselves. While one of them cannot be read nothing is written (DRA-018):
    it could be the one that was made already.
    """
    checked = opened(root, how)
    if checked.expanded is None:
        return DraftResult(faults=checked.faults)
    unread = tuple(_unread(checked.expanded, checked.faults))
    if unread:
        return DraftResult(faults=(*unread, error("DRA-018", Where("invoices/recurring"))))
    book = checked.expanded
    made = _made(book)
    plans = [
        _plan(root, template, day, how)
        for template in book.recurring
        for day in occurrences(template, until=how.today)
        if (template.name, day) not in made
    ]
    return write_drafts(root, plans, how) if plans else DraftResult()


def _unread(book: Book, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The errors of papers that the book had to leave out."""
    read = {paper.file for papers in (book.documents, book.drafts) for paper in papers.values()}
    read |= {template.file for template in book.recurring}
    read |= {history.file for history in book.histories.values()}
    for fault in faults:
        if fault.where.file.startswith(_PAPERS) and fault.where.file not in read and has_errors([fault]):
            yield fault


def _made(book: Book) -> set[tuple[str, date]]:
    papers = (*book.documents.values(), *book.drafts.values())
    return {(paper.recurring.template, paper.recurring.on) for paper in papers if paper.recurring}


def _plan(root: Path, template: Recurring, day: date, how: Drafting) -> Plan:
    """The template's text with its period filled in. One that is issued at once has a date: `issue --due` takes it."""
    from facturier.read.copying import replaced_in
    from facturier.render.draft_words import period_text

    period = period_of(template, day)
    told = period_text(template.document.language, period.start, period.end)
    texts = texts_of(root, template.file)
    filled = {key: replaced_in(text, "period", told, template.file) for key, text in texts.items()}
    about: dict[str, Value] = {"recurring": {"template": template.name, "on": day}}
    if "period" not in texts and "delivered" not in texts:
        about["period"] = {"from": period.start, "to": period.end}
    if template.issue:
        about["date"] = how.today
    text = carried(filled, template.document, without=_OF_TEMPLATES) + mapping_text(about)
    return Plan(name=f"{template.name}-{day}", text=text, about=template.name)
