"""The rulings about money, from a typed file to the amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.rulings.desk import ACME, CAMILLE, LAW, book_of, configured, history, line, paper
from tests.rulings.index import rules

from facturier.compute.mentions import mentions
from facturier.model.state import Status

GROSS = "prices: gross\n"


def quote(body: str, number: str = "D2026-0001") -> dict[str, str]:
    return paper(f"type: quote\n{body}", number, day="2026-10-01")


def deposit(body: str, number: str = "F2026-0001") -> dict[str, str]:
    return paper(f"type: deposit\n{body}", number, day="2026-10-05")


# 1 · gross prices


@rules("money-1")
def test_what_was_typed_with_vat_is_what_is_due(tmp_path: Path) -> None:
    totals = book_of(tmp_path, paper(GROSS + line("0.07"))).totals("F2026-0001")
    assert (totals.net, totals.tax, totals.rounding, totals.due) == tuple(
        map(Decimal, ("0.06", "0.01", "0.00", "0.07"))
    )


@rules("money-1")
def test_the_cent_that_division_leaves_is_the_rounding_amount(tmp_path: Path) -> None:
    totals = book_of(tmp_path, paper(GROSS + line("0.09"))).totals("F2026-0001")
    assert (totals.net, totals.tax, totals.rounding) == (Decimal("0.08"), Decimal("0.02"), Decimal("-0.01"))
    assert totals.due == Decimal("0.09")


@rules("money-1")
def test_gross_discounts_and_charges_include_vat_and_lines_share_the_net_in_their_order(tmp_path: Path) -> None:
    body = f"""{GROSS}lines:
  - {{item: Premier cours, price: 10.00}}
  - {{item: Deuxième cours, price: 10.00, qty: 3}}
discount: {{amount: 1.00}}
charges: [{{item: Port, amount: 5.00}}]
"""
    totals = book_of(tmp_path, paper(body)).totals("F2026-0001")
    assert totals.due == Decimal("44.00")
    assert totals.net == Decimal("36.67")
    assert [one.net for one in totals.lines] == [Decimal("8.33"), Decimal("25.00")]
    assert totals.lines[1].unit_price == Decimal("8.333333")
    assert totals.line_sum - totals.discount + totals.charge_sum == totals.net


# 2 · deposits


@rules("money-2")
def test_a_deposit_is_a_negative_line_and_the_work_is_shown_beside(tmp_path: Path) -> None:
    book = book_of(
        tmp_path, {**deposit(line("300.00")), **paper(line("1000.00") + "deducts: [F2026-0001]\n", "F2026-0002")}
    )
    totals, paper_ = book.totals("F2026-0002"), book.document("F2026-0002")
    [taken] = paper_.lines[1:]
    assert (taken.price * taken.quantity, taken.deducts) == (Decimal("-300.00"), "F2026-0001")
    assert (totals.net, totals.tax, totals.due) == (Decimal("700.00"), Decimal("140.00"), Decimal("840.00"))
    assert (totals.work_net, totals.deducted[0].gross) == (Decimal("1000.00"), Decimal("360.00"))


@rules("money-2")
def test_a_deposit_is_taken_off_whole_less_its_credit_notes(tmp_path: Path) -> None:
    credit = paper(f"type: credit-note\ncredits: F2026-0001\n{line('100.00')}", "A2026-0001", day="2026-10-10")
    final = paper(line("1000.00") + "deducts: [F2026-0001]\n", "F2026-0002")
    assert book_of(tmp_path, {**deposit(line("300.00")), **credit, **final}).totals("F2026-0002").net == Decimal(
        "800.00"
    )


@rules("money-2")
@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ((), "360.00"),
        (("date: 2026-10-06, event: paid, amount: 60.00",), "300.00"),
        (
            ("date: 2026-10-06, event: paid, amount: 360.00", "date: 2026-10-09, event: returned, amount: 360.00"),
            "360.00",
        ),
        (("date: 2026-10-06, event: paid, amount: 360.00",), None),
    ],
)
def test_what_is_unpaid_of_a_deposit_is_a_warning(tmp_path: Path, entries: tuple[str, ...], left: str | None) -> None:
    final = paper(line("1000.00") + "deducts: [F2026-0001]\n", "F2026-0002")
    book = book_of(tmp_path, {**deposit(line("300.00")), **final, **history(*entries)})
    assert [one.named["open"] for one in book.of("DEP-011")] == ([left] if left else [])


# 3, 4 · interest

LATE = f"{line('1000.00', vat='20%')}terms: {{due: 2026-05-31}}\n"


def late(extra: str = "", day: str = "2026-05-01") -> dict[str, str]:
    return paper(LATE.replace("due: 2026-05-31", f"due: 2026-05-31{extra}"), day=day)


@rules("money-3", "money-4")
def test_interest_runs_at_the_rate_of_each_half_year_and_is_in_no_balance(tmp_path: Path) -> None:
    book = book_of(tmp_path, late())
    claim = book.interest("F2026-0001", date(2026, 7, 15))
    assert [(one.days, one.rate, one.amount) for one in claim.segments] == [
        (30, Decimal("12.15"), Decimal("11.98")),
        (15, Decimal("12.40"), Decimal("6.12")),
    ]
    assert claim.fee == Decimal("40.00")
    assert book.state("F2026-0001", date(2026, 7, 15)).open == Decimal("1200.00")


@rules("money-3")
@pytest.mark.parametrize(("first", "settled"), [("principal", "0"), ("interest", "11.98")])
def test_a_payment_goes_first_where_the_terms_say(tmp_path: Path, first: str, settled: str) -> None:
    paid = history("date: 2026-06-30, event: paid, amount: 500.00")
    book = book_of(tmp_path, {**late(f", late_penalty: {{payments_first_on: {first}}}"), **paid})
    assert book.interest("F2026-0001", date(2026, 7, 15)).settled == Decimal(settled)
    assert book.state("F2026-0001").open == Decimal("700.00")


@rules("money-4")
def test_the_legal_rate_is_refused_with_the_remedy(tmp_path: Path) -> None:
    book = book_of(tmp_path, late(", late_penalty: {yearly: legal}"))
    assert "statutory" in book.hint("TYPE-019")


@rules("money-4")
def test_a_fixed_rate_is_cut_at_the_half_year_and_held_against_each_floor(tmp_path: Path) -> None:
    book = book_of(tmp_path, late(", late_penalty: {yearly: 8%}"))
    claim = book.interest("F2026-0001", date(2026, 7, 15))
    assert [(one.days, one.rate, one.floor) for one in claim.segments] == [
        (30, Decimal(8), Decimal("7.86")),
        (15, Decimal(8), Decimal("8.25")),
    ]
    [fault] = book.of("PAY-007")
    assert (fault.severity, fault.named["half_year"]) == ("warning", "2026-S2")


@rules("money-4")
def test_a_fixed_rate_paid_before_the_floor_rose_is_no_fault(tmp_path: Path) -> None:
    paid = history("date: 2026-06-15, event: paid, amount: 1200.00")
    assert not book_of(tmp_path, {**late(", late_penalty: {yearly: 8%}"), **paid}).of("PAY-007")


@rules("money-4")
def test_a_public_buyer_owes_the_rate_of_the_half_year_in_which_interest_began(tmp_path: Path) -> None:
    town = ACME.replace("business", "public") + "siret: 99900002900010\n"
    claim = book_of(tmp_path, {**late(), "clients/acme.yaml": town}).interest("F2026-0001", date(2026, 7, 15))
    assert {one.rate for one in claim.segments} == {Decimal("10.15")}


@rules("money-4")
def test_a_consumer_owes_interest_from_the_day_after_the_notice_and_no_fee(tmp_path: Path) -> None:
    notice = history("date: 2026-07-10, event: formal-notice, deadline: 2026-07-18")
    files = {"clients/camille.yaml": CAMILLE, **paper(GROSS + LATE, client="camille", day="2026-05-01"), **notice}
    claim = book_of(tmp_path, files).interest("F2026-0001", date(2026, 7, 15))
    assert [(one.start, one.end) for one in claim.segments] == [(date(2026, 7, 11), date(2026, 7, 15))]
    assert claim.fee == 0


@rules("money-4")
def test_an_unknown_half_year_gives_the_known_part_and_its_first_day(tmp_path: Path) -> None:
    claim = book_of(tmp_path, late()).interest("F2026-0001", date(2027, 2, 1))
    assert claim.unknown_from == date(2027, 1, 1)
    assert claim.segments[-1].end == date(2026, 12, 31)


@rules("money-4")
def test_the_fee_is_forty_euros_in_any_currency(tmp_path: Path) -> None:
    dollars = "currency: USD\nexchange_rate: {rate: 1.0850, date: 2026-05-01}\n"
    claim = book_of(tmp_path, paper(LATE + dollars, day="2026-05-01")).interest("F2026-0001")
    assert (claim.currency, claim.fee) == ("USD", Decimal("40.00"))


@rules("money-4")
def test_a_returned_payment_is_as_if_never_paid(tmp_path: Path) -> None:
    entries = ("date: 2026-05-20, event: paid, amount: 1200.00", "date: 2026-06-20, event: returned, amount: 1200.00")
    with_return = book_of(tmp_path / "a", {**late(), **history(*entries)}).interest("F2026-0001")
    assert with_return.interest == book_of(tmp_path / "b", late()).interest("F2026-0001").interest


@rules("money-4")
@pytest.mark.parametrize(("outcome", "runs"), [("rejected", True), ("settled", False)])
def test_a_dispute_stops_interest_and_it_ran_when_the_claim_is_rejected(
    tmp_path: Path, outcome: str, runs: bool
) -> None:
    disputed = history("date: 2026-06-10, event: disputed", f"date: 2026-07-01, event: resolved, outcome: {outcome}")
    claim = book_of(tmp_path, {**late(), **disputed}).interest("F2026-0001", date(2026, 7, 15))
    assert sum(one.days for one in claim.segments) == (45 if runs else 10)


@rules("money-4")
def test_a_kept_plan_bears_no_interest(tmp_path: Path) -> None:
    plan = "date: 2026-05-20, event: plan-agreed, instalments: [{date: 2026-08-31, amount: 1200.00}]"
    paid = "date: 2026-08-31, event: paid, amount: 1200.00"
    assert book_of(tmp_path, {**late(), **history(plan, paid)}).interest("F2026-0001").interest == 0


# 5, 6 · discounts


@rules("money-5")
def test_a_discount_amount_is_spread_in_the_order_of_groups_and_moving_a_line_moves_no_cent(tmp_path: Path) -> None:
    first = "  - {item: Manuel imprimé, price: 10.01, vat: 5.5%, nature: goods}\n"
    second = "  - {item: Conseil en organisation, price: 20.02}\n"
    tail = "charges: [{item: Port, amount: 7.00}]\ndiscount: {amount: 1.00}\n"
    files = {**paper(f"lines:\n{first}{second}{tail}"), **paper(f"lines:\n{second}{first}{tail}", "F2026-0002")}
    book = book_of(tmp_path, files)
    groups = [(one.vat.rate, one.discount, one.charges) for one in book.totals("F2026-0001").groups]
    assert groups == [(20, Decimal("0.67"), Decimal("7.00")), (Decimal("5.5"), Decimal("0.33"), Decimal("0.00"))]
    assert book.totals("F2026-0002").groups == book.totals("F2026-0001").groups


@rules("money-5")
def test_a_discount_percent_is_taken_per_group_and_half_a_cent_goes_up(tmp_path: Path) -> None:
    body = f"{line('0.30')}charges: [{{item: Port, amount: 9.00}}]\ndiscount: {{percent: 5%}}\n"
    totals = book_of(tmp_path, paper(body)).totals("F2026-0001")
    assert (totals.discount, totals.charge_sum) == (Decimal("0.02"), Decimal("9.00"))


@rules("money-6")
def test_a_standing_discount_holds_for_documents_without_their_own(tmp_path: Path) -> None:
    files = {
        "clients/acme.yaml": f"{ACME}discount: {{percent: 5%}}\n",
        **paper(line("100.00")),
        **paper(line("100.00") + "discount: {amount: 1.00}\n", "F2026-0002"),
        **paper(f"type: deposit\n{line('100.00')}", "F2026-0003"),
        **paper(f"type: credit-note\ncredits: F2026-0001\n{line('10.00')}", "A2026-0001"),
    }
    book = book_of(tmp_path, files)
    numbers = ("F2026-0001", "F2026-0002", "F2026-0003", "A2026-0001")
    assert [str(book.totals(number).net) for number in numbers] == ["95.00", "99.00", "100.00", "10.00"]


# 7 · deposits of a quote, instalments

MIXED = """lines:
  - {item: Manuel imprimé, price: 100.00, vat: 5.5%, nature: goods}
  - {item: Conseil en organisation, price: 200.00}
"""


@rules("money-7")
def test_a_deposit_is_a_share_of_the_net_of_each_group(tmp_path: Path) -> None:
    totals = book_of(tmp_path, {**quote(MIXED), **deposit("quote: D2026-0001\nshare: 30%\n")}).totals("F2026-0001")
    assert [(str(one.base), str(one.tax)) for one in totals.groups] == [("60.00", "12.00"), ("30.00", "1.65")]


@rules("money-7")
def test_the_share_of_the_quote_holds_when_the_deposit_names_none(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**quote(f"deposit: 25%\n{MIXED}"), **deposit("quote: D2026-0001\n")})
    assert book.totals("F2026-0001").net == Decimal("75.00")


@rules("money-7")
@pytest.mark.parametrize(("body", "missing"), [("share: 30%\n", "quote"), ("quote: D2026-0001\n", "share")])
def test_a_deposit_that_asks_for_nothing_is_an_error(tmp_path: Path, body: str, missing: str) -> None:
    [fault] = book_of(tmp_path, {**quote(MIXED), **deposit(body)}).of("READ-021")
    assert (fault.severity, fault.named["key"]) == ("error", missing)


@rules("money-7")
@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ("{date: 2026-12-01, share: 33.33%}, {date: 2026-12-15, share: 66.67%}", None),
        ("{date: 2026-12-01, amount: 20.00}, {date: 2026-12-15, amount: 100.00}", None),
        ("{date: 2026-12-15, share: 50%}, {date: 2026-12-01, share: 50%}", "PAY-020"),
        ("{date: 2026-12-01, share: 50%}, {date: 2026-12-15, amount: 60.00}", "PAY-021"),
        ("{date: 2026-12-01, share: 50%}, {date: 2026-12-15, share: 49.99%}", "PAY-022"),
        ("{date: 2026-12-01, amount: 20.00}, {date: 2026-12-15, amount: 99.99}", "PAY-022"),
        ("{date: 2026-12-01, share: 33.333%}, {date: 2026-12-15, share: 66.667%}", "TYPE-011"),
    ],
)
def test_instalments_rise_are_of_one_kind_and_make_the_amount_due(tmp_path: Path, parts: str, code: str | None) -> None:
    book = book_of(tmp_path, paper(f"{line('100.00')}terms: {{due: [{parts}]}}\n"))
    found = set(book.codes) & {"PAY-020", "PAY-021", "PAY-022", "TYPE-011"}
    assert found == ({code} if code else set())


@rules("money-7")
def test_instalments_share_the_amount_due_after_deposits(tmp_path: Path) -> None:
    parts = "[{date: 2026-12-01, share: 33.33%}, {date: 2026-12-15, share: 66.67%}]"
    final = paper(f"{line('1000.00')}deducts: [F2026-0001]\nterms: {{due: {parts}}}\n", "F2026-0002")
    state = book_of(tmp_path, {**deposit(line("300.00")), **final}).state("F2026-0002")
    assert [str(one.amount) for one in state.instalments] == ["279.97", "560.03"]


# 8, 9, 11 · terms


@rules("money-8")
@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("45 days end of month", date(2027, 1, 31)),
        ("end of month + 45 days", date(2027, 1, 14)),
        ("30 days", date(2026, 12, 17)),
    ],
)
def test_the_two_ways_to_count_forty_five_days(tmp_path: Path, due: str, day: date) -> None:
    book = book_of(tmp_path, paper(f"{line()}terms: {{due: {due}}}\n", day="2026-11-17"))
    assert book.state("F2026-0001").due_date == day


@rules("money-9")
def test_vat_is_also_in_euros_at_units_for_one_euro(tmp_path: Path) -> None:
    rate = "currency: USD\nexchange_rate: {rate: 1.0850, date: 2026-11-02}\n"
    credit = paper(f"type: credit-note\ncredits: F2026-0001\n{line('10.00')}", "A2026-0001")
    book = book_of(tmp_path, {**paper(line("1000.00") + rate), **credit})
    assert book.totals("F2026-0001").tax_eur == Decimal("184.33")
    note = book.document("A2026-0001")
    assert (note.currency, note.exchange_rate) == ("USD", book.document("F2026-0001").exchange_rate)
    assert "MEN-045" not in book.codes


@rules("money-9")
@pytest.mark.parametrize(
    ("kind", "number", "asked"),
    [("invoice", "F2026-0001", True), ("proforma", "P2026-0001", True), ("quote", "D2026-0001", False)],
)
def test_a_rate_is_needed_on_anything_but_a_quote(tmp_path: Path, kind: str, number: str, asked: bool) -> None:
    book = book_of(tmp_path, paper(f"type: {kind}\ncurrency: USD\n{line()}", number))
    assert ("MEN-045" in book.codes) == asked


EARLY = f"{line('1000.00')}terms: {{due: 30 days, early_discount: {{percent: 2%, within: 10 days}}}}\n"


@rules("money-11")
@pytest.mark.parametrize(
    ("entry", "status", "discounted", "left"),
    [
        ("date: 2026-11-12, event: paid, amount: 1176.00", Status.PAID, "24.00", "0.00"),
        ("date: 2026-11-13, event: paid, amount: 1176.00", Status.PARTIALLY_PAID, "0", "24.00"),
        ("date: 2026-11-12, event: paid, amount: 1175.99", Status.PARTIALLY_PAID, "0", "24.01"),
    ],
)
def test_exactly_the_reduced_amount_in_time_closes_the_invoice(
    tmp_path: Path, entry: str, status: Status, discounted: str, left: str
) -> None:
    state = book_of(tmp_path, {**paper(EARLY), **history(entry)}).state("F2026-0001")
    assert (state.headline, state.discounted, state.open) == (status, Decimal(discounted), Decimal(left))


@rules("money-11")
def test_an_early_discount_prints_its_vat_sentence(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**paper(EARLY), **paper(line(), "F2026-0002")})
    told = {
        number: {one.code for one in mentions(book.document(number), book.totals(number), LAW)}
        for number in ("F2026-0001", "F2026-0002")
    }
    assert ("PAY-017" in told["F2026-0001"], "PAY-017" in told["F2026-0002"]) == (True, False)


# 12, 13, 14


@rules("money-12")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (line("100.000001"), None),
        (line("100.0000001"), "TYPE-011"),
        (line(qty="1.2345"), None),
        (line(qty="1.23456"), "TYPE-011"),
        (line(qty="-2 days", price="10.00").replace("price: 100.00, ", ""), None),
        (line("-100.00"), "TYPE-013"),
        (line("0100.00"), "TYPE-010"),
        (line("1234567890123.00"), "TYPE-012"),
        (line("999999999999.00"), None),
        (line(discount="{percent: 2.3456%}"), None),
        (line(discount="{percent: 2.34567%}"), "TYPE-011"),
        (line(vat="5.555%"), "TYPE-011"),
        (line(discount="{amount: 1.005}"), "TYPE-011"),
        (f"{line()}charges: [{{item: Port, amount: 1.005}}]\n", "TYPE-011"),
        (f"{line()}charges: [{{item: Port, amount: -1.00}}]\n", "TYPE-013"),
        (f"{line()}terms: {{late_penalty: {{recovery_fee: 40.001}}}}\n", "TYPE-011"),
        (
            f"{line()}currency: JPY\nexchange_rate: {{rate: 160, date: 2026-11-02}}\ndiscount: {{amount: 1.5}}\n",
            "TYPE-011",
        ),
    ],
)
def test_how_numbers_are_typed(tmp_path: Path, typed: str, code: str | None) -> None:
    book = book_of(tmp_path, paper(typed))
    assert {one for one in book.codes if one.startswith("TYPE")} == ({code} if code else set())


@rules("money-12")
@pytest.mark.parametrize(
    ("entry", "fine"),
    [
        ("amount: 100.005", True),
        ("amount: 100.00, fee: 0.005", True),
        ("amount: 100.00, received: {amount: 110.005, currency: USD}", True),
        ("amount: 100.00, received: {amount: 330.005, currency: TND}", False),
    ],
)
def test_amounts_of_a_history_have_the_decimals_of_their_currency(tmp_path: Path, entry: str, fine: bool) -> None:
    book = book_of(tmp_path, {**paper(line()), **history(f"date: 2026-11-03, event: paid, {entry}")})
    assert ("TYPE-011" in book.codes) == fine


@rules("money-12")
def test_a_share_capital_has_cents_at_most(tmp_path: Path) -> None:
    assert "TYPE-011" in book_of(tmp_path, configured("capital: 5000.00", "capital: 5000.001")).codes


@rules("money-13")
def test_two_exemptions_with_different_articles_are_an_error(tmp_path: Path) -> None:
    body = """lines:
  - {item: Formation au jardinage, price: 100.00, vat: {exempt: {article: 261-4-4°}}}
  - {item: Consultation d'un médecin, price: 50.00, vat: {exempt: {article: 261-4-1°}}}
"""
    book = book_of(tmp_path, paper(body))
    assert "two" in book.hint("VAT-026")


@rules("money-14")
def test_a_total_of_zero_is_paid_and_asks_for_nothing(tmp_path: Path) -> None:
    state = book_of(tmp_path, paper(line("0.00"))).state("F2026-0001", date(2027, 3, 1))
    assert (state.headline, state.payable, state.hold_reminders) == (Status.PAID, False, True)
