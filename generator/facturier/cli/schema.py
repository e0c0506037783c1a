"""`facturier schema`: the JSON Schema of a kind of file, for editors."""

from __future__ import annotations

import json

import click

from facturier.read.schemas import KINDS, schema

EPILOG = """
\b
Examples:
  facturier schema document > document.schema.json
\b
First line of a file that an editor checks while you type:
  # yaml-language-server: $schema=document.schema.json
"""


@click.command(epilog=EPILOG)
@click.argument("kind", type=click.Choice(tuple(KINDS)))
def command(kind: str) -> int:
    """Print the JSON Schema (draft 2020-12) of a kind of file; its descriptions are the documentation."""
    click.echo(json.dumps(schema(kind), ensure_ascii=False, indent=2))
    return 0
