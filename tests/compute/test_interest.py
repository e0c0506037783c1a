from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from tests.compute.papers import ACME, decimals, line, paper
from tests.strategies import LAW

from facturier.compute.interest import interest
from facturier.compute.totals import total
from facturier.model.document import DocumentType, ExchangeRate
from facturier.model.history import Event, EventKind, PlannedInstalment
from facturier.model.party import ClientKind
from facturier.model.terms import EarlyDiscount, InstalmentTerm, LatePenalty, Terms

TODAY = date(2026, 11, 22)


def invoice(due_amount: str, due: str, *, kind: ClientKind = ClientKind.BUSINESS, **more):
    """An invoice without VAT to reckon with: what is typed is due."""
    penalty = more.pop("penalty", LatePenalty())
    terms = more.pop("terms", Terms(due=date.fromisoformat(due), late_penalty=penalty))
    issued = more.pop("date", date.fromisoformat(due).replace(day=1))
    return paper(line(due_amount, "0"), date=issued, terms=terms, client=replace(ACME, kind=kind), **more)


def history(*entries: tuple[str, EventKind, dict]) -> list[Event]:
    places = count()
    return [
        Event(kind=kind, date=date.fromisoformat(day), position=next(places), **{k: money(v) for k, v in keys.items()})
        for day, kind, keys in entries
    ]


def money(value):
    return Decimal(value) if isinstance(value, str) and value.replace(".", "").isdigit() else value


def paid(day: str, amount: str, **more):
    return (day, EventKind.PAID, {"amount": amount, **more})


def claim(document, *entries, today: date = TODAY, **more):
    return interest(document, total(document), history(*entries), LAW, today=today, **more)


def segments(made):
    return [(one.days, str(one.rate), str(one.amount)) for one in made.segments]


WORKED = [
    ("1200.00", "2026-05-31", "2026-07-15", [(30, "12.15", "11.98"), (15, "12.40", "6.12")], "18.10"),
    ("6000.00", "2026-09-30", "2026-11-22", [(53, "12.40", "108.03")], "108.03"),
    ("10000.00", "2026-05-01", "2026-09-03", [(60, "12.15", "199.73"), (65, "12.40", "220.82")], "420.55"),
]


@pytest.mark.parametrize(("amount", "due", "day", "parts", "sum_"), WORKED)
def test_interest_is_cut_at_half_years_and_rounded_in_each(amount, due, day, parts, sum_):
    made = claim(invoice(amount, due), paid(day, amount))
    assert (segments(made), str(made.interest), made.fee) == (parts, sum_, Decimal(40))


@pytest.mark.parametrize(("amount", "due", "day", "parts", "sum_"), WORKED)
def test_an_unpaid_invoice_bears_interest_through_today(amount, due, day, parts, sum_):
    made = claim(invoice(amount, due), today=date.fromisoformat(day))
    assert (segments(made), str(made.interest)) == (parts, sum_)


def test_paying_on_the_due_date_is_not_late():
    made = claim(invoice("1000", "2026-09-30"), paid("2026-09-30", "1000"))
    assert (made.segments, made.interest, made.fee) == ((), Decimal(0), Decimal(0))


def test_nothing_is_claimed_on_the_due_date():
    assert claim(invoice("1000", "2026-11-22")).fee == 0


def test_a_first_day_late_costs_the_fee_even_when_interest_rounds_to_nothing():
    made = claim(invoice("0.10", "2026-11-21"))
    assert (made.interest, made.fee) == decimals("0.00", "40")


@pytest.mark.parametrize("kind", [DocumentType.QUOTE, DocumentType.PROFORMA, DocumentType.CREDIT_NOTE])
def test_only_invoices_bear_interest(kind):
    assert claim(invoice("1000", "2026-09-30", type=kind)).segments == ()


def test_a_partial_payment_cuts_the_principal():
    made = claim(invoice("1000", "2026-08-31"), paid("2026-09-10", "400"), paid("2026-09-30", "600"))
    assert [(one.days, str(one.principal)) for one in made.segments] == [(10, "1000.00"), (20, "600.00")]


def test_a_payment_before_the_due_date_bears_nothing():
    made = claim(invoice("1000", "2026-08-31"), paid("2026-08-10", "1000"))
    assert made.segments == ()


def test_what_was_not_yet_paid_today_is_open():
    made = claim(invoice("1000", "2026-08-31"), paid("2026-09-30", "1000"), today=date(2026, 9, 5))
    assert [one.days for one in made.segments] == [5]


def test_payments_go_to_interest_first_where_the_seller_said_so():
    first = LatePenalty(payments_first_on="interest")
    made = claim(invoice("1000", "2026-08-31", penalty=first), paid("2026-09-30", "500"), today=date(2026, 10, 30))
    # 30 days on 1000 are 10.19; 489.81 of the payment are left for the principal
    assert [(one.days, str(one.principal), str(one.amount)) for one in made.segments] == [
        (30, "1000.00", "10.19"),
        (30, "510.19", "5.20"),
    ]
    assert (made.interest, made.settled, made.open) == decimals("15.39", "10.19", "5.20")


def test_an_agreed_rate_is_cut_at_half_years_too_and_told_beside_the_floor():
    made = claim(invoice("1200", "2026-05-31", penalty=LatePenalty(yearly=Decimal(9))), paid("2026-07-15", "1200"))
    assert [(one.days, str(one.rate), str(one.floor)) for one in made.segments] == [
        (30, "9", "7.86"),
        (15, "9", "8.25"),
    ]


def test_an_unknown_half_year_leaves_the_known_part_and_its_first_day():
    made = claim(invoice("1000", "2026-12-21"), today=date(2027, 1, 15))
    assert (segments(made), made.unknown_from, made.fee) == ([(10, "12.40", "3.40")], date(2027, 1, 1), Decimal(40))


def test_an_agreed_rate_needs_no_table():
    made = claim(invoice("1000", "2026-12-21", penalty=LatePenalty(yearly=Decimal(10))), today=date(2027, 1, 10))
    assert ([one.floor for one in made.segments], made.unknown_from) == ([Decimal("8.25"), None], None)


# --- who owes --------------------------------------------------------------------------------------------------------


def test_a_public_buyer_keeps_the_rate_of_the_half_year_in_which_interest_began():
    made = claim(invoice("1200", "2026-05-31", kind=ClientKind.PUBLIC), paid("2026-07-15", "1200"))
    assert [(one.days, str(one.rate)) for one in made.segments] == [(30, "10.15"), (15, "10.15")]


def test_the_rate_of_a_public_buyer_begins_the_day_after_the_due_date():
    made = claim(invoice("1200", "2026-06-30", kind=ClientKind.PUBLIC))
    assert {str(one.rate) for one in made.segments} == {"10.40"}


def test_a_consumer_owes_nothing_before_a_formal_notice():
    made = claim(invoice("1000", "2026-07-31", kind=ClientKind.CONSUMER))
    assert (made.segments, made.fee) == ((), Decimal(0))


def test_a_consumer_owes_the_legal_rate_from_the_day_after_the_notice_and_no_fee():
    made = claim(invoice("1000", "2026-07-31", kind=ClientKind.CONSUMER), ("2026-11-12", EventKind.FORMAL_NOTICE, {}))
    assert (segments(made), made.segments[0].start, made.fee) == (
        [(10, "2.75", "0.75")],
        date(2026, 11, 13),
        Decimal(0),
    )


def test_the_fee_is_in_euros_whatever_the_currency():
    document = invoice("1000", "2026-09-30", currency="JPY", exchange_rate=ExchangeRate(rate=Decimal(160), date=TODAY))
    made = claim(document)
    assert (made.currency, str(made.interest), made.fee) == ("JPY", "18", Decimal("40.00"))


# --- what happens on the way -----------------------------------------------------------------------------------------


def test_a_returned_payment_is_as_if_never_paid():
    returned = ("2026-10-15", EventKind.RETURNED, {"amount": "1000", "ref": "T1"})
    made = claim(invoice("1000", "2026-09-30"), paid("2026-10-05", "1000", ref="T1"), returned)
    assert made.interest == claim(invoice("1000", "2026-09-30")).interest


def test_the_payment_returned_is_the_one_with_its_reference():
    entries = (paid("2026-10-05", "500", ref="T1"), paid("2026-10-10", "500", ref="T2"))
    returned = ("2026-10-15", EventKind.RETURNED, {"amount": "500", "ref": "T1"})
    made = claim(invoice("1000", "2026-09-30"), *entries, returned)
    assert [(one.days, str(one.principal)) for one in made.segments] == [(10, "1000.00"), (43, "500.00")]


def test_a_dispute_stops_interest_on_the_contested_part():
    made = claim(invoice("1000", "2026-09-30"), ("2026-10-10", EventKind.DISPUTED, {"amount": "300"}))
    assert [(one.days, str(one.principal)) for one in made.segments] == [(10, "1000.00"), (43, "700.00")]


def test_a_dispute_without_amount_stops_everything():
    made = claim(invoice("1000", "2026-09-30"), ("2026-10-10", EventKind.DISPUTED, {}))
    assert [one.days for one in made.segments] == [10]


def test_a_rejected_claim_lets_interest_run_from_the_day_of_the_dispute():
    disputed = ("2026-10-10", EventKind.DISPUTED, {"amount": "300"})
    made = claim(invoice("1000", "2026-09-30"), disputed, ("2026-11-01", EventKind.RESOLVED, {"outcome": "rejected"}))
    assert [(one.days, str(one.principal)) for one in made.segments] == [(53, "1000.00")]


def test_until_a_claim_is_rejected_it_stops_interest():
    disputed: tuple[str, EventKind, dict] = ("2026-10-10", EventKind.DISPUTED, {})
    rejected = ("2026-11-01", EventKind.RESOLVED, {"outcome": "rejected"})
    made = claim(invoice("1000", "2026-09-30"), disputed, rejected, today=date(2026, 10, 31))
    assert [one.days for one in made.segments] == [10]


def test_an_accepted_claim_never_bears_interest_again():
    disputed = ("2026-10-10", EventKind.DISPUTED, {"amount": "300"})
    accepted = ("2026-10-20", EventKind.RESOLVED, {"outcome": "accepted"})
    made = claim(invoice("1000", "2026-09-30"), disputed, accepted, credited=[(date(2026, 10, 25), Decimal(300))])
    assert [(one.days, str(one.principal)) for one in made.segments] == [(53, "700.00")]


def test_an_invoice_disputed_before_it_was_due_costs_no_fee():
    assert claim(invoice("1000", "2026-09-30"), ("2026-09-10", EventKind.DISPUTED, {})).fee == 0


def test_what_was_credited_was_never_owed():
    made = claim(invoice("1000", "2026-09-30"), credited=[(date(2026, 11, 1), Decimal("250.00"))])
    assert [(one.days, str(one.principal)) for one in made.segments] == [(53, "750.00")]


def test_a_later_credit_note_does_not_count_yet():
    made = claim(invoice("1000", "2026-09-30"), credited=[(date(2026, 12, 1), Decimal("250.00"))])
    assert [str(one.principal) for one in made.segments] == ["1000.00"]


def test_what_was_written_off_bears_no_more():
    made = claim(invoice("1000", "2026-09-30"), ("2026-10-10", EventKind.WRITTEN_OFF, {}))
    assert [one.days for one in made.segments] == [10]


def plan(day: str, *parts: tuple[str, str]):
    agreed = tuple(PlannedInstalment(date=date.fromisoformat(when), amount=Decimal(what)) for when, what in parts)
    return (day, EventKind.PLAN_AGREED, {"instalments": agreed})


def test_a_kept_plan_bears_no_interest():
    made = claim(
        invoice("1000", "2026-08-31"),
        plan("2026-09-20", ("2026-10-15", "500"), ("2026-11-15", "500")),
        paid("2026-10-15", "500"),
        paid("2026-11-14", "500"),
    )
    assert (made.segments, made.fee) == ((), Decimal(0))


def test_a_broken_plan_bears_interest_from_its_own_dates():
    made = claim(
        invoice("1000", "2026-08-31"),
        plan("2026-09-20", ("2026-10-15", "500"), ("2026-11-15", "500")),
        paid("2026-10-15", "500"),
    )
    assert [(one.part, one.days, str(one.principal)) for one in made.segments] == [(2, 7, "500.00")]


def test_what_was_paid_late_before_the_plan_still_costs():
    made = claim(
        invoice("1000", "2026-08-31"),
        paid("2026-09-10", "400"),
        plan("2026-09-20", ("2026-10-15", "600")),
        paid("2026-10-15", "600"),
    )
    assert [(one.days, str(one.principal)) for one in made.segments] == [(10, "400.00")]


def test_each_instalment_bears_interest_from_its_own_date():
    due = tuple(InstalmentTerm(date=date(2026, month, 30), share=Decimal(50)) for month in (9, 10))
    made = claim(invoice("1000", "2026-09-30", terms=Terms(due=due)))
    assert [(one.part, one.days, str(one.principal)) for one in made.segments] == [(1, 53, "500.00"), (2, 23, "500.00")]


def test_a_payment_goes_to_the_part_it_names():
    due = tuple(InstalmentTerm(date=date(2026, month, 30), share=Decimal(50)) for month in (9, 10))
    made = claim(invoice("1000", "2026-09-30", terms=Terms(due=due)), paid("2026-09-15", "500", part=2))
    assert [one.part for one in made.segments] == [1]


def test_the_fee_is_claimed_once_for_all_instalments():
    due = tuple(InstalmentTerm(date=date(2026, month, 30), share=Decimal(50)) for month in (9, 10))
    assert claim(invoice("1000", "2026-09-30", terms=Terms(due=due))).fee == Decimal("40.00")


def test_an_early_discount_that_was_earned_is_not_owed():
    terms = Terms(due=date(2026, 9, 30), early_discount=EarlyDiscount(percent=Decimal(2), days=10))
    made = claim(invoice("1000", "2026-09-30", terms=terms), paid("2026-09-08", "980"))
    assert made.segments == ()


def test_an_early_discount_taken_too_late_is_owed():
    terms = Terms(due=date(2026, 9, 30), early_discount=EarlyDiscount(percent=Decimal(2), days=10))
    made = claim(invoice("1000", "2026-09-30", terms=terms), paid("2026-09-12", "980"))
    assert [str(one.principal) for one in made.segments] == ["20.00"]


def test_a_debit_that_bounced_before_it_arrived_takes_no_other_payment_back():
    made = claim(
        invoice("1000", "2026-09-30"),
        ("2026-09-10", EventKind.PAYMENT_STARTED, {"ref": "pi_1"}),
        paid("2026-09-12", "400"),
        ("2026-09-14", EventKind.RETURNED, {"ref": "pi_1", "amount": Decimal(600)}),
    )
    assert {str(one.principal) for one in made.segments} == {"600.00"}
