"""What must hold between documents that refer to each other: quotes, deposits, final invoices, credit notes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.test_money import check_identities
from tests.strategies import STANDARD_VATS, book_of, books, documents, plain_numbers

from facturier.compute.expand import expand
from facturier.compute.totals import all_totals
from facturier.model.document import Document, DocumentType, Prices
from facturier.model.money import ZERO, minor_units

shares = plain_numbers("1", "99", 2)


def one_cent(document: Document) -> Decimal:
    return Decimal(1).scaleb(-minor_units(document.currency))


def story(work: Document, share: Decimal) -> tuple[Document, Document, Document]:
    """A quote, a deposit on it and the final invoice for the same work."""
    quote = replace(work, key="D1", number="D1", type=DocumentType.QUOTE, deposit=share)
    bare = replace(work, lines=(), sections=(), charges=(), discount=None)
    deposit = replace(bare, key="F1", number="F1", type=DocumentType.DEPOSIT, quote="D1")
    final = replace(work, key="F2", number="F2", deducts=("F1",))
    return quote, deposit, final


def crediting(invoice: Document, number: str = "A1", days: int = 1) -> Document:
    """A credit note that takes everything back."""
    return Document(
        key=number,
        number=number,
        type=DocumentType.CREDIT_NOTE,
        seller=invoice.seller,
        client=invoice.client,
        file=f"invoices/{number}.yaml",
        date=invoice.date + timedelta(days=days),
        credits=invoice.number,
        everything=True,
    )


@given(documents(), shares)
def test_every_identity_holds_after_deposits_are_taken_off(work, share):
    for totals in all_totals(expand(book_of(*story(work, share)))).values():
        check_identities(totals)


@given(documents(prices=Prices.NET), shares)
def test_deposit_and_balance_are_the_work_within_a_cent_per_rate(work, share):
    """Net amounts agree exactly; VAT is rounded once on each of the two papers."""
    totals = all_totals(expand(book_of(*story(work, share))))
    assert totals["F1"].net + totals["F2"].net == totals["D1"].net
    slack = len(totals["D1"].groups) * one_cent(work)
    assert abs(totals["F1"].due + totals["F2"].due - totals["D1"].due) <= slack


@given(documents(prices=Prices.GROSS), shares)
def test_deposit_and_balance_in_gross_prices_are_exactly_the_work(work, share):
    totals = all_totals(expand(book_of(*story(work, share))))
    assert totals["F1"].due + totals["F2"].due == totals["D1"].due


@given(documents(), shares)
def test_the_work_told_on_the_final_invoice_is_the_quote(work, share):
    totals = all_totals(expand(book_of(*story(work, share))))
    assert (totals["F2"].work_net, totals["F2"].work_gross) == (totals["D1"].net, totals["D1"].due)


@given(documents())
def test_crediting_everything_leaves_nothing(invoice):
    totals = all_totals(expand(book_of(invoice, crediting(invoice))))
    credit, whole = totals["A1"], totals[invoice.number]
    assert (credit.due, credit.net, credit.tax) == (whole.due, whole.net, whole.tax)
    assert credit.groups == whole.groups


@given(documents(), shares)
def test_crediting_the_deposit_and_the_balance_leaves_nothing(work, share):
    quote, deposit, final = story(work, share)
    notes = crediting(deposit, "A1"), crediting(final, "A2")
    totals = all_totals(expand(book_of(quote, deposit, final, *notes)))
    assert totals["F1"].due + totals["F2"].due == totals["A1"].due + totals["A2"].due


@given(documents(vats=STANDARD_VATS, currency="EUR", discounted=False), st.data())
def test_two_credit_notes_credit_exactly_the_invoice(invoice, data):
    some = tuple(data.draw(st.lists(st.sampled_from(invoice.lines), max_size=3)))
    partial = replace(crediting(invoice), everything=False, prices=invoice.prices)
    first = replace(partial, lines=some, sections=invoice.sections)
    totals = all_totals(expand(book_of(invoice, first, crediting(invoice, "A2", days=2))))
    assert totals["A1"].due + totals["A2"].due == totals[invoice.number].due


@given(documents(), shares)
def test_expanding_twice_changes_nothing_more(work, share):
    final = story(work, share)[2]
    once = expand(book_of(*story(work, share), crediting(final)))
    assert expand(once) == once


@given(books())
def test_a_book_without_references_is_left_alone(book):
    assert expand(book) == book


@given(documents(), shares)
def test_no_generated_price_is_negative(work, share):
    book = expand(book_of(*story(work, share)))
    assert all(line.price >= ZERO for document in book.documents.values() for line in document.lines)
