"""`facturier credit`: the draft of a credit note."""

from __future__ import annotations

from typing import Any

import click

from facturier.cli.drafts import drafting, dry_run_option, edit_option, finish, name_option
from facturier.cli.options import book_option, json_option, language_option, today_option

EPILOG = """
\b
Examples:
  facturier credit F2026-0042                          everything that is left of it
  facturier credit F2026-0042 --lines 1,3              the first and the third line, as they were
  facturier credit F2026-0042 --amount 100.00          VAT included, spread over its rates
  facturier credit F2026-0042 --amount 100.00 --net    before VAT
  facturier credit F2026-0042 --lines 2 --reason "Deux exemplaires abîmés"
"""


@click.command(epilog=EPILOG)
@click.argument("number")
@click.option("--lines", default="", metavar="1,3", help="Whole lines, counted from 1 without headings.")
@click.option("--amount", default="", metavar="AMOUNT", help="An amount, VAT included, in the invoice's currency.")
@click.option("--net", is_flag=True, help="The amount is before VAT.")
@click.option("--everything", is_flag=True, help="All that is left; the same as saying nothing.")
@click.option("--reason", default="", metavar="TEXT", help="Why, in words for the client.")
@name_option
@edit_option
@dry_run_option
@book_option
@language_option
@today_option
@json_option
def command(**given: Any) -> int:
    """Write the credit note on invoice NUMBER, never for more than is left of it."""
    from facturier.actions.credit import What, credit

    if sum(bool(given[way]) for way in ("lines", "amount", "everything")) > 1:
        raise click.UsageError("Either --lines, or --amount, or --everything.")
    if given["net"] and not given["amount"]:
        raise click.UsageError("--net goes with --amount.")
    what = What(lines=_places(given["lines"]), amount=given["amount"], net=given["net"], reason=given["reason"])
    root = given["root"].resolve()
    return finish(credit(root, given["number"], what, drafting(given), name=given["name"]), given)


def _places(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise click.UsageError(f"--lines {text!r}: write it like 1,3") from None
