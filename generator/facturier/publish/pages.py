"""Builds the pages of one portal and the files beside them, unless the store holds them already."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from facturier.model.portal import Portal
from facturier.publish.store import Store, key_of, write
from facturier.render.feeds import portal_files
from facturier.render.html.assets import SiteAssets
from facturier.render.html.pages import PageSpec, portal_pages


class PageBuildError(Exception):
    """A page could not be built, or MkDocs warned about one: what it said."""


def write_portal(portal: Portal, folder: Path, *, assets: SiteAssets, theme: Path, made_by: str, store: Store) -> bool:
    """Write a portal but its PDFs below `folder`; return whether it had to be built. Raises PageBuildError."""
    key = key_of("pages-3", made_by, portal, [name for name, _ in assets.files])
    kept = store.get(key)
    if kept is not None:
        _unpack(kept, folder)
        return False
    try:
        specs = {language: _pages_in(portal, language, assets) for language in portal.languages or (portal.language,)}
        others = portal_files(portal, theme=theme)
    except LookupError as problem:  # a text that the theme does not have in this language
        raise PageBuildError(str(problem.args[0])) from problem
    write_pages(specs.pop(portal.language), folder, language=portal.language, theme=theme)
    for language, pages in specs.items():
        write_pages(pages, folder / language, language=language, theme=theme)
    for name, content in others:
        write(folder / name, content)
    store.put(key, _packed(folder))
    return True


def write_pages(specs: tuple[PageSpec, ...], folder: Path, *, language: str, theme: Path) -> None:
    """Write pages below `folder`, which is emptied first."""
    from facturier.publish.mkdocs_build import build_pages

    build_pages(specs, folder, language=language, theme=theme)


def _pages_in(portal: Portal, language: str, assets: SiteAssets) -> tuple[PageSpec, ...]:
    return portal_pages(replace(portal, language=language), assets=assets)


def _packed(folder: Path) -> bytes:
    """Names and sizes on the first line, then one file after the other."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    contents = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    head = json.dumps({name: len(content) for name, content in contents.items()})
    return b"".join((head.encode(), b"\n", *contents.values()))


def _unpack(packed: bytes, folder: Path) -> None:
    at = packed.index(b"\n") + 1
    for name, size in json.loads(packed[:at]).items():
        write(folder / name, packed[at : at + size])
        at += size
