from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.compute.papers import EXEMPT, amount, charge, decimals, gross_paper, line, paper, percent
from tests.strategies import book_of

from facturier.compute.totals import all_totals, total
from facturier.model.document import ExchangeRate


def test_a_line_is_rounded_before_and_after_its_discount():
    (made,) = total(paper(line("47.515", quantity="3", discount=percent("2.5")))).lines
    assert (made.gross, made.discount, made.net) == decimals("142.55", "3.56", "138.99")


def test_the_unit_price_of_a_net_line_is_the_price_typed():
    (made,) = total(paper(line("47.515", quantity="3"))).lines
    assert str(made.unit_price) == "47.515"


def test_a_returned_quantity_is_a_negative_line():
    (made,) = total(paper(line("0.335", quantity="-1"))).lines
    assert made.net == Decimal("-0.34")


def test_vat_is_rounded_once_per_group_and_never_per_line():
    totals = total(paper(*[line("0.12")] * 3))
    assert (totals.net, totals.tax, totals.gross) == decimals("0.36", "0.07", "0.43")


def test_groups_stand_by_category_then_falling_rate():
    totals = total(paper(line("1", "5.5"), line("1", "20"), line("1", EXEMPT), line("1", "10")))
    assert [(group.vat.category, str(group.vat.rate)) for group in totals.groups] == [
        ("E", "0"),
        ("S", "20"),
        ("S", "10"),
        ("S", "5.5"),
    ]


def test_a_rate_written_in_two_ways_is_one_group():
    assert len(total(paper(line("1", "20"), line("1", "20.0"))).groups) == 1


def test_the_document_discount_in_percent_is_taken_in_each_group():
    totals = total(paper(line("10.25", "20"), line("10.25", "5.5"), discount=percent("2")))
    assert [group.discount for group in totals.groups] == list(decimals("0.21", "0.21"))


def test_the_document_discount_as_an_amount_is_spread_in_the_order_of_groups():
    totals = total(paper(line("10", "5.5"), line("10", "20"), line("10", "10"), discount=amount("0.05")))
    assert [group.discount for group in totals.groups] == list(decimals("0.02", "0.01", "0.02"))


def test_charges_are_not_discounted():
    totals = total(paper(line("100"), charges=(charge("50"),), discount=percent("10")))
    assert (totals.discount, totals.charge_sum, totals.net) == decimals("10.00", "50.00", "140.00")


def test_deposits_taken_off_are_not_discounted():
    totals = total(paper(line("100"), line("30", quantity="-1", deducts="F2026-0000"), discount=percent("10")))
    assert totals.discount == Decimal("10.00")


def test_the_work_before_deposits_is_told():
    totals = total(paper(line("100"), line("30", quantity="-1", deducts="F2026-0000")))
    assert (totals.work_net, totals.work_gross, totals.due) == decimals("100.00", "120.00", "84.00")


def test_a_section_adds_up_its_lines_after_their_discounts():
    document = paper(
        line("5"),
        line("100", section=0, discount=percent("10")),
        line("10", section=0),
        line("1", section=1),
        sections=("Développement", "Impression", "Rien"),
    )
    assert [(part.title, part.amount) for part in total(document).sections] == [
        ("Développement", Decimal("100.00")),
        ("Impression", Decimal("1.00")),
        ("Rien", Decimal("0.00")),
    ]


def test_gross_prices_are_what_is_due():
    totals = total(gross_paper(line("0.08"), line("9.99", "5.5")))
    assert totals.due == Decimal("10.07")


def test_a_gross_total_no_net_amount_leads_to_is_reached_by_rounding():
    # 0.03 / 1.2 = 0.025 → 0.03; 20 % of it 0.01: a cent too much
    totals = total(gross_paper(line("0.03")))
    assert (totals.net, totals.tax, totals.gross, totals.rounding, totals.due) == decimals(
        "0.03", "0.01", "0.04", "-0.01", "0.03"
    )


def test_the_net_of_a_gross_group_is_spread_in_line_order():
    totals = total(gross_paper(*[line("10")] * 3))
    assert [made.net for made in totals.lines] == list(decimals("8.33", "8.34", "8.33"))


def test_the_net_unit_price_of_a_gross_line_is_its_net_by_quantity():
    (made,) = total(gross_paper(line("10", quantity="3"))).lines
    assert (made.net, made.unit_price, made.typed) == decimals("25.00", "8.333333", "30.00")


def test_a_gross_line_shows_its_discount_net_of_vat():
    (made,) = total(gross_paper(line("120", discount=percent("10")))).lines
    assert (made.gross, made.discount, made.net, made.typed) == decimals("100.00", "10.00", "90.00", "108.00")


def test_an_allowance_reduces_its_own_vat_group():
    totals = total(paper(line("100"), line("100", "10"), charges=(charge("50"), charge("-30", "10"))))
    assert (totals.discount, totals.charge_sum, totals.net) == decimals("30.00", "50.00", "220.00")
    assert [group.base for group in totals.groups] == list(decimals("150.00", "70.00"))


def test_a_typed_rounding_bears_no_vat():
    totals = total(paper(line("100.40"), rounding=Decimal("-0.48")))
    assert (totals.gross, totals.rounding, totals.due) == decimals("120.48", "-0.48", "120.00")


def test_gross_discounts_and_charges_include_vat():
    totals = total(gross_paper(line("120"), charges=(charge("12"),), discount=amount("24")))
    assert (totals.line_sum, totals.discount, totals.charge_sum, totals.due) == decimals(
        "100.00", "20.00", "10.00", "108.00"
    )


def test_a_gross_document_given_away_is_zero():
    totals = total(gross_paper(line("99.99"), line("5", "5.5"), discount=percent("100")))
    assert (totals.net, totals.tax, totals.due) == decimals("0.00", "0.00", "0.00")


def test_a_line_of_no_quantity_keeps_a_unit_price():
    (made,) = total(gross_paper(line("12", quantity="0"))).lines
    assert (made.net, made.unit_price) == decimals("0.00", "10.00")


@pytest.mark.parametrize(
    ("currency", "net", "tax"), [("JPY", "1001", "100"), ("TND", "1000.500", "100.050"), ("EUR", "1000.50", "100.05")]
)
def test_amounts_have_the_decimals_of_their_currency(currency, net, tax):
    totals = total(paper(line("1000.5", "10"), currency=currency))
    assert (str(totals.net), str(totals.tax)) == (net, tax)


def test_vat_is_told_in_euros_when_the_document_is_in_another_currency():
    document = paper(
        line("1000"), currency="USD", exchange_rate=ExchangeRate(rate=Decimal("1.0850"), date=date(2026, 11, 2))
    )
    assert total(document).tax_eur == Decimal("184.33")


def test_vat_in_euros_is_not_repeated_on_a_document_in_euros():
    assert total(paper(line("1000"))).tax_eur is None


def test_an_empty_document_adds_up_to_nothing():
    assert str(total(paper(discount=amount("5"))).due) == "0.00"


def test_the_largest_lines_that_can_be_typed_add_up_exactly():
    huge = line("999999999999.999999", quantity="999999999999.9999")
    totals = total(paper(*[huge] * 3))
    assert totals.net == 3 * Decimal("999999999999999899000000.00")


def test_a_line_and_a_document_discount_in_two_rates_add_up():
    document = paper(
        line("620", quantity="12.5", discount=percent("10")),
        line("18.90", "5.5", "40"),
        line("47.515", quantity="3"),
        charges=(charge("12"),),
        discount=percent("2"),
    )
    totals = total(document)
    assert (totals.line_sum, totals.discount, totals.charge_sum, totals.net, totals.tax, totals.due) == decimals(
        "7873.55", "157.47", "12.00", "7728.08", "1438.19", "9166.27"
    )


def test_every_document_and_draft_of_a_book_has_totals():
    first, draft = paper(line("100")), replace(paper(line("7")), key="drafts/next", number="")
    assert {key: made.net for key, made in all_totals(book_of(first, draft)).items()} == {
        "F2026-0001": Decimal("100.00"),
        "drafts/next": Decimal("7.00"),
    }
