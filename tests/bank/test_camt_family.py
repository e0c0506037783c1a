"""camt.052 and camt.054 beside camt.053: the same bank tells the same movement three times, and it is one."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from tests.bank.lines import claim
from tests.bank.test_statements import codes, lines, sample

from facturier.compute.bank_lines import each_once
from facturier.compute.reconcile import reconcile
from facturier.model.bank import Confidence, RecordedMoney

STATEMENT = sample("november.camt.xml")
NAMES = {"052": (b"BkToCstmrAcctRpt", b"Rpt"), "054": (b"BkToCstmrDbtCdtNtfctn", b"Ntfctn")}


def as_message(kind: str, data: bytes = STATEMENT) -> bytes:
    """The statement as the bank sends the same movements in another message."""
    message, part = NAMES[kind]
    text = data.replace(b"BkToCstmrStmt", message).replace(b"camt.053.001.02", f"camt.{kind}.001.04".encode())
    text = re.sub(rb"<(/?)Stmt>", rb"<\1" + part + rb">", text)
    return re.sub(rb"\s*<Bal>.*?</Bal>", b"", text) if kind == "054" else text.replace(b"CLBD", b"ITBD")


def without_parts(data: bytes) -> bytes:
    """Batches as a bank books them that tells their parts in a notice."""
    return re.sub(rb"<NtryDtls>\s*<Btch>.*?</NtryDtls>", b"", data, flags=re.DOTALL)


@pytest.mark.parametrize("kind", NAMES)
def test_each_message_tells_the_booked_movements(kind: str) -> None:
    found = lines(as_message(kind))
    assert [one.digest for one in found] == [one.digest for one in lines(STATEMENT)]
    assert {one.format.value for one in found} == {f"camt.{kind}"}


@pytest.mark.parametrize("kinds", [("052",), ("054",), ("052", "054")])
def test_all_messages_together_tell_each_movement_once(kinds: tuple[str, ...]) -> None:
    told = [*lines(STATEMENT), *(line for kind in kinds for line in lines(as_message(kind)))]
    once = sorted((one.date, one.amount) for one in each_once(lines(STATEMENT)))
    assert sorted((one.date, one.amount) for one in each_once(told)) == once


def test_the_parts_of_a_batch_come_from_the_notice() -> None:
    statement = lines(without_parts(STATEMENT))
    assert Decimal("1500.00") in {one.amount for one in statement}
    told = each_once([*statement, *lines(as_message("054"))])
    amounts = sorted(one.amount for one in told)
    assert amounts == sorted(one.amount for one in lines(STATEMENT))


def test_what_was_recorded_from_the_statement_is_known_in_the_notice() -> None:
    paid = next(one for one in lines(STATEMENT) if one.amount == Decimal("1200.00"))
    recorded = [
        RecordedMoney(number="F2026-0001", date=paid.date, amount=paid.amount, ref=paid.key, digest=paid.digest)
    ]
    notice = [one for one in lines(as_message("054")) if one.amount == paid.amount]
    [proposal] = reconcile(notice, [claim(amount="0.00", paid=Decimal("1200.00"))], recorded)
    assert proposal.confidence is Confidence.KNOWN


def test_what_only_waits_in_the_running_day_is_not_booked() -> None:
    assert Decimal("77.00") not in {one.amount for one in lines(as_message("052"))}


def test_a_part_of_nothing_is_no_movement() -> None:
    nothing = b'<TxDtls><Amt Ccy="EUR">0.00</Amt></TxDtls></NtryDtls>'
    with_nothing = STATEMENT.replace(b"</NtryDtls>", nothing)

    assert with_nothing != STATEMENT
    assert sum(line.amount for line in lines(with_nothing)) == sum(line.amount for line in lines(STATEMENT))


def test_another_message_of_the_bank_is_no_statement() -> None:
    data = STATEMENT.replace(b"BkToCstmrStmt", b"CstmrPmtStsRpt")
    assert codes(data) == ["BNK-001"]


# --- documents in several currencies paid by one transfer ------------------------------------------------------------


def mixed(amount: str, *claims: object) -> tuple[str, dict[str, tuple[str, str]]]:
    from tests.bank.lines import line

    [proposal] = reconcile([line(amount, "F2026-0001 F2026-0002")], claims, ())  # type: ignore[arg-type]
    shares = {one.number: (f"{one.amount:f}", f"{one.received:f}") for one in proposal.shares}
    return f"{proposal.confidence.value} {proposal.reason.value}", shares


EUROS, DOLLARS = claim(amount="120.00"), claim("F2026-0002", amount="110.00", currency="USD")


def test_one_transfer_for_euros_and_dollars_leaves_the_rest_to_the_dollars() -> None:
    assert mixed("220.00", EUROS, DOLLARS) == (
        "likely other-currency",
        {"F2026-0001": ("120.00", "0"), "F2026-0002": ("110.00", "100.00")},
    )


def test_less_than_the_euros_is_for_a_person_to_share() -> None:
    assert mixed("100.00", EUROS, DOLLARS) == ("likely other-currency", {})


def test_two_foreign_documents_are_for_a_person_to_share() -> None:
    pounds = claim(amount="90.00", currency="GBP")
    assert mixed("300.00", pounds, DOLLARS) == ("likely other-currency", {})
