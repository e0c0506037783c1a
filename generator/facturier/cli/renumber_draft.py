"""`facturier renumber-draft`: mends a number that two branches gave at the same time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from facturier.cli.issue import as_json_text, signing_key, tell
from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option

EPILOG = """
\b
Examples:
  git merge feature                      stops: both branches hold F2026-0042
  facturier renumber-draft F2026-0042    keeps the one that was sent, issues the other again
  git commit                             finishes the merge
\b
Only documents whose history says nothing but `issued` get another number. Outside of a merge it
mends a document whose chain `facturier check` reports as broken (SEAL-005, SEAL-012).
"""


@click.command(epilog=EPILOG)
@click.argument("number")
@click.option("--no-commit", is_flag=True, help="Leave the git commit to you.")
@json_option
@book_option
@language_option
@today_option
def command(*, number: str, no_commit: bool, as_json: bool, root: Path, lang: str | None, today: date | None) -> int:
    """Issue a document that was never sent again, under the next free number."""
    from facturier.actions.issue import Issuing
    from facturier.actions.renumber import renumber
    from facturier.publish.progress import Silent
    from facturier.publish.serial import SerialExecutor

    how = Issuing(
        today=day_or_today(today),
        executor=SerialExecutor(),
        reporter=Silent(),
        key=signing_key(),
        commit=not no_commit,
    )
    result = renumber(root.resolve(), number, how)
    texts = catalogue(lang)
    click.echo(as_json_text(result, root, texts)) if as_json else tell(result, root, texts, dry_run=False)
    return 0 if result.done else 1
