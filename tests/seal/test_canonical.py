"""A frozen value has one canonical form, whatever made it, and comes back from it as it was."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.seal.canonical import canonical, digest, fingerprint, plain, pretty
from facturier.seal.decode import UndecodableError, decode


class Kind(StrEnum):
    A = "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    amount: Decimal
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    name: str
    kind: Kind = Kind.A
    inner: Inner | date | tuple[Inner, ...] = ()
    path: tuple[str | int, ...] = ()
    yes: bool = False
    count: int | None = None


INNER = st.builds(
    Inner,
    amount=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    day=st.none() | st.dates(),
)
OUTER = st.builds(
    Outer,
    name=st.text(),
    inner=st.dates() | INNER | st.lists(INNER, max_size=3).map(tuple),
    path=st.lists(st.text() | st.integers(), max_size=4).map(tuple),
    yes=st.booleans(),
    count=st.none() | st.integers(),
)


@given(OUTER)
def test_a_value_comes_back_as_it_was(value: Outer) -> None:
    assert decode(Outer, json.loads(canonical(plain(value)))) == value


@given(OUTER)
def test_the_pretty_form_has_the_same_digest(value: Outer) -> None:
    assert digest(json.loads(pretty(plain(value)))) == digest(plain(value))


def test_keys_are_sorted_and_nothing_is_escaped() -> None:
    assert canonical({"b": "é", "a": [1, True, None]}) == '{"a":[1,true,null],"b":"é"}'.encode()


@pytest.mark.parametrize(("amount", "text"), [("620.00", "620.00"), ("1E+3", "1000"), ("-0.5", "-0.5")])
def test_amounts_are_written_without_exponent(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text


def test_a_float_has_no_form() -> None:
    with pytest.raises(TypeError):
        plain(0.1)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({}, id="a key is missing"),
        pytest.param({"name": "x", "nmae": "y"}, id="an unknown key"),
        pytest.param({"name": 1}, id="a number for a text"),
        pytest.param({"name": "x", "yes": 1}, id="a number for a truth"),
        pytest.param({"name": "x", "count": True}, id="a truth for a number"),
        pytest.param({"name": "x", "kind": "b"}, id="an unknown word"),
        pytest.param({"name": "x", "inner": {"amount": "1e3"}}, id="an exponent"),
        pytest.param({"name": "x", "inner": {"amount": "1", "day": "2026-02-30"}}, id="no such day"),
        pytest.param({"name": "x", "inner": 5}, id="none of the allowed types"),
        pytest.param([], id="a list for a mapping"),
    ],
)
def test_what_does_not_fit_is_refused(data: object) -> None:
    with pytest.raises(UndecodableError):
        decode(Outer, data)


def test_a_fingerprint_has_eighty_bits_in_four_groups() -> None:
    assert fingerprint("00" * 32) == "AAAA-AAAA-AAAA-AAAA"
    assert fingerprint("ff" * 10 + "00" * 22) == fingerprint("ff" * 32)
