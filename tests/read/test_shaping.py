"""A key that is wrong gives one fault, at the value, with the word that was probably meant."""

from typing import Any

import pytest

from facturier.faults import Fault
from facturier.model.history import EventKind
from facturier.read.resolve.histories import history_of
from facturier.read.shapes.base import Shape
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import ConfigShape
from facturier.read.shapes.document import NumberedShape, RecurringShape
from facturier.read.shapes.history import SHAPES
from facturier.read.shaping import shape_of
from facturier.read.tree import read_tree

HEAD = "number: F1\ndate: 2026-11-02\nclient: acme\n"


def faults(shape: type[Shape], text: str) -> list[Fault]:
    tree = read_tree(text.encode(), "x.yaml")
    assert not isinstance(tree, Fault)
    result = shape_of(shape, tree, "x.yaml")
    assert isinstance(result, tuple), "read without a fault"
    return list(result)


def only(shape: type[Shape], text: str) -> tuple[str, tuple[Any, ...], dict[str, str]]:
    found = faults(shape, text)
    assert len(found) == 1, found
    return found[0].code, found[0].where.path, found[0].named


def test_an_unknown_key_names_the_one_that_was_meant_and_hides_the_missing_one() -> None:
    code, path, values = only(NumberedShape, HEAD + "lines: [{item: a, prise: 1.00}]")
    assert (code, path, values["suggestion"]) == ("READ-020", ("lines", 0, "prise"), "price")


def test_an_unknown_key_points_at_the_key() -> None:
    [fault] = faults(NumberedShape, HEAD + "lines: [{item: a, price: 1, colour: x}]")
    assert fault.where.on_key


def test_only_keys_of_that_mapping_are_suggested() -> None:
    _, _, values = only(NumberedShape, HEAD + "lines: [{item: a, price: 1}]\nterms: {item: 1}")
    assert values["keys"] == "due, early_discount, late_penalty"


def test_a_comma_in_braces_is_told_apart_from_an_unknown_key() -> None:
    code, path, _ = only(NumberedShape, HEAD + "lines: [{item: Layout (A5, 48 pages), price: 1.00}]")
    assert (code, path) == ("READ-023", ("lines", 0, "48 pages)"))


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("lines: [{item: a, price: 1,50}]", "READ-023", ("lines", 0, "50")),
        ("lines: x", "TYPE-007", ("lines",)),
        ("lines: [x]", "TYPE-006", ("lines", 0)),
        ("lines:", "TYPE-001", ("lines",)),
        ("subject: [a]", "TYPE-005", ("subject",)),
        ("subject: {a: b}", "TYPE-005", ("subject",)),
        ("subject:", "TYPE-001", ("subject",)),
        ("type: invoise", "TYPE-030", ("type",)),
        ("period: {from: 2026-10-31, to: 2026-10-01}", "TYPE-073", ("period", "to")),
        ("discount: {percent: 2%, amount: 3}", "TYPE-070", ("discount",)),
        ("discount: {reason: x}", "TYPE-070", ("discount",)),
        ("terms: {due: 30 jours}", "TYPE-026", ("terms", "due")),
        ("terms: {due: [{date: 2026-12-02}]}", "TYPE-070", ("terms", "due", 0)),
        ("terms: {due: [{date: 2026-12-02, share: 50}]}", "TYPE-017", ("terms", "due", 0, "share")),
        ("terms: {due: {days: 30}}", "TYPE-005", ("terms", "due")),
        ("terms: {early_discount: maybe}", "TYPE-030", ("terms", "early_discount")),
        ("vat: 20", "TYPE-060", ("vat",)),
        ("vat: {exempt: {}}", "TYPE-061", ("vat",)),
        ("everything: yes", "TYPE-029", ("everything",)),
        ("attachments: [../x]", "TYPE-058", ("attachments", 0)),
        ("accept: [{code: MEN-034}]", "READ-021", ("accept", 0)),
    ],
)
def test_a_wrong_value_gives_exactly_one_fault(text: str, code: str, path: tuple[Any, ...]) -> None:
    lines = "" if "lines" in text else "lines: [{item: a, price: 1}]\n"
    assert only(NumberedShape, HEAD + lines + text)[:2] == (code, path)


def test_all_faults_of_a_file_come_at_once() -> None:
    text = "number: F1\ndate: 2026-02-30\nclient: ACME\nlines: [{item: a, qty: 2 dayz, price: x}]"
    assert sorted(fault.code for fault in faults(NumberedShape, text)) == [
        "TYPE-010",
        "TYPE-016",
        "TYPE-021",
        "TYPE-041",
    ]


def test_policy_and_steps_exclude_each_other() -> None:
    seller = "seller: {name: A, address: {country: FR}}\n"
    text = seller + "reminders: {policy: weekly, steps: [{day: 5, by: email}]}"
    assert only(ConfigShape, text)[:2] == ("TYPE-071", ("reminders",))


def test_a_client_needs_its_kind() -> None:
    assert only(ClientShape, "name: A\naddress: {country: FR}")[2] == {"key": "kind"}


def test_a_recurring_template_ends_after_it_begins() -> None:
    text = "every: month\nfrom: 2026-12-01\nuntil: 2026-11-01\nclient: acme\nlines: [{item: a, price: 1}]"
    assert only(RecurringShape, text)[0] == "TYPE-073"


ENTRIES = {
    "issued": "to: x@y.example",
    "sent": "by: e-mail, to: x@y.example",
    "delivered": "by: post",
    "viewed": "by: portal",
    "paid": "amount: 10.00, by: card, ref: X, part: 1, fee: 0.25, received: {amount: 11.00, currency: USD}",
    "refunded": "amount: 10.00, ref: X",
    "returned": "amount: 10.00, ref: X, reason: chargeback",
    "payment-link": f"url: https://buy.stripe.com/x, ref: plink, amount: 10.00, part: 1, digest: {'a' * 64}",
    "payment-link-retired": "ref: plink",
    "payment-started": "ref: pi_1",
    "reminded": "step: 1, by: email, to: x, subject: Rappel",
    "called": "with: Mme Marsan, note: Rappeler",
    "wrote": "with: A, note: B",
    "met": "with: A",
    "answered": "with: A, note: B",
    "promised": "until: 2026-12-01, amount: 5.00",
    "disputed": "reason: Retard, amount: 5.00, evidence: [clients/acme/a.pdf]",
    "resolved": "outcome: settled, amount: 5.00",
    "plan-agreed": "instalments: [{date: 2026-12-01, amount: 5.00}]",
    "formal-notice": "deadline: 2026-12-01, tracking: RK1",
    "handed-over": "to: agency, ref: D1",
    "written-off": "amount: 5.00, reason: Liquidation",
    "accepted": "by: M. Roche, evidence: [clients/acme/a.pdf]",
    "declined": "by: M. Roche",
    "e-invoice": "status: 212, platform: P, reason: R",
    "note": "note: À suivre",
}


def test_every_event_has_an_example() -> None:
    assert set(ENTRIES) == {str(kind) for kind in EventKind}


@pytest.mark.parametrize("event", ENTRIES)
def test_an_event_reads_its_own_keys(event: str) -> None:
    tree = read_tree(f"- {{date: 2026-11-02, event: {event}, private: true, by: CI, {own(event)}}}".encode(), "x")
    assert not isinstance(tree, Fault)
    history, found = history_of("F1", tree, "x")
    assert found == []
    assert (history.events[0].kind, history.events[0].private) == (event, True)


def own(event: str) -> str:
    return ", ".join(part for part in ENTRIES[event].split(", ") if not part.startswith("by:"))


@pytest.mark.parametrize("event", [name for name in ENTRIES if name != "plan-agreed"])
def test_an_event_refuses_the_keys_of_another(event: str) -> None:
    fields = SHAPES[EventKind(event)].model_fields
    assert "instalments" not in fields
    tree = [{"date": "2026-11-02", "event": event, "instalments": "x"}]
    _, found = history_of("F1", tree, "x")  # type: ignore[arg-type]
    assert "READ-020" in [fault.code for fault in found]


def test_an_unknown_event_names_the_nearest() -> None:
    _, [fault] = history_of("F1", [{"date": "2026-11-02", "event": "payed"}], "x")
    assert (fault.code, fault.named["suggestion"], fault.where.path) == ("TYPE-062", "paid", (0, "event"))
