"""`facturier explain`: what a code means, why it is checked, and what to do."""

from __future__ import annotations

from difflib import get_close_matches

import click

from facturier.cli.options import catalogue, language_option

EPILOG = """
\b
Examples:
  facturier explain GATE-001
  facturier explain gate-001 --lang fr
"""


@click.command(epilog=EPILOG)
@click.argument("code")
@language_option
def command(code: str, lang: str | None) -> int:
    """Explain the code of a fault: what it means, why it is checked, what the law says."""
    texts = catalogue(lang)
    known = texts.codes
    wanted = code.upper()
    if wanted not in known:
        near = get_close_matches(wanted, known, n=3) or known[:3]
        raise click.UsageError(f"There is no code {code}. Did you mean {', '.join(near)}?")
    click.echo(f"{click.style(wanted, bold=True)}  {texts.title(wanted)}\n\n{texts.explain(wanted).strip()}")
    if law := texts.law(wanted):
        click.echo(f"\n{law}")
    return 0
