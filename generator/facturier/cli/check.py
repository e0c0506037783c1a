"""`facturier check`: everything that is wrong with a book, all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, day_or_today, language_option, today_option
from facturier.cli.report import FORMATS, report, summary

EPILOG = """
\b
Examples:
  facturier check                          every mistake, with its place and remedy
  facturier check --format github          annotations on a pull request
  facturier check --format sarif > r.sarif for code scanners
  facturier check --today 2027-01-01       as it will be judged next year
"""


@click.command(epilog=EPILOG)
@book_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="human", show_default=True, help="Who reads it.")
@language_option
@today_option
def command(root: Path, form: str, lang: str | None, today: date | None) -> int:
    """Read the whole book and report everything that is wrong, all at once."""
    from facturier.actions.check import check
    from facturier.cli.progress import Progress
    from facturier.faults import has_errors

    with Progress() as progress:
        checked = check(root, today=day_or_today(today), reporter=progress, real_day=day_or_today(None))
    text = report(checked.faults, root, catalogue(lang), form)
    if text:
        click.echo(text)
    if form == "human":
        book = checked.book
        held = (
            f"{len(book.clients)} clients, {len(book.documents)} documents, {len(book.drafts)} drafts" if book else ""
        )
        click.echo(_verdict(summary(checked.faults), held, failed=has_errors(checked.faults)), err=True)
    return 1 if has_errors(checked.faults) else 0


def _verdict(counts: str, held: str, *, failed: bool) -> str:
    if failed:
        return f"\n{counts}. Mend them and check again; `facturier explain CODE` tells more about a code."
    return f"{counts + '. ' if counts else ''}All sound: {held}. Next: `facturier build`."
