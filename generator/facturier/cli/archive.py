"""`facturier archive`: everything issued in one ZIP that proves itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, day_or_today, language_option, today_option
from facturier.cli.report import report

EPILOG = """
\b
Examples:
  facturier archive                              archive.zip
  facturier archive --year 2026                  archive-2026.zip
  facturier archive --client acme --out acme.zip
\b
The same documents give the same bytes. `facturier verify FILE` proves an archive without the repository.
"""


@click.command(epilog=EPILOG)
@click.option("--year", type=click.IntRange(2000, 2099), default=None, help="Documents of one year.")
@click.option("--client", default="", metavar="ID", help="Documents of one client.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@book_option
@language_option
@today_option
def command(
    *, year: int | None, client: str, out: Path | None, root: Path, lang: str | None, today: date | None
) -> int:
    """Put originals, data, sources, histories and seals into one ZIP, with a page to read and a list of digests."""
    from facturier.actions.archive import archive
    from facturier.cli.progress import Progress

    file = out or Path("-".join(part for part in ("archive", client, str(year or "")) if part) + ".zip")
    with Progress() as progress:
        made = archive(
            root.resolve(), today=day_or_today(today), reporter=progress, name=file.name, year=year, client=client
        )
    if made.faults:
        click.echo(report(made.faults, root, catalogue(lang), "human"), err=True)
        click.echo("\nNo archive was written.", err=True)
        return 1
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(made.data)
    beside.replace(file)
    click.echo(f"{file}: {made.documents} documents, {len(made.data):,} bytes. Next: `facturier verify {file}`.")
    click.echo(f"sha256 of the manifest, to be kept elsewhere: {made.manifest_sha256}")
    return 0
