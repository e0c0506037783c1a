"""`facturier invoice`: the draft of an invoice on a quote."""

from __future__ import annotations

from typing import Any

import click

from facturier.cli.drafts import drafting, dry_run_option, edit_option, finish, name_option
from facturier.cli.options import book_option, json_option, language_option, today_option

EPILOG = """
\b
Examples:
  facturier invoice D2026-0007 --deposit 30%     in advance; without a percentage the quote's own `deposit`
  facturier invoice D2026-0007 --progress 40%    40 % of the whole quote, for work that is done
  facturier invoice D2026-0007 --rest            the final invoice: the whole work less what was invoiced
  facturier invoice D2026-0007                   the same as --rest
\b
Percentages are of the whole quote. All its invoices together ask for exactly what was quoted, to the cent.
"""


@click.command(epilog=EPILOG)
@click.argument("quote")
@click.option("--deposit", is_flag=False, flag_value="-", default="", metavar="[30%]", help="A deposit.")
@click.option("--progress", default="", metavar="40%", help="A part of the work that is done.")
@click.option("--rest", is_flag=True, help="All that is left; the same as saying nothing.")
@name_option
@edit_option
@dry_run_option
@book_option
@language_option
@today_option
@json_option
def command(**given: Any) -> int:
    """Write the deposit, progress or final invoice on QUOTE."""
    from facturier.actions.invoice_quote import Wanted, invoice_quote

    if sum(bool(given[way]) for way in ("deposit", "progress", "rest")) > 1:
        raise click.UsageError("Either --deposit, or --progress, or --rest.")
    kind = "deposit" if given["deposit"] else "progress" if given["progress"] else "rest"
    wanted = Wanted(kind=kind, share=(given["deposit"] or given["progress"]).removeprefix("-"))
    root = given["root"].resolve()
    return finish(invoice_quote(root, given["quote"], wanted, drafting(given), name=given["name"]), given)
