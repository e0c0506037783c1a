"""`facturier build`: the portals of all clients, swapped in when they are whole."""

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
    secret,
    today_option,
)
from facturier.cli.report import as_data, report, summary
from facturier.cli.workers import Workers, usual_jobs
from facturier.faults import Severity

if TYPE_CHECKING:
    from facturier.actions.build import BuildResult
    from facturier.messages import Catalogue

EPILOG = """
\b
Examples:
  facturier build                    into site/
  facturier build --out /srv/www     elsewhere; the folder is replaced as a whole
  facturier build --jobs 1           without worker processes
\b
FACTURIER_SECRET holds the master secret that all client addresses follow from: at least 32 random
bytes, as `openssl rand -base64 32` makes them. Without it the build is a preview for this machine.
"""


_OWN = "GATE-"  # what only a build can find: `facturier check` does not show it


@click.command(epilog=EPILOG)
@book_option
@click.option("--out", type=click.Path(path_type=Path), default=None, help="The folder to write.  [default: site]")
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Worker processes.  [default: processors]")
@language_option
@today_option
@json_option
def command(
    *, root: Path, out: Path | None, jobs: int | None, lang: str | None, today: date | None, as_json: bool
) -> int:
    """Check the book, build the portals of all clients, inspect them, and swap the site in.

    Whatever goes wrong, at whatever moment: the site already published stays whole.
    """
    from facturier.actions.build import build
    from facturier.cli.progress import Progress

    target = (out or root / "site").absolute()
    workers = Workers(jobs or usual_jobs())
    try:
        with Progress() as progress:
            result = build(
                root.resolve(),
                target,
                today=day_or_today(today),
                secret=secret(),
                executor=workers,
                reporter=progress,
            )
    except BaseException:
        workers.shutdown(cancel_futures=True)  # what is being drawn ends first: a second or two
        raise
    workers.shutdown()
    texts = catalogue(lang)
    if as_json:
        click.echo(_as_json(result, target, root, texts))
    else:
        _tell(result, target, root, texts)
    return 0 if result.published else 1


def _as_json(result: BuildResult, target: Path, root: Path, texts: Catalogue) -> str:
    data = asdict(result) | {
        "out": str(target),
        "faults": as_data(result.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _tell(result: BuildResult, target: Path, root: Path, texts: Catalogue) -> None:
    shown = [fault for fault in result.faults if fault.severity is Severity.ERROR or fault.code.startswith(_OWN)]
    if shown:
        click.echo(report(shown, root, texts, "human"), err=True)
    if not result.published:
        click.echo(f"\n{summary(result.faults)}. Nothing was published; {target} is as it was.", err=True)
        return
    click.echo(f"{target}: {_counted(result)}.", err=True)
    if counts := summary([fault for fault in result.faults if fault not in shown]):
        click.echo(f"{counts}: `facturier check` shows them.", err=True)
    if result.throwaway:
        click.echo(
            "FACTURIER_SECRET is not set: this is a preview, and its addresses are good on this machine only.", err=True
        )
    click.echo("Next: `facturier serve` to look at it, `facturier links` for the clients' addresses.", err=True)


def _counted(result: BuildResult) -> str:
    kept = result.originals - result.drawn
    pdfs = f"{result.originals} PDFs ({result.drawn} drawn, {kept} unchanged)"
    return f"{result.portals} portals, {result.pages} pages, {pdfs}"
