from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compute.papers import SELLER, line, paper

from facturier.compute.identifiers import creditor_reference_is_valid
from facturier.compute.payment import creditor_reference, epc_payload, payment_block
from facturier.compute.totals import total
from facturier.model.history import Event, EventKind
from facturier.model.party import BankAccount
from facturier.model.settings import PayLinkTemplate, Settings
from facturier.model.state import InstalmentState, State, Status

BANK = BankAccount(holder="Atelier Lumen", iban="FR7630006000011234567890189", bic="AGRIFRPPXXX")
PAYPAL = PayLinkTemplate(label="PayPal", url="https://paypal.me/lumen/{amount}{currency}?ref={number}")


NO_LINKS = Settings()
OPEN = State(
    as_of=date(2026, 11, 22),
    headline=Status.SENT,
    open=Decimal("1200.00"),
    payable=True,
    payable_amount=Decimal("1200.00"),
    next_amount=Decimal("1200.00"),
)


def block(*, pay=("bank",), settings=NO_LINKS, events=(), **more):
    document = paper(line("1000"), number="F2026-0042", pay=pay)
    return payment_block(document, total(document), replace(OPEN, **more), settings, events=events)


# --- reference -------------------------------------------------------------------------------------------------------


def test_the_reference_holds_the_letters_and_digits_of_the_number():
    assert creditor_reference("F2026-0042") == "RF69F20260042"


def test_the_example_of_the_norm():
    assert creditor_reference("539007547034") == "RF18539007547034"


@given(st.from_regex(r"[A-Za-z0-9_-]{1,21}", fullmatch=True).filter(lambda number: number.strip("_-")))
def test_every_reference_passes_the_check_of_banks(number):
    assert creditor_reference_is_valid(creditor_reference(number))


@pytest.mark.parametrize("number", ["", "---", "F" * 22])
def test_a_number_no_reference_can_hold_has_none(number):
    assert creditor_reference(number) == ""


# --- EPC069-12 -------------------------------------------------------------------------------------------------------


def test_the_payload_has_the_lines_of_version_002():
    assert epc_payload(bank=BANK, amount=Decimal(1200), currency="EUR", reference="RF69F20260042").split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "AGRIFRPPXXX",
        "Atelier Lumen",
        "FR7630006000011234567890189",
        "EUR1200.00",
        "",
        "RF69F20260042",
    ]


def test_a_bic_may_be_left_out():
    payload = epc_payload(bank=replace(BANK, bic=""), amount=Decimal(1), currency="EUR", reference="RF69F20260042")
    assert payload.split("\n")[4] == ""


def test_without_reference_the_text_stands_on_the_next_line():
    payload = epc_payload(bank=BANK, amount=Decimal(1), currency="EUR", text="F2026-0042")
    assert payload.split("\n")[8:] == ["", "", "F2026-0042"]


@pytest.mark.parametrize("amount", ["0.00", "-1", "1000000000.00"])
def test_an_amount_that_no_transfer_can_hold_has_no_payload(amount):
    assert epc_payload(bank=BANK, amount=Decimal(amount), currency="EUR") == ""


def test_only_euros_have_a_payload():
    assert epc_payload(bank=BANK, amount=Decimal(5), currency="CHF") == ""


def test_a_line_break_in_a_name_does_not_move_the_iban():
    payload = epc_payload(bank=replace(BANK, holder="Atelier\nLU28001\r"), amount=Decimal(5), currency="EUR")
    assert payload.split("\n")[5:7] == ["Atelier LU28001", BANK.iban]


@given(st.text(), st.decimals("0.01", "999999999.99", places=2), st.text(max_size=300))
def test_every_payload_is_short_enough_and_names_the_iban_on_its_line(holder, amount, text):
    payload = epc_payload(bank=replace(BANK, holder=holder), amount=amount, currency="EUR", text=text)
    fields = payload.split("\n")
    if payload:
        assert len(payload.encode()) <= 331
        assert len(fields) <= 11
        assert (len(fields[5]) <= 70, fields[6], fields[7]) == (True, BANK.iban, f"EUR{amount}")


# --- the block -------------------------------------------------------------------------------------------------------


def test_a_transfer_is_told_with_its_reference_and_code():
    made = block()
    assert made is not None
    assert (made.bank, made.amount, made.reference, made.epc[:3]) == (BANK, Decimal("1200.00"), "RF69F20260042", "BCD")


def test_nothing_is_asked_where_nothing_may_be():
    assert block(payable=False) is None


def test_the_bank_is_told_only_when_the_document_says_so():
    made = block(pay=("PayPal",), settings=Settings(links=(PAYPAL,)))
    assert made is not None
    assert (made.bank, made.reference, made.epc) == (None, "", "")


def test_a_seller_without_account_has_no_transfer():
    document = replace(paper(line("1000"), pay=("bank",)), seller=replace(SELLER, bank=None))
    made = payment_block(document, total(document), OPEN, NO_LINKS)
    assert made is not None
    assert (made.bank, made.epc) == (None, "")


@pytest.mark.parametrize(
    ("next_amount", "overdue", "asked"),
    [
        ("400.00", "0", "400.00"),
        ("400.00", "800.00", "800.00"),
        ("0", "0", "1200.00"),
        ("400.00", "1300.00", "1200.00"),
    ],
)
def test_what_is_overdue_is_asked_else_the_next_part(next_amount, overdue, asked):
    made = block(next_amount=Decimal(next_amount), overdue=Decimal(overdue))
    assert made is not None
    assert made.amount == Decimal(asked)


def links(**more):
    made = block(**more)
    assert made is not None
    return [(one.label, one.url, one.host) for one in made.links]


def test_a_link_is_filled_with_amount_currency_and_number():
    assert links(pay=("PayPal",), settings=Settings(links=(PAYPAL,))) == [
        ("PayPal", "https://paypal.me/lumen/1200.00EUR?ref=F2026-0042", "paypal.me")
    ]


def test_a_document_in_dispute_has_bank_details_for_what_nobody_contests_and_no_pay_button():
    shown = block(
        pay=("bank", "PayPal"),
        settings=Settings(links=(PAYPAL,)),
        headline=Status.DISPUTED,
        payable_amount=Decimal("700.00"),
        next_amount=Decimal("700.00"),
    )
    assert (shown.amount, shown.bank, shown.links) == (Decimal("700.00"), BANK, ())


def test_a_link_the_document_does_not_name_is_left_out():
    assert links(pay=("bank",), settings=Settings(links=(PAYPAL,))) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://paypal.me/{amount}",
        "javascript:alert({amount})",
        "https://{number}.evil.example/",
        "https://paypal.me@evil.example/{amount}",
        "https://evil.example\\@paypal.me/{amount}",
        "//evil.example/{amount}",
        "https://paypal.me/{amount}\n",
        "https:///{amount}",
        "https://[::1/{amount}",
        "https://раураl.me/{amount}",
    ],
)
def test_a_link_that_does_not_lead_to_one_https_host_is_left_out(url):
    template = PayLinkTemplate(label="PayPal", url=url)
    assert links(pay=("PayPal",), settings=Settings(links=(template,))) == []


def event(kind=EventKind.PAYMENT_LINK, *, amount="1200.00", ref="plink_1", part=None, position=0, url=None):
    return Event(
        kind=kind,
        date=date(2026, 11, 3),
        position=position,
        amount=Decimal(amount),
        ref=ref,
        part=part,
        url=url or f"https://buy.stripe.com/{ref}",
    )


def test_a_link_made_by_the_provider_is_shown():
    assert links(pay=("stripe",), events=[event()]) == [("stripe", "https://buy.stripe.com/plink_1", "buy.stripe.com")]


def test_a_later_link_stands_in_for_the_earlier_one():
    found = links(pay=("stripe",), events=[event(), event(ref="plink_2", position=1)])
    assert [url for _, url, _ in found] == ["https://buy.stripe.com/plink_2"]


def test_a_retired_link_is_not_shown():
    retired = event(EventKind.PAYMENT_LINK_RETIRED, position=1, url="https://elsewhere.example/")
    assert links(pay=("stripe",), events=[event(), retired]) == []


def test_a_link_over_another_amount_than_what_is_open_is_not_shown():
    assert links(pay=("stripe",), events=[event(amount="1200.01")]) == []


def test_a_link_is_not_shown_when_the_document_does_not_take_cards():
    assert links(pay=("bank",), events=[event()]) == []


def test_the_link_of_a_part_asks_for_what_is_open_of_it():
    parts = tuple(
        InstalmentState(part=part, due_date=date(2026, 12, 1), amount=Decimal(600), open=Decimal(amount))
        for part, amount in ((1, "0.00"), (2, "600.00"))
    )
    events = [event(amount="600.00", part=1), event(amount="600.00", part=2, ref="plink_2", position=1)]
    found = links(pay=("stripe",), events=events, instalments=parts, next_amount=Decimal(600))
    assert [url for _, url, _ in found] == ["https://buy.stripe.com/plink_2"]
