from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.compute.papers import BETA, amount, charge, decimals, line, paper, percent, rate
from tests.strategies import book_of

from facturier.compute.deductions import deposit_asked
from facturier.compute.expand import expand
from facturier.compute.totals import all_totals, total
from facturier.model.document import DocumentType, ExchangeRate, Nature, Prices

QUOTE = paper(
    line("1000", "20"),
    line("200", "5.5", nature=Nature.GOODS),
    number="D2026-0007",
    type=DocumentType.QUOTE,
    date=date(2026, 9, 1),
    deposit=Decimal(30),
)
DEPOSIT = paper(number="F2026-0031", type=DocumentType.DEPOSIT, date=date(2026, 9, 15), quote="D2026-0007")
FINAL = paper(line("1000", "20"), line("200", "5.5"), number="F2026-0042", deducts=("F2026-0031",))


def note(number: str = "A2026-0001", on: str = "F2026-0042", **more):
    day = more.pop("date", date(2026, 11, 20))
    lines = more.pop("lines", ())
    return paper(*lines, number=number, type=DocumentType.CREDIT_NOTE, credits=on, date=day, **more)


def expanded(*documents, key: str):
    book = expand(book_of(*documents))
    return {**book.documents, **book.drafts}[key]


# --- deposits --------------------------------------------------------------------------------------------------------


def test_a_deposit_takes_the_share_that_the_quote_asks_of_each_group():
    made = expanded(QUOTE, DEPOSIT, key="F2026-0031")
    assert [(str(one.price), str(one.vat.rate)) for one in made.lines] == [("300.00", "20"), ("60.00", "5.5")]


def test_the_deposit_tells_the_share_it_took():
    assert expanded(QUOTE, DEPOSIT, key="F2026-0031").share == Decimal(30)


def test_a_share_of_its_own_wins_over_that_of_the_quote():
    made = expanded(QUOTE, replace(DEPOSIT, share=Decimal("12.5")), key="F2026-0031")
    assert total(made).net == Decimal("150.00")


def test_a_deposit_keeps_goods_and_services_apart():
    made = expanded(QUOTE, DEPOSIT, key="F2026-0031")
    assert [one.nature for one in made.lines] == [Nature.SERVICES, Nature.GOODS]


def test_a_deposit_in_gross_prices_has_the_same_net():
    net, gross = (total(expanded(QUOTE, replace(DEPOSIT, prices=way), key="F2026-0031")) for way in Prices)
    assert (gross.net, gross.tax, gross.due, gross.rounding) == (net.net, net.tax, net.due, Decimal(0))


@pytest.mark.parametrize("prices", Prices)
@pytest.mark.parametrize("price", ["1000", "0.05", "33.33"])
def test_a_quote_names_to_the_cent_what_its_deposit_invoice_asks_for(price: str, prices: Prices):
    quote = replace(QUOTE, lines=(line(price, "20"), line("200.01", "5.5", nature=Nature.GOODS)), prices=prices)
    made = expanded(quote, replace(DEPOSIT, prices=prices), key="F2026-0031")
    assert deposit_asked(quote, total(quote)) == total(made).due


def test_who_asks_for_no_deposit_names_none():
    assert deposit_asked(replace(QUOTE, deposit=None), total(QUOTE)) == 0
    assert deposit_asked(DEPOSIT, total(QUOTE)) == 0


def test_a_deposit_with_lines_of_its_own_is_left_alone():
    own = replace(DEPOSIT, lines=(line("500"),))
    assert expanded(QUOTE, own, key="F2026-0031") == own


def test_a_deposit_on_another_clients_quote_stays_as_it_is():
    foreign = replace(DEPOSIT, client=BETA)
    assert expanded(QUOTE, foreign, key="F2026-0031") == foreign


def test_a_deposit_on_a_missing_quote_stays_as_it_is():
    assert expanded(DEPOSIT, key="F2026-0031") == DEPOSIT


# --- deposits taken off ----------------------------------------------------------------------------------------------


def test_a_deposit_is_taken_off_by_vat_group_as_negative_lines():
    made = expanded(QUOTE, DEPOSIT, FINAL, key="F2026-0042")
    assert [(one.deducts, str(one.quantity), str(one.price), one.vat.word, one.path) for one in made.lines[2:]] == [
        ("F2026-0031", "-1", "300.00", "20%", ()),
        ("F2026-0031", "-1", "60.00", "5.5%", ()),
    ]


def test_the_final_invoice_tells_the_work_and_the_deposit():
    totals = all_totals(expand(book_of(QUOTE, DEPOSIT, FINAL)))["F2026-0042"]
    (taken,) = totals.deducted
    assert (taken.number, taken.net, taken.tax, taken.gross) == ("F2026-0031", *decimals("360.00", "63.30", "423.30"))
    assert (totals.work_gross, totals.due) == decimals("1411.00", "987.70")


def test_a_deposit_is_taken_off_less_its_credit_notes():
    credit = note(on="F2026-0031", date=date(2026, 10, 1), lines=(line("100"),))
    made = expanded(QUOTE, DEPOSIT, credit, FINAL, key="F2026-0042")
    assert [str(one.price) for one in made.lines[2:]] == ["200.00", "60.00"]


def test_a_deposit_credited_in_full_is_not_taken_off():
    credit = note(on="F2026-0031", date=date(2026, 10, 1), everything=True)
    assert expanded(QUOTE, DEPOSIT, credit, FINAL, key="F2026-0042") == FINAL


def test_a_later_credit_note_does_not_change_an_invoice_already_made():
    later = note(on="F2026-0031", date=date(2026, 11, 3), lines=(line("100"),))
    made = expanded(QUOTE, DEPOSIT, later, FINAL, key="F2026-0042")
    assert [str(one.price) for one in made.lines[2:]] == ["300.00", "60.00"]


def test_a_gross_invoice_takes_off_what_the_deposit_asked_for():
    deposit = replace(DEPOSIT, quote="", prices=Prices.GROSS, lines=(line("0.03"),))
    final = replace(FINAL, prices=Prices.GROSS, lines=(line("1000"),))
    book = expand(book_of(deposit, final))
    totals = all_totals(book)
    assert totals["F2026-0031"].due + totals["F2026-0042"].due == Decimal("1000.00")


def test_a_deposit_named_twice_is_taken_off_once():
    twice = replace(FINAL, deducts=("F2026-0031", "F2026-0031"))
    assert len(expanded(QUOTE, DEPOSIT, twice, key="F2026-0042").lines) == 4


def test_nothing_is_taken_from_another_clients_deposit():
    foreign = replace(DEPOSIT, client=BETA, quote="", lines=(line("500"),))
    assert expanded(foreign, FINAL, key="F2026-0042") == FINAL


def test_an_invoice_that_is_no_deposit_is_not_taken_off():
    assert expanded(paper(line("500"), number="F2026-0031"), FINAL, key="F2026-0042") == FINAL


def test_a_draft_takes_deposits_off_too():
    draft = replace(FINAL, key="drafts/final", number="")
    assert total(expanded(QUOTE, DEPOSIT, draft, key="drafts/final")).net == Decimal("840.00")


def test_a_draft_is_never_taken_off():
    draft = replace(DEPOSIT, key="drafts/deposit", number="", lines=(line("500"),))
    waiting = replace(FINAL, deducts=("drafts/deposit",))
    assert expanded(draft, waiting, key="F2026-0042") == waiting


# --- credit notes ----------------------------------------------------------------------------------------------------


def test_a_credit_note_takes_client_currency_and_rate_from_its_invoice():
    exchange = ExchangeRate(rate=Decimal("1.0850"), date=date(2026, 11, 2))
    invoice = paper(line("100"), number="F2026-0042", client=BETA, currency="USD", exchange_rate=exchange)
    made = expanded(invoice, note(lines=(line("10"),)), key="A2026-0001")
    assert (made.client, made.currency, made.exchange_rate) == (BETA, "USD", exchange)


def test_everything_copies_lines_charges_and_discount():
    invoice = paper(
        line("100", path=("lines", 0), section=0),
        number="F2026-0042",
        sections=("Lot 1",),
        charges=(charge("12"),),
        discount=percent("2"),
    )
    made = expanded(invoice, note(everything=True), key="A2026-0001")
    assert (made.lines[0].path, made.sections, made.charges[0].amount, made.discount) == (
        (),
        ("Lot 1",),
        Decimal(12),
        invoice.discount,
    )


def test_everything_of_a_final_invoice_is_its_balance():
    totals = all_totals(expand(book_of(QUOTE, DEPOSIT, FINAL, note(everything=True))))
    assert totals["A2026-0001"].due == totals["F2026-0042"].due


def test_everything_after_an_earlier_credit_note_is_what_is_left_to_the_cent():
    invoice = paper(line("100.02"), number="F2026-0042")
    first = note(lines=(line("33.34"),))
    last = note("A2026-0002", everything=True)
    totals = all_totals(expand(book_of(invoice, first, last)))
    assert (totals["A2026-0002"].net, totals["A2026-0002"].rounding) == decimals("66.68", "-0.01")
    assert totals["A2026-0001"].due + totals["A2026-0002"].due == totals["F2026-0042"].due


def test_everything_of_a_rounded_invoice_is_its_balance_whoever_types_the_rounding():
    rounding = Decimal("-0.49")
    invoice = paper(line("100.41"), number="F2026-0042", rounding=rounding)
    for typed in (Decimal(0), rounding):
        totals = all_totals(expand(book_of(invoice, note(everything=True, rounding=typed))))
        assert (totals["A2026-0001"].due, totals["A2026-0001"].rounding) == decimals("120.00", "-0.49")


def test_the_earlier_credit_note_is_told_apart_from_a_deposit():
    invoice = paper(line("100"), number="F2026-0042")
    totals = all_totals(expand(book_of(invoice, note(lines=(line("30"),)), note("A2026-0002", everything=True))))
    assert [(taken.number, taken.credit_note) for taken in totals["A2026-0002"].deducted] == [("A2026-0001", True)]


def test_credit_notes_of_one_day_follow_their_numbers():
    invoice = paper(line("100"), number="F2026-0042")
    first, last = note("A9", everything=True), note("A10", everything=True)
    totals = all_totals(expand(book_of(invoice, first, last)))
    assert (totals["A9"].due, totals["A10"].due) == decimals("120.00", "0.00")


def test_a_credit_note_with_lines_credits_those():
    invoice = paper(line("100"), number="F2026-0042", discount=amount("5"))
    partial = note(lines=(line("10"),))
    assert expanded(invoice, partial, key="A2026-0001").lines == partial.lines


def test_a_credit_note_on_a_missing_invoice_stays_as_it_is():
    alone = note(everything=True)
    assert expanded(alone, key="A2026-0001") == alone


def test_a_credit_note_on_a_credit_note_stays_as_it_is():
    odd = note("A2026-0002", on="A2026-0001", everything=True)
    assert expanded(FINAL, note(lines=(line("5"),)), odd, key="A2026-0002") == odd


# --- circles ---------------------------------------------------------------------------------------------------------


def test_documents_in_a_circle_stay_as_they_are():
    one = paper(line("1"), number="F1", type=DocumentType.DEPOSIT, deducts=("F2",))
    other = paper(line("2"), number="F2", type=DocumentType.DEPOSIT, deducts=("F1",))
    book = book_of(one, other)
    assert expand(book) == book


def test_a_document_that_names_itself_stays_as_it_is():
    own = paper(line("1"), number="F1", type=DocumentType.DEPOSIT, deducts=("F1",))
    assert expanded(own, key="F1") == own


def test_a_circle_does_not_keep_others_from_being_resolved():
    circle = paper(line("1"), number="F1", type=DocumentType.DEPOSIT, deducts=("F1",))
    assert len(expanded(circle, QUOTE, DEPOSIT, FINAL, key="F2026-0042").lines) == 4


def test_a_long_chain_is_resolved():
    chain = [
        paper(line("2"), number=f"F{place}", type=DocumentType.DEPOSIT, deducts=(f"F{place + 1}",))
        for place in range(3000)
    ]
    book = expand(book_of(*chain))
    assert total(book.documents["F0"]).net in decimals("0.00", "2.00")


def test_generated_lines_have_the_treatment_of_their_group():
    made = expanded(QUOTE, DEPOSIT, key="F2026-0031")
    assert [one.vat for one in made.lines] == [rate("20"), rate("5.5")]
