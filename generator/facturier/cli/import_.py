"""`facturier import`: e-invoices and exports of other programs become clients and documents of the book."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option
from facturier.cli.report import as_data, report

if TYPE_CHECKING:
    from facturier.actions.import_ import ImportResult
    from facturier.messages import Catalogue

EPILOG = """
\b
Examples:
  facturier import F2025-0012.pdf --as issued    an invoice you issued with another program, under its number
  facturier import old/*.xml --as issued --dry-run
  facturier import offer.xml --as draft          a draft to be completed and issued here
  facturier import invoices.json --as issued     Stripe or Invoice Ninja, JSON or CSV
  facturier import old.csv --as issued --column number="N° facture" --column gross="Total TTC"
\b
Factur-X, ZUGFeRD 2, CII, UBL and Peppol files are read, and the exports of Stripe and Invoice Ninja; any other CSV
with the names of its columns. All are imported or none; what the book cannot hold is told with its BT number or
column, and a document that would come to another amount is refused. Then
`facturier issue --seal-numbered` seals imported documents; a PDF that came with one stays its original.
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(("draft", "issued")), required=True, help="What they become.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="KEY=HEADER",
    help="Of a CSV: the header word of a key (see the manual).",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--no-commit", is_flag=True, help="Leave the git commit to you.")
@book_option
@language_option
@today_option
@json_option
def command(
    *,
    files: tuple[Path, ...],
    kind: str,
    columns: tuple[str, ...],
    dry_run: bool,
    no_commit: bool,
    root: Path,
    lang: str | None,
    today: date | None,
    as_json: bool,
) -> int:
    """Turn e-invoices and exports of other programs into clients and documents of the book."""
    from facturier.actions.import_ import Importing, import_files
    from facturier.publish.progress import Silent

    how = Importing(
        today=day_or_today(today),
        reporter=Silent(),
        issued=kind == "issued",
        commit=not no_commit,
        dry_run=dry_run,
        columns=_columns(columns),
    )
    result = import_files(root.resolve(), files, how)
    texts = catalogue(lang)
    click.echo(_as_json(result, root, texts)) if as_json else _tell(result, root, texts, how.issued, dry_run=dry_run)
    return 0 if result.done else 1


def _columns(typed: tuple[str, ...]) -> dict[str, str]:
    """`KEY=HEADER` → key and header word."""
    for one in typed:
        if "=" not in one:
            raise click.BadParameter(f"{one} is not KEY=HEADER", param_hint="--column")
    return {key.strip(): word.strip() for key, _, word in (one.partition("=") for one in typed)}


def _tell(result: ImportResult, root: Path, texts: Catalogue, issued: bool, *, dry_run: bool) -> None:
    if result.faults:
        click.echo(report(result.faults, root, texts, "human"), err=True)
    if not result.done:
        click.echo("\nNothing was imported.", err=True)
        return
    for one in result.documents:
        new = " (new)" if one.new_client else ""
        click.echo(f"{one.file}  {one.due} {one.currency}  clients/{one.client}.yaml{new}  ← {one.source}")
    if dry_run:
        click.echo("Nothing was written.", err=True)
    else:
        then = "`facturier issue --seal-numbered`" if issued else "`facturier check`, then `facturier issue`"
        click.echo(f"Next: look at the files, then {then}.", err=True)


def _as_json(result: ImportResult, root: Path, texts: Catalogue) -> str:
    data = {
        "done": result.done,
        "documents": [asdict(one) | {"due": format(one.due, "f")} for one in result.documents],
        "faults": as_data(result.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
