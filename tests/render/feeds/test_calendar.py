"""The calendar of due dates, read back as RFC 5545 describes it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.originals import INVOICE
from tests.render.samples import TODAY, in_instalments, portal, quote, small_portal, with_status

from facturier.model.portal import Portal
from facturier.model.state import Status
from facturier.render.feeds.calendar import calendar, folded
from facturier.render.formats import load_formats
from facturier.render.words import LANGUAGES, load_words


def made(value: Portal) -> bytes:
    return calendar(value, load_words(value.language), load_formats(value.language))


def events(value: Portal) -> list[dict[str, str]]:
    """The properties of each event, unfolded, by name without parameters."""
    lines = made(value).decode().replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, text = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name.partition(";")[0], text)
    return found


def test_each_open_instalment_is_an_all_day_event() -> None:
    calendar = events(small_portal(in_instalments()))
    assert [(event["DTSTART"], event["DTEND"]) for event in calendar] == [
        ("20261202", "20261203"),
        ("20261231", "20270101"),
    ]


def test_an_event_says_what_to_pay_and_how_to_name_it() -> None:
    event = events(small_portal(in_instalments()))[0]
    assert event["SUMMARY"] == "Facture F2026-0050\u00a0: 652\\,00\u00a0€ à payer"
    assert "RF18\u00a05390" in event["DESCRIPTION"]


@pytest.mark.parametrize("status", [Status.PAID, Status.DISPUTED, Status.PAYMENT_UNDER_WAY, Status.DRAFT])
def test_what_is_not_asked_for_is_in_no_calendar(status: Status) -> None:
    assert events(small_portal(with_status(INVOICE, status))) == []


def test_an_open_quote_has_its_last_day() -> None:
    assert [event["DTSTART"] for event in events(small_portal(quote(Status.OPEN), quote(Status.EXPIRED)))] == [
        "20261202"
    ]


def test_an_event_keeps_its_name_when_its_date_moves() -> None:
    item = in_instalments()
    later = tuple(replace(part, due_date=part.due_date + timedelta(days=30)) for part in item.state.instalments)
    moved = replace(item, state=replace(item.state, instalments=later))
    before, after = events(small_portal(item)), events(small_portal(moved))
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert len({event["UID"] for event in before}) == 2


def test_another_day_of_building_changes_nothing() -> None:
    one = small_portal(in_instalments())
    assert made(one) == made(replace(one, as_of=TODAY + timedelta(days=1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_ends_with_crlf_and_is_short(language: str) -> None:
    lines = made(portal(language=language)).split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert all(b"\n" not in line and b"\r" not in line for line in lines)


def test_a_text_cannot_become_a_property() -> None:
    document = replace(in_instalments().document, subject="a\r\nBEGIN:VALARM\nATTENDEE:x;y,z\\")
    value = small_portal(replace(in_instalments(), document=document))
    assert b"\r\nBEGIN:VALARM" not in made(value)
    assert "a\\nBEGIN:VALARM\\nATTENDEE:x\\;y\\,z\\\\" in events(value)[0]["DESCRIPTION"]


def test_without_a_due_date_it_is_still_a_calendar() -> None:
    text = made(small_portal()).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert "BEGIN:VTIMEZONE" in text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_folding_loses_nothing(text: str) -> None:
    rows = folded(text).removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(row) <= 75 and row.decode() is not None for row in rows)
    assert b"".join([rows[0], *(row[1:] for row in rows[1:])]).decode() == text


def test_the_stamp_is_the_day_of_the_last_event() -> None:
    item = in_instalments()
    newest = max(entry.date for entry in item.timeline if not entry.computed)
    assert events(small_portal(item))[0]["DTSTAMP"] == f"{newest:%Y%m%d}T000000Z"
    assert newest > date(2026, 1, 1)
    assert item.state.open > Decimal(0)
