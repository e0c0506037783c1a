"""Statements of account: every document and payment once, a running balance, agreement with the list."""

from decimal import Decimal

from tests.compute.books import book, early, event, invoice, on, other, totals_of

from facturier.compute.index import index_of
from facturier.compute.statement import between, statements
from facturier.model.book import Book
from facturier.model.statement import Statement


def account(papers: Book, day: int) -> Statement:
    (statement,) = statements(papers, totals_of(papers), "acme", index=index_of(papers, today=on(day)))
    return statement


def lines(statement: Statement) -> list[str]:
    """`day kind number amount = balance`."""
    return [
        f"{(line.date - on(0)).days} {line.kind} {line.number} {line.amount} = {line.balance}"
        for line in statement.lines
    ]


def test_documents_payments_and_running_balance():
    papers = book(
        invoice("1000.00"),
        other("deposit", "200.00", "F2", 3),
        other("credit-note", "100.00", "A1", 5, credits="F1"),
        F1=[event(4, "paid", "300.00"), event(6, "returned", "300.00"), event(7, "paid", "900.00")],
        F2=[event(3, "paid", "250.00"), event(8, "refunded", "50.00")],
    )

    assert lines(account(papers, 20)) == [
        "0 invoice F1 1000.00 = 1000.00",
        "3 deposit F2 200.00 = 1200.00",
        "3 payment F2 -250.00 = 950.00",
        "4 payment F1 -300.00 = 650.00",
        "5 credit-note A1 -100.00 = 550.00",
        "6 return F1 300.00 = 850.00",
        "7 payment F1 -900.00 = -50.00",
        "8 refund F2 50.00 = 0.00",
    ]


def test_discounts_write_offs_and_what_takes_their_place():
    papers = book(
        invoice("1000.00", terms=early("2", 10)),
        invoice("500.00", "F2"),
        F1=[event(9, "paid", "980.00")],
        F2=[event(50, "written-off"), event(60, "paid", "100.00")],
    )

    assert lines(account(papers, 90)) == [
        "0 invoice F1 1000.00 = 1000.00",
        "0 invoice F2 500.00 = 1500.00",
        "9 payment F1 -980.00 = 520.00",
        "9 discount F1 -20.00 = 500.00",
        "50 write-off F2 -500.00 = 0.00",
        "60 payment F2 -100.00 = -100.00",
        "60 write-off F2 100.00 = 0.00",
    ]


def test_what_was_refunded_is_not_asked_for_again_until_it_is_paid_again():
    papers = book(
        invoice("1000.00"),
        other("credit-note", "1000.00", "A1", 60, credits="F2"),
        invoice("1000.00", "F2"),
        F1=[event(10, "paid", "1000.00"), event(20, "refunded", "1000.00"), event(30, "paid", "100.00")],
        F2=[event(40, "paid", "1000.00"), event(50, "refunded", "1000.00")],
    )

    assert lines(account(papers, 90)) == [
        "0 invoice F1 1000.00 = 1000.00",
        "0 invoice F2 1000.00 = 2000.00",
        "10 payment F1 -1000.00 = 1000.00",
        "20 refund F1 1000.00 = 2000.00",
        "20 given-back F1 -1000.00 = 1000.00",
        "30 payment F1 -100.00 = 900.00",
        "30 given-back F1 1000.00 = 1900.00",
        "40 payment F2 -1000.00 = 900.00",
        "50 refund F2 1000.00 = 1900.00",
        "50 given-back F2 -1000.00 = 900.00",
        "60 credit-note A1 -1000.00 = -100.00",
        "60 given-back F2 1000.00 = 900.00",
    ]


def test_a_corrective_takes_over_and_payments_stand_where_they_were_made():
    papers = book(
        invoice("1000.00"),
        other("corrective", "900.00", "F2", 15, replaces="F1"),
        F1=[event(10, "paid", "400.00"), event(18, "paid", "100.00")],
        F2=[event(20, "paid", "400.00")],
    )

    assert lines(account(papers, 30)) == [
        "0 invoice F1 1000.00 = 1000.00",
        "10 payment F1 -400.00 = 600.00",
        "15 corrective F2 900.00 = 1500.00",
        "15 replaced F2 -1000.00 = 500.00",
        "18 payment F1 -100.00 = 400.00",
        "20 payment F2 -400.00 = 0.00",
    ]


def test_a_private_payment_counts_but_keeps_its_words():
    papers = book(invoice(), F1=[event(4, "paid", "300.00", by="cash", ref="drawer 2", private=True)])

    payment = account(papers, 5).lines[-1]

    assert (payment.amount, payment.by, payment.ref) == (Decimal(-300), "", "")


def test_a_year_opens_with_what_was_open_before():
    papers = book(
        invoice("1000.00"),
        invoice("50.00", "F2", date=on(400)),
        F1=[event(4, "paid", "300.00"), event(390, "paid", "100.00")],
    )
    whole = account(papers, 500)

    part = between(whole, on(306), on(395))

    assert (part.opening, lines(part), part.closing) == (
        Decimal(700),
        ["390 payment F1 -100.00 = 600.00"],
        Decimal(600),
    )


def test_a_quiet_year_closes_as_it_opened():
    part = between(account(book(invoice()), 500), on(306), on(400))

    assert (part.opening, part.lines, part.closing) == (Decimal(1000), (), Decimal(1000))


def test_currencies_have_their_own_statement():
    papers = book(invoice("10.00", "F1", currency="USD"), invoice("20.00", "F2"))

    found = statements(papers, totals_of(papers), "acme", index=index_of(papers, today=on(1)))

    assert [(statement.currency, statement.closing) for statement in found] == [
        ("EUR", Decimal(20)),
        ("USD", Decimal(10)),
    ]


def test_no_invoice_no_statement():
    papers = book(other("quote", "10.00", "D1", 0))

    assert statements(papers, totals_of(papers), "acme", index=index_of(papers, today=on(1))) == ()
