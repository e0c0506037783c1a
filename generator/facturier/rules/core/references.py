"""Rules about numbers that documents name: the document exists, is of the right type, client, currency and time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from facturier.compute.amounts import amounts_of
from facturier.compute.deductions import is_taken_back
from facturier.compute.expand import is_taken_off
from facturier.compute.index import Index, index_of
from facturier.compute.ledger import ledger
from facturier.faults import Fault, Where, error, warning
from facturier.model.document import Document, DocumentType
from facturier.model.money import ZERO, minor_units
from facturier.rules.context import Context, at

INVOICES = frozenset(kind for kind in DocumentType if kind.is_invoice)
WANTED = {
    "credits": INVOICES,
    "replaces": INVOICES,
    "deducts": frozenset({DocumentType.DEPOSIT}),  # and an invoice on the same quote
    "quote": frozenset({DocumentType.QUOTE}),
}
CHAINS = frozenset({"replaces", "deducts"})


def named(document: Document) -> Iterator[tuple[str, str, Where]]:
    """Every number a document names: key, number, place."""
    for key, number in (("credits", document.credits), ("replaces", document.replaces), ("quote", document.quote)):
        if number:
            yield key, number, at(document, key)
    for position, number in enumerate(document.deducts):
        yield "deducts", number, at(document, "deducts", position)


def exist_and_agree(context: Context, document: Document) -> Iterator[Fault]:
    """REF-031 unknown, REF-032 wrong type, 033 other client, 034 other currency, 035 later, 036 and 037 a circle."""
    for key, number, where in named(document):
        target = context.book.documents.get(number)
        if number in context.book.unread:
            continue
        if target is None:
            near = get_close_matches(number, context.book.documents, n=1)
            yield error("REF-031", where, key=key, number=number, suggestion=near[0] if near else "")
        elif number == document.number:
            yield error("REF-036", where, key=key, number=number)
        elif key in CHAINS and _leads_back(context, target, document):
            yield error("REF-037", where, also=(Where(target.file),), key=key, number=number)
        else:
            yield from _disagree(context.sources[document.key], target, key, where)


def _leads_back(context: Context, target: Document, document: Document) -> bool:
    """Whether what `target` replaces and deducts, and what that does in turn, comes back to the document."""
    seen, to_follow = set[str](), [target.number]
    while to_follow:
        current = context.book.documents.get(to_follow.pop())
        if current is not None and current.number not in seen:
            seen.add(current.number)
            to_follow += [current.replaces, *current.deducts]
    return document.number in seen


def _disagree(document: Document, target: Document, key: str, where: Where) -> Iterator[Fault]:
    also = (Where(target.file),)
    wanted = WANTED["quote"] if key == "replaces" and document.type is DocumentType.QUOTE else WANTED[key]
    if target.type not in wanted and not (key == "deducts" and is_taken_off(target, document)):
        yield error("REF-032", where, also=also, key=key, number=target.number, type=target.type.value)
        return
    if target.client.id != document.client.id:
        here, there = document.client.id, target.client.id
        yield error("REF-033", where, also=also, key=key, number=target.number, client=here, other=there)
    if target.currency != document.currency:
        here, there = document.currency, target.currency
        yield error("REF-034", where, also=also, key=key, number=target.number, currency=here, other=there)
    if target.date > document.date:
        yield error("REF-035", where, also=also, key=key, number=target.number, date=document.date, other=target.date)


def credits_stay_within_the_invoice(context: Context, document: Document) -> Iterator[Fault]:
    """COR-002: what all credit notes take back of a VAT group is never more than the invoice charged in it."""
    target = context.book.documents.get(document.credits)
    if document.type is not DocumentType.CREDIT_NOTE or target is None or document.key not in context.totals:
        return
    charged = _groups(context, target)
    earlier = [note for note in context.credited_by[document.credits] if _is_before(note, document)]
    for key, amount in sorted(_groups(context, document).items()):
        before = sum((_groups(context, note).get(key, ZERO) for note in earlier), ZERO)
        limit = charged.get(key, ZERO)
        slack = Decimal(len(earlier)).scaleb(-minor_units(document.currency))  # each note rounds its own VAT
        if amount + before > limit + slack:
            yield error(
                "COR-002",
                at(document, "credits"),
                also=tuple(Where(other.file) for other in (target, *earlier)),
                number=target.number,
                group=key,
                credited=amount + before,
                charged=limit,
                currency=document.currency,
            )


def _groups(context: Context, document: Document) -> dict[str, Decimal]:
    totals = context.totals.get(document.key)
    groups: dict[str, Decimal] = {}
    for group in totals.groups if totals else ():
        key = f"{group.vat.category} {group.vat.rate.normalize():f}%"
        groups[key] = groups.get(key, ZERO) + group.base + group.tax
    return groups


def _is_before(other: Document, document: Document) -> bool:
    """Numbered notes before drafts, then by date and number, so that the later one is at fault."""
    return (other.is_draft, other.date, other.key) < (document.is_draft, document.date, document.key)


def deposits_are_taken_off_once(context: Context, document: Document) -> Iterator[Fault]:
    """DEP-010: a deposit is deducted by one document only, and only once in it."""
    for position, number in enumerate(document.deducts):
        where = at(document, "deducts", position)
        others = [
            other
            for other in context.deducted_by.get(number, ())
            if other.key != document.key and _stands(context, other) and _is_before(other, document)
        ]
        if number in document.deducts[:position]:
            yield error("DEP-010", where, number=number, other=document.key)
        elif others and document.replaces not in {other.number for other in others}:
            yield error("DEP-010", where, also=(Where(others[0].file),), number=number, other=others[0].key)


def _stands(context: Context, document: Document) -> bool:
    """Whether a document is neither replaced nor credited as a whole."""
    notes = context.credited_by.get(document.number, ()) if document.number else ()
    credited = [context.totals[note.key] for note in notes if note.key in context.totals]
    back = document.key in context.totals and is_taken_back(context.totals[document.key], credited)
    return not back and not (document.number and document.number in context.replaced_by)


def what_was_taken_off_stands(context: Context, document: Document) -> Iterator[Fault]:
    """DEP-012, DEP-013: a deposit that a final invoice has taken off is neither replaced nor credited unseen."""
    for key, number in (("replaces", document.replaces), ("credits", document.credits)):
        for final in context.deducted_by.get(number, ()):
            if _stands_before(context, final, document):
                where, also = at(document, key), (Where(final.file),)
                is_corrective = key == "replaces" and document.is_draft
                raised = error("DEP-012", where, also=also, number=number, final=final.number)
                told = warning("DEP-013", where, also=also, number=number, final=final.number)
                yield raised if is_corrective else told


def _stands_before(context: Context, final: Document, document: Document) -> bool:
    """Whether a final invoice was issued earlier and still stands."""
    is_later = final.date > document.date or (final.date == document.date and not document.is_draft)
    return not final.is_draft and not is_later and _stands(context, final)


def deposits_stay_within_the_work(context: Context, document: Document) -> Iterator[Fault]:
    """DEP-002: deposits are never more than the work they are taken off (BOI 136; BR-FR-CO-08)."""
    totals = context.totals.get(document.key)
    if not document.deducts or totals is None or totals.gross >= ZERO or document.type is DocumentType.CREDIT_NOTE:
        return
    yield error(
        "DEP-002", at(document, "deducts"), excess=-totals.gross, currency=document.currency, work=totals.work_gross
    )


def deposits_are_paid(context: Context) -> Iterator[Fault]:
    """DEP-011: a deposit that is taken off, while something of it is still to be paid: it stays due on the deposit."""
    index = index_of(context.book, today=context.today)
    for number, takers in sorted(context.deducted_by.items()):
        deposit = context.book.documents.get(number)
        if deposit is None or deposit.type is not DocumentType.DEPOSIT or number not in context.totals:
            continue
        left = _left_open(context, deposit, index)
        for taker in takers if left > ZERO else ():
            where = at(taker, "deducts", taker.deducts.index(number))
            also = (Where(deposit.file),)
            yield warning("DEP-011", where, also=also, number=number, open=left, currency=deposit.currency)


def _left_open(context: Context, document: Document, index: Index) -> Decimal:
    movements = ledger(context.book, context.totals, document, index)
    cancelled = index.corrective_of(document.key) is not None
    return amounts_of(context.totals[document.key].due, movements, cancelled=cancelled).open


def one_corrective_each(context: Context) -> Iterator[Fault]:
    """COR-010: an invoice, or a quote, is replaced at most once."""
    for number, replacing in sorted(context.replaced_by.items()):
        first, *others = sorted(replacing, key=lambda document: (document.is_draft, document.date, document.key))
        for other in others:
            yield error("COR-010", at(other, "replaces"), also=(Where(first.file),), number=number, other=first.key)


def quotes_stand(context: Context, document: Document) -> Iterator[Fault]:
    """QUO-004: an invoice on a quote that was replaced; QUO-005: a new version of what is being invoiced."""
    newer = [version for version in context.replaced_by.get(document.quote, ()) if not version.is_draft]
    if document.quote and newer and newer[0].date <= document.date:
        also = (Where(newer[0].file),)
        yield warning("QUO-004", at(document, "quote"), also=also, number=document.quote, other=newer[0].number)
    if document.type is not DocumentType.QUOTE or not document.replaces:
        return
    for paper in context.named_by.get(document.replaces, ()):
        if paper.type.is_invoice and not paper.is_draft and paper.date <= document.date and _stands(context, paper):
            where, also = at(document, "replaces"), (Where(paper.file),)
            tell = error if document.is_draft else warning
            yield tell("QUO-005", where, also=also, number=document.replaces, other=paper.number)
            return


def replaced_is_left_alone(context: Context, document: Document) -> Iterator[Fault]:
    """COR-011: a cancelled invoice is neither credited nor does it stand for what was agreed."""
    replacing = context.replaced_by.get(document.credits, ())
    if document.credits and replacing and replacing[0].date <= document.date:
        yield error(
            "COR-011",
            at(document, "credits"),
            also=(Where(replacing[0].file),),
            number=document.credits,
            other=replacing[0].key,
        )


RULES = (
    exist_and_agree,
    credits_stay_within_the_invoice,
    deposits_are_taken_off_once,
    what_was_taken_off_stands,
    deposits_stay_within_the_work,
    replaced_is_left_alone,
    quotes_stand,
)
BOOK_RULES = (one_corrective_each, deposits_are_paid)
