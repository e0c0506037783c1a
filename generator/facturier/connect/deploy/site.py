"""A built site as the ways to a host take it, and the order in which its files arrive there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A folder, the paths of what is published in it, and `mark`: the empty file without which a place is not a site's.

    `kept`: names at the top of the folder that are no part of the site.
    """

    folder: Path
    paths: tuple[str, ...]
    mark: str
    kept: tuple[str, ...] = ()


def in_order(site: Site, changed: Iterable[str], known: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Return what must be sent in phases, each of which may begin when the one before is whole.

    First files whose names are new: nothing points at them yet. Then files that replace others, pages last, because
    pages (and the manifests of sealed portals, whose names tell nothing) point at new files. Dead ones go after that.
    """
    wanted = sorted(changed)
    new = tuple(path for path in wanted if path not in known)
    others = tuple(path for path in wanted if path in known and not path.endswith(".html"))
    pages = tuple(path for path in wanted if path in known and path.endswith(".html"))
    marks = () if site.mark in known else (site.mark,)
    return tuple(phase for phase in (marks, new, others, pages) if phase)
