"""Reads the master secrets of a business from what FACTURIER_SECRET holds: one, or several with the day of each."""

from __future__ import annotations

import re
from datetime import date

from facturier.publish.sealed.doors import Master
from facturier.publish.tokens import read_master

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}):(\S+)")


def read_masters(text: str, today: date) -> tuple[Master, ...] | None:
    """Return the masters, the one that makes today's links first; None when one is too weak or none has begun.

    `2026-01-01:SECRET 2026-11-22:SECRET`, separated by spaces or lines, keeps links of both alive: the newest whose day
    has come makes links, the others keep opening. A later one waits. A text of another form is one secret.
    """
    masters = [_master(date_text, secret) for date_text, secret in _parts(text)]
    known = [master for master in masters if master is not None]
    begun = sorted((master for master in known if master.since <= today), key=lambda one: one.since, reverse=True)
    return tuple(begun) if begun and len(known) == len(masters) else None


def secrets_in(text: str) -> tuple[str, ...]:
    """Return every text of FACTURIER_SECRET that must never appear anywhere."""
    return tuple(dict.fromkeys((*(secret for _, secret in _parts(text)), text))) if text else ()


def _parts(text: str) -> list[tuple[str, str]]:
    found = [_DATED.fullmatch(part) for part in text.split()]
    parts = [(match[1], match[2]) for match in found if match]
    return parts if parts and len(parts) == len(found) else [("", text)]


def _master(since: str, text: str) -> Master | None:
    secret = read_master(text)
    try:
        day = date.fromisoformat(since) if since else date.min
    except ValueError:
        return None
    return Master(secret=secret, since=day) if secret else None
