"""The secrets of the environment: taken out of it as soon as the program starts, and known to it alone."""

from __future__ import annotations

import os

SECRETS = (
    "FACTURIER_SECRET",
    "FACTURIER_SIGNING_KEY",
    "FACTURIER_STRIPE_SYNC_KEY",
    "FACTURIER_STRIPE_LINKS_KEY",
    "STRIPE_API_KEY",
    "FACTURIER_SMTP",
)
_HIDDEN: dict[str, str] = {}


def hide_secrets() -> None:
    """Take the secrets out of the environment: no git hook, no tool of a host inherits them."""
    _HIDDEN.update({name: os.environ.pop(name) for name in SECRETS if name in os.environ})


def held(name: str) -> str:
    """Return what a variable of the environment holds or held, "" when it is not set."""
    return _HIDDEN.get(name, os.environ.get(name, "")).strip()
