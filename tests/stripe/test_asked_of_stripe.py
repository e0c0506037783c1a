"""What is asked of Stripe is what its documentation lets a payment link ask for."""

import inspect
import re

import pytest
from stripe.params import _payment_link_create_params

from facturier.compute.pay_links import methods_for
from facturier.model.settings import StripeSettings
from facturier.render.link_text import statement_suffix

ALL = ("card", "sepa_debit", "customer_balance", "link", "paypal", "bancontact", "ideal")


@pytest.mark.parametrize(
    ("currency", "methods"),
    [
        ("EUR", ("card", "sepa_debit", "link", "paypal", "bancontact", "ideal")),
        ("CHF", ("card", "link", "paypal")),
        ("JPY", ("card", "link")),
    ],
)
def test_a_link_offers_the_methods_that_take_its_currency(currency: str, methods: tuple[str, ...]) -> None:
    """The balance of a customer is a method of invoices and sessions: a link that names it is refused as a whole."""
    assert methods_for(currency, StripeSettings(methods=ALL)) == methods


def test_stripe_knows_every_method_that_is_offered() -> None:
    source = inspect.getsource(_payment_link_create_params)
    listed = source.partition("payment_method_types: NotRequired[")[2].partition("NotRequired")[0]
    known = set(re.findall(r'"([a-z_]+)"', listed))
    assert "card" in known
    assert set(methods_for("EUR", StripeSettings(methods=ALL))) <= known


@pytest.mark.parametrize(
    ("number", "suffix"),
    [
        ("F2026-0042", "F2026-0042"),
        ("FACTURE-2026-00042", "2026-00042"),
        ("2026/42", "2026-42"),
        ("É*1", "1"),
    ],
)
def test_the_end_of_a_number_fits_behind_the_longest_prefix(number: str, suffix: str) -> None:
    """22 characters in all, ten of them the prefix, then an asterisk and a blank; at least one letter."""
    found = statement_suffix(number)
    assert found.endswith(suffix[-9:])
    assert re.fullmatch(r"[A-Z0-9-]{1,10}", found)
    assert re.search("[A-Z]", found)
