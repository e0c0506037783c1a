from datetime import date
from decimal import Decimal

import pytest
from tests.compute.papers import line, paper

from facturier.compute.terms import due_date, early_offer, instalments, term_date
from facturier.compute.totals import total
from facturier.model.terms import DueIn, EarlyDiscount, InstalmentTerm, MonthEnd, Terms

WORKED = [  # issue, end of month of (issue + 45), end of issue month + 45, 60 days, 30 days
    ("2026-01-15", "2026-03-31", "2026-03-17", "2026-03-16", "2026-02-14"),
    ("2026-01-31", "2026-03-31", "2026-03-17", "2026-04-01", "2026-03-02"),
    ("2026-02-01", "2026-03-31", "2026-04-14", "2026-04-02", "2026-03-03"),
    ("2026-11-10", "2026-12-31", "2027-01-14", "2027-01-09", "2026-12-10"),
    ("2026-11-22", "2027-01-31", "2027-01-14", "2027-01-21", "2026-12-22"),
    ("2028-01-15", "2028-02-29", "2028-03-16", "2028-03-15", "2028-02-14"),
]


@pytest.mark.parametrize("case", WORKED)
@pytest.mark.parametrize(
    ("column", "term"),
    [
        (1, DueIn(days=45, month_end=MonthEnd.AFTER_DAYS)),
        (2, DueIn(days=45, month_end=MonthEnd.BEFORE_DAYS)),
        (3, DueIn(days=60)),
        (4, DueIn(days=30)),
    ],
)
def test_terms_end_on_the_day_the_law_counts(case, column, term):
    assert term_date(date.fromisoformat(case[0]), term) == date.fromisoformat(case[column])


def on(*dates_and: tuple[str, dict[str, str]]) -> Terms:
    return Terms(
        due=tuple(
            InstalmentTerm(date=date.fromisoformat(day), **{key: Decimal(value) for key, value in what.items()})
            for day, what in dates_and
        )
    )


def schedule(document):
    return [(str(day), str(amount)) for day, amount in instalments(document, total(document))]


def test_without_instalments_everything_is_due_on_one_day():
    assert schedule(paper(line("100"), terms=Terms(due=date(2026, 12, 15)))) == [("2026-12-15", "120.00")]


def test_shares_are_cut_from_the_running_total():
    shares = on(*((f"2026-12-0{day}", {"share": "33.33" if day < 3 else "33.34"}) for day in (1, 2, 3)))
    assert schedule(paper(line("0.04"), terms=shares)) == [
        ("2026-12-01", "0.02"),
        ("2026-12-02", "0.01"),
        ("2026-12-03", "0.02"),
    ]


def test_typed_amounts_are_taken_as_they_are():
    agreed = on(("2026-12-01", {"amount": "100"}), ("2026-12-31", {"amount": "20"}))
    assert schedule(paper(line("100"), terms=agreed)) == [("2026-12-01", "100.00"), ("2026-12-31", "20.00")]


def test_the_due_date_of_instalments_is_the_last():
    assert due_date(paper(terms=on(("2026-12-01", {"share": "50"}), ("2026-12-31", {"share": "50"})))) == date(
        2026, 12, 31
    )


def test_an_early_payment_saves_a_percentage_of_the_amount_due():
    document = paper(line("1000"), terms=Terms(early_discount=EarlyDiscount(percent=Decimal(2), days=10)))
    offer = early_offer(document, total(document))
    assert offer is not None
    assert (str(offer.until), str(offer.amount), str(offer.saving)) == ("2026-11-12", "1176.00", "24.00")


def test_nothing_is_offered_where_nothing_is_due():
    document = paper(terms=Terms(early_discount=EarlyDiscount(percent=Decimal(2), days=10)))
    assert early_offer(document, total(document)) is None
