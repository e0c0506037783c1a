"""A business that sets up Stripe after it has sealed documents: what is open gets its button, nothing else moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.seal.issuing import Paper, commit, git, salts
from tests.stripe.books import CLIENT, CONFIG, add, checked, history, run_links, today_of, write_invoice
from tests.stripe_fake.server import FakeStripe

from facturier.actions.issue import Issuing, seal_numbered
from facturier.faults import has_errors
from facturier.publish.progress import Silent

STRIPE = "payments:\n  stripe: {mode: test, methods: [card, sepa_debit]}\n"
BEFORE = CONFIG.replace(STRIPE, "").replace("[bank, stripe]", "[bank]")
NUMBER = "F2026-0001"


@pytest.fixture
def sealed(root: Path, fake: FakeStripe) -> Path:
    """A book from before Stripe: F2026-0001 by transfer because that was the default, 0002 because it says so."""
    (root / "facturier.yaml").write_text(BEFORE)
    write_invoice(root, "F2026-0002", more="pay: [bank]\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Nour")
    git(root, "config", "user.email", "nour@lumen.example")
    commit(root, "start")
    how = Issuing(today=today_of(fake), executor=Paper(), reporter=Silent(), salt=salts())
    result = seal_numbered(root, how)
    assert result.done, result.faults
    (root / "facturier.yaml").write_text(CONFIG)
    return root


def test_what_is_open_gets_its_link(sealed: Path, fake: FakeStripe) -> None:
    assert [change.action for change in run_links(sealed, fake).changes] == ["made"]
    assert len(fake.world.links_of(NUMBER)) == 1


def test_a_document_that_says_how_it_is_paid_keeps_its_word(sealed: Path, fake: FakeStripe) -> None:
    run_links(sealed, fake)
    assert fake.world.links_of("F2026-0002") == []


def test_a_client_who_pays_by_transfer_alone_gets_no_button(sealed: Path, fake: FakeStripe) -> None:
    (sealed / "clients/acme.yaml").write_text(f"{CLIENT}pay: [bank]\n")
    assert run_links(sealed, fake).changes == ()


def test_what_is_paid_gets_none(sealed: Path, fake: FakeStripe) -> None:
    add(sealed, NUMBER, "date: 2026-01-05, event: paid, amount: 120.00, by: transfer, ref: VIR-1")
    assert run_links(sealed, fake).changes == ()


def test_the_seal_still_proves_the_document(sealed: Path, fake: FakeStripe) -> None:
    before = {file.name: file.read_bytes() for file in (sealed / "invoices/2026").glob("*.seal.json")}
    run_links(sealed, fake)
    assert not has_errors(checked(sealed, fake).faults)
    assert {file.name: file.read_bytes() for file in (sealed / "invoices/2026").glob("*.seal.json")} == before


def test_who_leaves_stripe_leaves_no_button_behind(sealed: Path, fake: FakeStripe) -> None:
    run_links(sealed, fake)
    (sealed / "facturier.yaml").write_text(CONFIG.replace("[bank, stripe]", "[bank]"))
    run_links(sealed, fake)
    assert fake.world.links_of(NUMBER) == []
    (sealed / "facturier.yaml").write_text(BEFORE)
    assert not has_errors(checked(sealed, fake).faults)
    assert history(sealed, NUMBER)
