"""The largest sum that a document may have (DOC-009) fits into its column of the PDF, in every language."""

from decimal import Decimal
from functools import cache

import pytest
from fontTools.ttLib import TTFont

from facturier.model.money import minor_units
from facturier.paths import theme_folder
from facturier.render.formats import load_formats
from facturier.render.pdf.sums import WIDE
from facturier.rules.core.contents import AMOUNT_DIGITS

COLUMN = 34.0  # mm: .sums less .sums th, in theme/document/document.css
LARGE, USUAL = 11.0, 8.75  # pt: .sums .due td, .sums .long td
LANGUAGES = ("de", "en", "es", "fr", "it", "nl")


@cache
def font() -> TTFont:
    return TTFont(theme_folder() / "fonts/FacturierSans-SemiBold.ttf")


def width(text: str, size: float) -> float:
    """In millimetres; a character that the font lacks counts as a digit."""
    names, metrics = font().getBestCmap(), font()["hmtx"]
    units = sum(metrics[names.get(ord(char), names[ord("0")])][0] for char in text)
    return float(units / font()["head"].unitsPerEm * size * 25.4 / 72)


@pytest.mark.parametrize("currency", ["EUR", "CHF", "JPY", "TND"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_amount_due_is_printed_whole(language: str, currency: str) -> None:
    formats = load_formats(language)
    for digits in range(4, AMOUNT_DIGITS + 1):
        shown = formats.amount(-Decimal("9" * digits).scaleb(-minor_units(currency)), currency)
        assert width(shown, USUAL if len(shown) > WIDE else LARGE) <= COLUMN, shown
