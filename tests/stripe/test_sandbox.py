"""The same flow against Stripe's own sandbox: set STRIPE_TEST_KEY to a test key to run it."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest
from tests.stripe.books import write_book, write_credit_note, write_invoice

from facturier.actions.pay_links import PayLinking, pay_links
from facturier.actions.stripe_access import StripeAccess
from facturier.actions.sync import Syncing, sync
from facturier.publish.progress import Silent

KEY = os.environ.get("STRIPE_TEST_KEY", "")
TODAY = date(2026, 1, 5)


@pytest.mark.skipif(not KEY.startswith(("rk_test_", "sk_test_")), reason="STRIPE_TEST_KEY holds no test key")
def test_links_come_and_go_in_the_sandbox(tmp_path: Path) -> None:
    root = write_book(tmp_path / "book")
    write_invoice(root, "F2026-0001", price=f"{10 + os.getpid() % 900}.{time.time_ns() % 100:02}")  # a sum of its own
    access = StripeAccess(key=KEY, name="STRIPE_TEST_KEY")
    how = PayLinking(today=TODAY, access=access, reporter=Silent())
    assert {change.action for change in pay_links(root, how).changes} <= {"made", "adopted"}
    assert [change.action for change in pay_links(root, how).changes] == ["kept"]
    assert sync(root, Syncing(today=TODAY, access=access, reporter=Silent())).done
    write_credit_note(root, "A2026-0001", of="F2026-0001", on="2026-01-05")
    assert [change.action for change in pay_links(root, how).changes] == ["retired"]
