"""`facturier export`: one document as a file for another program."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, day_or_today, language_option, today_option
from facturier.cli.report import report

FORMATS = ("cii", "ubl", "peppol", "pdf", "json")
EPILOG = """
\b
Examples:
  facturier export F2026-0042                     as its client asked for (`e_invoice.format`)
  facturier export F2026-0042 --format ubl        F2026-0042.ubl.xml
  facturier export F2026-0042 --format cii --out -  to the standard output
\b
The formats: cii (the XML of Factur-X), ubl (UBL 2.1 with the French rules), peppol (Peppol BIS Billing 3),
pdf (the Factur-X original), json. facturier writes files; it sends none to a platform.
"""


@click.command(epilog=EPILOG)
@click.argument("number")
@click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="Format.  [default: the client's]")
@click.option("--out", default="", metavar="FILE", help="The file to write, `-` for the standard output.")
@book_option
@language_option
@today_option
def command(*, number: str, form: str | None, out: str, root: Path, lang: str | None, today: date | None) -> int:
    """Write a document as CII, UBL, Peppol, PDF or JSON."""
    from facturier.actions.export import export
    from facturier.publish.progress import Silent

    made = export(root.resolve(), number, form or "", today=day_or_today(today), reporter=Silent())
    if made.faults:
        click.echo(report(made.faults, root, catalogue(lang), "human"), err=True)
    if not made.data:
        click.echo("\nNothing was exported.", err=True)
        return 1
    if out == "-":
        click.echo(made.data, nl=False)
        return 0
    file = Path(out or made.name)
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(made.data)
    beside.replace(file)
    click.echo(f"{file}: {len(made.data):,} bytes. Next: `facturier validate {file}`.")
    return 0
