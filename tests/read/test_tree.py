"""YAML is read as texts alone; everything clever in it is refused, in bounded time."""

import time

import pytest

from facturier.faults import Fault
from facturier.read.limits import MAX_BYTES
from facturier.read.tree import read_tree

PITFALLS = b"""\
postcode: 01000
country: NO
time: 12:30
grouped: 1_000
hex: 0x10
exponent: 1e3
bare: .5
agreed: yes
day: 2026-11-02
infinite: .inf
quoted: "null"
"""


def code(data: bytes) -> str:
    result = read_tree(data, "x.yaml")
    assert isinstance(result, Fault), result
    return result.code


def test_every_scalar_stays_as_typed() -> None:
    assert read_tree(PITFALLS, "x.yaml") == {
        "postcode": "01000",
        "country": "NO",
        "time": "12:30",
        "grouped": "1_000",
        "hex": "0x10",
        "exponent": "1e3",
        "bare": ".5",
        "agreed": "yes",
        "day": "2026-11-02",
        "infinite": ".inf",
        "quoted": "null",
    }


def test_a_plain_null_is_an_empty_value() -> None:
    assert read_tree(b"a: ~\nb: null\nc:\n", "x.yaml") == {"a": "", "b": "", "c": ""}


def test_texts_come_in_nfc() -> None:
    assert read_tree("a: e\u0301".encode(), "x.yaml") == {"a": "é"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: &x 1", "READ-008"),
        (b"a: *x", "READ-008"),
        (b"&x a: 1", "READ-008"),
        (b"a: !!str 1", "READ-009"),
        (b"a: !x", "READ-009"),
        (b"%YAML 1.1\n---\na: 1", "READ-009"),
        (b"a: 1\n---\nb: 2", "READ-010"),
        (b"? [1, 2]\n: x", "READ-006"),
        (b"? {a: 1}\n: x", "READ-006"),
        (b'"": x', "READ-006"),
        (b"<<: {a: 1}", "READ-014"),
        (b"a: 1\na: 2", "READ-007"),
        (b'"\\u0061": 1\na: 2', "READ-007"),
        (b'a: "x', "READ-005"),
        (b"a:\n\t- b", "READ-005"),
        (b"a: @b", "READ-005"),
        (b"[" * 30 + b"]" * 30, "READ-011"),
        (b"- " * 100 + b"x", "READ-011"),
        (b"- x\n" * 25_000, "READ-012"),
        (b"a: " + b"x" * 21_000, "READ-013"),
        (b"a: x #" + b"y" * 9_000, "READ-013"),
        (b"x" * (MAX_BYTES + 1), "READ-001"),
        ("\ufeffa: 1".encode(), "READ-003"),
        (b"a: \xe9", "READ-002"),
        ("a: x\u202ey".encode(), "READ-004"),
        (b'a: "\\u202e"', "READ-004"),
        (b'a: "\\0"', "READ-004"),
        ("a: x\u2028y".encode(), "READ-004"),
        (b'a: "\\ufeff"', "READ-004"),
        (b'a: "A\\u00adB"', "READ-004"),
        (b"a: \x1b[31m", "READ-004"),
    ],
)
def test_what_is_refused(data: bytes, expected: str) -> None:
    assert code(data) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Łódź Spółka z o.o.",
        "شركة المثال",
        "李 明 & Haddad",
        "O’Reilly “Q&A”",
        "👩\u200d👩\u200d👧 Family",
        "می\u200cخواهم",
        "12\u00a0345\u202f€",
        "नमस्ते",
    ],
)
def test_real_names_pass_unharmed(name: str) -> None:
    assert read_tree(f'a: "{name}"'.encode(), "x.yaml") == {"a": name}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * MAX_BYTES,
        b"{a: " * 60_000,
        b"- " * 120_000,
        b"? " * 120_000,
        b"a: {" + b"b: 1, " * 40_000,
        b'"' + b"\\" * 200_000,
    ],
)
def test_a_bomb_is_refused_within_a_second(data: bytes) -> None:
    begin = time.process_time()
    code(data)
    assert time.process_time() - begin < 1


def test_the_fault_names_line_and_column() -> None:
    fault = read_tree(b"a: 1\nb: 2\n a: 3\n", "x.yaml")
    assert isinstance(fault, Fault)
    assert fault.where.line == 3
