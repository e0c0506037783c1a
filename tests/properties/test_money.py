"""What must hold for the amounts of every document, whatever is typed."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import CURRENCIES, amounts, documents, plain_numbers

from facturier.compute.groups import vat_key
from facturier.compute.lines import typed_line
from facturier.compute.rounding import cent, split, without_vat
from facturier.compute.terms import instalments
from facturier.compute.totals import total
from facturier.model.document import Prices
from facturier.model.money import ZERO, minor_units
from facturier.model.totals import Totals

a_currency = st.sampled_from(CURRENCIES)
weights = st.lists(plain_numbers("0", "1000", 2), min_size=1, max_size=30)


def one_cent(currency: str) -> Decimal:
    return Decimal(1).scaleb(-minor_units(currency))


def added(values) -> Decimal:
    return sum(values, ZERO)


# --- rounding --------------------------------------------------------------------------------------------------------


@given(currency=a_currency, total_=st.data(), parts=weights)
def test_a_split_loses_no_cent(currency, total_, parts):
    whole = total_.draw(amounts(currency, low="-5000"))
    assert added(split(whole, parts, currency=currency)) == whole


@given(currency=a_currency, total_=st.data(), parts=weights.filter(any))
def test_no_part_of_a_split_is_a_cent_off_its_exact_share(currency, total_, parts):
    whole = total_.draw(amounts(currency, low="-5000"))
    for part, weight in zip(split(whole, parts, currency=currency), parts, strict=True):
        assert abs(part * added(parts) - whole * weight) <= one_cent(currency) * added(parts)


@given(parts=weights.filter(any), whole=amounts())
def test_no_part_of_a_positive_split_is_negative(parts, whole):
    assert min(split(whole, parts, currency="EUR")) >= 0


@given(typed=st.lists(amounts(low="-5000"), max_size=30), rate=st.sampled_from(["20", "10", "5.5", "2.1", "0"]))
def test_vat_taken_out_of_parts_is_vat_taken_out_of_the_whole(typed, rate):
    nets = without_vat(typed, rate=Decimal(rate), currency="EUR")
    assert added(nets) == cent(added(typed) / (1 + Decimal(rate) / 100), currency="EUR")


# --- the identities of EN 16931 --------------------------------------------------------------------------------------


def check_identities(totals: Totals) -> None:
    """BR-CO-10 to 16 and BR-S-08 as the schematron states them, without its tolerance."""
    assert totals.line_sum == added(line.net for line in totals.lines)  # BR-CO-10
    assert totals.discount == added(group.discount for group in totals.groups)  # BR-CO-11
    assert totals.charge_sum == added(charge.net for charge in totals.charges)  # BR-CO-12
    assert totals.net == totals.line_sum - totals.discount + totals.charge_sum  # BR-CO-13
    assert totals.tax == added(group.tax for group in totals.groups)  # BR-CO-14
    assert totals.gross == totals.net + totals.tax  # BR-CO-15
    assert totals.due == totals.gross + totals.rounding  # BR-CO-16
    assert totals.net == added(group.base for group in totals.groups)
    for group in totals.groups:
        assert group.base == group.lines - group.discount + group.charges  # BR-S-08
        assert group.tax == cent(group.base * group.vat.rate / 100, currency=totals.currency)  # BR-CO-17
    assert len({vat_key(group.vat) for group in totals.groups}) == len(totals.groups)


@given(documents())
def test_every_identity_holds_for_every_document(document):
    check_identities(total(document))


@settings(max_examples=10)
@given(documents(min_lines=100, max_lines=200))
def test_every_identity_holds_for_long_documents(document):
    check_identities(total(document))


@given(documents())
def test_every_group_holds_its_own_lines_and_charges(document):
    totals = total(document)
    for group in totals.groups:
        mine = [made.net for line, made in zip(document.lines, totals.lines, strict=True) if same(line, group)]
        assert group.lines == added(mine)
        charged = [
            made.net for charge, made in zip(document.charges, totals.charges, strict=True) if same(charge, group)
        ]
        assert group.charges == added(charged)


def same(taxed, group) -> bool:
    return vat_key(taxed.vat) == vat_key(group.vat)


@given(documents())
def test_every_amount_has_the_decimals_of_its_currency(document):
    totals = total(document)
    places = -minor_units(totals.currency)
    shown = [totals.line_sum, totals.discount, totals.charge_sum, totals.net, totals.tax, totals.gross, totals.rounding]
    shown += [totals.due, totals.work_net, totals.work_gross]
    shown += [value for line in totals.lines for value in (line.gross, line.discount, line.net, line.typed)]
    shown += [part for group in totals.groups for part in (group.base, group.tax, group.gross, group.discount)]
    assert {value.as_tuple().exponent for value in shown} == {places}


@given(documents(prices=Prices.NET))
def test_net_prices_need_no_rounding(document):
    assert total(document).rounding == 0


@given(documents())
def test_a_line_is_its_gross_amount_less_its_discount(document):
    assert all(line.net == line.gross - line.discount for line in total(document).lines)


@given(documents())
def test_a_unit_price_is_never_negative_and_has_six_decimals_at_most(document):
    for made in total(document).lines:
        assert made.unit_price >= 0
        assert made.unit_price == round(made.unit_price, 6)


@given(documents(prices=Prices.GROSS))
def test_quantity_times_unit_price_is_the_line_within_what_six_decimals_allow(document):
    for line, made in zip(document.lines, total(document).lines, strict=True):
        if line.quantity and made.unit_price:
            slack = abs(line.quantity) * Decimal("0.0000005")
            assert abs(line.quantity * made.unit_price - made.discount - made.net) <= slack


# --- gross prices ----------------------------------------------------------------------------------------------------


def typed_sum(document, totals: Totals) -> Decimal:
    """What a till adds up: lines as typed, less the discount, plus charges."""
    lines = added(typed_line(line, currency=document.currency).amount for line in document.lines)
    charges = added(charge.amount for charge in document.charges)
    discount = document.discount
    if discount is None or not document.lines:
        return lines + charges
    if discount.amount is not None:
        return lines + charges - discount.amount
    groups = {vat_key(line.vat): ZERO for line in document.lines}
    for line in document.lines:
        groups[vat_key(line.vat)] += typed_line(line, currency=document.currency).amount
    percent = discount.percent or ZERO
    return lines + charges - added(cent(base * percent / 100, currency=document.currency) for base in groups.values())


@given(documents(prices=Prices.GROSS))
def test_what_is_due_is_exactly_what_was_typed(document):
    totals = total(document)
    assert totals.due == typed_sum(document, totals)


@given(documents(prices=Prices.GROSS))
def test_rounding_is_at_most_a_cent_per_group(document):
    totals = total(document)
    assert abs(totals.rounding) <= len(totals.groups) * one_cent(totals.currency)


@given(documents(prices=Prices.GROSS, discounted=False))
def test_a_net_line_is_at_most_a_cent_off_its_typed_price_without_vat(document):
    totals = total(document)
    for line, made in zip(document.lines, totals.lines, strict=True):
        exact = made.typed / (1 + line.vat.rate / 100)
        assert abs(made.net - exact) <= one_cent(totals.currency)


# --- order -----------------------------------------------------------------------------------------------------------


@given(documents(), st.randoms(use_true_random=False))
def test_moving_a_line_never_moves_a_cent_of_a_group(document, random):
    moved = list(document.lines)
    random.shuffle(moved)
    charges = list(document.charges)
    random.shuffle(charges)
    before, after = total(document), total(replace(document, lines=tuple(moved), charges=tuple(charges)))
    if document.prices is Prices.NET:
        assert after.groups == before.groups
    assert [(group.base, group.tax, group.gross) for group in after.groups] == [
        (group.base, group.tax, group.gross) for group in before.groups
    ]
    assert after.due == before.due


@given(documents(prices=Prices.NET), st.randoms(use_true_random=False))
def test_moving_a_line_moves_no_other_line(document, random):
    moved = list(document.lines)
    random.shuffle(moved)
    before, after = total(document), total(replace(document, lines=tuple(moved)))
    assert sorted(line.net for line in after.lines) == sorted(line.net for line in before.lines)


@given(documents())
def test_the_same_document_adds_up_to_the_same_totals(document):
    assert repr(total(document)) == repr(total(document))


# --- instalments and currencies --------------------------------------------------------------------------------------


@given(documents())
def test_instalments_add_up_to_the_amount_due(document):
    totals = total(document)
    assert added(amount for _, amount in instalments(document, totals)) == totals.due


@given(documents())
def test_no_instalment_goes_against_the_amount_due(document):
    totals = total(document)
    assert all(amount * totals.due >= 0 for _, amount in instalments(document, totals))


@given(documents(currency="USD"))
def test_vat_in_euros_is_the_vat_at_the_rate_of_the_day(document):
    totals = total(document)
    assert totals.tax_eur == cent(totals.tax / document.exchange_rate.rate, currency="EUR")
