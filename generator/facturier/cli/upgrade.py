"""`facturier upgrade`: files of an older facturier, as this one wants them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, json_option, language_option
from facturier.cli.report import as_data, report

EPILOG = """
\b
Examples:
  facturier upgrade --dry-run     which files would change
  facturier upgrade               change them; then look at `git diff`, and commit
\b
Settings, clients, drafts and templates keep their comments and order. What is issued is never changed.
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Say which files would change; write nothing.")
@book_option
@language_option
@json_option
def command(*, dry_run: bool, root: Path, lang: str | None, as_json: bool) -> int:
    """Bring the files of this book to the format that this program writes."""
    from facturier.actions.upgrade import upgrade

    result = upgrade(root.resolve(), dry_run=dry_run)
    texts = catalogue(lang)
    if as_json:
        data = asdict(result) | {"faults": as_data(result.faults, root, texts)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif result.faults:
        click.echo(report(result.faults, root, texts, "human"), err=True)
    else:
        for path in result.changed:
            click.echo(path)
        click.echo(_verdict(len(result.changed), result.after, dry_run=dry_run), err=True)
    return 1 if result.faults else 0


def _verdict(changed: int, version: int, *, dry_run: bool) -> str:
    if not changed:
        return f"Nothing to change: the files have format {version}, which this program writes."
    if dry_run:
        return f"{changed} files would change to format {version}. Nothing was written."
    return f"{changed} files have format {version} now. Next: `git diff`, `facturier check`, then commit."
