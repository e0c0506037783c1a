"""After months of crashes, outages, bounces and disputes the book says what the account says, for every document."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stripe.books import checked, write_book
from tests.stripe.simulation import Life, differences
from tests.stripe_fake.server import FakeStripe

from facturier.faults import has_errors


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_120_days(tmp_path: Path, fake: FakeStripe, seed: int) -> None:
    life = Life(write_book(tmp_path / "book"), fake, seed)
    life.live(120)
    assert differences(life) == []
    assert not has_errors(checked(life.root, fake).faults)
    assert {"card", "sepa_debit", "settled", "bounced", "refunded", "disputed", "stopped"} <= life.done.keys()
