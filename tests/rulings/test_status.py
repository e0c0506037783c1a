"""The rulings about status and history, from typed entries to the state of a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.rulings.desk import TODAY, book_of, history, line, opened, paper
from tests.rulings.index import rules

from facturier.actions.check import check
from facturier.compute.headline import PRECEDENCE
from facturier.compute.portal import portal_for
from facturier.compute.status import states
from facturier.faults import Severity
from facturier.model.history import EventKind
from facturier.model.state import Status
from facturier.publish.progress import Silent
from facturier.render.einvoice import gather
from facturier.render.facturx import factur_x

INVOICE = paper(line("1000.00"))  # of 2 November 2026 over 1200.00, due on 2 December
DUE = date(2026, 12, 2)
LATE = DUE + timedelta(days=10)


def credit(body: str, number: str = "A2026-0001", day: str = "2026-11-10") -> dict[str, str]:
    return paper(f"type: credit-note\ncredits: F2026-0001\n{body}", number, day=day)


# 1 · the headline

ORDER = """cancelled credited written-off refunded overpaid paid in-collection formal-notice disputed payment-under-way
promised overdue partially-paid due-soon"""


@rules("status-1")
def test_the_order_of_headlines() -> None:
    assert [str(one) for one in PRECEDENCE] == ORDER.split()


@rules("status-1")
@pytest.mark.parametrize(
    ("entries", "day", "headline", "badges"),
    [
        ((), date(2026, 11, 24), "issued", ()),
        (("date: 2026-11-02, event: sent",), date(2026, 11, 24), "sent", ()),
        ((), DUE - timedelta(days=8), "issued", ()),
        ((), DUE - timedelta(days=7), "due-soon", ()),
        ((), DUE, "due-soon", ()),
        ((), DUE + timedelta(days=1), "overdue", ()),
        (("date: 2026-11-20, event: paid, amount: 100.00",), date(2026, 11, 24), "partially-paid", ()),
        (("date: 2026-11-20, event: paid, amount: 100.00",), LATE, "overdue", ("partially-paid",)),
        (("date: 2026-12-05, event: promised, until: 2026-12-20",), LATE, "promised", ("overdue",)),
        (("date: 2026-12-05, event: payment-started, ref: a",), LATE, "payment-under-way", ("overdue",)),
        (("date: 2026-12-05, event: disputed",), LATE, "disputed", ("overdue",)),
        (("date: 2026-12-05, event: formal-notice",), LATE, "formal-notice", ("overdue",)),
        (("date: 2026-12-05, event: handed-over, to: court",), LATE, "in-collection", ("overdue",)),
        (("date: 2026-11-20, event: paid, amount: 1200.00",), LATE, "paid", ()),
        (("date: 2026-11-20, event: paid, amount: 1300.00",), LATE, "overpaid", ()),
        (("date: 2026-12-05, event: written-off",), LATE, "written-off", ()),
    ],
)
def test_one_fact_is_the_headline_and_the_others_are_badges(
    tmp_path: Path, entries: tuple[str, ...], day: date, headline: str, badges: tuple[str, ...]
) -> None:
    state = book_of(tmp_path, {**INVOICE, **history(*entries)}).state("F2026-0001", day)
    assert (str(state.headline), tuple(map(str, state.badges))) == (headline, badges)


@rules("status-1")
def test_credited_is_by_credit_notes_alone_and_refunded_is_all_that_was_paid(tmp_path: Path) -> None:
    whole = credit("everything: true\n")
    paid_back = ("date: 2026-11-05, event: paid, amount: 1200.00", "date: 2026-11-12, event: refunded, amount: 1200.00")
    credited = book_of(tmp_path / "a", {**INVOICE, **whole}).state("F2026-0001")
    refunded = book_of(tmp_path / "b", {**INVOICE, **whole, **history(*paid_back)}).state("F2026-0001")
    assert (credited.headline, refunded.headline) == (Status.CREDITED, Status.REFUNDED)
    assert (credited.open, refunded.open) == (Decimal(0), Decimal(0))


# 2 · another day


@rules("status-2")
def test_a_past_day_ignores_what_came_later_with_one_notice(tmp_path: Path) -> None:
    later = paper(line(), "F2026-0002", day="2026-11-20")
    paid = history("date: 2026-11-15, event: paid, amount: 1200.00")
    book_of(tmp_path, {**INVOICE, **later, **paid})
    book = opened(tmp_path, today=date(2026, 11, 10), real_day=TODAY)
    [notice] = book.of("HIS-005")
    assert (notice.severity, notice.named["documents"], notice.named["entries"]) == (Severity.INFO, "1", "1")
    assert book.state("F2026-0001", date(2026, 11, 10)).headline is Status.ISSUED
    with pytest.raises(KeyError):
        book.state("F2026-0002", date(2026, 11, 10))


@rules("status-2")
def test_an_entry_after_the_real_day_is_an_error(tmp_path: Path) -> None:
    [fault] = book_of(tmp_path, {**INVOICE, **history("date: 2026-11-23, event: sent")}).of("HIS-003")
    assert fault.severity is Severity.ERROR


# 3 · order


@rules("status-3")
def test_an_older_payment_found_later_is_appended(tmp_path: Path) -> None:
    entries = (
        "date: 2026-11-02, event: issued",
        "date: 2026-11-20, event: returned, amount: 600.00",
        "date: 2026-11-10, event: paid, amount: 600.00",
    )
    book = book_of(tmp_path, {**INVOICE, **history(*entries)})
    assert not [code for code in book.codes if code.startswith("HIS")]
    assert book.state("F2026-0001").open == Decimal("1200.00")


@rules("status-3")
def test_entries_of_one_day_count_in_the_order_of_the_file(tmp_path: Path) -> None:
    back_and_paid = (
        "date: 2026-11-10, event: returned, amount: 600.00",
        "date: 2026-11-10, event: paid, amount: 600.00",
    )
    assert "HIS-022" in book_of(tmp_path, {**INVOICE, **history(*back_and_paid)}).codes


@rules("status-3")
def test_nothing_comes_before_issued(tmp_path: Path) -> None:
    entries = ("date: 2026-11-02, event: issued", "date: 2026-11-01, event: sent")
    assert "HIS-001" in book_of(tmp_path, {**INVOICE, **history(*entries)}).codes


# 4 · credit notes


@rules("status-4")
def test_a_credit_note_above_the_open_part_leaves_a_credit_until_it_is_refunded(tmp_path: Path) -> None:
    paid = "date: 2026-11-05, event: paid, amount: 1200.00"
    files = {**INVOICE, **credit(line("100.00")), **history(paid)}
    book = book_of(tmp_path, files)
    assert book.state("F2026-0001").open == Decimal("-120.00")
    assert (book.state("A2026-0001").open, book.state("A2026-0001").payable) == (Decimal(0), False)
    assert [one.named["credit"] for one in book.of("HIS-040")] == ["120.00"]
    refund = history(paid, "date: 2026-11-15, event: refunded, amount: 120.00")
    again = book_of(tmp_path, {**files, **refund})
    assert (again.state("F2026-0001").open, again.codes.count("HIS-040")) == (Decimal(0), 0)


@rules("status-4")
def test_a_credit_note_takes_client_currency_and_vat_of_its_invoice(tmp_path: Path) -> None:
    rate = "currency: USD\nexchange_rate: {rate: 1.0850, date: 2026-11-02}\n"
    body = f"{rate}lines:\n  - {{item: Manuel imprimé, price: 100.00, vat: 5.5%, nature: goods}}\n"
    note = "number: A2026-0001\ndate: 2026-11-10\ntype: credit-note\ncredits: F2026-0001\n"
    lines = "lines:\n  - {item: Manuel imprimé, price: 10.00}\n"
    book = book_of(tmp_path, {**paper(body), "invoices/2026/A2026-0001.yaml": f"{note}{lines}"})
    found = book.document("A2026-0001")
    assert (found.client.id, found.currency, str(found.lines[0].vat.rate)) == ("acme", "USD", "5.5")
    assert book.totals("A2026-0001").due == Decimal("10.55")


@rules("status-4")
def test_everything_credits_what_is_left_and_names_what_was_credited_before(tmp_path: Path) -> None:
    files = {**INVOICE, **credit(line("100.00")), **credit("everything: true\n", "A2026-0002", "2026-11-12")}
    book = book_of(tmp_path, files)
    assert book.totals("A2026-0002").due == Decimal("1080.00")
    assert [one.number for one in book.totals("A2026-0002").deducted] == ["A2026-0001"]
    assert book.state("F2026-0001").open == Decimal(0)


@rules("status-4")
def test_a_credit_note_is_typed_positive(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**INVOICE, **credit("lines:\n  - {item: Remise, qty: -1, price: 10.00}\n")})
    assert "DOC-003" in book.codes


# 5 · quotes

QUOTE = paper(f"type: quote\nvalid: 10 days\n{line()}", "D2026-0001")  # valid to 12 November


@rules("status-5")
@pytest.mark.parametrize(("day", "status"), [(date(2026, 11, 12), Status.OPEN), (date(2026, 11, 13), Status.EXPIRED)])
def test_the_last_valid_day_is_still_open(tmp_path: Path, day: date, status: Status) -> None:
    assert book_of(tmp_path, QUOTE).state("D2026-0001", day).headline is status


@rules("status-5")
@pytest.mark.parametrize("kind", ["invoice", "deposit"])
def test_a_quote_that_a_document_names_is_invoiced(tmp_path: Path, kind: str) -> None:
    accepted = history("date: 2026-11-03, event: accepted", number="D2026-0001")
    named = paper(f"type: {kind}\nquote: D2026-0001\n{line()}", day="2026-11-10")
    state = book_of(tmp_path, {**QUOTE, **named, **accepted}).state("D2026-0001")
    assert (state.headline, state.badges) == (Status.INVOICED, (Status.ACCEPTED,))


# 6 · claims


@rules("status-6")
@pytest.mark.parametrize("outcome", ["accepted", "rejected", "settled"])
def test_resolved_changes_no_amount(tmp_path: Path, outcome: str) -> None:
    entries = (
        "date: 2026-11-05, event: disputed",
        f"date: 2026-11-10, event: resolved, outcome: {outcome}, amount: 50.00",
    )
    state = book_of(tmp_path, {**INVOICE, **history(*entries)}).state("F2026-0001")
    assert (state.open, state.contested, Status.DISPUTED in state.statuses) == (Decimal("1200.00"), Decimal(0), False)


@rules("status-6", "status-10")
@pytest.mark.parametrize(
    ("day", "holds", "headline"),
    [(date(2026, 12, 10), True, Status.PROMISED), (date(2026, 12, 11), False, Status.OVERDUE)],
)
def test_a_promise_holds_on_its_day_and_overdue_stays(tmp_path: Path, day: date, holds: bool, headline: Status) -> None:
    book = book_of(tmp_path, {**INVOICE, **history("date: 2026-11-20, event: promised, until: 2026-12-10")})
    state = book.state("F2026-0001", day)
    assert (state.hold_reminders, state.headline, Status.OVERDUE in state.statuses) == (holds, headline, True)


@rules("status-6")
@pytest.mark.parametrize(("amount", "fine"), [("1100.00", True), ("1200.00", False), ("1099.99", False)])
def test_a_plan_adds_up_to_what_is_open(tmp_path: Path, amount: str, fine: bool) -> None:
    entries = (
        "date: 2026-11-05, event: paid, amount: 100.00",
        f"date: 2026-11-10, event: plan-agreed, instalments: [{{date: 2027-01-15, amount: {amount}}}]",
    )
    assert ("HIS-025" not in book_of(tmp_path, {**INVOICE, **history(*entries)}).codes) == fine


# 7 · payments


@rules("status-7")
def test_a_payment_tells_what_arrived_and_what_it_cost(tmp_path: Path) -> None:
    entry = "date: 2026-11-05, event: paid, amount: 1200.00, fee: 3.50, received: {amount: 1300.00, currency: USD}"
    book = book_of(tmp_path, {**INVOICE, **history(entry)})
    assert book.book is not None
    [event] = book.book.histories["F2026-0001"].events
    assert event.received is not None
    assert (event.fee, event.received.amount, event.received.currency) == (Decimal("3.50"), Decimal("1300.00"), "USD")
    assert book.state("F2026-0001").open == Decimal(0)


PARTS = paper(
    f"{line('1000.00')}terms: {{due: [{{date: 2026-12-01, share: 50%}}, {{date: 2026-12-20, share: 50%}}]}}\n"
)


@rules("status-7")
@pytest.mark.parametrize(("part", "left"), [("", ("0.00", "500.00")), (", part: 2", ("500.00", "0.00"))])
def test_a_payment_pays_the_oldest_instalment_unless_it_names_one(
    tmp_path: Path, part: str, left: tuple[str, str]
) -> None:
    book = book_of(tmp_path, {**PARTS, **history(f"date: 2026-11-05, event: paid, amount: 700.00{part}")})
    state = book.state("F2026-0001")
    expected = left if not part else ("500.00", "0.00")
    assert tuple(str(one.open) for one in state.instalments) == expected


@rules("status-7")
@pytest.mark.parametrize("end", ["paid, amount: 1200.00", "returned, amount: 1200.00"])
def test_a_payment_under_way_ends_when_it_is_paid_or_returned(tmp_path: Path, end: str) -> None:
    started = "date: 2026-11-05, event: payment-started, ref: pi_1"
    alone = book_of(tmp_path / "a", {**INVOICE, **history(started)}).state("F2026-0001")
    ended = book_of(tmp_path / "b", {**INVOICE, **history(started, f"date: 2026-11-08, event: {end}, ref: pi_1")})
    assert Status.PAYMENT_UNDER_WAY in alone.statuses
    assert Status.PAYMENT_UNDER_WAY not in ended.state("F2026-0001").statuses


@rules("status-7")
@pytest.mark.parametrize(("day", "told"), [("2026-11-08", False), ("2026-11-07", True)])
def test_a_payment_under_way_for_more_than_fourteen_days_is_a_warning(tmp_path: Path, day: str, told: bool) -> None:
    book = book_of(tmp_path, {**INVOICE, **history(f"date: {day}, event: payment-started, ref: pi_1")})
    assert [one.severity for one in book.of("HIS-027")] == ([Severity.WARNING] if told else [])


# 8, 9, 10


@rules("status-8")
def test_a_number_without_a_seal_counts_and_is_a_warning(tmp_path: Path) -> None:
    book_of(tmp_path, INVOICE)
    checked = check(tmp_path, today=TODAY, reporter=Silent())
    [fault] = [one for one in checked.faults if one.code == "SEAL-001"]
    assert fault.severity is Severity.WARNING
    assert opened(tmp_path).state("F2026-0001").headline is Status.ISSUED


@rules("status-8")
def test_a_smaller_write_off_leaves_the_rest_open(tmp_path: Path) -> None:
    state = book_of(tmp_path, {**INVOICE, **history("date: 2026-11-05, event: written-off, amount: 200.00")})
    assert (state.state("F2026-0001").open, state.state("F2026-0001").written_off) == (Decimal(1000), Decimal(200))


@rules("status-8")
def test_the_status_paid_of_an_e_invoice_is_no_money(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**INVOICE, **history("date: 2026-11-05, event: e-invoice, status: 212")})
    assert book.state("F2026-0001").open == Decimal("1200.00")


@rules("status-9")
def test_outside_the_scope_of_vat_the_xml_leaves_out_the_number_that_the_page_shows(tmp_path: Path) -> None:
    american = "name: American Example\nkind: business\naddress: {lines: [1 Main St], city: Boston, country: US}\n"
    files = {"clients/boston.yaml": american, **INVOICE, **paper(line(), "F2026-0002", client="boston")}
    book = book_of(tmp_path, files)
    expanded, totals = book.checked.expanded, book.checked.totals
    assert expanded is not None
    standing = states(expanded, totals, today=TODAY)
    shown = {
        document.document.number: document
        for client in ("acme", "boston")
        for document in portal_for(expanded, totals, standing, client, today=TODAY).documents
    }
    number = "FR66999000011"
    told = {key: number in factur_x(gather(document)).decode() for key, document in shown.items()}
    assert told == {"F2026-0001": True, "F2026-0002": False}
    assert shown["F2026-0002"].document.seller.vat_number == number


@rules("status-10")
@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        ("event: sent", False),
        ("event: disputed", True),
        ("event: promised, until: 2026-12-31", True),
        ("event: payment-started, ref: a", True),
        ("event: plan-agreed, instalments: [{date: 2027-01-31, amount: 1200.00}]", True),
        ("event: paid, amount: 1200.00", True),
        ("event: plan-agreed, instalments: [{date: 2026-12-10, amount: 1200.00}]", False),
    ],
)
def test_reminders_hold_and_resume_by_themselves(tmp_path: Path, entry: str, holds: bool) -> None:
    book = book_of(tmp_path, {**INVOICE, **history(f"date: 2026-11-20, {entry}")})
    assert book.state("F2026-0001", LATE).hold_reminders == holds


def test_every_event_of_the_table_is_read(tmp_path: Path) -> None:
    keys = {
        "paid": "amount: 1.00",
        "refunded": "amount: 1.00",
        "returned": "amount: 1.00",
        "promised": "until: 2026-11-30",
        "resolved": "outcome: settled",
        "plan-agreed": "instalments: [{date: 2026-12-31, amount: 1200.00}]",
        "handed-over": "to: agency",
        "e-invoice": "status: 205",
        "note": "note: Rappeler",
    }
    entries = [f"date: 2026-11-20, event: {kind}, {keys.get(kind, 'by: Nour')}" for kind in EventKind]
    book = book_of(tmp_path, {**INVOICE, **history(*entries)})
    assert book.book is not None
    assert [event.kind for event in book.book.histories["F2026-0001"].events] == list(EventKind)
