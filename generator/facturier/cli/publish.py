"""`facturier publish`: everything between a change in git and the site that clients see."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli import pay_links, sync
from facturier.cli.issue import signing_key
from facturier.cli.options import (
    book_option,
    catalogue,
    day_or_today,
    json_option,
    language_option,
    secret,
    today_option,
)
from facturier.cli.report import as_data, report, summary
from facturier.cli.stripe_options import stripe_access
from facturier.cli.targets import delivery, mail_access, state_after, to_option, verify_option
from facturier.cli.workers import Workers, usual_jobs
from facturier.faults import Severity

if TYPE_CHECKING:
    from facturier.actions.publish import PublishResult

EPILOG = """
\b
Examples:
  facturier publish --to dir:/srv/www/invoices        a folder that a web server reads
  facturier publish --to git:origin#gh-pages          a branch without history
  facturier publish --to rsync:host:/srv/www/invoices a folder of another machine, over SSH
  facturier publish --to s3:bucket/invoices --verify  an object store; then fetch a few files back
  facturier publish --dry-run --to dir:/srv/www       what it would do
\b
In this order: take over what others pushed, drafts of recurring templates, numbers and seals for what is due,
Stripe's payments and links when their keys are set, reminders when FACTURIER_SMTP is, build and inspect, push, deploy.
Every step can be stopped and run again. FACTURIER_SECRET must be set; FACTURIER_TO stands for --to.
"""


@click.command(epilog=EPILOG)
@to_option
@verify_option
@click.option("--dry-run", is_flag=True, help="Say what would be done; nothing is written, pushed or deployed.")
@click.option("--summary", "summary_file", type=click.Path(path_type=Path), help="Also add the table to this file.")
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Worker processes.  [default: processors]")
@book_option
@language_option
@today_option
@json_option
def command(
    *,
    target: str,
    verify: bool,
    dry_run: bool,
    summary_file: Path | None,
    jobs: int | None,
    root: Path,
    lang: str | None,
    today: date | None,
    as_json: bool,
) -> int:
    """Issue what is due, build, push and deploy: the whole way, as often as needed."""
    from facturier.actions.publish import Publishing, publish
    from facturier.cli.progress import Progress

    workers = Workers(jobs or usual_jobs())
    try:
        with Progress() as progress:
            how = Publishing(
                today=day_or_today(today),
                target=target,
                executor=workers,
                reporter=progress,
                secret=secret(),
                sync_access=stripe_access(sync.KEY),
                links_access=stripe_access(pay_links.KEY),
                key=signing_key(),
                dry_run=dry_run,
                delivery=delivery(verify=verify),
                mail=mail_access(),
            )
            result = publish(root.resolve(), how)
    finally:
        workers.shutdown(cancel_futures=True)
    _tell(result, root, lang, target=target, dry_run=dry_run, as_json=as_json)
    if summary_file is not None:
        with summary_file.open("a", encoding="utf-8") as file:
            file.write(_markdown(result))
    return 0 if result.done else 1


def _tell(result: PublishResult, root: Path, lang: str | None, *, target: str, dry_run: bool, as_json: bool) -> None:
    texts = catalogue(lang)
    if as_json:
        data = asdict(result) | {"done": result.done, "faults": as_data(result.faults, root, texts)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for stage in result.stages:
        click.echo(f"{stage.name:<10} {stage.state:<9} {stage.about}".rstrip())
    errors = [fault for fault in result.faults if fault.severity is Severity.ERROR]
    if result.faults:
        click.echo(report(result.faults, root, texts, "human"), err=True)
    if not result.done:
        state = state_after(errors, target, deployed=result.deployed)
        click.echo(f"\n{summary(errors)}. {state}", err=True)
    elif dry_run:
        click.echo("Nothing was written, pushed or deployed.", err=True)
    else:
        click.echo(
            f"Published from {result.commit[:12]}. Next: `facturier links` for the clients' addresses.", err=True
        )


def _markdown(result: PublishResult) -> str:
    """The table for a forge's summary page: what was done and the codes of what stopped it; no name, no link."""
    rows = "".join(f"| {one.name} | {one.state} | {_cell(one.about)} |\n" for one in result.stages)
    codes = ", ".join(sorted({fault.code for fault in result.faults if fault.severity is Severity.ERROR}))
    verdict = f"Published from `{result.commit[:12]}`." if result.deployed and result.done else "Not published."
    return f"### facturier\n\n| step | result | |\n|---|---|---|\n{rows}\n{verdict}{f' {codes}' if codes else ''}\n"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
