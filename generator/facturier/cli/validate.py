"""`facturier validate`: is this e-invoice right?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import catalogue, json_option, language_option
from facturier.cli.report import as_data, report, summary

if TYPE_CHECKING:
    from facturier.actions.validate import Validated
    from facturier.messages import Catalogue

EPILOG = """
\b
Examples:
  facturier validate invoice.pdf                 a Factur-X or ZUGFeRD file
  facturier validate supplier.xml --official     also by the schematrons of the norm
  facturier validate *.xml --json
\b
CII and UBL are read alike, from anybody. The rules are those of EN 16931, those of Peppol for files that name it,
and as warnings those of the French reform when both parties are French businesses. --official needs
`pip install 'facturier[validators]'`.
Exit code 1 when a file has an error.
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--official", is_flag=True, help="Also run the XSDs and schematrons of EN 16931 and France.")
@language_option
@json_option
def command(*, files: tuple[Path, ...], official: bool, lang: str | None, as_json: bool) -> int:
    """Check e-invoice files, yours or a supplier's."""
    from facturier.actions.validate import validate

    texts = catalogue(lang)
    results = validate(files, official=official)
    if as_json:
        click.echo(json.dumps([_data(one, texts) for one in results], ensure_ascii=False, indent=2))
    else:
        for one in results:
            _tell(one, texts)
    return 0 if all(one.valid for one in results) else 1


def _tell(one: Validated, texts: Catalogue) -> None:
    if one.faults:
        click.echo(report(one.faults, Path(), texts, "human"), err=True)
    if not one.syntax:
        return
    amount = f"{one.due} {one.currency}" if one.due is not None else "no amount"
    verdict = "valid" if one.valid else "not valid"
    told = summary(one.faults)
    click.echo(f"{one.file}: {verdict}{f' ({told})' if told else ''}")
    click.echo(_safe(f"  {one.syntax} · {one.number} of {one.date} · {one.seller} → {one.buyer} · {amount}"))


def _safe(text: str) -> str:
    """What a stranger's file says, without anything a terminal would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _data(one: Validated, texts: Catalogue) -> dict[str, object]:
    return {
        "file": one.file,
        "valid": one.valid,
        "syntax": one.syntax or None,
        "profile": one.profile or None,
        "number": one.number or None,
        "date": one.date or None,
        "seller": one.seller or None,
        "buyer": one.buyer or None,
        "due": format(one.due, "f") if one.due is not None else None,
        "currency": one.currency or None,
        "faults": as_data(one.faults, Path(), texts),
    }
