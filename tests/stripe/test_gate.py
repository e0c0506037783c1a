"""No wrong button: what a page shows, what stops a build, and where a payment leads back to."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stripe.books import add, checked, run_links, run_sync, today_of
from tests.stripe_fake.server import FakeStripe

from facturier.actions.build import BuildResult, build
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor

NUMBER = "F2026-0001"


def built(root: Path, fake: FakeStripe) -> BuildResult:
    out = root.parent / "site"
    return build(root, out, today=today_of(fake), secret="", executor=SerialExecutor(), reporter=Silent())


def page(root: Path) -> str:
    [file] = (root.parent / "site").glob(f"c/*/{NUMBER}/index.html")
    return file.read_text()


def codes(root: Path, fake: FakeStripe) -> set[str]:
    return {fault.code for fault in checked(root, fake).faults}


@pytest.mark.slow
def test_a_page_shows_the_link_and_where_it_leads_until_it_is_paid(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    [link] = fake.world.links_of(NUMBER)
    assert built(root, fake).published
    assert f'href="{link["url"]}"' in page(root)
    assert "buy.stripe.com" in page(root)
    fake.world.pay(link["id"])
    run_sync(root, fake)
    assert built(root, fake).published
    assert "buy.stripe.com" not in page(root)
    thanks = (root.parent / "site/thanks/fr/index.html").read_text()
    assert "ACME" not in thanks


def test_a_link_over_another_sum_is_noticed_and_stops_the_build(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    add(root, NUMBER, "date: 2026-01-05, event: paid, amount: 20.00, by: transfer, ref: VIR-1")
    assert "PLK-020" in codes(root, fake)
    result = built(root, fake)
    assert (result.published, "PLK-028" in {fault.code for fault in result.faults}) == (False, True)


def test_a_link_for_what_is_paid_already_stops_the_build(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    add(root, NUMBER, "date: 2026-01-05, event: paid, amount: 120.00, by: transfer, ref: VIR-1")
    assert not built(root, fake).published


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("digest: ", "digest: 00000000"),  # eight digits too many are cut below
        ("mode: test", "mode: live"),
        ("siren: 999000011", "siren: 999000037"),
        ("methods: [card, sepa_debit]", "methods: [card]"),
    ],
)
def test_a_link_that_cannot_prove_its_document_is_a_warning(root: Path, fake: FakeStripe, old: str, new: str) -> None:
    run_links(root, fake)
    for file in (root / "facturier.yaml", root / "invoices/2026" / f"{NUMBER}.history.yaml"):
        text = file.read_text()
        if old in text:
            place = text.index(old)
            cut = 8 if old == "digest: " else 0
            file.write_text(text[:place] + new + text[place + len(old) + cut :])
    assert "PLK-027" in codes(root, fake)


def test_a_link_to_a_foreign_host_is_an_error(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    file = root / "invoices/2026" / f"{NUMBER}.history.yaml"
    file.write_text(file.read_text().replace("buy.stripe.com", "buy.str1pe.com"))
    assert "REF-025" in codes(root, fake)


def test_after_sync_and_pay_links_there_is_nothing_to_say(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    fake.world.pay(fake.world.links_of(NUMBER)[0]["id"], "sepa_debit")
    run_sync(root, fake)
    assert {"PLK-020", "PLK-027"}.isdisjoint(codes(root, fake))
