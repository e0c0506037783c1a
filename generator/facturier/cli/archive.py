"""`facturier archive`: everything issued in one ZIP that proves itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option
from facturier.cli.report import as_data, report

if TYPE_CHECKING:
    from facturier.actions.archive import ArchiveResult
    from facturier.messages import Catalogue

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
@json_option
@book_option
@language_option
@today_option
def command(
    *,
    year: int | None,
    client: str,
    out: Path | None,
    as_json: bool,
    root: Path,
    lang: str | None,
    today: date | None,
) -> int:
    """Put originals, data, sources, histories and seals into one ZIP, with a page to read and a list of digests."""
    from facturier.actions.archive import archive
    from facturier.cli.progress import Progress

    file = out or Path("-".join(part for part in ("archive", client, str(year or "")) if part) + ".zip")
    with Progress() as progress:
        made = archive(
            root.resolve(), today=day_or_today(today), reporter=progress, name=file.name, year=year, client=client
        )
    if not made.faults:
        _write(file, made.data)
    texts = catalogue(lang)
    if as_json:
        click.echo(_as_json(made, file, root, texts))
    else:
        click.echo(_told(made, file, root, texts), err=bool(made.faults))
    return 1 if made.faults else 0


def _write(file: Path, data: bytes) -> None:
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise click.FileError(str(file), hint=problem.strerror) from problem


def _as_json(made: ArchiveResult, file: Path, root: Path, texts: Catalogue) -> str:
    data = {
        "file": None if made.faults else str(file),
        "documents": made.documents,
        "manifest_sha256": made.manifest_sha256 or None,
        "faults": as_data(made.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _told(made: ArchiveResult, file: Path, root: Path, texts: Catalogue) -> str:
    if made.faults:
        return f"{report(made.faults, root, texts, 'human')}\n\nNo archive was written."
    return (
        f"{file}: {made.documents} documents, {len(made.data):,} bytes. Next: `facturier verify {file}`.\n"
        f"sha256 of the manifest, to be kept elsewhere: {made.manifest_sha256}"
    )
