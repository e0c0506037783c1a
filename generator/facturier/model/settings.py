"""Policies of the business: numbering, payments, reminders, portal, mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from facturier.model.bank import StatementSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLinkTemplate:
    """Another payment provider: `url` holds `{number}`, `{amount}`, `{currency}`."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeSettings:
    """What may be said of Stripe in a file; keys come from the environment.

    `account` (acct_…) is part of the identity of links: another account wants other links. `host` is the business's
    own domain for payment pages, "" for Stripe's.
    """

    mode: str = "test"
    methods: tuple[str, ...] = ("card",)
    account: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderStep:
    """One step of a reminder policy: days after the due date (negative: before), channel and letter."""

    day: int
    by: str  # email | phone | letter | registered-letter
    letter: str = ""
    deadline_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPolicy:
    """When and how unpaid documents are followed up."""

    steps: tuple[ReminderStep, ...] = ()
    max_messages: int = 2
    per_days: int = 7
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSettings:
    """Where and how the portals are published."""

    url: str = ""
    access: str = "sealed-link"  # sealed-link | sealed-link+passcode | open-link
    link_life_days: int | None = None
    color: str = "#0b6e4f"
    languages: tuple[str, ...] | None = None  # besides the client's own; None: the seller's
    form: str = ""  # https address that takes questions and disputes; "": e-mail alone
    checked_files: tuple[str, ...] = ()  # offered files that may name other clients, as paths in the book


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything of facturier.yaml that is not the seller or a default."""

    numbering: Mapping[str, str] = field(default_factory=dict)  # series (document type value) → pattern
    stripe: StripeSettings | None = None
    links: tuple[PayLinkTemplate, ...] = ()
    reminders: ReminderPolicy = ReminderPolicy()
    client_reminders: Mapping[str, ReminderPolicy] = field(default_factory=dict)  # client id → its own policy
    portal: PortalSettings = PortalSettings()
    mail_from: str = ""
    originals: str = "git"
    language: str = "fr"  # of the seller: messages and letters to itself
    statements: StatementSettings = field(default_factory=StatementSettings)
    former_iban: str = ""  # the account before the present one: says that the change is meant
