"""`facturier serve`: the portals on this machine, following every change."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, day_or_today, language_option, today_option

EPILOG = """
\b
Examples:
  facturier serve                 on a free port; the address is printed
  facturier serve --port 8000
\b
Drafts are shown with a watermark. While the book has errors, the pages show them with file and line.
Only this machine can see it.
"""


@click.command(epilog=EPILOG)
@book_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port on 127.0.0.1.  [default: a free one]")
@language_option
@today_option
def command(root: Path, port: int, lang: str | None, today: date | None) -> int:
    """Show the portals on this machine and follow every change; drafts included."""
    from facturier.actions.serve import Preview
    from facturier.connect.local_server import local_server
    from facturier.paths import theme_folder

    preview = Preview(root.resolve(), today=day_or_today(today), theme=theme_folder(), texts=catalogue(lang))
    try:
        server = local_server(preview.respond, port=port)
    except OSError as problem:
        raise click.UsageError(
            f"Port {port} cannot be used: {problem.strerror}. Leave --port out for a free one."
        ) from None
    stop = threading.Event()
    threading.Thread(target=preview.follow, args=(stop,), daemon=True).start()
    click.echo(f"http://127.0.0.1:{server.server_address[1]}/   (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("", err=True)
    finally:
        stop.set()
        server.server_close()
    return 0
