"""`facturier sync`: what Stripe received, refunded or took back becomes entries of histories."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option
from facturier.cli.report import as_data
from facturier.cli.stripe_options import stripe_access, tell_faults

if TYPE_CHECKING:
    from facturier.actions.sync import Synced, SyncResult
    from facturier.messages import Catalogue

KEY = "FACTURIER_STRIPE_SYNC_KEY"
EPILOG = """
\b
Examples:
  facturier sync                 append what is new, and commit it
  facturier sync --dry-run       what would be appended
  facturier sync --json          the same for another program
\b
Every movement of money is appended once, under Stripe's own reference, however often this runs and whenever it
is stopped. The key comes from FACTURIER_STRIPE_SYNC_KEY (else STRIPE_API_KEY): a restricted key that can read.
"""


@click.command(epilog=EPILOG)
@click.option("--no-commit", is_flag=True, help="Leave the git commit to you.")
@click.option("--dry-run", is_flag=True, help="Say what would be appended, and write nothing.")
@book_option
@language_option
@today_option
@json_option
def command(*, no_commit: bool, dry_run: bool, root: Path, lang: str | None, today: date | None, as_json: bool) -> int:
    """Add to the histories what Stripe received, refunded or took back."""
    from facturier.actions.sync import Syncing, sync
    from facturier.cli.progress import Progress

    with Progress() as progress:
        how = Syncing(
            today=day_or_today(today),
            access=stripe_access(KEY),
            reporter=progress,
            commit=not no_commit,
            dry_run=dry_run,
        )
        result = sync(root.resolve(), how)
    texts = catalogue(lang)
    click.echo(_as_json(result, root, texts)) if as_json else _tell(result, root, texts, dry_run=dry_run)
    return 0 if result.done else 1


def _as_json(result: SyncResult, root: Path, texts: Catalogue) -> str:
    data = {
        "done": result.done,
        "commit": result.commit or None,
        "movements": result.movements,
        "entries": [_entry(one) for one in result.entries],
        "faults": as_data(result.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _entry(one: Synced) -> dict[str, Any]:
    event = one.event
    return {
        "number": one.number,
        "date": event.date.isoformat(),
        "event": event.kind.value,
        "amount": f"{event.amount:f}" if event.amount is not None else None,
        "ref": event.ref,
    }


def _tell(result: SyncResult, root: Path, texts: Catalogue, *, dry_run: bool) -> None:
    for one in result.entries:
        amount = f"  {one.event.amount:f}" if one.event.amount is not None else ""
        number = click.style(one.number, bold=True)
        click.echo(f"{number}  {one.event.date}  {one.event.kind.value}{amount}  {one.event.ref}")
    tell_faults(result.faults, root, texts)
    if not result.done:
        click.echo("\nNothing was written; what happened at Stripe stays there until the next run.", err=True)
    elif dry_run:
        click.echo(f"{len(result.entries)} entries to append. Nothing was written.", err=True)
    elif not result.entries:
        click.echo("Nothing new.", err=True)
    else:
        done = f"Committed as {result.commit[:12]}." if result.commit else "Not committed."
        click.echo(f"{len(result.entries)} entries appended. {done} Next: `facturier pay-links`.", err=True)
