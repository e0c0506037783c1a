"""Rules about what a document holds: sensible dates and signs, a way to pay it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from facturier.faults import Fault, error, warning
from facturier.model.document import Document, DocumentType
from facturier.model.money import ZERO
from facturier.rules.context import Context, at, at_part

AMOUNT_DIGITS, PRICE_DIGITS, QUANTITY_DIGITS = 12, 14, 12  # what a column of theme/document/ holds: 9 999 999 999.99
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # BR-FR-03


def has_the_right_sign(context: Context, document: Document) -> Iterator[Fault]:
    """DOC-002: a negative invoice is a credit note; DOC-003: a credit note's amounts are typed positive."""
    totals = context.totals.get(document.key)
    if totals is None or document.deducts or totals.gross >= ZERO:
        return
    code = "DOC-003" if document.type is DocumentType.CREDIT_NOTE else "DOC-002"
    yield error(code, at(document, "lines"), amount=totals.gross, currency=document.currency)


def credits_something(context: Context, document: Document) -> Iterator[Fault]:
    """DOC-004: `everything: true` on an invoice of which nothing is left."""
    totals = context.totals.get(document.key)
    if document.everything and totals is not None and document.lines and totals.gross == ZERO:
        yield warning("DOC-004", at(document, "everything"), number=document.credits)


def discounts_leave_something(context: Context, document: Document) -> Iterator[Fault]:
    """DOC-005: a line discount is never more than the line; DOC-006: a document discount never more than the lines."""
    totals = context.totals.get(document.key)
    if totals is None:
        return
    for line, amounts in zip(document.lines, totals.lines, strict=True):
        if line.discount is not None and line.path and amounts.gross >= ZERO and amounts.net < ZERO:
            yield error("DOC-005", at_part(document, line, "discount"), amount=amounts.discount, line=amounts.gross)
    reduced = document.discount is not None or any(charge.amount < 0 for charge in document.charges)
    if reduced and totals.discount > totals.line_sum >= ZERO and not document.deducts:
        key = "discount" if document.discount is not None else "allowances"
        yield error("DOC-006", at(document, key), amount=totals.discount, lines=totals.line_sum)


def amounts_can_be_printed(context: Context, document: Document) -> Iterator[Fault]:
    """DOC-009: a figure with more digits than the columns of the PDF hold is a slip, or an invoice to be split."""
    totals = context.totals.get(document.key)
    for line in document.lines if totals else ():
        for key, value, most in (("price", line.price, PRICE_DIGITS), ("qty", line.quantity, QUANTITY_DIGITS)):
            if line.path and _digits(value) > most:
                yield error("DOC-009", at_part(document, line, key), amount=f"{value:f}", digits=most)
                return
    sums = (totals.work_gross, totals.gross, totals.due, *(line.gross for line in totals.lines)) if totals else ()
    largest = max(map(abs, sums), default=ZERO)
    if _digits(largest) > AMOUNT_DIGITS:
        yield error("DOC-009", at(document, "lines"), amount=f"{largest:f}", digits=AMOUNT_DIGITS)


def _digits(value: Decimal) -> int:
    """The digits that are shown of a figure, before and after the point."""
    _, digits, exponent = value.as_tuple()
    return len(digits) + max(0, int(exponent))


def date_is_sane(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-031: the issue date lies in this century (BR-FR-03), and not after today (242 nonies A I 6°)."""
    if not FIRST_DAY <= document.date <= LAST_DAY:
        yield error("MEN-031", at(document, "date"), date=document.date, reason=f"{FIRST_DAY}…{LAST_DAY}")
    elif document.number and document.date > context.real_day:
        yield warning("MEN-031", at(document, "date"), date=document.date, reason=f"> {context.real_day}")


def exchange_rate_is_given(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-045: VAT is also shown in EUR (CGI 289; Dir. 2006/112 art. 230); DOC-007: a rate that nothing needs."""
    if document.currency == "EUR" and document.exchange_rate is not None:
        yield warning("DOC-007", at(document, "exchange_rate"))
    if document.currency != "EUR" and document.exchange_rate is None and document.type is not DocumentType.QUOTE:
        yield error("MEN-045", at(document, "currency"), currency=document.currency)


def supply_is_not_after_years(context: Context, document: Document) -> Iterator[Fault]:
    """DOC-008: a supply more than a year away from its invoice is probably a slip in the year."""
    supplied = document.delivered or (document.period.end if document.period else None)
    if supplied is not None and abs((supplied - document.date).days) > 366:
        key = "delivered" if document.delivered else "period"
        yield warning("DOC-008", at(document, key), supplied=supplied, date=document.date)


def ways_to_pay_are_set_up(context: Context, document: Document) -> Iterator[Fault]:
    """PAY-030: `bank` without an account, `stripe` without its settings: the client would find no way to pay."""
    seller, settings = document.seller, context.book.settings
    for way, key, ready in (("bank", "seller.bank", seller.bank), ("stripe", "payments.stripe", settings.stripe)):
        if way in document.pay and ready is None:
            yield error("PAY-030", at(document, "pay"), way=way, key=key)


def deposits_ask_for_something(context: Context, document: Document) -> Iterator[Fault]:
    """READ-021: a deposit on a quote is a share of it, and neither of the two says which."""
    quote = context.book.documents.get(document.quote)
    if document.type is not DocumentType.DEPOSIT or document.lines or document.share is not None or quote is None:
        return
    if quote.type is DocumentType.QUOTE and quote.deposit is None:
        yield error("READ-021", at(document, "quote"), key="share")


def lines_are_filled_in(context: Context, document: Document) -> Iterator[Fault]:
    """DRA-020: a line of a new draft that was left as it was; it never becomes an invoice (242 nonies A I 8°)."""
    for line in document.lines:
        if line.path and not any(char.isalnum() for char in line.item):
            tell = warning if document.is_draft else error
            yield tell("DRA-020", at_part(document, line, "item"))


RULES = (
    lines_are_filled_in,
    deposits_ask_for_something,
    has_the_right_sign,
    credits_something,
    discounts_leave_something,
    amounts_can_be_printed,
    date_is_sane,
    exchange_rate_is_given,
    supply_is_not_after_years,
    ways_to_pay_are_set_up,
)
