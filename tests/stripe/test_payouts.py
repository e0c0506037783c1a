"""Payouts of Stripe and lines of the bank: each is found once; what it was made of is told, what is missing too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.bank.lines import IBAN, line
from tests.stripe.books import run_links, run_sync, today_of, write_invoice
from tests.stripe_fake.server import FakeStripe
from tests.stripe_fake.world import DAY

from facturier.actions.reconcile import Proposed, propose
from facturier.compute.payouts import missing, payouts_of, with_payouts
from facturier.model.bank import Confidence, Payout, Proposal, Reason
from facturier.publish.progress import Silent
from facturier.read.stripe_record import read_booked

CSV = """
bank_statements:
  csv:
    - {name: my-bank, account: FR76 3000 6000 0112 3456 7890 189, date: Date, amount: Montant, text: [Libellé]}
"""
NOVEMBER = date(2026, 11, 4)


def payout(amount: str, on: date = NOVEMBER, ref: str = "po_1") -> Payout:
    return Payout(ref=ref, arrival=on, amount=Decimal(amount), currency="EUR")


def said(amount: str, text: str = "VIR STRIPE TECHNOLOGY EUROPE", on: date = NOVEMBER) -> Proposal:
    return Proposal(line=line(amount, text, date=on), confidence=Confidence.NONE, reason=Reason.PAYOUT)


# --- pure ------------------------------------------------------------------------------------------------------------


def test_a_line_of_stripe_with_the_amount_of_a_payout_is_that_payout() -> None:
    [found] = with_payouts([said("119.75")], [payout("119.75")])
    assert found.payout is not None
    assert (found.payout.ref, found.confidence) == ("po_1", Confidence.KNOWN)


@pytest.mark.parametrize(
    "other",
    [
        payout("119.74"),
        payout("119.75", NOVEMBER + timedelta(days=8)),
        replace(payout("119.75"), currency="USD"),
    ],
)
def test_another_amount_day_or_currency_is_another_payout(other: Payout) -> None:
    assert with_payouts([said("119.75")], [other])[0].payout is None


def test_a_payout_is_found_once() -> None:
    found = with_payouts([said("50.00"), said("50.00")], [payout("50.00")])
    assert [one.payout is not None for one in found] == [True, False]


def test_a_line_that_does_not_name_stripe_is_no_payout() -> None:
    assert with_payouts([said("119.75", "VIR ACME")], [payout("119.75")])[0].payout is None


def test_money_that_stripe_takes_back_is_a_payout_as_well() -> None:
    assert with_payouts([said("-15.00", "PRLV STRIPE")], [payout("-15.00")])[0].payout is not None


def test_what_should_stand_in_the_statement_and_does_not_is_told() -> None:
    lines = [said("10.00", on=NOVEMBER - timedelta(days=3)), said("20.00", on=NOVEMBER + timedelta(days=20))]
    payouts = [
        payout("10.00", NOVEMBER - timedelta(days=3)),
        payout("99.00", NOVEMBER, "po_lost"),
        payout("98.00", NOVEMBER + timedelta(days=19), "po_on_its_way"),
        payout("97.00", NOVEMBER - timedelta(days=30), "po_of_october"),
    ]
    found = with_payouts(lines, payouts)
    assert [one.ref for one in missing(found, payouts, account=IBAN)] == ["po_lost"]


# --- from the account to the statement -------------------------------------------------------------------------------


@pytest.fixture
def paid_out(root: Path, fake: FakeStripe) -> Path:
    """Two invoices paid by card, 20.00 refunded on one, everything paid out and written down."""
    write_invoice(root, "F2026-0002")
    run_links(root, fake)
    payments = [fake.world.pay(fake.world.links_of(number)[0]["id"]) for number in ("F2026-0001", "F2026-0002")]
    fake.world.refund(payments[1], 2000)
    fake.world.now += DAY
    fake.world.payout()
    assert run_sync(root, fake).done
    (root / "facturier.yaml").write_text((root / "facturier.yaml").read_text() + CSV)
    return root


def proposed(root: Path, fake: FakeStripe, *rows: str) -> Proposed:
    file = root.parent / "bank.csv"
    file.write_text("\n".join(("Date;Libellé;Montant", *rows, "")))
    return propose(root, [file], today=today_of(fake) + timedelta(days=30), reporter=Silent())


def test_the_record_tells_what_a_payout_was_made_of(paid_out: Path) -> None:
    [made] = payouts_of(read_booked(paid_out)[0])
    assert (made.payments, made.gross, made.fees, made.others) == (
        2,
        Decimal("240.00"),
        Decimal("0.50"),
        Decimal("-20.00"),
    )
    assert (made.amount, made.complete, made.documents) == (Decimal("219.50"), True, ("F2026-0001", "F2026-0002"))


def test_the_bank_line_of_a_payout_is_known_and_told(paid_out: Path, fake: FakeStripe) -> None:
    result = proposed(paid_out, fake, "08/01/2026;VIR STRIPE TECHNOLOGY;219,50")
    assert result.proposals[0].payout is not None
    assert result.faults == ()


def test_money_from_stripe_that_no_payout_explains_is_told(paid_out: Path, fake: FakeStripe) -> None:
    result = proposed(paid_out, fake, "08/01/2026;VIR STRIPE TECHNOLOGY;219,49")
    assert [fault.code for fault in result.faults] == ["BNK-014"]


def test_a_payout_that_never_came_is_told(paid_out: Path, fake: FakeStripe) -> None:
    write_invoice(paid_out, "F2026-0003")
    run_links(paid_out, fake)
    fake.world.pay(fake.world.links_of("F2026-0003")[0]["id"])
    fake.world.now += DAY
    fake.world.payout()
    run_sync(paid_out, fake)
    rows = ("08/01/2026;VIR STRIPE;219,50", "31/01/2026;FRAIS;-2,00")
    assert [fault.code for fault in proposed(paid_out, fake, *rows).faults] == ["BNK-013"]


def test_reading_again_changes_no_line_of_the_record(paid_out: Path, fake: FakeStripe) -> None:
    before = min((paid_out / "payments").glob("*.jsonl")).read_bytes()
    run_sync(paid_out, fake)
    assert min((paid_out / "payments").glob("*.jsonl")).read_bytes() == before


def test_a_server_that_does_not_tell_leaves_the_payout_without_parts(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_links(root, fake)
    fake.world.pay(fake.world.links_of("F2026-0001")[0]["id"])
    fake.world.payout()
    monkeypatch.setattr(fake.world, "paid_out", {})
    run_sync(root, fake)
    [made] = payouts_of(read_booked(root)[0])
    assert (made.amount, made.complete) == (Decimal("119.75"), False)
