"""`facturier correct`: the draft of a corrective invoice."""

from __future__ import annotations

from typing import Any

import click

from facturier.cli.drafts import drafting, dry_run_option, edit_option, finish, name_option
from facturier.cli.options import book_option, json_option, language_option, today_option

EPILOG = """
\b
Example:
  facturier correct F2026-0042       then mend the draft, and `facturier issue correct-F2026-0042`
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
    """Write the corrective that cancels and replaces invoice NUMBER: its text, to be mended."""
    from facturier.actions.correct import correct

    root = given["root"].resolve()
    return finish(correct(root, given["number"], drafting(given), name=given["name"]), given)
