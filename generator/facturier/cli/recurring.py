"""`facturier recurring`: the drafts that the templates make today."""

from __future__ import annotations

from typing import Any

import click

from facturier.cli.drafts import drafting, dry_run_option, finish
from facturier.cli.options import book_option, json_option, language_option, today_option

EPILOG = """
\b
Examples:
  facturier recurring                          what is due by today, missed runs too, nothing twice
  facturier recurring --dry-run                what it would write
  facturier recurring --today 2027-01-01       as on that day
\b
Templates are files in invoices/recurring/. A template with `issue: true` makes drafts with a date:
`facturier issue --due` issues them.
"""


@click.command(epilog=EPILOG)
@dry_run_option
@book_option
@language_option
@today_option
@json_option
def command(**given: Any) -> int:
    """Write the drafts that recurring templates are due for."""
    from facturier.actions.recurring import recurring

    return finish(recurring(given["root"].resolve(), drafting(given)), given, nothing="No template is due.")
