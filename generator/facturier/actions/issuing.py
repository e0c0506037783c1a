"""What issuing is asked for and what it gives: the values, and the words that go into the commit."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from facturier.actions.sealing import Issued, Paper
from facturier.faults import Fault, Where, has_errors, info
from facturier.model.money import minor_units
from facturier.model.totals import Totals
from facturier.publish.progress import Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument:
    """What was issued: `draft` is the file it came from, "" for one that had its number already."""

    number: str
    client: str
    file: str
    date: date
    due: Decimal
    currency: str
    fingerprint: str
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueResult:
    """What was done. `faults` with an error: nothing of the last step was. `commit` is its name, "" without one."""

    issued: tuple[IssuedDocument, ...] = ()
    faults: tuple[Fault, ...] = ()
    commit: str = ""

    @property
    def done(self) -> bool:
        """Whether everything asked for was done."""
        return not has_errors(self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuing:
    """How to issue. `key` (32 bytes) signs seals unless empty; `commit` makes one git commit; `salt` is for tests."""

    today: date
    executor: Executor
    reporter: Reporter
    theme: Path | None = None
    key: bytes = b""
    commit: bool = True
    dry_run: bool = False
    salt: Callable[[], str] = lambda: secrets.token_hex(16)


def told(
    totals: Mapping[str, Totals], papers: Sequence[Paper], prints: dict[str, str], origins: dict[str, str]
) -> Iterator[IssuedDocument]:
    """What to say of each paper: `prints` holds fingerprints and `origins` the drafts, both by number."""
    for paper in papers:
        document = paper.document
        yield IssuedDocument(
            number=document.number,
            client=document.client.id,
            file=document.file,
            date=document.date,
            due=totals[document.number].due,
            currency=document.currency,
            fingerprint=prints.get(document.number, ""),
            draft=origins.get(document.number, ""),
        )


def without_xml(papers: Sequence[Paper]) -> Iterator[Fault]:
    """ISS-011: EN 16931 knows no third decimal; the PDF is issued without its XML."""
    for paper in papers:
        document = paper.document
        if minor_units(document.currency) > 2:
            yield info("ISS-011", Where(document.file), number=document.number, currency=document.currency)


def commit_message(issued: Sequence[Issued], origins: dict[str, str]) -> str:
    """The commit message: what was issued, one line each, with the fingerprint that page and PDF print."""
    numbers = [one.paper.document.number for one in issued]
    verb = "Issue" if origins else "Seal"
    head = (
        f"{verb} {numbers[0]}"
        if len(numbers) == 1
        else f"{verb} {len(numbers)} documents, {numbers[0]} to {numbers[-1]}"
    )
    lines = [f"{one.paper.document.number}  {one.fingerprint}" for one in issued]
    return "\n".join((head, "", *lines))
