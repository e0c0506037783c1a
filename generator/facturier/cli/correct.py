"""`facturier correct`: the draft of a corrective invoice, or of a new version of a quote."""

from __future__ import annotations

from typing import Any

import click

from facturier.cli.drafts import drafting, dry_run_option, edit_option, finish, name_option
from facturier.cli.options import book_option, json_option, language_option, today_option

EPILOG = """
\b
Examples:
  facturier correct F2026-0042       then mend the draft, and `facturier issue correct-F2026-0042`
  facturier correct D2026-0007       a new version of a quote: issued, it takes the place of the first
"""


@click.command(epilog=EPILOG)
@click.argument("number")
@name_option
@edit_option
@dry_run_option
@book_option
@language_option
@today_option
@json_option
def command(**given: Any) -> int:
    """Write what replaces NUMBER, a corrective invoice or a new version of a quote: its text, to be mended."""
    from facturier.actions.correct import correct

    root = given["root"].resolve()
    return finish(correct(root, given["number"], drafting(given), name=given["name"]), given)
