"""Draws the PDFs of documents in the workers of an executor, unless the store holds them already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from facturier.compute.payment import payment_block
from facturier.compute.terms import instalments
from facturier.faults import Fault
from facturier.model.money import ZERO
from facturier.model.portal import PortalDocument
from facturier.model.seal import Seal
from facturier.model.settings import Settings
from facturier.model.state import State, Status
from facturier.publish.progress import Reporter
from facturier.publish.store import Store, key_of
from facturier.render.pdf import document_pdf, unprintable
from facturier.render.pdf.account import Account, account_pdf
from facturier.seal.prove import original_faults

_KNOWN_AT_ISSUE = frozenset({"credits", "replaces", "deducts", "quote"})  # the other links point to later documents
_WAITING = 32  # drawings handed out at a time: enough for any machine's workers, and memory stays flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A PDF to be made: what it shows, the files it draws in (by path in the book), and where it goes.

    One with a `seal` was written when the document was issued: it is copied, and never drawn again.
    """

    shown: PortalDocument
    color: str
    files: Mapping[str, bytes]
    target: str  # inside the site
    preview: bool = False
    seal: Seal | None = None

    @property
    def name(self) -> str:
        """What a message calls it."""
        return self.shown.document.key

    @property
    def file(self) -> str:
        """The file in the book that it comes from."""
        return self.shown.document.file

    def key(self, made_by: str) -> str:
        """Return what the store calls it: everything that decides its bytes."""
        return key_of("pdf-1", made_by, self.shown, self.color, sorted(self.files.items()), self.preview)

    def drawn(self, theme: Path) -> bytes:
        """Draw it."""
        return document_pdf(self.shown, color=self.color, files=self.files, theme=theme, preview=self.preview)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPrint:
    """A statement of account to be printed; it changes only when money moves, so that the store keeps it for long."""

    account: Account
    color: str
    files: Mapping[str, bytes]
    target: str  # inside the site
    seal: None = None

    @property
    def name(self) -> str:
        """What a message calls it."""
        return PurePosixPath(self.target).name

    @property
    def file(self) -> str:
        """The file in the book that it comes from."""
        return self.account.client.file

    def key(self, made_by: str) -> str:
        """Return what the store calls it: everything that decides its bytes."""
        return key_of("account-1", made_by, self.account, self.color, sorted(self.files.items()))

    def drawn(self, theme: Path) -> bytes:
        """Draw it."""
        return account_pdf(self.account, color=self.color, files=self.files, theme=theme)


Drawing = Original | AccountPrint


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A finished PDF, or the reason why there is none."""

    original: Drawing
    data: bytes = b""
    problem: str = ""
    reused: bool = False
    faults: tuple[Fault, ...] = ()  # of an original that is not the sealed one


def as_issued(shown: PortalDocument, settings: Settings) -> PortalDocument:
    """Return the document as on the day of issue, with all of it to be paid: a PDF does not change with its history."""
    document, totals = shown.document, shown.totals
    parts = instalments(document, totals)
    asks = document.type.is_invoice and totals.due > 0
    state = State(
        as_of=document.date,
        headline=Status.DRAFT if document.is_draft else Status.ISSUED,
        due=totals.due,
        open=totals.due,
        payable=asks,
        payable_amount=totals.due if asks else ZERO,
        next_amount=parts[0][1] if asks and parts else ZERO,
    )
    payment = payment_block(document, totals, state, settings)
    known = tuple(link for link in shown.related if link.kind in _KNOWN_AT_ISSUE)
    return replace(shown, state=state, timeline=(), related=known, payment=payment)


def draw_all(
    originals: Iterable[Drawing],
    *,
    theme: Path,
    made_by: str,
    store: Store,
    executor: Executor,
    reporter: Reporter,
    kept: Callable[[Seal], bytes | None] | None = None,
) -> Iterator[Drawn]:
    """Yield every PDF, in no particular order. `made_by` is the digest of the code and theme that draw.

    `kept` gives the originals of issued documents, None for one that is missing.
    """
    running: dict[Future[bytes], tuple[str, Drawing]] = {}
    for original in originals:
        if original.seal is not None:
            reporter.advance()
            yield issued(original, original.seal, kept)
            continue
        key = original.key(made_by)
        found = store.get(key)
        if found is not None:
            reporter.advance()
            yield Drawn(original=original, data=found, reused=True)
            continue
        future = executor.submit(draw, original, theme)
        running[future] = (key, original)
        if len(running) >= _WAITING:
            yield from _finished(running, store, reporter)
    while running:
        yield from _finished(running, store, reporter)


def issued(original: Drawing, seal: Seal, kept: Callable[[Seal], bytes | None] | None) -> Drawn:
    """Return the PDF that was written at issue, after comparing it with its seal."""
    data = kept(seal) if kept is not None else None
    return Drawn(original=original, data=data or b"", reused=True, faults=tuple(original_faults(seal, data)))


def draw(original: Drawing, theme: Path) -> bytes:
    """Draw one PDF; runs in a worker."""
    return original.drawn(theme)


class UnprintableError(ValueError):
    """Characters that no font of the theme has: an original would show empty boxes in their place for ever."""


def draw_original(original: Original, theme: Path) -> bytes:
    """Draw a PDF that is to be sealed; runs in a worker. Raises UnprintableError."""
    lacking = unprintable(original.shown, theme=theme)
    if lacking:
        raise UnprintableError(lacking)
    return draw(original, theme)


def _finished(running: dict[Future[bytes], tuple[str, Drawing]], store: Store, reporter: Reporter) -> Iterator[Drawn]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        key, original = running.pop(future)
        reporter.advance()
        problem = future.exception()
        if problem is None:
            store.put(key, future.result())
            yield Drawn(original=original, data=future.result())
        elif isinstance(problem, Exception):
            yield Drawn(original=original, problem=f"{type(problem).__name__}: {problem}")
        else:
            raise problem
