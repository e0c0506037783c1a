"""Turns what a client still has to pay, and the quotes it may still accept, into an iCalendar file (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from facturier.model.portal import Portal, PortalDocument
from facturier.model.state import Status
from facturier.render.feeds.identity import last_change, lasting_id
from facturier.render.formats import Formats, grouped
from facturier.render.html.summary import is_payable
from facturier.render.words import Words

_WIDTH = 75  # octets of a line before it is folded (3.1)
# A calendar must hold something (3.6); without an event it is the definition of the zone that nothing refers to.
_NOTHING = (
    *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    uid: str
    day: date
    changed: date
    sequence: int
    summary: str
    description: str


def calendar(portal: Portal, words: Words, formats: Formats) -> bytes:
    """A calendar of all-day events, one per amount that is due on a date. An event keeps its UID while its date moves.

    Nothing in it depends on the day of the build but what is due: no clock, no zone, no address of the portal.
    """
    name = words("feeds.calendar_name", seller=portal.seller.trade_name or portal.seller.name)
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//facturier//portal//{portal.language.upper()}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    events = [line for entry in sorted(_entries(portal, words, formats), key=_place) for line in _event(entry)]
    return b"".join(folded(line) for line in (*head, *(events or _NOTHING), "END:VCALENDAR"))


def folded(line: str) -> bytes:
    """A content line in octets, broken after at most 75 of them and never inside a character (RFC 5545, 3.1)."""
    rows, row = [], b""
    for character in line:
        octets = character.encode()
        if len(row) + len(octets) > _WIDTH:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join((*rows, row)) + b"\r\n"


def _entries(portal: Portal, words: Words, formats: Formats) -> Iterator[_Entry]:
    for item in portal.documents:
        if is_payable(item.state):
            yield from _due(portal, item, words, formats)
        elif item.state.headline is Status.OPEN and item.state.valid_until:
            text = words("feeds.answer", **_named(item, words))
            yield _entry(portal, item, item.state.valid_until, "valid-until", summary=text)


def _due(portal: Portal, item: PortalDocument, words: Words, formats: Formats) -> Iterator[_Entry]:
    currency = item.document.currency
    for part in item.state.instalments:
        if part.open > 0:
            text = words("feeds.due", **_named(item, words), amount=formats.amount(part.open, currency))
            reference = grouped(item.payment.reference) if item.payment and item.payment.reference else ""
            more = words("feeds.reference", reference=reference) if reference else ""
            yield _entry(portal, item, part.due_date, f"part {part.part}", summary=text, more=more)


def _named(item: PortalDocument, words: Words) -> dict[str, str]:
    return {"kind": words(f"document.kind.{item.document.type.value}"), "number": item.document.number}


def _entry(portal: Portal, item: PortalDocument, day: date, what: str, *, summary: str, more: str = "") -> _Entry:
    changed = last_change(item)
    texts = (portal.seller.name, item.document.subject.strip(), more)
    return _Entry(
        uid=str(lasting_id(portal.seller, item.document.number, what)),
        day=day,
        changed=changed,
        sequence=max((changed - item.document.date).days, 0),
        summary=summary,
        description="\n".join(text for text in texts if text),
    )


def _event(entry: _Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{entry.changed:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield "END:VEVENT"


def _place(entry: _Entry) -> tuple[date, str]:
    return entry.day, entry.uid


def _text(value: str) -> str:
    """A value of type TEXT: separators escaped, line breaks written out (RFC 5545, 3.3.11)."""
    plain = _UNWANTED.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[\\;,]", r"\\\g<0>", plain).replace("\n", "\\n")
