"""`facturier pay-links`: the Stripe links for what is due."""

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
    from facturier.actions.link_round import LinkChange
    from facturier.actions.pay_links import PayLinksResult
    from facturier.messages import Catalogue

KEY = "FACTURIER_STRIPE_LINKS_KEY"
EPILOG = """
\b
Examples:
  facturier pay-links                bring the links in line with what is due, and commit their addresses
  facturier pay-links --dry-run      what would be made and switched off
  facturier pay-links --verify       compare only; exit code 1 when anything differs
\b
Run `facturier sync` first: what was paid meanwhile needs no link. Running again changes nothing; a link made by a
run that was stopped is found again. The key comes from FACTURIER_STRIPE_LINKS_KEY (else STRIPE_API_KEY).
"""


@click.command(epilog=EPILOG)
@click.option("--no-commit", is_flag=True, help="Leave the git commit to you.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing anywhere.")
@click.option("--verify", is_flag=True, help="Compare every link with its document, and change nothing anywhere.")
@book_option
@language_option
@today_option
@json_option
def command(
    *,
    no_commit: bool,
    dry_run: bool,
    verify: bool,
    root: Path,
    lang: str | None,
    today: date | None,
    as_json: bool,
) -> int:
    """Make, find again and switch off the Stripe links for what is due."""
    from facturier.actions.pay_links import PayLinking, pay_links
    from facturier.cli.progress import Progress

    with Progress() as progress:
        how = PayLinking(
            today=day_or_today(today),
            access=stripe_access(KEY),
            reporter=progress,
            commit=not no_commit,
            dry_run=dry_run,
            verify=verify,
        )
        result = pay_links(root.resolve(), how)
    texts = catalogue(lang)
    quiet = dry_run or verify
    click.echo(_as_json(result, root, texts)) if as_json else _tell(result, root, texts, quiet=quiet)
    return 0 if result.done else 1


def _as_json(result: PayLinksResult, root: Path, texts: Catalogue) -> str:
    data = {
        "done": result.done,
        "commit": result.commit or None,
        "links": [_link(change) for change in result.changes],
        "faults": as_data(result.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _link(change: LinkChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "part": change.part,
        "action": change.action,
        "amount": f"{change.amount:f}" if change.amount is not None else None,
        "currency": change.currency or None,
        "url": change.url or None,
        "ref": change.ref or None,
    }


def _tell(result: PayLinksResult, root: Path, texts: Catalogue, *, quiet: bool) -> None:
    for change in result.changes:
        part = f" part {change.part}" if change.part else ""
        amount = f"  {change.amount:f} {change.currency}".rstrip() if change.amount is not None else ""
        click.echo(
            f"{click.style(change.number, bold=True)}{part}  {change.action}{amount}  {change.url or change.ref}"
        )
    tell_faults(result.faults, root, texts)
    if quiet:
        click.echo("Nothing was changed.", err=True)
    elif not result.done:
        done = "What is listed above was done; run the command again for the rest."
        click.echo(f"\n{done if result.changes else 'Nothing was changed.'}", err=True)
    elif not result.changes:
        click.echo("No link is needed: nothing that is due has `stripe` under its `pay:`.", err=True)
    elif all(change.action in {"kept", "switched-off"} for change in result.changes):
        click.echo("Every link is as it should be.", err=True)
    else:
        done = f"Committed as {result.commit[:12]}." if result.commit else "Not committed."
        click.echo(f"{done} Next: `facturier build`.", err=True)
