"""`facturier deploy`: the book as it lies here, built and brought to its host."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, day_or_today, language_option, secret, today_option
from facturier.cli.report import report, summary
from facturier.cli.targets import delivery, state_after, to_option, verify_option
from facturier.cli.workers import Workers, usual_jobs
from facturier.faults import Severity, has_errors

EPILOG = """
\b
Examples:
  facturier deploy --to dir:/srv/www/invoices
  facturier deploy --to git:origin#pages
  facturier deploy --to rsync:host:/srv/www/invoices --verify
\b
Nothing is issued, committed or pushed; `facturier publish` does that too. A preview (no FACTURIER_SECRET) and a
site that an inspection objects to are not deployed.
"""


@click.command(epilog=EPILOG)
@to_option
@verify_option
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Worker processes.  [default: processors]")
@book_option
@language_option
@today_option
def command(*, target: str, verify: bool, jobs: int | None, root: Path, lang: str | None, today: date | None) -> int:
    """Build the site, inspect it, and bring it to its host."""
    from facturier.actions.deploy import build_and_deploy
    from facturier.cli.progress import Progress

    workers = Workers(jobs or usual_jobs())
    try:
        with Progress() as progress:
            faults = build_and_deploy(
                root.resolve(),
                target,
                today=day_or_today(today),
                secret=secret(),
                executor=workers,
                reporter=progress,
                delivery=delivery(verify=verify),
            )
    finally:
        workers.shutdown(cancel_futures=True)
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if errors:
        click.echo(report(errors, root, catalogue(lang), "human"), err=True)
        click.echo(f"\n{summary(errors)}. {state_after(errors, target)}", err=True)
    else:
        click.echo("Deployed. Next: `facturier links` for the clients' addresses.", err=True)
    return 1 if has_errors(faults) else 0
