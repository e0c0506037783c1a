"""Turns two versions of a book into what each client will see change between them."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.actions.build import portals_of
from facturier.actions.check import CheckResult, check
from facturier.connect.git import Git, run_git
from facturier.faults import Fault, Severity, Where, error
from facturier.model.portal import Portal, PortalDocument
from facturier.publish.progress import Reporter


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that changes: its name, and its text before and after, "" for nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes for a client: in one document, or (`number` "") in the portal itself.

    `kind` is new, gone or changed; a changed one without facts differs in its texts alone.
    """

    client: str
    number: str
    kind: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffResult:
    """Every change, by client and document; `faults` are those of the book as it is now. `base` is a commit."""

    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    base: str = ""


def diff(root: Path, base: str, *, today: date, reporter: Reporter) -> DiffResult:
    """Compare the portals of the book in its folder with those since it left `base` ("": what is pushed, else HEAD).

    Both are judged on the same day, so the day itself changes nothing. DPL-009 when `base` holds no book.
    """
    git = Git(run_git(root))
    wanted = base or git.upstream() or "HEAD"
    commit = git.commit_of(wanted)
    commit = git.parted(commit, "HEAD") or commit if commit else ""
    before = _at(git.tar_of(commit), today, reporter) if commit else CheckResult()
    if before.expanded is None:
        return DiffResult(faults=(error("DPL-009", Where("facturier.yaml"), base=wanted[:100]),))
    now = check(root, today=today, reporter=reporter)
    errors = tuple(fault for fault in now.faults if fault.severity is Severity.ERROR)
    changes = tuple(_changes(_portals(before, today), _portals(now, today))) if now.expanded else ()
    return DiffResult(changes=changes, faults=errors, base=commit)


def _at(tar: bytes, today: date, reporter: Reporter) -> CheckResult:
    """The book of a commit; its originals are not proved again, for the commit is not what is asked about."""
    if not tar:
        return CheckResult()
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(tar)) as packed:
        packed.extractall(folder, filter="data")
        return check(Path(folder), today=today, reporter=reporter)


def _portals(checked: CheckResult, today: date) -> dict[str, Portal]:
    if checked.expanded is None:
        return {}
    portal_of = portals_of(checked.expanded, checked.totals, today=today)
    return {client: portal_of(client) for client in checked.expanded.clients}


def _changes(before: Mapping[str, Portal], now: Mapping[str, Portal]) -> Iterator[Change]:
    for client in sorted({*before, *now}):
        old, new = before.get(client), now.get(client)
        if old is None or new is None:
            yield Change(client=client, number="", kind="new" if old is None else "gone")
        elif facts := tuple(_of_portal(old, new)):
            yield Change(client=client, number="", kind="changed", facts=facts)
        yield from _of_documents(client, _documents(old), _documents(new))


def _documents(portal: Portal | None) -> dict[str, PortalDocument]:
    return {item.document.key: item for item in portal.documents} if portal else {}


def _of_portal(old: Portal, new: Portal) -> Iterator[Fact]:
    """What is not about one document; texts of the business and the client are named, not quoted."""
    for name, one, other in (
        ("business", old.seller, new.seller),
        ("client", old.client, new.client),
        ("pages", old.pages, new.pages),
        ("files", old.files, new.files),
        ("looks", (old.color, old.url, old.languages, old.form), (new.color, new.url, new.languages, new.form)),
    ):
        if one != other:
            yield Fact(name, "", "changed")


def _of_documents(
    client: str, old: Mapping[str, PortalDocument], new: Mapping[str, PortalDocument]
) -> Iterator[Change]:
    for key in sorted({*old, *new}):
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        kind = "new" if one is None else "gone" if other is None else "changed"
        seen, now = _seen(one), _seen(other)
        facts = tuple(Fact(name, seen[name], now[name]) for name in seen if seen[name] != now[name])
        yield Change(client=client, number=key, kind=kind, facts=facts)


def _seen(item: PortalDocument | None) -> dict[str, str]:
    """What a client looks at first; all "" for a document that is not there."""
    if item is None:
        return dict.fromkeys(("total", "open", "status", "due date", "history", "payment links", "seal"), "")
    currency, state = item.document.currency, item.state
    return {
        "total": f"{item.totals.due:f} {currency}",
        "open": f"{state.open:f} {currency}",
        "status": ", ".join(status.value for status in state.statuses),
        "due date": state.due_date.isoformat() if state.due_date else "",
        "history": f"{len(item.timeline)} entries" if item.timeline else "",
        "payment links": ", ".join(link.url for link in item.payment.links) if item.payment else "",
        "seal": item.fingerprint,
    }
