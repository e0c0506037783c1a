"""What a client owes, currency by currency."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.compute.books import book, event, invoice, on, other, plan, shares, states_on

from facturier.compute.balances import balances
from facturier.model.book import Book
from facturier.model.portal import Balance


def balances_on(papers: Book, day: int) -> tuple[Balance, ...]:
    found = states_on(papers, day)
    everything = {**papers.documents, **papers.drafts}
    return balances((everything[key], state) for key, state in found.items())


def only(papers: Book, day: int) -> Balance:
    (balance,) = balances_on(papers, day)
    return balance


def test_nothing_was_ever_invoiced():
    assert balances_on(book(other("quote", "100.00", "D1", 0)), 5) == ()


def test_all_paid():
    balance = only(book(invoice(), F1=[event(3, "paid", "1000.00")]), 5)

    assert (balance.open, balance.credit, balance.next_due, balance.next_amount) == (
        Decimal(0),
        Decimal(0),
        None,
        Decimal(0),
    )


def test_open_overdue_and_next():
    papers = book(
        invoice("100.00", "F1"),
        invoice("200.00", "F2", date=on(10)),
        invoice("300.00", "F3", date=on(20)),
        invoice("50.00", "F4", date=on(10)),
    )

    balance = only(papers, 35)

    assert (balance.open, balance.overdue, balance.due_soon) == (Decimal(650), Decimal(100), Decimal(250))
    assert (balance.next_due, balance.next_amount) == (on(40), Decimal(250))


def test_instalments_count_one_by_one():
    papers = book(invoice(terms=shares((10, "30"), (15, "30"), (70, "40"))))

    balance = only(papers, 12)

    assert (balance.open, balance.overdue, balance.due_soon, balance.next_due) == (
        Decimal(1000), Decimal(300), Decimal(300), on(15),
    )  # fmt: skip


def test_a_credit_is_kept_apart_from_what_is_open():
    papers = book(invoice("100.00", "F1"), invoice("80.00", "F2"), F1=[event(2, "paid", "130.00")])

    balance = only(papers, 5)

    assert (balance.open, balance.credit) == (Decimal(80), Decimal(30))


def test_currencies_stay_apart_in_the_order_of_their_codes():
    papers = book(
        invoice("100.00", "F1", currency="USD"), invoice("80.00", "F2"), invoice("70.00", "F3", currency="CHF")
    )

    assert [(balance.currency, balance.open) for balance in balances_on(papers, 5)] == [
        ("CHF", Decimal(70)),
        ("EUR", Decimal(80)),
        ("USD", Decimal(100)),
    ]


@pytest.mark.parametrize("kind", ["quote", "proforma", "credit-note"])
def test_what_is_not_owed_has_no_balance(kind: str) -> None:
    assert only(book(invoice(), other(kind, "500.00", "X1", 1)), 5).open == Decimal(1000)


def test_drafts_are_not_owed():
    assert only(book(invoice(), replace(invoice(number="drafts/x"), number="")), 5).open == Decimal(1000)


def test_a_cancelled_document_is_owed_once():
    papers = book(invoice(), other("corrective", "900.00", "F2", 5, replaces="F1"), F1=[event(1, "paid", "400.00")])

    assert only(papers, 40).open == Decimal(500)


def test_a_plan_moves_the_next_due_date():
    papers = book(invoice(), F1=[plan(20, (60, "400"), (90, "600"))])

    balance = only(papers, 40)

    assert (balance.overdue, balance.next_due, balance.next_amount) == (Decimal(0), on(60), Decimal(400))


def test_nothing_is_asked_for_again_after_everything_was_refunded():
    papers = book(invoice(), F1=[event(2, "paid", "1000"), event(3, "refunded", "1000")])

    balance = only(papers, 40)

    assert (balance.open, balance.overdue, balance.next_due) == (Decimal(0), Decimal(0), None)
