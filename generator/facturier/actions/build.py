"""Turns a folder into a published site: checked, built, inspected, swapped in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from facturier.actions.access import access_for, workroom
from facturier.actions.check import check, in_order
from facturier.actions.refusals import file_refused
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.portal import Portal
from facturier.model.seal import Seal
from facturier.model.totals import Totals
from facturier.publish.layout import TAKEN_FOLDERS
from facturier.publish.log import safe_to_say
from facturier.publish.progress import Reporter
from facturier.publish.sealed.masters import secrets_in


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build did: `published` is whether the site was swapped in; the counts are of this build.

    `throwaway`: no secret was given, so the addresses are good on this machine only and the pages say so.
    """

    faults: tuple[Fault, ...] = ()
    published: bool = False
    throwaway: bool = False
    portals: int = 0
    pages: int = 0
    built: int = 0
    originals: int = 0
    drawn: int = 0


def build(
    root: Path,
    out: Path,
    *,
    today: date,
    secret: str,
    executor: Executor,
    reporter: Reporter,
    theme: Path | None = None,
) -> BuildResult:
    """Build the site of the book at `root` into `out`. `secret` is what FACTURIER_SECRET holds, "" for a preview.

    An error anywhere means that nothing is published and the site already at `out` stays.
    """
    try:
        result = _build(root, out, today=today, secret=secret, executor=executor, reporter=reporter, theme=theme)
        return replace(result, faults=safe_to_say(result.faults, secrets_in(secret)))
    except OSError as problem:
        return BuildResult(faults=(file_refused(problem),))


def _build(
    root: Path, out: Path, *, today: date, secret: str, executor: Executor, reporter: Reporter, theme: Path | None
) -> BuildResult:
    from facturier.rules.links import links_refused

    checked = check(root, today=today, reporter=reporter)
    if checked.expanded is None or has_errors(checked.faults):
        return BuildResult(faults=checked.faults)
    access, refused = access_for(checked.expanded, root, secret, today=today)
    kept = kept_originals(root, checked.expanded)
    refused = (*refused, *_taken_numbers(checked.expanded), *((kept,) if isinstance(kept, Fault) else ()))
    refused = (*refused, *links_refused(checked.expanded, checked.totals, today=today))
    if access is None or isinstance(kept, Fault) or refused:
        return BuildResult(faults=in_order((*checked.faults, *refused)))
    from facturier.paths import theme_folder
    from facturier.publish.site import Site, build_site, program_digest
    from facturier.publish.store import Store

    folder = theme or theme_folder()
    site = Site(
        book=checked.expanded,
        root=root,
        theme=folder,
        tokens=access.tokens,
        doors=access.doors,
        portal_of=portals_of(checked.expanded, checked.totals, today=today, throwaway=access.throwaway),
        totals=checked.totals,
        today=today,
        store=Store(workroom(root) / "store"),
        made_by=program_digest(folder),
        secrets=secrets_in(secret),
        kept=kept,
    )
    made = build_site(site, out, executor=executor, reporter=reporter)
    return BuildResult(
        faults=safe_to_say(in_order((*checked.faults, *made.faults)), access.secrets),
        published=not has_errors(made.faults),
        throwaway=access.throwaway,
        portals=made.portals,
        pages=made.pages,
        built=made.built,
        originals=made.originals,
        drawn=made.drawn,
    )


def kept_originals(root: Path, book: Book) -> Callable[[Seal], bytes | None] | Fault:
    """Return what gives the PDFs of issued documents, from wherever `originals:` says they are kept; or ISS-012."""
    from facturier.connect.originals import MissingLibraryError, originals_of

    try:
        return originals_of(root, book.settings.originals).get
    except MissingLibraryError as missing:
        return error("ISS-012", Where("facturier.yaml", ("originals",)), problem=str(missing))


def portals_of(
    book: Book, totals: Mapping[str, Totals], *, today: date, preview: bool = False, throwaway: bool = False
) -> Callable[[str], Portal]:
    """Return the function that makes one client's portal, with what all portals share computed once."""
    from facturier.compute.index import index_of
    from facturier.compute.portal import portal_for
    from facturier.compute.status import states

    index = index_of(book, today=today)
    known = states(book, totals, today=today, index=index)

    def portal_of(client_id: str) -> Portal:
        portal = portal_for(book, totals, known, client_id, today=today, preview=preview, index=index)
        return replace(portal, throwaway=throwaway)

    return portal_of


def _taken_numbers(book: Book) -> tuple[Fault, ...]:
    return tuple(
        error("PUB-008", Where(file=document.file, path=("number",)), number=number)
        for number, document in book.documents.items()
        if number.lower() in TAKEN_FOLDERS
    )
