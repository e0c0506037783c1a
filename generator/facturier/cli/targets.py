"""Where a site goes, and what the environment says about getting there."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from facturier.cli.secrets import held

if TYPE_CHECKING:
    from facturier.actions.targets import Delivery
    from facturier.connect.mail import MailAccess
    from facturier.faults import Fault

to_option = click.option(
    "--to",
    "target",
    envvar="FACTURIER_TO",
    required=True,
    metavar="TARGET",
    help="Where the site goes: dir:FOLDER, git:REMOTE#BRANCH, rsync:HOST:FOLDER, s3:BUCKET/PREFIX or command:LINE.",
)
verify_option = click.option("--verify", is_flag=True, help="Fetch a few files back afterwards and compare them.")


def delivery(*, verify: bool) -> Delivery:
    """Return what a target may need from the environment; a program it runs asks nobody for a password."""
    from facturier.actions.targets import Delivery
    from facturier.connect.deploy.signing import StoreAccess

    os.environ.setdefault("GIT_TERMINAL_PROMPT", "0")  # a password that nobody can type would wait for ever
    os.environ.setdefault("RSYNC_RSH", "ssh -o BatchMode=yes")
    store = StoreAccess(
        key_id=_said("AWS_ACCESS_KEY_ID"),
        secret=_said("AWS_SECRET_ACCESS_KEY"),
        token=_said("AWS_SESSION_TOKEN"),
        region=_said("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1",
        endpoint=_said("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
        now=time.time,
    )
    return Delivery(store=store, verify=verify)


def state_after(faults: Sequence[Fault], target: str, *, deployed: bool = False) -> str:
    """Return what clients see after a run that did not end well."""
    codes = {fault.code for fault in faults}
    if deployed or "DPL-011" in codes:
        return "A new site is in place; what is wrong stands above."
    if "DPL-003" in codes and target.partition(":")[0] in {"rsync", "s3", "command"}:
        return "Some files may be new already, each of them whole; the next run goes on."
    return "The site is as it was."


def mail_access() -> MailAccess:
    """Return the mail server that FACTURIER_SMTP names."""
    from facturier.connect.mail import MailAccess

    return MailAccess(held("FACTURIER_SMTP"))


def _said(*names: str) -> str:
    return next((os.environ[name].strip() for name in names if os.environ.get(name, "").strip()), "")
