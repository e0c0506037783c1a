"""`facturier sync`: every movement of money becomes one entry, whatever happens in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.stripe.books import (
    HALVES,
    access,
    add,
    checked,
    history,
    run_links,
    run_sync,
    state,
    today_of,
    write_invoice,
)
from tests.stripe_fake.server import FakeStripe
from tests.stripe_fake.world import DAY

from facturier.actions.sync import Syncing, SyncResult, sync
from facturier.compute.payments_in import Arrivals, _Plan, additions
from facturier.faults import has_errors
from facturier.model.book import Book
from facturier.model.money import Money
from facturier.model.state import Status
from facturier.model.stripe import Movement
from facturier.publish.progress import Silent
from facturier.read.stripe_record import read_booked

NUMBER = "F2026-0001"


def events(result: SyncResult) -> list[str]:
    return [one.event.kind.value for one in result.entries]


def codes(result: SyncResult) -> list[str]:
    return sorted({fault.code for fault in result.faults})


def link(root: Path, fake: FakeStripe, number: str = NUMBER) -> str:
    run_links(root, fake)
    return str(fake.world.links_of(number)[0]["id"])


def test_a_card_payment_is_paid_under_the_reference_of_its_movement(root: Path, fake: FakeStripe) -> None:
    fake.world.pay(link(root, fake))
    result = run_sync(root, fake)
    paid = result.entries[0].event
    assert events(result) == ["paid", "payment-link-retired"]
    assert (paid.amount, paid.by, paid.fee, paid.ref[:4]) == (Decimal("120.00"), "card", Decimal("0.25"), "txn_")
    assert state(root, fake, NUMBER).headline is Status.PAID


def test_what_was_paid_tonight_is_never_of_tomorrow(root: Path, fake: FakeStripe) -> None:
    """In Guadeloupe it is still the evening of the 5th when Stripe's clock shows the 6th."""
    evening = today_of(fake)
    ref = link(root, fake)
    fake.world.now += 17 * 3600  # 2026-01-06T02:00:00Z
    fake.world.pay(ref)
    how = Syncing(today=evening, access=access(fake), reporter=Silent())
    paid = sync(root, how).entries[0].event
    assert (paid.date, paid.at) == (evening, datetime(2026, 1, 6, 2, tzinfo=UTC))
    assert run_sync(root, fake).entries == ()


def test_reading_again_adds_nothing(root: Path, fake: FakeStripe) -> None:
    fake.world.pay(link(root, fake))
    run_sync(root, fake)
    before = history(root, NUMBER)
    assert (events(run_sync(root, fake)), history(root, NUMBER)) == ([], before)


def test_a_history_only_ever_grows(root: Path, fake: FakeStripe) -> None:
    file = root / "invoices/2026" / f"{NUMBER}.history.yaml"
    ref = link(root, fake)
    file.write_text(file.read_text() + "# ce client paie toujours par carte\n")
    before = file.read_bytes()
    fake.world.pay(ref)
    run_sync(root, fake)
    assert file.read_bytes().startswith(before)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_debit_is_under_way_until_the_money_is_there(root: Path, fake: FakeStripe, at_once: bool) -> None:
    fake.world.sepa_moves_at_once = at_once
    payment = fake.world.pay(link(root, fake), "sepa_debit")
    assert events(run_sync(root, fake)) == ["payment-started", "payment-link-retired"]
    assert state(root, fake, NUMBER).headline is Status.PAYMENT_UNDER_WAY
    fake.world.now += 12 * DAY
    fake.world.settle(payment)
    assert events(run_sync(root, fake)) == ["paid"]
    assert state(root, fake, NUMBER).headline is Status.PAID
    assert events(run_sync(root, fake)) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_a_debit_that_bounces_was_never_paid(root: Path, fake: FakeStripe, at_once: bool) -> None:
    fake.world.sepa_moves_at_once = at_once
    payment = fake.world.pay(link(root, fake), "sepa_debit")
    run_sync(root, fake)
    fake.world.now += 5 * DAY
    fake.world.bounce(payment)
    assert events(run_sync(root, fake)) == ["returned"]
    assert state(root, fake, NUMBER).payable_amount == Decimal("120.00")
    assert not has_errors(checked(root, fake).faults)
    assert events(run_sync(root, fake)) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_a_bounce_that_nobody_saw_begin_is_told_whole(root: Path, fake: FakeStripe, at_once: bool) -> None:
    fake.world.sepa_moves_at_once = at_once
    payment = fake.world.pay(link(root, fake), "sepa_debit")
    fake.world.now += 5 * DAY
    fake.world.bounce(payment)
    assert events(run_sync(root, fake)) == ["payment-started", "payment-link-retired", "returned"]
    assert state(root, fake, NUMBER).open == Decimal("120.00")
    assert not has_errors(checked(root, fake).faults)


def test_a_long_debit_is_not_lost_behind_newer_payments(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002")
    payment = fake.world.pay(link(root, fake), "sepa_debit")
    run_sync(root, fake)
    fake.world.now += 20 * DAY
    fake.world.pay(link(root, fake, "F2026-0002"))
    run_sync(root, fake)
    fake.world.now += 20 * DAY
    fake.world.settle(payment)
    assert events(run_sync(root, fake)) == ["paid"]


def test_a_debit_returned_weeks_later_takes_the_payment_back(root: Path, fake: FakeStripe) -> None:
    payment = fake.world.pay(link(root, fake), "sepa_debit")
    fake.world.settle(payment)
    run_sync(root, fake)
    fake.world.now += 50 * DAY
    fake.world.dispute(payment, reason="debit_not_authorized", lost=True)
    assert events(run_sync(root, fake)) == ["returned", "disputed", "resolved"]
    assert state(root, fake, NUMBER).open == Decimal("120.00")


def test_an_instalment_is_paid_by_its_own_link(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002", more=HALVES.format(first="2026-01-20", second="2026-02-01"))
    run_links(root, fake)
    second = fake.world.links_of("F2026-0002")[1]
    fake.world.pay(second["id"])
    run_sync(root, fake)
    now = state(root, fake, "F2026-0002")
    assert [part.open for part in now.instalments] == [Decimal("60.00"), Decimal("0.00")]


@pytest.mark.parametrize(("amount", "headline"), [(12000, Status.REFUNDED), (5000, Status.PARTIALLY_PAID)])
def test_a_refund_gives_money_back(root: Path, fake: FakeStripe, amount: int, headline: Status) -> None:
    payment = fake.world.pay(link(root, fake))
    fake.world.refund(payment, amount)
    result = run_sync(root, fake)
    assert "refunded" in events(result)
    now = state(root, fake, NUMBER)
    assert int(now.paid * 100) == 12000 - amount
    assert headline in now.statuses


def test_a_refund_that_failed_never_was(root: Path, fake: FakeStripe) -> None:
    payment = fake.world.pay(link(root, fake))
    refund = fake.world.refund(payment, 5000)
    run_sync(root, fake)
    fake.world.fail_refund(refund)
    run_sync(root, fake)
    assert state(root, fake, NUMBER).open == 0


def test_a_dispute_takes_the_money_back_and_holds_everything(root: Path, fake: FakeStripe) -> None:
    payment = fake.world.pay(link(root, fake))
    run_sync(root, fake)
    fake.world.dispute(payment)
    assert events(run_sync(root, fake)) == ["returned", "disputed"]
    now = state(root, fake, NUMBER)
    assert (now.headline, now.payable) == (Status.DISPUTED, False)


def test_a_dispute_that_was_won_gives_it_back(root: Path, fake: FakeStripe) -> None:
    payment = fake.world.pay(link(root, fake))
    dispute = fake.world.dispute(payment)
    run_sync(root, fake)
    fake.world.now += 40 * DAY
    fake.world.win(dispute)
    assert events(run_sync(root, fake)) == ["paid", "resolved"]
    assert state(root, fake, NUMBER).headline is Status.PAID


def test_a_dispute_that_was_lost_leaves_the_invoice_open(root: Path, fake: FakeStripe) -> None:
    payment = fake.world.pay(link(root, fake))
    dispute = fake.world.dispute(payment)
    run_sync(root, fake)
    fake.world.now += 40 * DAY
    fake.world.lose(dispute)
    assert events(run_sync(root, fake)) == ["resolved"]
    assert state(root, fake, NUMBER).open == Decimal("120.00")


def test_paid_twice_by_link_and_transfer_is_overpaid(root: Path, fake: FakeStripe) -> None:
    ref = link(root, fake)
    add(root, NUMBER, "date: 2026-01-05, event: paid, amount: 120.00, by: transfer, ref: VIR-1")
    fake.world.pay(ref)
    run_sync(root, fake)
    now = state(root, fake, NUMBER)
    assert (now.headline, now.open) == (Status.OVERPAID, Decimal("-120.00"))


def test_a_payment_on_a_page_left_open_while_the_link_was_retired_counts(root: Path, fake: FakeStripe) -> None:
    tab = fake.world.visit(link(root, fake))
    add(root, NUMBER, "date: 2026-01-05, event: paid, amount: 20.00, by: transfer, ref: VIR-1")
    fake.world.complete(tab)
    run_links(root, fake)
    run_sync(root, fake)
    assert state(root, fake, NUMBER).paid == Decimal("140.00")


def test_a_payment_on_a_link_that_no_history_tells_of_is_proved_by_its_digest(root: Path, fake: FakeStripe) -> None:
    before = (root / "invoices/2026" / f"{NUMBER}.history.yaml").read_bytes()
    ref = link(root, fake)
    (root / "invoices/2026" / f"{NUMBER}.history.yaml").write_bytes(before)
    fake.world.pay(ref)
    run_sync(root, fake)
    assert state(root, fake, NUMBER).headline is Status.PAID


def test_metadata_that_proves_nothing_pays_nothing(root: Path, fake: FakeStripe) -> None:
    item = {"price_data": {"currency": "eur", "unit_amount": "900", "product_data": {"name": "Tasse"}}, "quantity": "1"}
    forged = {"facturier_document": NUMBER, "facturier_digest": "0" * 64, "facturier_attempt": "1"}
    foreign = fake.world.make_link(
        {"line_items": {"0": item}, "metadata": forged, "payment_intent_data": {"metadata": forged}}
    )
    fake.world.pay(foreign["id"])
    result = run_sync(root, fake)
    assert (events(result), codes(result)) == ([], ["PLK-031"])
    assert codes(run_sync(root, fake)) == []


def test_charges_without_metadata_are_found_through_payment_and_session(root: Path, fake: FakeStripe) -> None:
    fake.world.metadata_on_charges = False
    fake.world.pay(link(root, fake))
    assert "paid" in events(run_sync(root, fake))


def test_movements_that_can_be_read_only_days_later_are_not_missed(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002")
    first, second = link(root, fake), link(root, fake, "F2026-0002")
    fake.world.late = 5 * DAY
    fake.world.pay(first)
    fake.world.late = 0
    fake.world.now += DAY
    fake.world.pay(second)
    run_sync(root, fake)
    fake.world.now += 5 * DAY
    assert [one.number for one in run_sync(root, fake).entries][:1] == [NUMBER]


def test_an_outage_of_weeks_is_caught_up(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002")
    fake.world.pay(link(root, fake))
    run_sync(root, fake)
    other = link(root, fake, "F2026-0002")
    fake.world.pay(other)
    fake.world.now += 36 * DAY
    assert "paid" in events(run_sync(root, fake))


@pytest.mark.parametrize("fault", ["500", "503", "cut-before", "cut-after"])
def test_without_an_answer_nothing_is_written(root: Path, fake: FakeStripe, fault: str) -> None:
    fake.world.pay(link(root, fake))
    before = history(root, NUMBER)
    fake.faults = lambda request: fault if "disputes" in request else ""
    result = run_sync(root, fake)
    assert (codes(result), history(root, NUMBER)) == (["PLK-008"], before)
    fake.faults = lambda _: ""
    assert "paid" in events(run_sync(root, fake))


def test_fees_and_payouts_are_kept_for_the_reports(root: Path, fake: FakeStripe) -> None:
    fake.world.pay(link(root, fake))
    fake.world.now += 3 * DAY
    fake.world.payout()
    run_sync(root, fake)
    booked, _ = read_booked(root)
    assert {line.kind: (line.fee, line.net, line.document) for line in booked} == {
        "charge": (Decimal("0.25"), Decimal("119.75"), NUMBER),
        "payout": (Decimal("0.00"), Decimal("-119.75"), ""),
    }


def test_a_payment_in_dollars_keeps_what_arrived(root: Path, fake: FakeStripe) -> None:
    write_invoice(
        root, "F2026-0002", more="currency: USD\nexchange_rate: {rate: 1.0850, date: 2026-01-02, source: BCE}\n"
    )
    payment = fake.world.pay(link(root, fake, "F2026-0002"))
    moved = fake.world.objects["balance_transaction"][fake.world.charge_of(payment)["balance_transaction"]]
    moved |= {"currency": "eur", "amount": 11060, "fee": 30, "net": 11030}
    [paid, _] = run_sync(root, fake).entries
    assert paid.event.amount == Decimal("120.00")
    assert paid.event.received is not None
    assert (paid.event.received.amount, paid.event.received.currency) == (Decimal("110.60"), "EUR")
    assert not has_errors(checked(root, fake).faults)


def test_a_movement_of_an_unknown_kind_is_never_a_payment(root: Path, fake: FakeStripe) -> None:
    payment = fake.world.pay(link(root, fake))
    moved = fake.world.objects["balance_transaction"][fake.world.charge_of(payment)["balance_transaction"]]
    moved |= {"type": "surprise", "reporting_category": "surprise"}
    result = run_sync(root, fake)
    assert (events(result), codes(result)) == ([], ["PLK-032"])


def test_a_payment_status_of_tomorrow_is_never_a_payment(root: Path, fake: FakeStripe) -> None:
    fake.world.sepa_moves_at_once = False
    payment = fake.world.pay(link(root, fake), "sepa_debit")
    fake.world.objects["payment_intent"][payment]["status"] = "almost_there"
    assert "paid" not in events(run_sync(root, fake))


def test_a_history_that_cannot_be_read_stops_everything(root: Path, fake: FakeStripe) -> None:
    fake.world.pay(link(root, fake))
    add(root, NUMBER, "date: someday, event: note, note: x")
    before = history(root, NUMBER)
    result = run_sync(root, fake)
    assert not result.done
    assert history(root, NUMBER) == before


def test_a_payment_for_a_document_that_cannot_be_read_waits(root: Path, fake: FakeStripe) -> None:
    fake.world.pay(link(root, fake))
    booked = _Plan(replace(_book(root, fake), unread=(NUMBER,)), set(), today_of(fake))
    assert not booked.take(_charge(metadata={"facturier_document": NUMBER}))
    assert [fault.code for fault in booked.result().faults] == ["PLK-030"]


def test_a_payment_in_a_currency_that_nobody_can_convert_is_told(root: Path, fake: FakeStripe) -> None:
    ref = link(root, fake)
    charge = replace(_charge(link=ref), currency="GBP", settled=Money(Decimal("100.00"), "GBP"))
    made = additions(_book(root, fake), (), Arrivals(movements=(charge,)), today=today_of(fake))
    assert ([fault.code for fault in made.faults], "paid" in str(made.events)) == (["PLK-033"], False)


def _book(root: Path, fake: FakeStripe) -> Book:
    book = checked(root, fake).expanded
    assert book is not None
    return book


def _charge(**more: Any) -> Movement:
    at = datetime(2026, 1, 5, 10, tzinfo=UTC)
    amount = Decimal("120.00")
    given: dict[str, Any] = {"settled": Money(amount, "EUR"), "status": "succeeded", "source": "ch_1"} | more
    return Movement(ref="txn_1", kind="charge", category="charge", created=at, available=at.date(), amount=amount,
                    fee=Decimal(0), net=amount, currency="EUR", **given)  # fmt: skip


def test_a_history_that_cannot_be_continued_line_by_line_is_left_alone(root: Path, fake: FakeStripe) -> None:
    fake.world.pay(link(root, fake))
    file = root / "invoices" / "2026" / f"{NUMBER}.history.yaml"
    file.write_text(file.read_text("utf-8") + "...\n", encoding="utf-8")
    before = file.read_bytes()
    assert (codes(run_sync(root, fake)), file.read_bytes()) == (["PLK-035"], before)


def test_a_dry_run_writes_nothing(root: Path, fake: FakeStripe) -> None:
    fake.world.pay(link(root, fake))
    before = history(root, NUMBER)
    assert "paid" in events(run_sync(root, fake, dry_run=True))
    assert history(root, NUMBER) == before
