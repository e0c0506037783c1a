"""The codes of payments, module by module, against an independent library."""

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from facturier.render.pdf.qr_modules import TooLongError, modules

MASK = 3
# The most bytes that a code of each version holds at level M, ISO/IEC 18004:2015, table 7.
MOST = (
    *(14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666),
    *(
        711,
        779,
        857,
        911,
        997,
        1059,
        1125,
        1190,
        1264,
        1370,
        1452,
        1538,
        1628,
        1722,
        1809,
        1911,
        1989,
        2099,
        2213,
        2331,
    ),
)


def by_library(text: str) -> tuple[bytearray, ...]:
    """What the library draws with the same mask and level."""
    return segno.make(text, error="m", micro=False, boost_error=False, mask=MASK, encoding="utf-8").matrix


@pytest.mark.parametrize("version", range(1, 41))
def test_every_size_full_and_nearly_full(version: int) -> None:
    text = "EPC\n" + "".join(chr(97 + at * 7 % 26) for at in range(MOST[version - 1] - 4 - version % 4))
    assert modules(text) == by_library(text)
    assert len(modules(text)) == 17 + 4 * version


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_any_text(text: str) -> None:
    payload = f"BCD\n002\n{text}"
    assert modules(payload) == by_library(payload)


def test_two_codes_share_nothing() -> None:
    first = modules("BCD\none")
    for row in first:
        row[:] = bytes(len(row))
    assert modules("BCD\none") == by_library("BCD\none")


def test_more_than_the_largest_code_holds_is_refused() -> None:
    with pytest.raises(TooLongError):
        modules("a" * 2332)
