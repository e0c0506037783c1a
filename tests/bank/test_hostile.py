"""Whatever a file holds: lines or faults, never an exception, never a line made of broken bytes in silence."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bank.conftest import IBAN, STATEMENTS

from facturier.connect.bank import read_statement
from facturier.model.bank import CsvMap, StatementSettings

MAP = CsvMap(name="my-bank", account=IBAN, date="Date", debit="Débit", credit="Crédit", text=("Libellé",))
SAMPLES = [file.read_bytes() for file in sorted(STATEMENTS.glob("november.*"))]
PIECES = [b"", b"\x00", b"\xff", b"<", b"&lol;", b"<!DOCTYPE x>", b":61:", b"\n", b";", b'"', b"1e999", b"\xe2\x80\xae"]


def read(data: bytes) -> None:
    lines, faults = read_statement(data, "statement", StatementSettings(csv=(MAP,)), (IBAN,))
    assert not (lines and any(fault.severity.value == "error" for fault in faults))
    assert all(line.key and line.digest and line.amount.is_finite() for line in lines)
    assert all(line.text.isprintable() and line.payer.isprintable() for line in lines)


@given(data=st.data())
def test_a_changed_statement(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(start + 60, len(sample))))
    read(sample[:start] + data.draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8))) + sample[end:])


@given(data=st.binary(max_size=300))
def test_anything(data: bytes) -> None:
    read(data)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "<script>alert(1)</script>", "\u202eSAS EMCA", "A" * 5000, "\x1b[31mred"]
)
def test_a_payer_with_bad_intentions(sample: bytes, name: str) -> None:
    read(sample.replace(b"BAILLEUR SCI", name.encode()))


def test_a_broken_statement_is_told_as_a_fault_and_nowhere_else() -> None:
    broken = b":20:A\n:25:FR7630006000011234567890189\n:28C:1/1\n:60F:C261101EUR1,00\n:61:nonsense\n"
    script = (
        "import sys; from facturier.connect.bank import read_statement\n"
        "from facturier.model.bank import StatementSettings\n"
        "print([one.code for one in read_statement(sys.stdin.buffer.read(), 'a', StatementSettings(), ())[1]])"
    )
    done = subprocess.run([sys.executable, "-c", script], input=broken, capture_output=True, check=True)
    assert (done.stdout.strip(), done.stderr) == (b"['BNK-003']", b"")
