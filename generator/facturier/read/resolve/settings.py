"""The policies of facturier.yaml and of the clients to Settings."""

from __future__ import annotations

from collections.abc import Mapping

from facturier.model.bank import CsvMap, StatementSettings
from facturier.model.money import ZERO
from facturier.model.settings import (
    PayLinkTemplate,
    PortalSettings,
    ReminderPolicy,
    ReminderStep,
    Settings,
    StripeSettings,
)
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import (
    BankStatementsShape,
    ConfigShape,
    CsvMapShape,
    NumberingShape,
    PortalShape,
    StripeShape,
)
from facturier.read.shapes.terms import RemindersShape

DEFAULT_NUMBERING = {
    "invoice": "F{year}-{seq:04}",
    "credit-note": "A{year}-{seq:04}",
    "quote": "D{year}-{seq:04}",
    "proforma": "P{year}-{seq:04}",
}
PRESETS: dict[str, tuple[ReminderStep, ...]] = {
    "none": (),
    "progressive": (
        ReminderStep(day=5, by="email", letter="courteous"),
        ReminderStep(day=10, by="phone"),
        ReminderStep(day=15, by="letter", letter="formal"),
        ReminderStep(day=20, by="email", letter="payment-plan"),
    ),
    "weekly": (
        ReminderStep(day=7, by="email", letter="courteous"),
        ReminderStep(day=14, by="email", letter="formal"),
        ReminderStep(day=30, by="registered-letter", letter="formal-notice", deadline_days=8),
    ),
}


def settings_of(shape: ConfigShape, clients: Mapping[str, ClientShape]) -> Settings:
    """Return the settings; a client's own reminder policy stands beside the book's."""
    payments = shape.payments
    stripe = payments.stripe if payments else None
    links = (payments.links or []) if payments else []
    reminders = policy_of(shape.reminders, ReminderPolicy())
    return Settings(
        numbering=_numbering(shape.numbering),
        stripe=_stripe(stripe) if stripe else None,
        links=tuple(PayLinkTemplate(label=link.label, url=link.url) for link in links),
        reminders=reminders,
        client_reminders={
            client_id: policy_of(client.reminders, reminders)
            for client_id, client in clients.items()
            if client.reminders is not None
        },
        portal=_portal(shape.portal),
        mail_from=shape.mail.from_ if shape.mail else "",
        originals=shape.originals or "git",
        statements=_statements(shape.bank_statements),
        former_iban=(shape.seller.bank.replaces if shape.seller.bank else None) or "",
        language=(shape.defaults.language if shape.defaults else None) or "fr",
    )


def _stripe(shape: StripeShape) -> StripeSettings:
    return StripeSettings(
        mode=shape.mode,
        methods=tuple(dict.fromkeys(shape.methods)),
        account=shape.account or "",
        host=shape.host or "",
    )


def policy_of(shape: RemindersShape | str | None, base: ReminderPolicy) -> ReminderPolicy:
    """Return a reminder policy; keys it does not give come from `base` ("none" is no reminder at all)."""
    if shape is None:
        return base
    if isinstance(shape, str):
        return ReminderPolicy(max_messages=base.max_messages, per_days=base.per_days, quiet=base.quiet)
    limit = shape.never_more_than
    return ReminderPolicy(
        steps=_steps(shape, base),
        max_messages=limit.messages if limit else base.max_messages,
        per_days=limit.per if limit else base.per_days,
        quiet=base.quiet if shape.quiet is None else tuple(shape.quiet),
    )


def _steps(shape: RemindersShape, base: ReminderPolicy) -> tuple[ReminderStep, ...]:
    if shape.policy is not None:
        return PRESETS[shape.policy]
    if shape.steps is None:
        return base.steps
    steps = [
        ReminderStep(day=step.day, by=step.by, letter=step.letter or "", deadline_days=step.deadline)
        for step in shape.steps
    ]
    return tuple(sorted(steps, key=lambda step: step.day))


def _numbering(shape: NumberingShape | None) -> dict[str, str]:
    given = shape.model_dump(by_alias=True, exclude_none=True) if shape else {}
    return dict(sorted({**DEFAULT_NUMBERING, **given}.items()))


def _portal(shape: PortalShape | None) -> PortalSettings:
    default = PortalSettings()
    if shape is None:
        return default
    url = shape.url or ""
    return PortalSettings(
        url=url if not url or url.endswith("/") else f"{url}/",
        access=shape.access or default.access,
        link_life_days=shape.link_life if isinstance(shape.link_life, int) else None,
        color=shape.brand.color if shape.brand else default.color,
        languages=default.languages if shape.languages is None else tuple(dict.fromkeys(shape.languages)),
        form=shape.form or "",
        checked_files=tuple(shape.checked_files or ()),
    )


def _statements(shape: BankStatementsShape | None) -> StatementSettings:
    if shape is None:
        return StatementSettings()
    return StatementSettings(
        accounts=tuple(shape.accounts or ()),
        tolerance=shape.tolerance or ZERO,
        csv=tuple(_csv_map(one) for one in shape.csv or ()),
    )


def _csv_map(shape: CsvMapShape) -> CsvMap:
    words = {"comma": ",", "point": ".", "semicolon": ";", "tab": "\t", "bar": "|"}
    given = shape.model_dump(exclude_none=True)
    given["text"] = tuple(shape.text or ())
    given["header"] = shape.header == "words"
    given["decimal"] = words[shape.decimal]
    given["delimiter"] = words[shape.delimiter] if shape.delimiter else ""
    return CsvMap(**given)
