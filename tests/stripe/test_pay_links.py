"""`facturier pay-links`: one link for each amount due, found again, switched off when it no longer holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from tests.stripe.books import HALVES, access, add, history, run_links, run_sync, write_credit_note, write_invoice
from tests.stripe_fake.server import FakeStripe
from tests.stripe_fake.world import DAY

from facturier.actions.pay_links import PayLinking, PayLinksResult, pay_links
from facturier.actions.sync import Syncing, sync
from facturier.connect.stripe import links as at_stripe
from facturier.publish.progress import Silent

NUMBER = "F2026-0001"


def actions(result: PayLinksResult) -> list[str]:
    return [change.action for change in result.changes]


def codes(result: PayLinksResult) -> list[str]:
    return sorted({fault.code for fault in result.faults})


def made(fake: FakeStripe) -> int:
    return len(fake.world.objects["payment_link"])


def test_a_link_asks_for_what_is_due(root: Path, fake: FakeStripe) -> None:
    result = run_links(root, fake)
    [link] = fake.world.links_of(NUMBER)
    assert fake.world.asked_by(link) == 12000
    assert link["currency"] == "eur"
    assert link["url"] in (root / "invoices/2026" / f"{NUMBER}.history.yaml").read_text()
    assert actions(result) == ["made"]


def test_a_link_can_be_paid_once_and_leads_back_to_a_page_without_a_token(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    [link] = fake.world.links_of(NUMBER)
    assert link["restrictions"]["completed_sessions"]["limit"] == 1
    assert link["after_completion"]["redirect"]["url"] == "https://factures.lumen.example/thanks/fr/"
    assert link["payment_method_types"] == ["card", "sepa_debit"]
    assert link["payment_intent_data"]["statement_descriptor_suffix"] == "F2026-0001"


def test_link_and_payment_carry_the_number_and_no_name(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    [link] = fake.world.links_of(NUMBER)
    assert link["metadata"] == link["payment_intent_data"]["metadata"]
    assert link["metadata"]["facturier_document"] == NUMBER
    assert "ACME" not in str(link)


def test_running_again_changes_nothing(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    before = history(root, NUMBER)
    result = run_links(root, fake)
    assert (actions(result), made(fake), history(root, NUMBER)) == (["kept"], 1, before)


def test_each_instalment_has_its_link(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002", more=HALVES.format(first="2026-01-20", second="2026-02-01"))
    run_links(root, fake)
    links = fake.world.links_of("F2026-0002")
    assert [(link["metadata"]["facturier_part"], fake.world.asked_by(link)) for link in links] == [
        ("1", 6000),
        ("2", 6000),
    ]


def test_a_link_that_was_made_but_not_written_down_is_found_again(root: Path, fake: FakeStripe) -> None:
    before = (root / "invoices/2026" / f"{NUMBER}.history.yaml").read_bytes()
    run_links(root, fake)
    (root / "invoices/2026" / f"{NUMBER}.history.yaml").write_bytes(before)
    fake.world.now += 30 * DAY  # idempotency keys are long forgotten
    result = run_links(root, fake)
    assert (actions(result), made(fake)) == (["adopted"], 1)


def test_a_connection_cut_after_the_commit_makes_one_link(root: Path, fake: FakeStripe) -> None:
    cuts = iter(["cut-after"])
    fake.faults = lambda request: next(cuts, "") if request == "POST /v1/payment_links" else ""
    result = run_links(root, fake)
    assert (result.done, made(fake)) == (True, 1)


def test_too_many_requests_are_waited_out(root: Path, fake: FakeStripe) -> None:
    busy = iter(["429"] * 4)
    fake.faults = lambda _: next(busy, "")
    assert actions(run_links(root, fake)) == ["made"]


def test_patience_ends(root: Path, fake: FakeStripe) -> None:
    fake.faults = lambda _: "429"
    result = run_links(root, fake)
    assert codes(result) == ["PLK-008"]
    assert len(fake.requests) == 6


def test_an_outage_loses_nothing(root: Path, fake: FakeStripe) -> None:
    fake.faults = lambda request: "503" if request.startswith("POST") else ""
    assert codes(run_links(root, fake)) == ["PLK-008"]
    fake.faults = lambda _: ""
    result = run_links(root, fake)
    assert (result.done, made(fake)) == (True, 1)


def test_a_failure_that_stripe_remembers_does_not_stand_in_the_way(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stripe replays the answer to an idempotency key for a day, failures included."""
    run_links(root, fake, dry_run=True)
    real = fake.answer

    def failing(method: str, path: str, form: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
        if method == "POST" and "-1" not in headers["Idempotency-Key"]:
            return 500, {"Idempotent-Replayed": "true", "Stripe-Should-Retry": "false"}, '{"error": {"message": "x"}}'
        return real(method, path, form, headers)

    monkeypatch.setattr(fake, "answer", failing)
    assert actions(run_links(root, fake)) == ["made"]


def test_a_transfer_on_part_of_it_makes_a_new_link_and_ends_open_pages(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    [old] = fake.world.links_of(NUMBER)
    tab = fake.world.visit(old["id"])
    add(root, NUMBER, "date: 2026-01-05, event: paid, amount: 20.00, by: transfer, ref: VIR-1")
    result = run_links(root, fake)
    [new] = fake.world.links_of(NUMBER)
    assert actions(result) == ["retired", "made"]
    assert fake.world.asked_by(new) == 10000
    assert fake.world.objects["checkout.session"][tab]["status"] == "expired"


def test_a_credit_note_over_everything_retires_the_link(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    write_credit_note(root, "A2026-0001", of=NUMBER, on="2026-01-05")
    assert actions(run_links(root, fake)) == ["retired"]
    assert fake.world.links_of(NUMBER) == []


def test_nobody_is_asked_to_pay_what_is_contested(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    add(root, NUMBER, "date: 2026-01-05, event: disputed, reason: Livraison incomplète")
    run_links(root, fake)
    assert fake.world.links_of(NUMBER) == []
    add(root, NUMBER, "date: 2026-01-05, event: resolved, outcome: rejected")
    run_links(root, fake)
    assert len(fake.world.links_of(NUMBER)) == 1


def test_after_a_bounce_there_is_another_link(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    payment = fake.world.pay(fake.world.links_of(NUMBER)[0]["id"], "sepa_debit")
    run_sync(root, fake)
    assert actions(run_links(root, fake)) == ["switched-off"]
    fake.world.bounce(payment)
    run_sync(root, fake)
    assert actions(run_links(root, fake)) == ["made"]
    [link] = fake.world.links_of(NUMBER)
    assert link["metadata"]["facturier_attempt"] == "2"


@pytest.mark.parametrize("method", ["card", "sepa_debit"])
def test_what_was_paid_and_not_yet_written_down_is_not_asked_for_again(
    root: Path, fake: FakeStripe, method: str
) -> None:
    run_links(root, fake)
    fake.world.pay(fake.world.links_of(NUMBER)[0]["id"], method)
    result = run_links(root, fake)
    assert codes(result) == ["PLK-021"]
    assert fake.world.links_of(NUMBER) == []
    run_sync(root, fake)
    assert fake.world.links_of(NUMBER) == []


def test_a_link_somebody_switched_off_is_replaced(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    fake.world.links_of(NUMBER)[0]["active"] = False
    assert actions(run_links(root, fake)) == ["retired", "made"]


def test_a_link_of_another_sum_than_recorded_is_replaced(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    [link] = fake.world.links_of(NUMBER)
    fake.world.objects["line_items"][link["id"]]["price"]["unit_amount"] = 1
    result = run_links(root, fake)
    assert codes(result) == ["PLK-024"]
    assert [one["id"] for one in fake.world.links_of(NUMBER)] != [link["id"]]


def test_a_link_that_leads_elsewhere_is_led_back(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    [link] = fake.world.links_of(NUMBER)
    link["after_completion"]["redirect"]["url"] = "https://elsewhere.example/"
    assert actions(run_links(root, fake)) == ["kept", "mended"]
    assert link["after_completion"]["redirect"]["url"] == "https://factures.lumen.example/thanks/fr/"


def test_links_of_others_in_the_same_account_are_left_alone(root: Path, fake: FakeStripe) -> None:
    item = {"price_data": {"currency": "eur", "unit_amount": "900", "product_data": {"name": "Tasse"}}, "quantity": "1"}
    plain = fake.world.make_link({"line_items": {"0": item}})
    other = fake.world.make_link(
        {"line_items": {"0": item}, "metadata": {"facturier_document": NUMBER, "facturier_digest": "0" * 64}}
    )
    run_links(root, fake)
    assert plain["active"]
    assert other["active"]


def test_a_dry_run_changes_nothing_anywhere(root: Path, fake: FakeStripe) -> None:
    before = history(root, NUMBER)
    result = run_links(root, fake, dry_run=True)
    assert (actions(result), made(fake), history(root, NUMBER)) == (["made"], 0, before)


def test_verify_tells_every_difference(root: Path, fake: FakeStripe) -> None:
    result = run_links(root, fake, verify=True)
    assert codes(result) == ["PLK-022"]
    assert "made 120.00 EUR" in {f"{fault.named['action']} {fault.named['ref']}" for fault in result.faults}
    run_links(root, fake)
    assert run_links(root, fake, verify=True).done


def test_an_amount_below_stripes_smallest_is_told_and_hinders_nobody(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002", price="0.25")
    result = run_links(root, fake)
    assert (result.done, codes(result)) == (True, ["PLK-023"])
    assert len(fake.world.links_of(NUMBER)) == 1


def test_a_refusal_concerns_one_document(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002")
    refusals = iter(["400"])
    fake.faults = lambda request: next(refusals, "") if request == "POST /v1/payment_links" else ""
    result = run_links(root, fake)
    assert (codes(result), len(fake.world.links_of("F2026-0002"))) == (["PLK-025"], 1)


def test_a_document_that_takes_no_cards_gets_no_link(root: Path, fake: FakeStripe) -> None:
    write_invoice(root, "F2026-0002", more="pay: [bank]\n")
    run_links(root, fake)
    assert fake.world.links_of("F2026-0002") == []


def test_debits_are_offered_in_euros_alone(root: Path, fake: FakeStripe) -> None:
    write_invoice(
        root, "F2026-0002", more="currency: USD\nexchange_rate: {rate: 1.0850, date: 2026-01-02, source: BCE}\n"
    )
    run_links(root, fake)
    [link] = fake.world.links_of("F2026-0002")
    assert (link["currency"], link["payment_method_types"]) == ("usd", ["card"])


def test_the_day_of_a_link_is_the_day_it_was_made(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    assert f"- date: {date(2026, 1, 5)}" in history(root, NUMBER)


def test_a_link_that_stripe_made_otherwise_is_switched_off(root: Path, fake: FakeStripe) -> None:
    make = at_stripe.make_link

    def otherwise(*args: Any) -> Any:
        return replace(make(*args), amount=Decimal("1.00"))

    with patch.object(at_stripe, "make_link", otherwise):
        result = run_links(root, fake)
    assert [fault.code for fault in result.faults] == ["PLK-026"]
    assert fake.world.links_of("F2026-0001") == []


def test_a_machine_whose_clock_is_behind_asks_for_nothing_that_is_paid(root: Path, fake: FakeStripe) -> None:
    """Stripe's clock is believed: entries of tomorrow are no reason to stop, and never forgotten."""
    behind = date(2026, 1, 5)
    write_invoice(root, "F2026-0002")
    run_links(root, fake)
    fake.world.now += 9 * DAY
    fake.world.pay(fake.world.links_of(NUMBER)[0]["id"])
    payment = fake.world.pay(fake.world.links_of("F2026-0002")[0]["id"], "sepa_debit")
    fake.world.bounce(payment)
    assert sync(root, Syncing(today=behind, access=access(fake), reporter=Silent())).done
    result = pay_links(root, PayLinking(today=behind, access=access(fake), reporter=Silent()))
    assert (result.done, actions(result).count("made")) == (True, 1)
    assert fake.world.links_of(NUMBER) == []
    assert len(fake.world.links_of("F2026-0002")) == 1
