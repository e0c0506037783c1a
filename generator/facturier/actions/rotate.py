"""Gives one client new links: counts the epoch in its file up, so that the next build replaces all it can open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from facturier.actions.journal import BookBusyError, CommitRefusedError, Step, locked, recover, write_all
from facturier.actions.refusals import commit_refused, file_refused
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Where, error
from facturier.model.book import Book
from facturier.model.party import Client
from facturier.publish.progress import Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What dies with the next build: the portal's link and one link for each of `documents`. `file` says the rest."""

    client: str
    name: str
    file: str
    epoch: int
    documents: tuple[str, ...]
    commit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateResult:
    """The rotation, or the faults that forbid it."""

    rotated: Rotated | None = None
    faults: tuple[Fault, ...] = ()


def rotate(
    root: Path, client_id: str, *, today: date, reporter: Reporter, commit: bool, dry_run: bool = False
) -> RotateResult:
    """Count the epoch of a client up and commit its file. Only the next published build takes the old links away."""
    where = Where(f"clients/{client_id}.yaml")
    try:
        with locked(root):
            recover(root)
            return _rotate(root, client_id, today, reporter, commit=commit, dry_run=dry_run)
    except BookBusyError:
        return RotateResult(faults=(error("ISS-005", where),))
    except CommitRefusedError as refused:
        return RotateResult(faults=(error("REC-006", where, problem=str(refused)),))
    except OSError as problem:
        return RotateResult(faults=(file_refused(problem),))


def _rotate(
    root: Path, client_id: str, today: date, reporter: Reporter, *, commit: bool, dry_run: bool
) -> RotateResult:
    from facturier.read import load_book
    from facturier.read.epoch import with_epoch

    reporter.stage("read")
    book, found = load_book(root, today=today)
    if book is None:
        return RotateResult(faults=found)
    client = book.clients.get(client_id)
    if client is None:
        known = ", ".join(book.clients)
        return RotateResult(faults=(error("PUB-011", Where("clients"), client=client_id, known=known),))
    before = (root / client.file).read_bytes()
    after = with_epoch(before, client.epoch + 1, file=client.file)
    if after is None:
        return RotateResult(faults=(error("PUB-012", Where(client.file, ("portal",)), epoch=client.epoch + 1),))
    rotated = _told(book, client)
    if dry_run:
        return RotateResult(rotated=rotated)
    return _written(root, Step(path=client.file, before=before, after=after), rotated, commit=commit)


def _written(root: Path, step: Step, rotated: Rotated, *, commit: bool) -> RotateResult:
    git = Git(run_git(root))
    commit = commit and git.is_there()
    if commit and (refused := commit_refused(git)):
        return RotateResult(faults=(refused,))
    write_all(root, [step], message=f"{rotated.client}: new links (epoch {rotated.epoch})" if commit else "")
    return RotateResult(rotated=replace(rotated, commit=git.head() if commit else ""))


def _told(book: Book, client: Client) -> Rotated:
    own = (number for number, document in book.documents.items() if document.client.id == client.id)
    return Rotated(
        client=client.id,
        name=client.name,
        file=client.file,
        epoch=client.epoch + 1,
        documents=tuple(sorted(own)),
    )
