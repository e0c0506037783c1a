"""Turns a key from the environment into a way to reach Stripe, or into the reason why it must not be used."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from facturier.connect.stripe.client import Access, Stripe, StripeProblemError, Trouble
from facturier.connect.stripe.keys import KeyProblem, base_address, key_problem
from facturier.faults import Fault, Where, error, info
from facturier.model.book import Book

SETTINGS = Where("facturier.yaml", ("payments", "stripe"))
_KEY_FAULTS = {KeyProblem.MISSING: "PLK-001", KeyProblem.KIND: "PLK-002", KeyProblem.MODE: "PLK-003"}
_TROUBLES = {
    Trouble.KEY: "PLK-006",
    Trouble.PERMISSION: "PLK-007",
    Trouble.UNREACHABLE: "PLK-008",
    Trouble.BUSY: "PLK-008",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeAccess:
    """What the environment says: the key, the name of the variable that held it, and another address of the API."""

    key: str = field(default="", repr=False)
    name: str
    base: str = ""
    sleep: Callable[[float], None] = time.sleep


def reached(book: Book, access: StripeAccess) -> Stripe | tuple[Fault, ...]:
    """Return the account behind the key; faults when the book has no Stripe or the key must not be used."""
    settings = book.settings.stripe
    if settings is None:
        return (info("PLK-004", Where("facturier.yaml", ("payments",))),)
    problem = key_problem(access.key, settings.mode)
    if problem is not None:
        return (error(_KEY_FAULTS[problem], SETTINGS, name=access.name, mode=settings.mode),)
    base = base_address(access.base)
    if not base:
        return (error("PLK-005", SETTINGS),)
    return Stripe(Access(key=access.key, base=base), sleep=access.sleep)


def refused(problem: StripeProblemError) -> Fault:
    """Return what went wrong on the way to Stripe as a fault."""
    return error(_TROUBLES.get(problem.trouble, "PLK-009"), SETTINGS, problem=problem.text)
