"""What another server may answer, or Stripe on another day: nothing hangs, doubles or finds the wrong document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from tests.stripe.books import access, add, history, run_links, run_sync, state, write_invoice
from tests.stripe_fake.server import FakeStripe

from facturier.connect.stripe.client import Access, Stripe
from facturier.faults import has_errors
from facturier.model.state import Status

NUMBER = "F2026-0001"
Answer = tuple[int, dict[str, str], str]
Change = Callable[[Any], None]


def changing(fake: FakeStripe, monkeypatch: pytest.MonkeyPatch, change: Change, *, path: str = "") -> None:
    """Every object in every good answer is changed before it is sent."""
    real = fake.answer

    def answer(method: str, where: str, form: str, headers: Mapping[str, str]) -> Answer:
        status, more, body = real(method, where, form, headers)
        if status != 200 or not where.startswith(path):
            return status, more, body
        found = json.loads(body)
        for one in found["data"] if found.get("object") == "list" else [found]:
            change(one)
        return status, more, json.dumps(found)

    monkeypatch.setattr(fake, "answer", answer)


def without(fake: FakeStripe, monkeypatch: pytest.MonkeyPatch, *ignored: str) -> None:
    """A server that knows nothing of some parameters."""
    real = fake.answer

    def answer(method: str, where: str, form: str, headers: Mapping[str, str]) -> Answer:
        kept = [pair for pair in parse_qsl(form, keep_blank_values=True) if not pair[0].startswith(ignored)]
        return real(method, where, urlencode(kept), headers)

    monkeypatch.setattr(fake, "answer", answer)


def pay(root: Path, fake: FakeStripe, method: str = "card", number: str = NUMBER) -> str:
    run_links(root, fake)
    return fake.world.pay(fake.world.links_of(number)[0]["id"], method)


def kinds(root: Path, number: str = NUMBER) -> list[str]:
    return [line.split("event: ")[1].split(",")[0].strip("} ") for line in history(root, number) if "event: " in line]


# --- objects that are not expanded -----------------------------------------------------------------------------------


def test_nothing_needs_to_be_expanded(root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    without(fake, monkeypatch, "expand")
    payment = pay(root, fake)
    fake.world.refund(payment, 2000)
    assert run_sync(root, fake).done
    assert state(root, fake, NUMBER).open == Decimal("20.00")
    assert run_links(root, fake).done


def test_an_empty_list_of_lines_is_asked_for_again(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def empty(link: Any) -> None:
        if link.get("line_items"):
            link["line_items"]["data"] = []

    changing(fake, monkeypatch, empty)
    assert [change.action for change in run_links(root, fake).changes] == ["made"]
    assert [change.action for change in run_links(root, fake).changes] == ["kept"]


def test_a_quantity_that_could_be_but_is_not_adjustable(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(link: Any) -> None:
        for line in (link.get("line_items") or {}).get("data", ()):
            line["adjustable_quantity"] = {"enabled": False, "minimum": None, "maximum": None}

    changing(fake, monkeypatch, said)
    assert run_links(root, fake).done


# --- filters that are ignored ----------------------------------------------------------------------------------------


def test_filters_are_not_relied_on(root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions of other payments and links never prove whose money it is."""
    fake.world.metadata_on_charges = False
    write_invoice(root, "F2026-0002")
    without(fake, monkeypatch, "payment_intent", "payment_link", "status", "created")
    first, second = pay(root, fake), pay(root, fake, "sepa_debit", "F2026-0002")
    for payment in (first, second):
        fake.world.objects["payment_intent"][payment]["metadata"] = {}
    assert run_sync(root, fake).done
    assert kinds(root).count("paid") == 1
    assert "payment-started" not in kinds(root)
    assert "payment-started" in kinds(root, "F2026-0002")
    assert not has_errors(run_links(root, fake).faults)


def test_a_server_that_ignores_cursors_keeps_nobody_for_ever(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay(root, fake)
    real = fake.answer

    def answer(method: str, where: str, form: str, headers: Mapping[str, str]) -> Answer:
        kept = [pair for pair in parse_qsl(form) if pair[0] != "starting_after"]
        status, more, body = real(method, where, urlencode(kept), headers)
        return status, more, body.replace('"has_more": false', '"has_more": true')

    monkeypatch.setattr(fake, "answer", answer)
    assert len(run_sync(root, fake).entries) == 2


def test_lists_longer_than_a_page(root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facturier.connect.stripe.client.PAGE", 2)
    for number in range(2, 7):
        write_invoice(root, f"F2026-{number:04}")
    for number in range(1, 7):
        pay(root, fake, number=f"F2026-{number:04}")
    run_sync(root, fake)
    assert all(state(root, fake, f"F2026-{number:04}").headline is Status.PAID for number in range(1, 7))
    assert {change.action for change in run_links(root, fake).changes} <= {"switched-off"}


# --- refunds and disputes that name only the payment -----------------------------------------------------------------


def test_a_refund_that_names_only_its_payment(root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = pay(root, fake)
    run_sync(root, fake)
    refund = fake.world.refund(payment, 12000)
    fake.world.objects["refund"][refund]["charge"] = None
    run_sync(root, fake)
    assert kinds(root)[-1] == "refunded"


def test_a_refund_whose_movement_names_the_charge(root: Path, fake: FakeStripe) -> None:
    payment = pay(root, fake)
    run_sync(root, fake)
    refund = fake.world.objects["refund"][fake.world.refund(payment, 2000)]
    fake.world.objects["balance_transaction"][refund["balance_transaction"]]["source"] = refund["charge"]
    [refunded] = run_sync(root, fake).entries
    assert (refunded.event.kind.value, refunded.event.amount) == ("refunded", Decimal("20.00"))


def test_a_dispute_over_part_of_a_charge_whose_movement_names_the_charge(root: Path, fake: FakeStripe) -> None:
    payment = pay(root, fake)
    run_sync(root, fake)
    dispute = fake.world.objects["dispute"][fake.world.dispute(payment)]
    dispute["amount"] = 5000
    moved = fake.world.objects["balance_transaction"][dispute["balance_transactions"][0]["id"]]
    moved |= {"source": dispute["charge"], "amount": -5000}
    events = {one.event.kind.value: one.event.amount for one in run_sync(root, fake).entries}
    assert events == {"disputed": Decimal("50.00"), "returned": Decimal("50.00")}


def test_a_dispute_of_an_account_left_behind_stops_nothing(root: Path, fake: FakeStripe) -> None:
    add(root, NUMBER, "date: 2026-01-05, event: disputed, reason: Fraudulent, amount: 1.00, ref: du_of_test_mode")
    assert run_sync(root, fake).done


@pytest.mark.parametrize("status", [400, 404])
def test_links_of_an_account_left_behind_stop_nothing(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """From test mode to live: the histories tell of links that the account has never seen."""
    run_links(root, fake)
    fake.world.objects["payment_link"].clear()
    real = fake.answer
    gone = {"type": "invalid_request_error", "code": "resource_missing", "message": "No such payment_link"}

    def answer(method: str, where: str, form: str, headers: Mapping[str, str]) -> Answer:
        if "payment_link=plink_00000001" in form:
            return status, {}, json.dumps({"error": gone})
        return real(method, where, form, headers)

    monkeypatch.setattr(fake, "answer", answer)
    result = run_links(root, fake)
    assert result.done
    assert [change.action for change in result.changes] == ["retired", "made"]


# --- requests that break off, conflicts, replays ---------------------------------------------------------------------


@pytest.mark.parametrize("status", [409, 429])
def test_a_conflict_is_waited_out(root: Path, fake: FakeStripe, status: int) -> None:
    times = iter([str(status)] * 7)
    fake.faults = lambda request: next(times, "") if request.startswith("POST") else ""
    assert [change.action for change in run_links(root, fake).changes] == (["made"] if status == 409 else [])
    assert run_links(root, fake).done
    assert len(fake.world.links_of(NUMBER)) == 1


def test_an_answer_that_breaks_off_is_asked_for_again(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, broken = fake.answer, iter([True])

    def answer(method: str, where: str, form: str, headers: Mapping[str, str]) -> Answer:
        status, more, body = real(method, where, form, headers)
        return status, more, body[:-20] if method == "POST" and next(broken, False) else body

    monkeypatch.setattr(fake, "answer", answer)
    assert [change.action for change in run_links(root, fake).changes] == ["made"]
    assert len(fake.world.objects["payment_link"]) == 1


def replaying(fake: FakeStripe, monkeypatch: pytest.MonkeyPatch, status: int, *, told: bool) -> None:
    """A server that remembers a failure for the first key it sees, and may not say that it does."""
    real, first = fake.answer, []

    def answer(method: str, where: str, form: str, headers: Mapping[str, str]) -> Answer:
        key = headers.get("Idempotency-Key", "")
        if method == "POST" and where == "/v1/payment_links":
            first.append(key)
            if key == first[0]:
                error = {"type": "api_error", "message": "as before"}
                return status, {"Idempotent-Replayed": "true"} if told else {}, json.dumps({"error": error})
        return real(method, where, form, headers)

    monkeypatch.setattr(fake, "answer", answer)


@pytest.mark.parametrize(("status", "told"), [(500, True), (500, False), (400, True), (402, True)])
def test_a_failure_of_the_past_does_not_stand_in_the_way(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch, status: int, *, told: bool
) -> None:
    replaying(fake, monkeypatch, status, told=told)
    assert [change.action for change in run_links(root, fake).changes] == ["made"]
    assert len(fake.world.links_of(NUMBER)) == 1


def test_a_refusal_repeated_from_memory_concerns_one_document(
    root: Path, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_invoice(root, "F2026-0002")
    real = fake.answer

    def answer(method: str, where: str, form: str, headers: Mapping[str, str]) -> Answer:
        if method == "POST" and "F2026-0001" in form:
            return 400, {"Idempotent-Replayed": "true"}, '{"error": {"type": "invalid_request_error", "message": "no"}}'
        return real(method, where, form, headers)

    monkeypatch.setattr(fake, "answer", answer)
    result = run_links(root, fake)
    assert [fault.code for fault in result.faults] == ["PLK-025"]
    assert len(fake.world.links_of("F2026-0002")) == 1


def test_a_key_in_clear_never_goes_through_a_proxy(fake: FakeStripe, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    stripe = Stripe(Access(key="rk_test_all", base=fake.base), sleep=lambda _: None)
    assert list(stripe.every(stripe.client.v1.payment_links.list, {})) == []


def test_what_went_wrong_is_told_without_the_key(root: Path, fake: FakeStripe) -> None:
    fake.faults = lambda _: "409"
    [fault] = run_links(root, fake).faults
    assert fault.code == "PLK-008"
    assert access(fake).key not in repr(fault)
