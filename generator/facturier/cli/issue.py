"""`facturier issue`: drafts become numbered, sealed, final documents."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option
from facturier.cli.report import as_data, report
from facturier.cli.secrets import held
from facturier.cli.workers import Workers, usual_jobs

if TYPE_CHECKING:
    from facturier.actions.issue import IssuedDocument, IssueResult
    from facturier.messages import Catalogue

EPILOG = """
\b
Examples:
  facturier issue acme-sprint-16         one draft of invoices/drafts/
  facturier issue --due                  every draft whose date has come
  facturier issue --due --dry-run        which numbers they would get
  facturier issue --seal-numbered        documents that have a number and no seal (after an import)
\b
Each document gets the next number of its series and is committed together with its seal and its PDF:
all of it or nothing, whenever the machine stops. FACTURIER_SIGNING_KEY (32 random bytes in hex, as
`openssl rand -hex 32` makes them) signs the seals; it is optional.
"""


@click.command(epilog=EPILOG)
@click.argument("drafts", nargs=-1)
@click.option("--due", is_flag=True, help="Also every draft whose date has come.")
@click.option("--seal-numbered", is_flag=True, help="Seal the documents that have a number and no seal.")
@click.option("--no-commit", is_flag=True, help="Leave the git commit to you.")
@click.option("--dry-run", is_flag=True, help="Say what would be issued, and write nothing.")
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Worker processes.  [default: processors]")
@book_option
@language_option
@today_option
@json_option
def command(
    *,
    drafts: tuple[str, ...],
    due: bool,
    seal_numbered: bool,
    no_commit: bool,
    dry_run: bool,
    jobs: int | None,
    root: Path,
    lang: str | None,
    today: date | None,
    as_json: bool,
) -> int:
    """Give drafts their numbers, seal them, draw their PDFs, and make one commit."""
    from facturier.actions.issue import Issuing, issue_and_seal
    from facturier.cli.progress import Progress

    if not (drafts or due or seal_numbered):
        raise click.UsageError("Name drafts, or use --due or --seal-numbered.")
    workers = Workers(jobs or (usual_jobs() if due or seal_numbered or len(drafts) > 1 else 1))
    try:
        with Progress() as progress:
            how = Issuing(
                today=day_or_today(today),
                executor=workers,
                reporter=progress,
                key=signing_key(),
                commit=not no_commit,
                dry_run=dry_run,
            )
            result = issue_and_seal(root.resolve(), drafts, how, due=due, numbered=seal_numbered)
    finally:
        workers.shutdown(cancel_futures=True)
    texts = catalogue(lang)
    click.echo(as_json_text(result, root, texts)) if as_json else tell(result, root, texts, dry_run=dry_run)
    return 0 if result.done else 1


def signing_key() -> bytes:
    """Return the key that FACTURIER_SIGNING_KEY holds, empty when it is not set."""
    from facturier.seal.sign import read_key

    text = held("FACTURIER_SIGNING_KEY")
    if not text:
        return b""
    key = read_key(text)
    if key is None:
        raise click.UsageError("FACTURIER_SIGNING_KEY must hold 32 bytes in hex, as `openssl rand -hex 32` makes them.")
    return key


def as_json_text(result: IssueResult, root: Path, texts: Catalogue) -> str:
    """Return what was issued, and the faults, for another program."""
    data = {
        "done": result.done,
        "commit": result.commit or None,
        "issued": [asdict(one) | {"date": one.date.isoformat(), "due": format(one.due, "f")} for one in result.issued],
        "faults": as_data(result.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def tell(result: IssueResult, root: Path, texts: Catalogue, *, dry_run: bool) -> None:
    """Say what was issued, what stands in the way, and what comes next."""
    for one in result.issued:
        click.echo(_line(one))
    if result.faults:
        click.echo(report(result.faults, root, texts, "human"), err=True)
    if not result.done:
        click.echo("\nNothing else was issued." if result.issued else "\nNothing was issued.", err=True)
    elif dry_run:
        click.echo(f"{len(result.issued)} to issue. Nothing was written.", err=True)
    elif not result.issued:
        click.echo("Nothing to issue.", err=True)
    else:
        done = f"Committed as {result.commit[:12]}." if result.commit else "Not committed."
        click.echo(f"{done} Next: `facturier build`; `facturier verify` proves it at any time.", err=True)


def _line(one: IssuedDocument) -> str:
    number = click.style(one.number, bold=True)
    origin = f"  from {one.draft}" if one.draft else ""
    return f"{number}  {one.date}  {one.client}  {one.due:f} {one.currency}  {one.fingerprint}{origin}".rstrip()
