"""`facturier verify`: a report that a client or a court can follow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facturier.cli.options import (
    book_option,
    catalogue,
    day_or_today,
    json_option,
    language_option,
    secret,
    today_option,
)
from facturier.cli.report import as_data, report, summary
from facturier.publish.progress import Silent

if TYPE_CHECKING:
    from facturier.actions.verify import VerifyReport
    from facturier.actions.verify_files import FilesReport
    from facturier.faults import Fault
    from facturier.messages import Catalogue

EPILOG = """
\b
Examples:
  facturier verify                              this book: seals, chains, originals, and git's history
  facturier verify --against v2026              hold it against a tag, branch or commit you trust
  facturier verify --client acme --proof p.json the proof of one client's documents, in a file
  facturier verify --published site             a published site, from its files alone
  facturier verify --published site --link      a sealed portal, as a client's link opens it (asked for)
  facturier verify archive-2026.zip             an archive, without the repository
  facturier verify --timestamp-request q.tsq    an RFC 3161 request for the last seal of each series
  facturier verify --timestamp-store r.tsr      keep what the authority answered, in timestamps/
  facturier verify --authority tsa.pem          prove the signatures of the time stamps too
"""


@click.command(epilog=EPILOG)
@click.argument("archive", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--published", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A published site.")
@click.option("--link", "with_link", is_flag=True, help="Ask for a client's link, and prove what it opens.")
@click.option("--against", default="", metavar="COMMIT", help="A tag, branch or commit.  [default: the upstream]")
@click.option("--client", default="", metavar="ID", help="The proof of one client.")
@click.option("--proof", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option(
    "--timestamp-request", "stamp", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it."
)
@click.option(
    "--timestamp-store",
    "responses",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A response to keep.",
)
@click.option(
    "--authority",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Certificates that sign the time stamps (PEM).  [default: timestamps/authority.pem]",
)
@book_option
@language_option
@today_option
@json_option
def command(*, root: Path, lang: str | None, as_json: bool, **asked: Any) -> int:
    """Prove that everything issued is unchanged; offline, on any clone."""
    texts = catalogue(lang)
    archive, published = asked["archive"], asked["published"]
    if archive is not None:
        return _files(_archive(archive), archive, texts, as_json=as_json)
    if asked["with_link"]:
        site = published or root / "site"
        return _files(_behind_link(site, root), site, texts, as_json=as_json)
    if published is not None:
        made = _published(published, root, day_or_today(asked["today"]), asked["client"])
        return _files(made, published, texts, as_json=as_json)
    return _book(root, texts, as_json=as_json, asked=asked)


def _book(root: Path, texts: Catalogue, *, as_json: bool, asked: Mapping[str, Any]) -> int:
    from facturier.actions.verify import verify

    if asked["responses"]:
        return _store(root, asked["responses"], texts)
    made = verify(
        root.resolve(),
        today=day_or_today(asked["today"]),
        reporter=Silent(),
        against=asked["against"],
        client=asked["client"],
        authority=asked["authority"],
    )
    proof, stamp = asked["proof"], asked["stamp"]
    if proof is not None and made.proof is not None:
        from facturier.actions.verify import full_proof

        proof.write_bytes(full_proof(root.resolve(), made.proof))
    if stamp is not None:
        _write_requests(stamp, made)
    click.echo(_as_json(made, root, texts) if as_json else _told(made, root, texts))
    return 0 if made.proved else 1


def _store(root: Path, responses: tuple[Path, ...], texts: Catalogue) -> int:
    from facturier.actions.timestamps import store

    names, faults = store(root.resolve(), responses)
    if faults:
        click.echo(report(faults, root, texts, "human"), err=True)
        return 1
    for name in names:
        click.echo(f"{name}: kept. `facturier verify --authority PEM` proves who signed it.", err=True)
    if not names:
        click.echo("Nothing new: these are kept already.", err=True)
    return 0


def _archive(file: Path) -> FilesReport:
    from facturier.actions.verify_files import verify_archive

    return verify_archive(file)


def _published(site: Path, root: Path, today: date, client: str) -> FilesReport:
    """Plain portals, and the sealed ones that the secret of the book at `root` opens."""
    from facturier.actions.verify_files import seals_beside, verify_published
    from facturier.actions.verify_sealed import opened_with_secret

    sealed = opened_with_secret(site, root.resolve(), secret(), today=today, client=client)
    return verify_published(site, seals_beside(root), sealed=sealed, plain=not client)


def _behind_link(site: Path, root: Path) -> FilesReport:
    """What one link opens: it is asked for, so that it stays out of the shell's history."""
    from facturier.actions.verify_files import seals_beside, verify_published
    from facturier.actions.verify_sealed import asks_for_passcode, opened_with_link

    link = click.prompt("Link", hide_input=True, err=True)
    code = click.prompt("Passcode", hide_input=True, err=True) if asks_for_passcode(site, link) else ""
    return verify_published(site, seals_beside(root), sealed=(opened_with_link(site, link, code),), plain=False)


def _files(made: FilesReport, shown: Path, texts: Catalogue, *, as_json: bool) -> int:
    """Tell what was proved; nothing beside an archive is shown as if it were in it."""
    if as_json:
        click.echo(json.dumps(_files_data(made, shown, texts), ensure_ascii=False, indent=2))
        return 0 if made.proved else 1
    what = f"{made.documents} documents" + (f" in {made.portals} portals" if made.portals else "")
    if made.faults:
        click.echo(report(made.faults, shown, texts, "human"))
    click.echo(_verdict(made.faults, f"{what} proved"))
    if made.manifest_sha256:
        click.echo(f"sha256 of the manifest: {made.manifest_sha256}")
    return 0 if made.proved else 1


def _files_data(made: FilesReport, shown: Path, texts: Catalogue) -> dict[str, object]:
    return {
        "proved": made.proved,
        "documents": made.documents,
        "portals": made.portals,
        "manifest_sha256": made.manifest_sha256 or None,
        "faults": as_data(made.faults, shown, texts),
    }


def _told(made: VerifyReport, root: Path, texts: Catalogue) -> str:
    lines = [report(made.faults, root, texts, "human")] if made.faults else []
    for chain in made.chains:
        signed = f", {chain.signed} signed" if chain.signed else ""
        lines += [
            f"{chain.series}: {chain.count} seals in one chain{signed}, the last {chain.head}  {chain.fingerprint}",
            f"  {chain.head_sha256}",
        ]
    for stamp in made.stamps:
        signed = "" if stamp.proved else " (signature not proved)"
        lines.append(f"{stamp.number} and all before it existed on {stamp.at:%Y-%m-%d %H:%M:%S} UTC{signed}")
    if made.proof is not None:
        lines += [f"{one.number}  {one.date}  {one.fingerprint}" for one in made.proof.documents]
    lines.append(_verdict(made.faults, f"{made.sealed} sealed documents and {made.commits} commits proved"))
    return "\n".join(lines)


def _verdict(faults: tuple[Fault, ...], proved: str) -> str:
    from facturier.faults import has_errors

    counts = summary(faults)
    if has_errors(faults):
        return f"\n{counts}. Not everything is as it was issued."
    return f"{counts + '. ' if counts else ''}{proved}: everything is as it was issued."


def _as_json(made: VerifyReport, root: Path, texts: Catalogue) -> str:
    from dataclasses import asdict

    data = {
        "proved": made.proved,
        "sealed": made.sealed,
        "commits": made.commits,
        "chains": [asdict(chain) for chain in made.chains],
        "proof": asdict(made.proof) if made.proof else None,
        "stamps": [asdict(stamp) | {"at": stamp.at.isoformat()} for stamp in made.stamps],
        "faults": as_data(made.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _write_requests(stamp: Path, made: VerifyReport) -> None:
    """One request for each series: FILE for the only one, else FILE with the series in its name."""
    from facturier.seal.stamp import stamp_request

    for chain in made.chains:
        file = stamp if len(made.chains) == 1 else stamp.with_name(f"{stamp.stem}-{chain.series}{stamp.suffix}")
        file.write_bytes(stamp_request(chain.head_sha256))
        header = '-H "Content-Type: application/timestamp-query"'
        click.echo(
            f"{file}: ask an authority, e.g. curl {header} --data-binary @{file} URL > {file.stem}.tsr", err=True
        )
