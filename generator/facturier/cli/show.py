"""`facturier show`: one document in the terminal."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option
from facturier.cli.report import report

if TYPE_CHECKING:
    from rich.table import Table

    from facturier.model.portal import PortalDocument
    from facturier.render.formats import Formats
    from facturier.render.words import Words

_TONES = {"good": "green", "bad": "bold red", "warn": "yellow", "info": "cyan", "calm": "dim"}

EPILOG = """
\b
Examples:
  facturier show F2026-0042
  facturier show drafts/acme-november
  facturier show F2026-0042 --today 2026-12-31    where it will stand if nothing happens
  facturier show F2026-0042 --json
"""


@click.command(epilog=EPILOG)
@click.argument("number")
@book_option
@language_option
@today_option
@json_option
def command(*, number: str, root: Path, lang: str | None, today: date | None, as_json: bool) -> int:
    """Show one document in the terminal: totals, status, timeline. Private entries included."""
    from facturier.actions.show import show
    from facturier.publish.progress import Silent

    result = show(root.resolve(), number, today=day_or_today(today), reporter=Silent())
    texts = catalogue(lang)
    if result.faults:
        click.echo(report(result.faults, root, texts, "human") + "\n", err=True)
    if result.shown is None:
        return 1
    if as_json:
        click.echo(json.dumps(_data(result.shown), ensure_ascii=False, indent=2))
    else:
        _print(result.shown, result.derived, texts.language)
    return 0


def _print(shown: PortalDocument, derived: tuple[tuple[str, str], ...], language: str) -> None:
    from rich.console import Console

    from facturier.render.formats import load_formats
    from facturier.render.words import load_words

    words, formats = load_words(language), load_formats(language)
    console = Console(highlight=False)
    document = shown.document
    kind = words(f"document.kind.{document.type.value}")
    console.print(f"[bold]{kind} {document.number or document.key}[/]  {formats.date(document.date)}", end="  ")
    console.print(_statuses(shown, words))
    console.print(_plain(f"{document.client.name} · {document.subject or document.file}"), style="dim")
    console.print()
    console.print(_lines(shown, words, formats))
    console.print(_sums(shown, words, formats))
    for word, article in derived:
        console.print(_plain(words("show.derived", word=word, article=article)), style="dim")
    console.print()
    console.print(_timeline(shown, words, formats))


def _statuses(shown: PortalDocument, words: Words) -> Any:
    from rich.text import Text

    from facturier.render.statuses import LOOKS

    said = Text()
    for status in shown.state.statuses:
        said.append(f"● {words(f'status.{status.value}')}  ", style=_TONES[LOOKS[status].tone])
    return said


def _lines(shown: PortalDocument, words: Words, formats: Formats) -> Table:
    from rich.table import Table

    from facturier.render.naming import line_name

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for column in ("left", "right", "right", "right", "right"):
        table.add_column(justify="left" if column == "left" else "right")
    currency = shown.document.currency
    for line, total in zip(shown.document.lines, shown.totals.lines, strict=True):
        table.add_row(
            _plain(line_name(line, shown.document, shown.totals, words, formats)),
            formats.number(line.quantity),
            formats.unit_price(line.price, currency),
            line.vat.word,
            formats.amount(total.typed, currency),
        )
    return table


def _sums(shown: PortalDocument, words: Words, formats: Formats) -> Table:
    from rich.table import Table

    from facturier.render.pdf.sums import Sums

    state, currency = shown.state, shown.document.currency
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for row in Sums(shown, words, formats).rows():
        table.add_row(_plain(row.label), row.amount, style="dim" if row.kind == "note" else "")
    for key in ("paid", "open", "overdue"):
        amount = getattr(state, key)
        if amount or (key == "open" and shown.document.type.is_invoice):
            table.add_row(words(f"show.{key}"), formats.amount(amount, currency))
    if state.due_date is not None:
        table.add_row(words("show.due_date"), formats.date(state.due_date))
    return table


def _timeline(shown: PortalDocument, words: Words, formats: Formats) -> Table:
    from rich.table import Table

    from facturier.render.html.timeline import moments

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    entries = tuple(dataclasses.replace(entry, private=False) for entry in shown.timeline)
    for entry, moment in zip(shown.timeline, moments(entries, words, formats), strict=True):
        told = " · ".join(part for part in (str(moment.sentence.striptags()), moment.reference, moment.text) if part)
        style = "dim" if entry.private else _TONES.get(moment.tone, "")
        table.add_row(formats.short_date(moment.day), _plain(told), style=style)
    return table


def _plain(text: str) -> Any:
    """Text a person typed, without markup of the terminal's or control characters."""
    from rich.text import Text

    from facturier.read.positions import safe

    plain = text.translate({0xA0: " ", 0x202F: " "})  # a terminal breaks lines where it likes
    return Text("\n".join(safe(line) for line in plain.splitlines()))


def _data(value: Any) -> Any:
    """Model values as plain data: amounts and dates as text, never as a binary fraction."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _data(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_data(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
