"""Judges a Stripe key and an address before either is used; nothing here is ever printed."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

API = "https://api.stripe.com"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PREFIXES = {"rk_live_": "live", "rk_test_": "test", "sk_test_": "test"}


class KeyProblem(StrEnum):
    """Why a key is refused."""

    MISSING = "missing"
    KIND = "kind"  # a live secret key can do everything; a publishable key can do nothing
    MODE = "mode"


def key_problem(key: str, mode: str) -> KeyProblem | None:
    """Return why a key must not be used in a mode (`test` | `live`), None when it may be.

    Only restricted keys are taken in live mode; in test mode a secret test key will do.
    """
    if not key:
        return KeyProblem.MISSING
    found = next((of for prefix, of in _PREFIXES.items() if key.startswith(prefix) and key.isascii()), None)
    if found is None or not key.isprintable() or " " in key:
        return KeyProblem.KIND
    return None if found == mode else KeyProblem.MODE


def base_address(given: str) -> str:
    """Return the address of the API without a slash at its end, "" when a key must not be sent there in clear."""
    text = (given or API).rstrip("/")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return ""
    plain = parts.username is None and not parts.query and not parts.fragment
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return text if plain and safe and host else ""
