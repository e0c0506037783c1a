"""`facturier rotate`: new links for one client, when an old one fell into other hands."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import (
    book_option,
    catalogue,
    day_or_today,
    json_option,
    language_option,
    today_option,
)
from facturier.cli.report import report

if TYPE_CHECKING:
    from facturier.actions.rotate import Rotated

EPILOG = """
\b
Examples:
  facturier rotate acme              count the epoch up and commit clients/acme.yaml
  facturier rotate acme --dry-run    only say what would die
\b
The old links open until a site built after this is published. Whoever has saved files keeps what was saved.
"""


@click.command(epilog=EPILOG)
@click.argument("client")
@click.option("--commit/--no-commit", default=True, help="Make one git commit.  [default: commit]")
@click.option("--dry-run", is_flag=True, help="Say what would die, write nothing.")
@book_option
@language_option
@today_option
@json_option
def command(
    *, client: str, commit: bool, dry_run: bool, root: Path, lang: str | None, today: date | None, as_json: bool
) -> int:
    """Replace every link and every published file of one client with the next build."""
    from facturier.actions.rotate import rotate
    from facturier.publish.progress import Silent

    day = day_or_today(today)
    done = rotate(root.resolve(), client, today=day, reporter=Silent(), commit=commit, dry_run=dry_run)
    if done.rotated is None:
        click.echo(report(done.faults, root, catalogue(lang), "human"), err=True)
        return 1
    if as_json:
        click.echo(json.dumps(asdict(done.rotated), ensure_ascii=False, indent=2))
    else:
        _tell(done.rotated, dry_run=dry_run)
    return 0


def _tell(rotated: Rotated, *, dry_run: bool) -> None:
    would = "would die" if dry_run else "die"
    click.echo(f"{rotated.file}: epoch {rotated.epoch}{' (not written)' if dry_run else ''}")
    click.echo(f"With the next published build these {would}:")
    click.echo(f"  the portal link of {rotated.name}")
    if rotated.documents:
        first, last = rotated.documents[0], rotated.documents[-1]
        span = first if first == last else f"{first} … {last}"
        click.echo(f"  {len(rotated.documents)} one-document links ({span})")
    click.echo("  its passcode, where there is one, and QR codes in letters already sent")
    if not dry_run:
        click.echo(f"Next: build and publish, then `facturier links {rotated.client}` and send the new link.")
