from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stripe.books import write_book, write_invoice
from tests.stripe_fake.server import FakeStripe, serving

import stripe


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own pauses between tries, without the waiting."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.0)


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    """An account on 2026-01-05; nothing a test sent may be unknown to Stripe's specification."""
    with serving() as made:
        made.world.now += 4 * 24 * 3600 + 9 * 3600
        yield made
    assert made.refusals == []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A business with one invoice over 120.00 EUR: F2026-0001."""
    made = write_book(tmp_path / "book")
    write_invoice(made, "F2026-0001")
    return made
