"""Any brand colour becomes variants that can be read on light and dark grounds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.render.html.colors import DARK_GROUND, LIGHT_GROUND, brand_css, contrast, ink_on, readable

COLORS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(COLORS)
def test_text_in_the_brand_colour_is_readable_on_both_grounds(color: str) -> None:
    assert contrast(readable(color, LIGHT_GROUND), LIGHT_GROUND) >= 4.5
    assert contrast(readable(color, DARK_GROUND), DARK_GROUND) >= 4.5


@given(COLORS)
def test_the_label_of_a_button_is_readable(color: str) -> None:
    for ground in (LIGHT_GROUND, DARK_GROUND):
        button = readable(color, ground)
        assert contrast(ink_on(button), button) >= 4.5


def test_a_colour_that_is_readable_already_stays_as_it_is() -> None:
    assert contrast(readable("#0b6e4f", LIGHT_GROUND), "#0b6e4f") == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("typed", ["", "red", "#fff;}body{display:none", "#12345"])
def test_what_is_no_colour_never_reaches_the_style_sheet(typed: str) -> None:
    assert re.fullmatch(r"[-:{}()@;\w #\n]*", brand_css(typed))
    assert "display" not in brand_css(typed)
