"""What the environment says about Stripe, and how the commands that reach it tell an entry."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.report import report
from facturier.cli.secrets import held

if TYPE_CHECKING:
    from facturier.actions.stripe_access import StripeAccess
    from facturier.faults import Fault
    from facturier.messages import Catalogue

COMMON_KEY = "STRIPE_API_KEY"
BASE = "STRIPE_API_BASE"


def stripe_access(name: str) -> StripeAccess:
    """Return the key that `name` holds, else that of STRIPE_API_KEY, and the address of STRIPE_API_BASE."""
    from facturier.actions.stripe_access import StripeAccess

    key = held(name) or held(COMMON_KEY)
    said = name if held(name) or not key else COMMON_KEY
    return StripeAccess(key=key, name=said, base=os.environ.get(BASE, "").strip())


def tell_faults(faults: Sequence[Fault], root: Path, texts: Catalogue) -> None:
    """Print faults to stderr."""
    if faults:
        click.echo(report(faults, root, texts, "human"), err=True)
