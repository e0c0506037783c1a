"""`facturier links`: what opens the clients' portals, for the seller's eyes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
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
    from facturier.actions.links import Link, LinksResult

EPILOG = """
\b
Examples:
  facturier links                            the portals of all clients
  facturier links acme                       one client
  facturier links F2026-0042                 one document, and nothing else of its client
  facturier links acme --documents           the portal and each of its documents
  facturier links --csv --out links.csv      for a mail merge
  facturier links --qr codes                 QR codes as SVG and PNG, to print in letters
  facturier links --passcodes                the passcodes, to be given another way than the links
\b
Whoever has a link can read what it opens. Files are readable by you alone, never inside the site, and nothing is
printed where CI is set.
"""
_COLUMNS = ("client", "number", "name", "email", "until")


@click.command(epilog=EPILOG)
@click.argument("wanted", metavar="[CLIENT|NUMBER]", required=False, default="")
@click.option("--documents", is_flag=True, help="Also one link for each document.")
@click.option("--passcodes", is_flag=True, help="The passcodes instead of the links.")
@book_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a file only you can read (0600).")
@click.option("--qr", type=click.Path(file_okay=False, path_type=Path), help="Write QR codes into a folder.")
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV for a mail merge.")
@language_option
@today_option
@json_option
def command(
    *,
    wanted: str,
    documents: bool,
    passcodes: bool,
    root: Path,
    out: Path | None,
    qr: Path | None,
    as_csv: bool,
    lang: str | None,
    today: date | None,
    as_json: bool,
) -> int:
    """Print the links that open the clients' portals, or one document."""
    if in_ci() and out is None and qr is None:
        raise click.UsageError("Links are never printed in CI, where logs are kept. Write them with --out FILE.")
    _refuse_published(root, (out, qr))
    from facturier.actions.links import links
    from facturier.publish.progress import Silent

    day = day_or_today(today)
    result = links(root.resolve(), wanted, documents=documents, today=day, secret=secret(), reporter=Silent())
    if result.faults:
        click.echo(report(result.faults, root, catalogue(lang), "human"), err=True)
        return 1
    rows = [_row(link, passcodes=passcodes) for link in result.links]
    if qr is not None:
        _write_codes(result.links, qr)
    if out is not None or qr is None:
        _write(_json(rows) if as_json else _csv(rows) if as_csv else _table(rows), out, len(rows))
    _remark(result, passcodes=passcodes)
    return 0


def _row(link: Link, *, passcodes: bool) -> dict[str, str]:
    row = {name: str(getattr(link, name) or "") for name in _COLUMNS}
    return row | ({"passcode": link.passcode} if passcodes else {"address": link.address})


def _table(rows: Sequence[dict[str, str]]) -> str:
    names = [" ".join(filter(None, (row["client"], row["number"]))) for row in rows]
    width = max(map(len, names), default=0)
    values = [row.get("address") or row.get("passcode") or "" for row in rows]
    return "\n".join(f"{name:{width}}  {value}" for name, value in zip(names, values, strict=True))


def _json(rows: Sequence[dict[str, str]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _csv(rows: Sequence[dict[str, str]]) -> str:
    """A text that a spreadsheet might take for a formula begins with an apostrophe."""
    from facturier.render.csv_cells import csv_text, harmless

    columns = list(rows[0]) if rows else [*_COLUMNS, "address"]
    return csv_text([columns, *(map(harmless, row.values()) for row in rows)], end="\n").rstrip("\n")


def _write(text: str, out: Path | None, count: int) -> None:
    if out is None:
        click.echo(text)
    else:
        _write_private(out, f"{text}\n".encode())
        click.echo(f"{count} written to {out}, readable by you alone.", err=True)


def _write_codes(links: Sequence[Link], folder: Path) -> None:
    from facturier.publish.sealed.qr import qr_files

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for link in links:
        for suffix, data in qr_files(link.address).items():
            _write_private(folder / f"{link.number or link.client}{suffix}", data)
    click.echo(f"{len(links)} QR codes written to {folder}, readable by you alone.", err=True)


def _remark(result: LinksResult, *, passcodes: bool) -> None:
    locked = any(link.passcode for link in result.links)
    if locked and not passcodes:
        click.echo(
            "These links ask for a passcode: `--passcodes` prints it. Give it another way than the link.", err=True
        )
    if result.throwaway:
        click.echo("FACTURIER_SECRET is not set: these links are good on this machine only.", err=True)


def _refuse_published(root: Path, files: Sequence[Path | None]) -> None:
    """Keys beside the ciphertext would be published with the next upload."""
    for file in filter(None, files):
        places = file.resolve().parents if file.suffix else (file.resolve(), *file.resolve().parents)
        inside = any(place == (root / "site").resolve() or (place / "robots.txt").is_file() for place in places)
        if inside:
            raise click.UsageError(f"{file} lies inside a site: links would be published. Write them somewhere else.")


def _write_private(file: Path, data: bytes) -> None:
    """A new file with mode 0600 from its first moment; an existing one gives way."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(data)
