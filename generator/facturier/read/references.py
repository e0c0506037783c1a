"""Documents and histories to faults: names in them that point at nothing, or at what they must not."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from facturier.faults import Fault, Where, error
from facturier.faults import Path as ValuePath
from facturier.model.document import Discount, Document
from facturier.model.history import History
from facturier.model.money import minor_units
from facturier.model.settings import Settings
from facturier.read.files import read_file
from facturier.read.images import looks_like_logo
from facturier.read.limits import MAX_BYTES
from facturier.read.strings import host_of

STRIPE_HOSTS = frozenset(
    {"buy.stripe.com", "checkout.stripe.com", "invoice.stripe.com", "pay.stripe.com", "billing.stripe.com"}
)


def check_document(document: Document, available: set[str]) -> Iterator[Fault]:
    """Yield the faults of attachments, and of amounts with more decimals than the currency has."""
    for index, path in enumerate(document.attachments):
        yield from _check_path(path, document, Where(document.file, ("attachments", index)), available)
    yield from _check_decimals(document)


def check_history(history: History, document: Document, settings: Settings, available: set[str]) -> Iterator[Fault]:
    """Yield the faults of evidence, payment links and amounts of a history."""
    own = {settings.stripe.host} if settings.stripe and settings.stripe.host else set()
    hosts = STRIPE_HOSTS | own | {host_of(link.url) for link in settings.links}
    limit = minor_units(document.currency)
    for event in history.events:
        at: ValuePath = (event.position,)
        for index, path in enumerate(event.evidence):
            yield from _check_path(path, document, Where(history.file, (*at, "evidence", index)), available)
        if event.url and host_of(event.url) not in hosts:
            yield error(
                "REF-025", Where(history.file, (*at, "url")), host=host_of(event.url), hosts=", ".join(sorted(hosts))
            )
        amounts = [((*at, "amount"), event.amount)]
        amounts += [((*at, "instalments", n, "amount"), one.amount) for n, one in enumerate(event.instalments)]
        yield from _too_fine(amounts, limit, history.file)
        kept_in = minor_units(event.received.currency) if event.received else limit
        kept = [((*at, "fee"), event.fee)]
        if event.received:
            kept.append(((*at, "received", "amount"), event.received.amount))
        yield from _too_fine(kept, kept_in, history.file)


def check_logo(root: Path, logo: str) -> Iterator[Fault]:
    """Yield the fault of a logo that is not there or is no plain picture."""
    if not logo:
        return
    where = Where("facturier.yaml", ("seller", "logo"))
    if _has_link(root, logo):
        yield error("READ-031", where)
        return
    data = read_file(root, logo, limit=MAX_BYTES)
    if isinstance(data, Fault):
        yield error("REF-021", where, path=logo)
    elif not looks_like_logo(logo, data):
        yield error("READ-036", where, path=logo)


def _has_link(root: Path, file: str) -> bool:
    place = root
    for part in file.split("/"):
        place = place / part
        if place.is_symlink():
            return True
    return False


def _check_path(path: str, document: Document, where: Where, available: set[str]) -> Iterator[Fault]:
    own = (f"clients/{document.client.id}/", "clients/everyone/")
    if not path.startswith(own):
        yield error("REF-020", where, path=path, folder=own[0])
    elif path not in available:
        yield error("REF-021", where, path=path)


def _check_decimals(document: Document) -> Iterator[Fault]:
    amounts: list[tuple[ValuePath, Decimal | None]] = [((*one.path, "amount"), one.amount) for one in document.charges]
    amounts += [((*line.path, "discount", "amount"), _amount(line.discount)) for line in document.lines]
    amounts += [(("discount", "amount"), _amount(document.discount)), (("rounding",), document.rounding)]
    if isinstance(document.terms.due, tuple):
        amounts += [(("terms", "due", index, "amount"), one.amount) for index, one in enumerate(document.terms.due)]
    yield from _too_fine(amounts, minor_units(document.currency), document.file)


def _too_fine(amounts: list[tuple[ValuePath, Decimal | None]], limit: int, file: str) -> Iterator[Fault]:
    for path, amount in amounts:
        if amount is not None and -int(amount.as_tuple().exponent) > limit:
            yield error("TYPE-011", Where(file, path), value=amount, limit=limit)


def _amount(discount: Discount | None) -> Decimal | None:
    return discount.amount if discount else None
