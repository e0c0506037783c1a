"""A deposit, progress and the rest ask together for exactly what was quoted: in every VAT group, to the cent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compute.books import book
from tests.compute.papers import line, paper, percent

from facturier.compute.billing import Billing, amount_of, billing, is_within, progress
from facturier.compute.expand import expand
from facturier.compute.totals import all_totals
from facturier.model.document import Document, DocumentType, Line, Prices

QUOTE = "D1"
LINES = st.lists(
    st.builds(
        line,
        st.decimals("0.01", "9999.99", places=2).map(str),
        st.sampled_from(["20", "5.5"]),
        st.sampled_from(["1", "3", "0.37", "12.5"]),
    ),
    min_size=1,
    max_size=5,
)
SHARES = st.decimals("0.01", "45", places=2)


def quoted(lines: list[Line], prices: Prices = Prices.NET, **more: Any) -> Document:
    return paper(*lines, number=QUOTE, type=DocumentType.QUOTE, prices=prices, date=date(2026, 1, 1), **more)


def deposit_of(quote: Document, share: Decimal, number: str = "F1") -> Document:
    return paper(
        number=number, type=DocumentType.DEPOSIT, quote=QUOTE, share=share, prices=quote.prices, date=date(2026, 2, 1)
    )


def progress_of(quote: Document, share: Decimal, papers: list[Document], number: str) -> Document:
    parts = progress(billed(quote, papers), share)
    lines = [line(str(amount_of(part, quote.prices)), part.vat) for part in parts]
    return paper(*lines, number=number, quote=QUOTE, prices=quote.prices, date=date(2026, 3, 1))


def rest_of(quote: Document, papers: list[Document]) -> Document:
    numbers = tuple(one.number for one in papers)
    return paper(
        *quote.lines,
        number="F9",
        quote=QUOTE,
        deducts=numbers,
        prices=quote.prices,
        discount=quote.discount,
        charges=quote.charges,
        date=date(2026, 4, 1),
    )


def billed(quote: Document, papers: list[Document]) -> Billing:
    whole = expand(book(quote, *papers))
    return billing(whole, all_totals(whole), whole.documents[QUOTE])


def assert_exact(quote: Document, papers: list[Document]) -> None:
    whole = expand(book(quote, *papers))
    totals = all_totals(whole)
    assert sum(totals[one.key].due for one in papers) == totals[QUOTE].due
    for group in totals[QUOTE].groups:
        parts = [part for one in papers for part in totals[one.key].groups if part.vat == group.vat]
        if quote.prices is Prices.GROSS:
            assert sum(part.gross for part in parts) == group.gross
        else:
            assert sum(part.base for part in parts) == group.base
        for part in parts:
            assert part.tax == round_half_up(part.base * part.vat.rate / 100)  # BR-CO-17, in each of them
    assert billed(quote, papers).is_finished


def round_half_up(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), "ROUND_HALF_UP")


@pytest.mark.parametrize("prices", Prices)
@given(lines=LINES, shares=st.lists(SHARES, min_size=1, max_size=3), reduction=st.sampled_from(["0.01", "2", "7.3"]))
def test_all_of_them_ask_for_the_quote(
    prices: Prices, lines: list[Line], shares: list[Decimal], reduction: str
) -> None:
    quote = quoted(lines, prices, discount=percent(reduction))
    papers = [deposit_of(quote, shares[0])]
    for place, share in enumerate(shares[1:], start=2):
        if not is_within(progress(billed(quote, papers), share), billed(quote, papers)):
            return
        papers.append(progress_of(quote, share, papers, f"F{place}"))
    assert_exact(quote, [*papers, rest_of(quote, papers)])


def test_a_cent_that_each_rounds_for_itself_is_the_rounding_of_the_last() -> None:
    quote = quoted([line("100.03")])
    deposit = deposit_of(quote, Decimal(30))
    papers = [deposit, rest_of(quote, [deposit])]
    whole = expand(book(quote, *papers))
    totals = all_totals(whole)
    assert (totals["F1"].tax, totals["F9"].tax, totals[QUOTE].tax) == (
        Decimal("6.00"),
        Decimal("14.00"),
        Decimal("20.01"),
    )
    assert totals["F9"].rounding == Decimal("0.01")
    assert_exact(quote, papers)


def test_two_halves_are_never_more_than_the_whole() -> None:
    quote = quoted([line("100.01", "0")])
    first = progress_of(quote, Decimal(50), [], "F1")
    second = progress_of(quote, Decimal(50), [first], "F2")
    assert [one.lines[0].price for one in (first, second)] == [Decimal("50.01"), Decimal("50.00")]
    assert billed(quote, [first, second]).is_finished


def test_more_than_is_left_is_seen() -> None:
    quote = quoted([line("100.00")])
    first = progress_of(quote, Decimal(60), [], "F1")
    sums = billed(quote, [first])
    assert not is_within(progress(sums, Decimal(50)), sums)
    assert is_within(progress(sums, Decimal(40)), sums)


def test_a_credit_note_gives_back_what_it_credits() -> None:
    quote = quoted([line("100.00")])
    first = progress_of(quote, Decimal(60), [], "F1")
    note = paper(line("20.00"), number="A1", type=DocumentType.CREDIT_NOTE, credits="F1", date=date(2026, 3, 2))
    assert billed(quote, [first, note]).due == Decimal("72.00")


def test_a_corrective_counts_in_the_place_of_what_it_replaces() -> None:
    quote = quoted([line("100.00")])
    first = progress_of(quote, Decimal(60), [], "F1")
    better = paper(line("50.00"), number="F2", type=DocumentType.CORRECTIVE, replaces="F1", quote=QUOTE)
    assert billed(quote, [first, better]).due == Decimal("60.00")


def test_a_progress_invoice_of_another_quote_is_not_taken_off() -> None:
    quote = quoted([line("100.00")])
    foreign = paper(line("10.00"), number="F1", quote="D7", date=date(2026, 2, 1))
    rest = rest_of(quote, [foreign])
    assert expand(book(quote, foreign, rest)).documents["F9"].lines == quote.lines
