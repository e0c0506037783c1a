"""`facturier new`: a commented draft."""

from __future__ import annotations

from typing import Any

import click

from facturier.cli.drafts import drafting, dry_run_option, edit_option, finish, name_option
from facturier.cli.options import book_option, json_option, language_option, today_option

EPILOG = """
\b
Examples:
  facturier new acme                             a scaffold with every usual key, the client's discount in it
  facturier new acme --like F2026-0042           the same again, without number and dates
  facturier new --like D2026-0001                another quote like it (a new version: facturier correct)
  facturier new kestrel-books --like drafts/acme-november --name kestrel-november
"""


@click.command(epilog=EPILOG)
@click.argument("client", required=False, default="")
@click.option("--like", default="", metavar="NUMBER", help="Copy this document or draft.")
@name_option
@edit_option
@dry_run_option
@book_option
@language_option
@today_option
@json_option
def command(**given: Any) -> int:
    """Write a draft for CLIENT in invoices/drafts/ and open it in $EDITOR."""
    from facturier.actions.new import new

    if not (given["client"] or given["like"]):
        raise click.UsageError("Name a client (a file in clients/), or a document with --like.")
    root = given["root"].resolve()
    return finish(new(root, given["client"], drafting(given), like=given["like"], name=given["name"]), given)
