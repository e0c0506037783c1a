"""`facturier unseal`: the files of a sealed portal, read as its client would."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """
\b
Examples:
  facturier unseal site --out acme          asks for the link, which stays out of your shell's history
  facturier verify --published acme         then proves what the client was given
\b
SITE is a copy of what the host stores. Nothing but the link (and the passcode) is used: no book, no secret.
"""


@click.command(epilog=EPILOG)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="A new folder.")
def command(*, site: Path, out: Path) -> int:
    """Write every file that a link opens into a folder that only you can read."""
    from facturier.publish.sealed.blob import BlobError
    from facturier.publish.sealed.opening import NotOpenedError, needs_passcode, open_link, read_link

    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty.")
    try:
        link = read_link(click.prompt("Link", hide_input=True, err=True))
        code = click.prompt("Passcode", hide_input=True, err=True) if needs_passcode(site, link) else ""
        files = open_link(site, link, code)
    except NotOpenedError:
        click.echo("The link opens nothing here: it is of another site, replaced, or its passcode is wrong.", err=True)
        return 1
    except BlobError as damage:
        click.echo(f"A file of this portal was changed or damaged: {damage}.", err=True)
        return 1
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = [_write(out, name, data) for name, data in files.items()]
    click.echo(f"{len(written)} files written to {out}.", err=True)
    return 0


def _write(out: Path, name: str, data: bytes) -> Path:
    """Names come from whoever made the portal: none may lead out of the folder."""
    file = (out / name).resolve()
    if not file.is_relative_to(out.resolve()):
        raise click.ClickException(f"A file of this portal has the name {name!r}, which leads out of the folder.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file
