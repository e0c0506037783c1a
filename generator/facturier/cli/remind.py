"""`facturier remind`: the reminders that are due, by e-mail, each recorded."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from facturier.cli.options import (
    book_option,
    catalogue,
    day_or_today,
    json_option,
    language_option,
    secret,
    today_option,
)
from facturier.cli.report import as_data, report
from facturier.cli.targets import mail_access

EPILOG = """
\b
Examples:
  facturier remind --dry-run      what is due today: messages, calls and letters
  facturier remind                send the messages; calls and letters are yours
\b
FACTURIER_SMTP is smtps://USER:PASSWORD@HOST:465 (or smtp://, then STARTTLS). `reminders` in facturier.yaml says when,
`mail: from` who writes. A message is recorded when the mail server has taken it, and never sent again.
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Say what is due; send and write nothing.")
@book_option
@language_option
@today_option
@json_option
def command(*, dry_run: bool, root: Path, lang: str | None, today: date | None, as_json: bool) -> int:
    """Send the reminders that are due today."""
    from facturier.actions.remind import Reminding, remind
    from facturier.cli.progress import Progress
    from facturier.faults import has_errors

    with Progress() as progress:
        how = Reminding(
            today=day_or_today(today), reporter=progress, mail=mail_access(), secret=secret(), dry_run=dry_run
        )
        result = remind(root.resolve(), how)
    texts = catalogue(lang)
    if as_json:
        click.echo(json.dumps(asdict(result) | {"faults": as_data(result.faults, root, texts)}, indent=2))
        return int(has_errors(result.faults))
    for number in result.sent:
        click.echo(f"{'to send' if dry_run else 'sent':<8} {number}")
    for one in result.todo:
        click.echo(f"{'to do':<8} {one}")
    if result.faults:
        click.echo(report(result.faults, root, texts, "human"), err=True)
    elif not result.sent and not result.todo:
        click.echo("No reminder is due today.", err=True)
    return int(has_errors(result.faults))
