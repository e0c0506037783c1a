"""Turns a portal into what its home page shows: balances, what is to pay first, and the list with its filters."""

from __future__ import annotations

from dataclasses import dataclass

from facturier.model.document import DocumentType
from facturier.model.portal import Balance, PayLink, Portal, PortalDocument
from facturier.model.state import Status
from facturier.render.html.links import folder_of, safe_pay_url
from facturier.render.html.summary import Summary, is_payable, summarise

_BAD = {Status.OVERDUE, Status.FORMAL_NOTICE, Status.IN_COLLECTION}
# Filters by year are CSS rules made beforehand (theme/styles/portal.css), one per place in the list of years.
MOST_YEARS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document in a list. `group`: late, open, settled, quote or other; `year`: its place among the years, from 1."""

    item: PortalDocument
    url: str
    group: str
    year: int
    summary: Summary
    link: PayLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """What the home page shows. `to_pay` holds what asks for money: late first, then by due date."""

    balances: tuple[Balance, ...]
    to_pay: tuple[Entry, ...]
    quotes: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    several: bool  # more than one document has a payment link
    groups: tuple[str, ...]
    years: tuple[int, ...]
    drafts: int  # shown to the seller alone


def home_view(portal: Portal) -> HomeView:
    """The view of the home page; documents stay newest first as the portal gives them."""
    years = tuple(sorted({item.document.year for item in portal.documents}, reverse=True))[:MOST_YEARS]
    entries = tuple(_entry(item, years) for item in portal.documents)
    to_pay = tuple(sorted((entry for entry in entries if is_payable(entry.item.state)), key=_urgency))
    present = {entry.group for entry in entries}
    return HomeView(
        balances=portal.balances,
        to_pay=to_pay,
        quotes=tuple(entry for entry in entries if entry.item.state.headline is Status.OPEN),
        entries=entries,
        several=sum(1 for entry in to_pay if entry.link) > 1,
        groups=tuple(group for group in ("late", "open", "settled", "quote", "other") if group in present),
        years=years,
        drafts=sum(1 for entry in entries if entry.item.document.is_draft),
    )


def group_of(item: PortalDocument) -> str:
    """The filter a document falls under."""
    if item.document.type in (DocumentType.QUOTE, DocumentType.PROFORMA):
        return "quote"
    if item.document.is_draft or item.document.type is DocumentType.CREDIT_NOTE:
        return "other"
    if item.state.open <= 0:
        return "settled"
    return "late" if item.state.overdue > 0 or _BAD.intersection(item.state.statuses) else "open"


def _entry(item: PortalDocument, years: tuple[int, ...]) -> Entry:
    links = item.payment.links if item.payment and is_payable(item.state) else ()
    return Entry(
        item=item,
        url=f"{folder_of(item.document)}/",
        group=group_of(item),
        year=years.index(item.document.year) + 1 if item.document.year in years else 0,
        summary=summarise(item),
        link=next((link for link in links if safe_pay_url(link)), None),
    )


def _urgency(entry: Entry) -> tuple[str, str]:
    return (str(entry.item.state.due_date or ""), entry.item.document.number)
