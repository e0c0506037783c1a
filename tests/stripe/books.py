"""A small business that takes cards, on disk, and what a test wants to know about it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from tests.stripe_fake.server import FakeStripe

from facturier.actions.check import CheckResult, check
from facturier.actions.pay_links import PayLinking, PayLinksResult, pay_links
from facturier.actions.stripe_access import StripeAccess
from facturier.actions.sync import Syncing, SyncResult, sync
from facturier.compute.status import states
from facturier.model.state import State
from facturier.publish.progress import Silent

CONFIG = """\
seller:
  name: Atelier Lumen
  legal_form: SARL
  capital: 5000.00
  registry: RCS Bourg-en-Bresse
  siren: 999000011
  address: {lines: [12 rue Sainte-Marie], postcode: 01000, city: Bourg-en-Bresse, country: FR}
  contact: {email: nour@lumen.example}
  bank: {iban: FR76 3000 6000 0112 3456 7890 189, bic: AGRIFRPPXXX}
defaults: {currency: EUR, language: fr, vat: 20%, terms: {due: 30 days}, pay: [bank, stripe]}
payments:
  stripe: {mode: test, methods: [card, sepa_debit]}
portal: {url: "https://factures.lumen.example/", access: open-link}
"""
CLIENT = """\
name: ACME France SAS
kind: business
siren: 999000029
address: {lines: [8 avenue des Champs], postcode: 75008, city: Paris, country: FR}
"""
HALVES = "terms: {{due: [{{date: {first}, share: 50%}}, {{date: {second}, share: 50%}}]}}\n"


def write_book(root: Path) -> Path:
    """Write the business, without documents."""
    (root / "clients").mkdir(parents=True)
    (root / "invoices" / "2026").mkdir(parents=True)
    (root / "facturier.yaml").write_text(CONFIG)
    (root / "clients" / "acme.yaml").write_text(CLIENT)
    return root


def write_invoice(root: Path, number: str, *, price: str = "100.00", on: str = "2026-01-02", more: str = "") -> None:
    """Write an issued invoice over `price` and 20 % VAT."""
    file = root / "invoices" / "2026" / f"{number}.yaml"
    line = f"  - {{item: Conseil, price: {price}}}\n"
    period = f"delivered: {on}\n"
    file.write_text(f"number: {number}\ndate: {on}\nclient: acme\nsubject: Conseil\n{period}lines:\n{line}{more}")
    file.with_suffix(".history.yaml").write_text(f"- {{date: {on}, event: issued}}\n")


def write_credit_note(root: Path, number: str, *, of: str, on: str) -> None:
    """Write a credit note over everything that is open."""
    file = root / "invoices" / "2026" / f"{number}.yaml"
    file.write_text(f"number: {number}\ndate: {on}\ntype: credit-note\nclient: acme\ncredits: {of}\neverything: true\n")
    file.with_suffix(".history.yaml").write_text(f"- {{date: {on}, event: issued}}\n")


def add(root: Path, number: str, line: str) -> None:
    """Append a line to a history."""
    with (root / "invoices" / "2026" / f"{number}.history.yaml").open("a") as file:
        file.write(f"- {{{line}}}\n")


def history(root: Path, number: str) -> list[str]:
    """The lines of a history."""
    return (root / "invoices" / "2026" / f"{number}.history.yaml").read_text().splitlines()


def today_of(fake: FakeStripe) -> date:
    """The day of the account's clock."""
    return datetime.fromtimestamp(fake.world.now, UTC).date()


def access(fake: FakeStripe, key: str = "rk_test_all") -> StripeAccess:
    """A way to the account that never waits."""
    return StripeAccess(key=key, name="STRIPE_API_KEY", base=fake.base, sleep=lambda _: None)


def run_links(root: Path, fake: FakeStripe, *, key: str = "rk_test_all", **more: bool) -> PayLinksResult:
    """`facturier pay-links` on the account's day."""
    how = PayLinking(today=today_of(fake), access=access(fake, key), reporter=Silent(), **more)
    return pay_links(root, how)


def run_sync(root: Path, fake: FakeStripe, *, key: str = "rk_test_all", **more: bool) -> SyncResult:
    """`facturier sync` on the account's day."""
    return sync(root, Syncing(today=today_of(fake), access=access(fake, key), reporter=Silent(), **more))


def checked(root: Path, fake: FakeStripe) -> CheckResult:
    """The book as it is."""
    return check(root, today=today_of(fake), reporter=Silent())


def state(root: Path, fake: FakeStripe, number: str) -> State:
    """Where a document stands."""
    return all_states(root, fake)[number]


def all_states(root: Path, fake: FakeStripe) -> dict[str, State]:
    """Where every document stands."""
    result = checked(root, fake)
    assert result.expanded is not None
    return states(result.expanded, result.totals, today=today_of(fake))


def cents(amount: Decimal) -> int:
    """An amount in cents."""
    return int(amount * 100)
