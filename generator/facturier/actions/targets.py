"""Turns the words of `--to` into a way to bring a site to its host and to read it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from facturier.connect.deploy.signing import StoreAccess
from facturier.connect.deploy.site import Site
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Where, error
from facturier.publish.folder import MARK, files_of, from_folder, to_folder
from facturier.publish.headers import CACHED
from facturier.publish.swap import KEPT
from facturier.read import load_book

KINDS = ("dir", "git", "rsync", "s3", "command")
_WHERE = Where("facturier.yaml")
_BINARY = "application/octet-stream"
_TYPES = {  # what an object store says of a file; a web server knows by itself
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a target may need besides its words: the store's key, and whether to fetch a few files back."""

    store: StoreAccess = field(default_factory=StoreAccess)
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """`bring` returns what went wrong, "" for nothing; `fetch` the files that are there, or why it cannot be asked."""

    bring: Callable[[Site], str]
    fetch: Callable[[Sequence[str]], Mapping[str, bytes] | str]


def target_refused(target: str, delivery: Delivery) -> tuple[Fault, ...]:
    """DPL-002: no target; DPL-010: the key of an object store is missing."""
    kind, _, place = target.partition(":")
    remote, _, branch = place.partition("#")
    if kind not in KINDS or not place.strip() or (kind == "git" and not (remote and branch)):
        return (error("DPL-002", _WHERE, target=target[:200]),)
    missing = kind == "s3" and not (delivery.store.key_id and delivery.store.secret)
    return (error("DPL-010", _WHERE, target=target[:200]),) if missing else ()


def site_at(folder: Path) -> Site:
    """Return a built folder as what is brought to a host."""
    return Site(folder=folder, paths=files_of(folder), mark=MARK, kept=KEPT)


def way_to(root: Path, target: str, delivery: Delivery) -> Way:
    """Return the way to a target that `target_refused` lets through."""
    kind, place = target.split(":", 1)
    ways = {"dir": _folder, "git": _branch, "rsync": _rsync, "command": _command}
    return _store(place.strip(), delivery.store) if kind == "s3" else ways[kind](root, place.strip())


def _folder(root: Path, place: str) -> Way:
    return Way(lambda site: to_folder(root, site.folder, place), lambda paths: from_folder(root, place, paths))


def _branch(root: Path, place: str) -> Way:
    from facturier.connect.deploy.branch import Branch, from_branch, to_branch

    remote, name = place.split("#", 1)
    run = run_git(root)
    branch = Branch(remote=remote, name=name, mark=MARK)

    def bring(site: Site) -> str:
        if name in {Git(run).branch(), "main", "master"}:
            return f"{name} is where the book itself lives"
        files = {path: (site.folder / path).read_bytes() for path in site.paths}
        return to_branch(run, branch, files | {MARK: b"", ".nojekyll": b""})

    return Way(bring, lambda paths: from_branch(run, branch, paths))


def _rsync(root: Path, place: str) -> Way:  # noqa: ARG001 - every way but a store's knows the book's folder
    from facturier.connect.deploy.rsync import from_rsync, to_rsync

    return Way(lambda site: to_rsync(site, place), lambda paths: from_rsync(place, paths))


def _store(place: str, access: StoreAccess) -> Way:
    from facturier.connect.deploy.store import from_store, to_store

    return Way(lambda site: to_store(site, place, access, _headers_of), lambda paths: from_store(place, access, paths))


def _command(root: Path, line: str) -> Way:
    from facturier.connect.deploy.command import to_command
    from facturier.connect.deploy.web import from_web

    def fetch(paths: Sequence[str]) -> Mapping[str, bytes] | str:
        book, _ = load_book(root)
        return from_web(book.settings.portal.url if book else "", paths)

    return Way(lambda site: to_command(root, site.folder, line), fetch)


def _headers_of(path: str) -> Mapping[str, str]:
    held = next((value for place, value in CACHED.items() if path.startswith(place)), "no-cache")
    return {"Content-Type": _TYPES.get(PurePosixPath(path).suffix.lower(), _BINARY), "Cache-Control": held}
