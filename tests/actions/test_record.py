"""What happened is added at the end of a history, or not at all."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions.desk import CLIENT, DEFAULTS, INVOICE, QUOTE, codes, desk, recorded
from tests.seal.issuing import CONFIG, TODAY, git, write

from facturier.actions.record import Entry, Recording, record
from facturier.model.history import EventKind
from facturier.model.state import Status
from facturier.publish.progress import Silent
from facturier.read import load_book

HISTORY = "invoices/2026/F2026-0001.history.yaml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """F2026-0001 over 1 451.00 EUR and D2026-0001, both issued today."""
    return desk(tmp_path, one=INVOICE, two=QUOTE)


def test_an_entry_is_added_and_committed(book: Path) -> None:
    result = recorded(book, "f2026-0001", "paid", amount="100", by="transfer", ref="VIR-1")
    assert result.faults == ()
    assert result.recorded[0].state.headline is Status.PARTIALLY_PAID
    assert (book / HISTORY).read_text() == (
        "- {date: 2026-11-22, event: issued}\n"
        "- {date: 2026-11-22, event: paid, amount: 100.00, by: transfer, ref: VIR-1}\n"
    )
    assert git(book, "log", "-1", "--format=%s", "--name-only").split("\n\n") == [
        "Record F2026-0001: paid 100.00",
        f"{HISTORY}\n",
    ]
    assert git(book, "rev-parse", "HEAD").strip() == result.commit


def test_comments_and_spacing_stay_byte_for_byte(book: Path) -> None:
    before = b"# mine\n-   {date: 2026-11-22,   event: issued}  # by hand\n\n# the end"
    write(book, HISTORY, before)
    assert recorded(book, "F2026-0001", "note", note="Rappeler lundi").done
    assert (book / HISTORY).read_bytes() == before + b"\n- {date: 2026-11-22, event: note, note: Rappeler lundi}\n"


def test_without_a_commit_the_file_is_written_all_the_same(book: Path) -> None:
    head = git(book, "rev-parse", "HEAD")
    assert recorded(book, "F2026-0001", "sent", by="e-mail", commit=False).commit == ""
    assert "event: sent" in (book / HISTORY).read_text()
    assert git(book, "rev-parse", "HEAD") == head


def test_several_entries_are_one_commit(book: Path) -> None:
    entries = [
        Entry(number="F2026-0001", values={"date": TODAY, "event": "paid", "amount": Decimal(5)}),
        Entry(number="D2026-0001", values={"date": TODAY, "event": "accepted", "by": "Léonie"}),
    ]
    assert record(book, entries, Recording(today=TODAY, reporter=Silent())).done
    assert git(book, "log", "-1", "--format=%b").split("\n")[:2] == ["F2026-0001: paid 5.00", "D2026-0001: accepted"]


@pytest.mark.parametrize(
    ("number", "event", "values", "code"),
    [
        ("F2026-0009", "paid", {"amount": "1"}, "REC-001"),
        ("F2026-0001", "pid", {"amount": "1"}, "TYPE-062"),
        ("F2026-0001", "paid", {}, "READ-021"),
        ("F2026-0001", "paid", {"amount": "1.005"}, "TYPE-011"),
        ("F2026-0001", "paid", {"amount": "1,50"}, "TYPE-010"),
        ("F2026-0001", "paid", {"amount": "0"}, "HIS-029"),
        ("F2026-0001", "paid", {"amount": "1", "currency": "USD"}, "REC-004"),
        ("F2026-0001", "paid", {"amount": "1", "until": "2026-12-01"}, "READ-020"),
        ("F2026-0001", "paid", {"amount": "1", "part": "2"}, "HIS-024"),
        ("F2026-0001", "paid", {"amount": "1", "date": date(2026, 11, 23)}, "HIS-003"),
        ("F2026-0001", "paid", {"amount": "1", "date": date(2026, 11, 21)}, "HIS-001"),
        ("F2026-0001", "paid", {"amount": "1451.01"}, "REC-003"),
        ("F2026-0001", "accepted", {}, "HIS-010"),
        ("F2026-0001", "refunded", {"amount": "1"}, "HIS-021"),
        ("F2026-0001", "resolved", {"outcome": "accepted"}, "REC-005"),
        ("F2026-0001", "promised", {"until": date(2026, 11, 1)}, "HIS-032"),
        ("D2026-0001", "paid", {"amount": "1"}, "HIS-011"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(
    book: Path, number: str, event: str, values: dict, code: str
) -> None:
    before = {path: path.read_bytes() for path in book.glob("invoices/2026/*.yaml")}
    result = recorded(book, number, event, **values)
    assert not result.done
    assert code in codes(result.faults)
    assert {path: path.read_bytes() for path in book.glob("invoices/2026/*.yaml")} == before


def test_too_much_is_recorded_when_somebody_says_so(book: Path) -> None:
    result = recorded(book, "F2026-0001", "paid", amount="2000", overpaid=True)
    assert result.done
    assert result.recorded[0].state.headline is Status.OVERPAID


def test_what_looks_wrong_is_recorded_when_somebody_says_so(book: Path) -> None:
    assert recorded(book, "F2026-0001", "paid", amount="5", ref="VIR-1").done
    assert codes(recorded(book, "F2026-0001", "paid", amount="5", ref="VIR-1").faults) == ["HIS-034", "REC-005"]
    assert recorded(book, "F2026-0001", "paid", amount="5", ref="VIR-1", anyway=True).done


def test_a_dry_run_writes_nothing(book: Path) -> None:
    before = (book / HISTORY).read_bytes()
    result = recorded(book, "F2026-0001", "paid", amount="5", dry_run=True)
    assert result.recorded[0].lines == "- {date: 2026-11-22, event: paid, amount: 5.00}\n"
    assert (book / HISTORY).read_bytes() == before


def test_a_history_in_brackets_is_left_alone(book: Path) -> None:
    write(book, HISTORY, "[{date: 2026-11-22, event: issued}]\n")
    assert codes(recorded(book, "F2026-0001", "sent").faults) == ["REC-002"]


def test_an_imported_invoice_gets_its_history(book: Path) -> None:
    (book / HISTORY).unlink()
    assert recorded(book, "F2026-0001", "sent", by="e-mail").done
    assert (book / HISTORY).read_text() == "- {date: 2026-11-22, event: sent, by: e-mail}\n"


def test_git_that_refuses_leaves_everything_as_it_was(book: Path) -> None:
    hook = book / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    hook.chmod(0o755)
    before = (book / HISTORY).read_bytes()
    assert codes(recorded(book, "F2026-0001", "sent").faults) == ["REC-006"]
    assert (book / HISTORY).read_bytes() == before


VALUES = st.fixed_dictionaries(
    {"event": st.sampled_from([str(kind) for kind in EventKind])},
    optional={
        "amount": st.sampled_from(["10", "100.00", "99999", "0.001", "x"]),
        "by": st.sampled_from(["transfer", "no", "a: b", "«é»"]),
        "note": st.sampled_from(["Un mot", "Deux\nlignes", "# non"]),
        "ref": st.sampled_from(["R1", "R2"]),
        "until": st.sampled_from([date(2026, 12, 1), date(2026, 1, 1)]),
        "outcome": st.sampled_from(["accepted", "lost"]),
        "status": st.just("202"),
        "to": st.just("court"),
    },
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(VALUES, st.booleans()), max_size=6))
def test_any_sequence_of_records_only_ever_appends(tmp_path_factory: pytest.TempPathFactory, told: list) -> None:
    root = tmp_path_factory.mktemp("book")
    write(root, "facturier.yaml", CONFIG + DEFAULTS)
    write(root, "clients/acme.yaml", CLIENT)
    write(root, "invoices/2026/F2026-0001.yaml", f"number: F2026-0001\ndate: 2026-11-02\n{INVOICE}")
    write(root, HISTORY, "# kept\n- {date: 2026-11-02, event: issued}")
    for values, sure in told:
        before = (root / HISTORY).read_bytes()
        result = recorded(root, "F2026-0001", **values, overpaid=sure, anyway=sure)
        after = (root / HISTORY).read_bytes()
        assert after.startswith(before) if result.done else after == before
        book, faults = load_book(root, today=TODAY)
        assert book is not None
        assert faults == ()
        assert len(book.histories["F2026-0001"].events) == after.count(b"event: ")
