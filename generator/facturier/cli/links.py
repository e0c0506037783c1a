"""`facturier links`: the addresses that open the clients' portals, for the seller's eyes."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import (
    book_option,
    catalogue,
    day_or_today,
    in_ci,
    json_option,
    language_option,
    secret,
    today_option,
)
from facturier.cli.report import report

if TYPE_CHECKING:
    from facturier.actions.links import Link

EPILOG = """
\b
Examples:
  facturier links                     all clients
  facturier links acme                one client
  facturier links --out links.txt     into a file that only you can read
\b
Whoever has an address can read that client's documents. They are never printed where CI is set.
"""


@click.command(epilog=EPILOG)
@click.argument("client", required=False, default="")
@book_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a file only you can read (0600).")
@language_option
@today_option
@json_option
def command(*, client: str, root: Path, out: Path | None, lang: str | None, today: date | None, as_json: bool) -> int:
    """Print the addresses that open the clients' portals."""
    if in_ci() and out is None:
        raise click.UsageError("Addresses are never printed in CI, where logs are kept. Write them with --out FILE.")
    from facturier.actions.links import links
    from facturier.publish.progress import Silent

    result = links(root.resolve(), client, today=day_or_today(today), secret=secret(), reporter=Silent())
    if result.faults:
        click.echo(report(result.faults, root, catalogue(lang), "human"), err=True)
        return 1
    text = _json(result.links) if as_json else _table(result.links)
    if out is None:
        click.echo(text)
    else:
        _write_private(out, text + "\n")
        click.echo(f"{len(result.links)} addresses written to {out}, readable by you alone.", err=True)
    if result.throwaway:
        click.echo("FACTURIER_SECRET is not set: these addresses are good on this machine only.", err=True)
    return 0


def _table(links: tuple[Link, ...]) -> str:
    width = max((len(link.client) for link in links), default=0)
    return "\n".join(f"{link.client:{width}}  {link.address}" for link in links)


def _json(links: tuple[Link, ...]) -> str:
    return json.dumps(
        [{"client": link.client, "name": link.name, "address": link.address} for link in links],
        ensure_ascii=False,
        indent=2,
    )


def _write_private(file: Path, text: str) -> None:
    """A new file with mode 0600 from its first moment; an existing one gives way."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
