"""How Stripe is reached: pinned, silent, with the right kind of key, and never telling it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from tests.stripe.books import access, run_links, run_sync
from tests.stripe_fake.contract import OPERATIONS, blank, check_answer
from tests.stripe_fake.server import FakeStripe

import facturier
import stripe
from facturier.connect.stripe.client import API_VERSION
from facturier.connect.stripe.keys import KeyProblem, base_address, key_problem
from facturier.connect.stripe.money import from_minor, to_minor

PACKAGE = Path(facturier.__file__).parent


def test_the_pinned_version_is_that_of_the_installed_library() -> None:
    assert stripe.api_version == API_VERSION


def test_every_request_names_the_version_and_tells_nothing_of_this_machine(root: Path, fake: FakeStripe) -> None:
    run_links(root, fake)
    run_sync(root, fake)
    for headers in fake.headers:
        assert headers["Stripe-Version"] == API_VERSION
        assert "X-Stripe-Client-Telemetry" not in headers
        assert "telemetry_id" not in json.loads(headers["X-Stripe-Client-User-Agent"])


@pytest.mark.parametrize(
    ("key", "mode", "problem"),
    [
        ("rk_test_1", "test", None),
        ("sk_test_1", "test", None),
        ("rk_live_1", "live", None),
        ("", "test", KeyProblem.MISSING),
        ("sk_live_1", "live", KeyProblem.KIND),
        ("sk_live_1", "test", KeyProblem.KIND),
        ("pk_test_1", "test", KeyProblem.KIND),
        ("pk_live_1", "live", KeyProblem.KIND),
        ("sk_org_1", "live", KeyProblem.KIND),
        ("rk_test_1 rk_test_2", "test", KeyProblem.KIND),
        ("rk_live_1", "test", KeyProblem.MODE),
        ("rk_test_1", "live", KeyProblem.MODE),
        ("sk_test_1", "live", KeyProblem.MODE),
    ],
)
def test_only_the_right_kind_of_key_is_used(key: str, mode: str, problem: KeyProblem | None) -> None:
    assert key_problem(key, mode) is problem


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", "https://api.stripe.com"),
        ("https://api.stripe.com/", "https://api.stripe.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://api.stripe.com", ""),
        ("http://127.0.0.1.evil.example", ""),
        ("https://user@evil.example", ""),
        ("ftp://api.stripe.com", ""),
        ("https://[", ""),
    ],
)
def test_a_key_is_sent_over_https_or_not_at_all(given: str, used: str) -> None:
    assert base_address(given) == used


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("120.00", "EUR", 12000),
        ("120", "JPY", 120),
        ("120", "ISK", 12000),
        ("120.50", "ISK", None),
        ("120.50", "UGX", None),
        ("1.230", "TND", 1230),
        ("1.234", "TND", None),
        ("0.00", "EUR", None),
        ("1000000.00", "EUR", None),
        ("0.50", "MGA", None),
        ("0.50", "EUR", 50),
        ("0.49", "EUR", None),
        ("0.30", "GBP", 30),
        ("174.99", "HUF", None),
        ("49", "JPY", None),
    ],
)
def test_amounts_are_counted_as_stripe_counts_them(amount: str, currency: str, minor: int | None) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert minor is None or from_minor(minor, currency) == Decimal(amount)


def test_a_key_that_is_refused_is_never_repeated(root: Path, fake: FakeStripe) -> None:
    key = "rk_test_secret_of_somebody"
    result = run_links(root, fake, key=key)
    assert [fault.code for fault in result.faults] == ["PLK-006"]
    assert key not in repr(result)
    assert key not in repr(access(fake, key))


def test_a_missing_permission_is_told(root: Path, fake: FakeStripe) -> None:
    fake.permissions["rk_test_reads_links"] = {"payment_links.list", "sessions.list"}
    result = run_links(root, fake, key="rk_test_reads_links")
    assert [fault.code for fault in result.faults] == ["PLK-007"]


LINKS_KEY = {"payment_links.list", "payment_links.create", "payment_links.update", "payment_links.line_items",
             "sessions.list", "sessions.expire"}  # fmt: skip
SYNC_KEY = {
    f"{of}.{what}"
    for of in ("sessions", "payment_intents", "charges", "refunds", "disputes", "balance_transactions", "payouts")
    for what in ("list", "retrieve")
}


def test_the_two_keys_of_the_manual_are_enough(root: Path, fake: FakeStripe) -> None:
    fake.permissions = {"rk_test_links": LINKS_KEY, "rk_test_sync": SYNC_KEY}
    assert run_links(root, fake, key="rk_test_links").done
    payment = fake.world.pay(fake.world.links_of("F2026-0001")[0]["id"], "sepa_debit")
    assert run_sync(root, fake, key="rk_test_sync").done
    fake.world.bounce(payment)
    assert run_sync(root, fake, key="rk_test_sync").done
    assert run_links(root, fake, key="rk_test_links").done
    fake.world.dispute(fake.world.pay(fake.world.links_of("F2026-0001")[0]["id"]))
    assert run_sync(root, fake, key="rk_test_sync").done


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_fake_answers_what_the_library_promises(operation: object) -> None:
    kind = operation.answer  # type: ignore[attr-defined]
    check_answer(kind, blank(kind))


def test_stripe_is_imported_only_where_it_is_used() -> None:
    """No module of the package imports it on its way in: `facturier --help` never pays for it."""
    for file in sorted(PACKAGE.rglob("*.py")):
        top = ast.parse(file.read_text()).body
        found = [
            node
            for node in top
            if isinstance(node, ast.Import | ast.ImportFrom)
            and any(
                name.split(".")[0] == "stripe"
                for name in [getattr(node, "module", "") or "", *[a.name for a in node.names]]
            )
        ]
        assert found == [], file


def facturier_with(arguments: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in os.environ.items() if "STRIPE" not in name} | environment
    command = [sys.executable, "-m", "facturier", *arguments]
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_takes_key_and_address_from_the_environment(root: Path, fake: FakeStripe) -> None:
    given = {"STRIPE_API_BASE": fake.base, "STRIPE_API_KEY": "rk_test_all"}
    done = facturier_with(["pay-links", "--json", "--today", "2026-01-05"], root, **given)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["links"][0]["action"] == "made"
    fake.world.pay(fake.world.links_of("F2026-0001")[0]["id"])
    done = facturier_with(["sync", "--today", "2026-01-05"], root, **given)
    assert "F2026-0001  2026-01-05  paid  120.00" in done.stdout


def test_the_commands_own_key_comes_first_and_its_absence_is_told(root: Path, fake: FakeStripe) -> None:
    given = {
        "STRIPE_API_BASE": fake.base,
        "STRIPE_API_KEY": "rk_test_wrong",
        "FACTURIER_STRIPE_SYNC_KEY": "rk_test_all",
    }
    assert facturier_with(["sync", "--today", "2026-01-05"], root, **given).returncode == 0
    done = facturier_with(["sync", "--today", "2026-01-05", "--lang", "en"], root)
    assert done.returncode == 1
    assert "FACTURIER_STRIPE_SYNC_KEY" in done.stderr
