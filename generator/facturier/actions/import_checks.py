"""What stands against an import, what the book cannot hold, and whether a document comes to the amounts of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from facturier.compute.imported import TYPES, Imported
from facturier.compute.imported_client import client_lost
from facturier.compute.imported_seller import seller_lost
from facturier.faults import Fault, Severity, Where, error, info, warning
from facturier.model.book import Book
from facturier.model.incoming import Incoming, Terms
from facturier.model.party import Seller
from facturier.model.totals import Totals
from facturier.rules.incoming import judge
from facturier.rules.incoming.code_lists import code_list
from facturier.rules.incoming.finding import amount, named

_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,35}")
_PROFORMA = "325"
_BLOCKING = frozenset({"EIN-121", "EIN-124", "EIN-129"})
_ESSENTIAL = ("BT-1", "BT-2", "BT-5", "BG-25", "BT-44", "BT-131", "BT-115", "BT-151")
_OF_AN_EXPORT = ("BT-1", "BT-2", "BT-5", "BT-44")
_COMPARED = (("BT-109", "net"), ("BT-110", "tax"), ("BT-112", "gross"))


def judged_file(read: Incoming, source: Path) -> Iterator[Fault]:
    """What is wrong with the file: wrong amounts and missing essentials stop it, the rest is told."""
    if not read.syntax:
        yield from _incomplete(read.terms, source)
        return
    for fault in judge(read, str(source)):
        term = fault.named.get("term", "").partition(" ")[0]
        stops = fault.code in _BLOCKING or (fault.code == "EIN-120" and term in _ESSENTIAL)
        yield replace(fault, severity=Severity.ERROR if stops else softer(fault.severity))


def _incomplete(terms: Terms, source: Path) -> Iterator[Fault]:
    """EIN-120: an export without number, day, currency or client; EIN-124: a day that is none; EIN-152: no total."""
    values = dict(terms.all_values())
    where = Where(str(source), (), terms.line)
    for term in _OF_AN_EXPORT:
        if term not in values:
            yield error("EIN-120", where, rule=terms.text("BT-1")[:40] or "–", term=named(term))
    if not re.fullmatch(r"[A-Z]{3}", terms.text("BT-5")):
        yield error("EIN-124", where, rule=terms.text("BT-1")[:40], term=named("BT-5"), value=terms.text("BT-5")[:40])
    for term in ("BT-2", "BT-9"):
        if (day := terms.text(term)) and not _is_day(day):
            yield error("EIN-124", where, rule=terms.text("BT-1")[:40], term=named(term), value=day[:40])
    if not terms.one("BG-22").values:
        yield warning("EIN-152", where, number=terms.text("BT-1")[:60])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def softer(severity: Severity) -> Severity:
    """The severity, at most a warning."""
    return Severity.INFO if severity is Severity.INFO else Severity.WARNING


def unfit(read: Incoming, book: Book, source: Path, *, issued: bool) -> Iterator[Fault]:
    """EIN-140 another seller, EIN-141 a type the book does not have, EIN-144 and EIN-149 about the number."""
    terms = read.terms
    where = Where(str(source), (), terms.line)
    weigh = error if issued else warning
    seller, number = terms.one("BG-4"), terms.text("BT-1")
    ours = {book.seller.siren, book.seller.siret, book.seller.vat_number} - {""}
    theirs = {value.text for term in ("BT-29", "BT-30", "BT-31", "BT-32") for value in seller.values.get(term, ())}
    if (
        read.syntax
        and not ours & {text.replace(" ", "") for text in theirs}
        and seller.text("BT-27") != book.seller.name
    ):
        yield weigh("EIN-140", where, seller=seller.text("BT-27")[:80], own=book.seller.name)
    if (kind := terms.text("BT-3")) not in TYPES:
        alike = kind in code_list("type-of-invoice") | code_list("type-of-credit-note") and kind != _PROFORMA
        yield (warning if alike else weigh)("EIN-141", where, type=kind[:10])
    if not issued:
        return
    if not _NUMBER.fullmatch(number):
        yield error("EIN-149", where, number=number[:60])
    elif number.casefold() in {one.casefold() for one in (*book.documents, *book.unread)}:
        yield error("EIN-144", where, number=number)


def double(terms: Terms, before: Sequence[Terms], source: Path) -> Iterator[Fault]:
    """EIN-144: a number that stands in another of the files."""
    number = terms.text("BT-1")
    if any(other.text("BT-1").casefold() == number.casefold() for other in before):
        yield error("EIN-144", Where(str(source), (), terms.line), number=number[:60])


def told(
    read: Incoming, made: Imported, source: str, *, file: str, new: str, seller: Seller | None = None
) -> Iterator[Fault]:
    """EIN-143 for each term the book cannot hold, EIN-145 a new client, EIN-146 lines, EIN-147 an exemption.

    With the book's `seller` also for what the file says of it otherwise.
    """
    for term, value in made.untold:
        text = "…" if term == "BT-125" else value.text[:80]
        yield info("EIN-143", Where(source, (), value.line), term=named(term), text=text)
    for term, value in client_lost(read.terms) if new else ():
        yield info("EIN-143", Where(source, (), value.line), term=named(term), text=value.text[:80])
    for term, value in seller_lost(read.terms, seller) if seller else ():
        yield info("EIN-143", Where(source, (), value.line), term=named(term), text=value.text[:80])
    for extra in read.extra:
        yield info("EIN-143", Where(source, (), extra.line), term=extra.text, text=extra.scheme[:80] or "…")
    if new:
        yield info("EIN-145", Where(source), client=new)
    if made.rewritten:
        yield info("EIN-146", Where(source), lines=", ".join(made.rewritten))
    if made.without_article:
        yield warning("EIN-147", Where(source), file=file)


def differences(read: Incoming, source: str, file: str, totals: Totals | None) -> Iterator[Fault]:
    """EIN-142: every amount that the book computes otherwise; an export is held to those it shows."""
    where = Where(source, (), read.terms.line)
    if totals is None:
        yield error("EIN-148", where, file=file)
        return
    sums = read.terms.one("BG-22")
    for term, name in _COMPARED:
        shown, computed = amount(sums, term), getattr(totals, name)
        if shown != computed and (read.syntax or sums.first(term)):
            yield error("EIN-142", where, term=named(term), shown=shown, computed=computed)
    yield from _groups(read, totals, where)
    paid = amount(sums, "BT-113")
    due = amount(sums, "BT-115") + paid if read.syntax else amount(sums, "BT-112")
    if paid < 0 and not file.startswith("invoices/drafts/"):  # a claim from before: no payment; a draft is told of it
        yield error("EIN-142", where, term=named("BT-113"), shown=paid, computed=Decimal(0))
    if due != totals.due and (read.syntax or sums.first("BT-112")):
        yield error("EIN-142", where, term=named("BT-115"), shown=due, computed=totals.due)


def _groups(read: Incoming, totals: Totals, where: Where) -> Iterator[Fault]:
    """EIN-142: base and VAT of every group of the breakdown, by rate: the book may have another word for a category."""
    shown: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for group in read.terms.within("BG-23"):
        rate, (base, tax) = amount(group, "BT-119"), shown.get(amount(group, "BT-119"), (Decimal(0), Decimal(0)))
        shown[rate] = (base + amount(group, "BT-116"), tax + amount(group, "BT-117"))
    for rate, found in sorted(shown.items()):
        mine = [group for group in totals.groups if group.vat.rate == rate]
        computed = (sum(group.base for group in mine), sum(group.tax for group in mine))
        for term, theirs, ours in zip(("BT-116", "BT-117"), found, computed, strict=True):
            if theirs != ours:
                yield error("EIN-142", where, term=named(term), shown=theirs, computed=ours)
