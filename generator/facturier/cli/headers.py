"""`facturier headers`: the response headers of the portals, as a host reads them."""

from __future__ import annotations

from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, language_option
from facturier.cli.report import report

EPILOG = """
\b
Examples:
  facturier headers nginx > /etc/nginx/snippets/portals.conf    then `include` it inside server { … }
  facturier headers cloudfront > policy.json                    for a response headers policy
\b
A built site holds `_headers` (Netlify, Cloudflare Pages), `vercel.json` and `.htaccess` (Apache) already.
"""


@click.command(epilog=EPILOG)
@click.argument("host", type=click.Choice(["netlify", "cloudflare", "vercel", "nginx", "apache", "cloudfront"]))
@book_option
@language_option
def command(*, host: str, root: Path, lang: str | None) -> int:
    """Print the response headers of the portals in the form that HOST reads."""
    from facturier.publish.headers import headers_for
    from facturier.read import load_book

    book, faults = load_book(root.resolve())
    if book is None:
        click.echo(report(faults, root, catalogue(lang), "human"), err=True)
        return 1
    click.echo(headers_for(host, book.settings.portal), nl=False)
    return 0
