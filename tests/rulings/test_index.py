"""Every ruling has a test, and every test names a ruling that exists."""

from pathlib import Path

import pytest
from tests.rulings import test_money, test_status, test_words
from tests.rulings.index import ELSEWHERE, RULINGS

ROOT = Path(__file__).parents[2]
SHOWN = {
    ruling
    for module in (test_money, test_status, test_words)
    for test in vars(module).values()
    for ruling in getattr(test, "rulings", ())
}


def test_every_ruling_has_a_test() -> None:
    assert set(RULINGS) == SHOWN | set(ELSEWHERE)


def test_the_rulings_are_counted_in_three_chapters() -> None:
    chapters = {"money": 14, "words": 11, "status": 10}
    assert set(RULINGS) == {f"{name}-{number + 1}" for name, count in chapters.items() for number in range(count)}


@pytest.mark.parametrize("place", sorted({place for places in ELSEWHERE.values() for place in places}))
def test_a_test_that_stands_elsewhere_is_there(place: str) -> None:
    file, _, name = place.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text("utf-8")
