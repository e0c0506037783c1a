"""Turns a build that passed every gate into the site that clients meet; a preview never becomes it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path, PurePosixPath

from facturier.actions.access import workroom
from facturier.actions.build import BuildResult, build
from facturier.actions.journal import BookBusyError, locked
from facturier.actions.targets import Delivery, Way, site_at, target_refused, way_to
from facturier.connect.deploy.site import Site
from facturier.faults import Fault, Where, error
from facturier.publish.progress import Reporter

PUBLISHING = "publish.lock"  # the right to build into `outgoing` and to deploy
SAMPLE = 12  # files that `verify` fetches back, about
NOTHING = Delivery()
_WHERE = Where("facturier.yaml")


def outgoing(root: Path) -> Path:
    """Return the folder that is built for deploying alone: `facturier build` writes a preview elsewhere."""
    return workroom(root) / "outgoing"


def build_and_deploy(
    root: Path,
    target: str,
    *,
    today: date,
    secret: str,
    executor: Executor,
    reporter: Reporter,
    delivery: Delivery = NOTHING,
) -> tuple[Fault, ...]:
    """Build the book as it lies here into `outgoing`, and deploy it; see `deploy` for what is refused."""
    refused = (*target_refused(target, delivery), *(() if secret else (error("DPL-001", _WHERE),)))
    if refused:
        return refused
    try:
        with locked(root, name=PUBLISHING):
            out = outgoing(root)
            made = build(root, out, today=today, secret=secret, executor=executor, reporter=reporter)
            return deploy(root, made, target, delivery)
    except BookBusyError:
        return (error("DPL-004", _WHERE),)


def deploy(root: Path, made: BuildResult, target: str, delivery: Delivery = NOTHING) -> tuple[Fault, ...]:
    """Bring what was just built into `outgoing` to a target, and wait until it is there.

    Refused: what is not published (the faults of the build), a preview (DPL-001), a target that cannot be
    understood (DPL-002) or has no key (DPL-010). DPL-003: the target refused, in its own words; a folder and a
    branch are then as they were. DPL-011: what was fetched back differs.
    """
    if not made.published:
        return made.faults
    if made.throwaway:
        return (error("DPL-001", _WHERE),)
    refused = target_refused(target, delivery)
    if refused:
        return refused
    site, way = site_at(outgoing(root)), way_to(root, target, delivery)
    problem = way.bring(site)
    if problem:
        return (error("DPL-003", _WHERE, target=target[:200], problem=problem),)
    return _verified(site, way, target) if delivery.verify else ()


def sample(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the few paths that are fetched back: the first page, and others from everywhere in the site."""
    step = max(1, len(paths) // SAMPLE)
    return tuple(dict.fromkeys([path for path in paths if path == "index.html"] + list(paths[::step])))


def _verified(site: Site, way: Way, target: str) -> tuple[Fault, ...]:
    asked = sample([path for path in site.paths if not PurePosixPath(path).name.startswith((".", "_"))])
    found = way.fetch(asked)
    if isinstance(found, str):
        return (error("DPL-003", _WHERE, target=target[:200], problem=found),)
    wrong = [path for path in asked if _digest(found.get(path)) != _digest((site.folder / path).read_bytes())]
    named = ", ".join(wrong[:3])
    return (
        (error("DPL-011", _WHERE, target=target[:200], count=len(wrong), asked=len(asked), files=named),)
        if wrong
        else ()
    )


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
