"""Turns timeline entries into sentences a client reads, newest last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from facturier.model.state import TimelineEntry
from facturier.render.formats import Formats
from facturier.render.html.markup import bdi, filled
from facturier.render.words import Words

if TYPE_CHECKING:
    from markupsafe import Markup

_TONES = {
    "paid": "good",
    "paid-early": "good",
    "discounted": "good",
    "accepted": "good",
    "overdue-since": "bad",
    "formal-notice": "bad",
    "handed-over": "bad",
    "returned": "bad",
    "disputed": "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One sentence of the history. `number` is a related document; `text` is what a person wrote about it."""

    day: date
    at: datetime | None
    sentence: Markup
    tone: str
    number: str
    reference: str
    text: str


def moments(entries: tuple[TimelineEntry, ...], words: Words, formats: Formats) -> tuple[Moment, ...]:
    """The client's view, in the order given; private entries never pass, whoever asks."""
    return tuple(_moment(entry, words, formats) for entry in entries if not entry.private)


def private_moments(entries: tuple[TimelineEntry, ...], words: Words, formats: Formats) -> tuple[Moment, ...]:
    """What the client never sees, for the seller's own preview."""
    return tuple(_moment(entry, words, formats) for entry in entries if entry.private)


def _moment(entry: TimelineEntry, words: Words, formats: Formats) -> Moment:
    return Moment(
        day=entry.date,
        at=entry.at,
        sentence=_sentence(entry, words, formats),
        tone=_TONES.get(entry.kind, "calm"),
        number=entry.number,
        reference=entry.ref,
        text="\n".join(filter(None, (entry.reason, entry.note))),
    )


def _sentence(entry: TimelineEntry, words: Words, formats: Formats) -> Markup:
    """The first text of the kind whose placeholders the entry can fill; an own text for a status comes first."""
    values = _values(entry, words, formats)
    own = f"timeline.{entry.kind}.status.{entry.status}"
    keys = (own,) if own in words else words.under(f"timeline.{entry.kind}")
    for key in keys:
        template = words.template(key, entry.days)
        if values.keys() >= set(re.findall(r"{(\w+)}", template)):
            return filled(template, values)
    raise KeyError(f"theme/words/{words.language} has no text for timeline.{entry.kind}")


def _values(entry: TimelineEntry, words: Words, formats: Formats) -> Mapping[str, object]:
    """Everything the entry can say, as text; what is empty is left out."""
    given: dict[str, object] = {
        "amount": formats.amount(entry.amount, entry.currency) if entry.amount else "",
        "by": _by(entry.by, words),
        "name": bdi(entry.by) if entry.by and f"by.{entry.by}" not in words else "",
        "until": formats.date(entry.until) if entry.until else "",
        "number": entry.number,
        "days": str(abs(entry.days)) if entry.days is not None else "",
        "part": str(entry.part or ""),
        "step": str(entry.step or ""),
    }
    return {name: value for name, value in given.items() if value}


def _by(by: str, words: Words) -> Markup | str:
    """`par carte` for a known means, `par NAME` for a person."""
    if not by:
        return ""
    known = f"by.{by}"
    return words(known) if known in words else filled(words.template("by.name"), {"name": bdi(by)})
