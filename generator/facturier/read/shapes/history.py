"""The shapes of history entries: each event has its own keys; `by` and `private` stand everywhere."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from facturier.model.history import EventKind
from facturier.read.scalar_types import (
    TEXT,
    Amount,
    CivilDate,
    Currency,
    Digest,
    LongText,
    Moment,
    OneOf,
    SafePath,
    Text,
    Title,
    Url,
    Whole,
    YesNo,
    only_text,
    schema,
)
from facturier.read.scalars import word
from facturier.read.shapes.base import Shape

E_INVOICE_STATUSES = tuple(str(code) for code in range(200, 214))
EInvoiceStatus = Annotated[
    str,
    only_text(lambda text: word(text, E_INVOICE_STATUSES)),
    schema(r"20[0-9]|21[0-3]", types=TEXT, minimum=200, maximum=213),  # an editor reads a number
]


class EventShape(Shape):
    """What every entry has."""

    date: Moment = Field(description="Day, or day and time with its offset.")
    event: Text = Field(description="What happened.")
    by: Text | None = Field(None, description="Who or what.", examples=["card", "transfer", "Nour Diallo"])
    private: YesNo | None = Field(None, description="`true` keeps the entry out of the client's portal.")


class SentShape(EventShape):
    """sent, delivered, viewed."""

    to: Title | None = Field(None, description="To whom.", examples=["compta@acme.example"])


class IssuedShape(SentShape):
    """The document went out under its number."""

    elsewhere: YesNo | None = Field(
        None, description="`true`: with another program, before this book; what drew it up is not judged again."
    )


class ReceivedShape(Shape):
    """What arrived on the account, when in another currency."""

    amount: Amount = Field(description="Amount received.")
    currency: Currency = Field(description="Its currency.")


class PaidShape(EventShape):
    """Money came in."""

    amount: Amount = Field(description="In the document's currency.")
    ref: Text | None = Field(None, description="Reference of the payment.", examples=["VIR-2026-118"])
    part: Whole | None = Field(None, description="Instalment it pays, from 1.")
    received: ReceivedShape | None = Field(None, description="What arrived, when in another currency.")
    fee: Amount | None = Field(None, description="What the provider kept.")
    digest: Digest | None = Field(None, description="sha256 of the bank movement it was read from.")


class RefundedShape(EventShape):
    """Money went back."""

    amount: Amount = Field(description="In the document's currency.")
    ref: Text | None = Field(None, description="Reference of the refund.", examples=["VIR-2026-119"])
    digest: Digest | None = Field(None, description="sha256 of the bank movement it was read from.")


class ReturnedShape(RefundedShape):
    """A payment was taken back (bounced debit, chargeback)."""

    reason: Title | None = Field(None, description="Why.", examples=["Provision insuffisante"])


class PaymentLinkShape(EventShape):
    """A payment link was made or retired."""

    url: Url | None = Field(None, description="The link.")
    ref: Text | None = Field(None, description="The provider's reference.", examples=["plink_1ExampLe"])
    amount: Amount | None = Field(None, description="What it asks for.")
    part: Whole | None = Field(None, description="Instalment it pays, from 1.")
    digest: Digest | None = Field(None, description="sha256 of what it was made from.")


class PaymentStartedShape(EventShape):
    """A payment is under way (SEPA)."""

    ref: Text | None = Field(None, description="Reference of the payment.", examples=["pi_1ExampLe"])


class RemindedShape(EventShape):
    """A reminder went out."""

    step: Whole | None = Field(None, description="Step of the policy, from 1.")
    to: Title | None = Field(None, description="To whom.", examples=["compta@acme.example"])
    subject: Title | None = Field(None, description="Its subject.", examples=["Facture F2026-0042"])
    digest: Digest | None = Field(None, description="sha256 of what was sent.")


class TalkShape(EventShape):
    """called, wrote, met, answered."""

    with_: Text | None = Field(None, alias="with", description="With whom.", examples=["Mme Martin"])
    note: LongText | None = Field(None, description="What was said.", examples=["Le virement part vendredi."])


class PromisedShape(EventShape):
    """The client promised to pay."""

    until: CivilDate = Field(description="Reminders hold until this day.")
    amount: Amount | None = Field(None, description="How much, when not all.")


class DisputedShape(EventShape):
    """The client contests the document."""

    reason: Title | None = Field(None, description="Why.", examples=["Deux jours de trop"])
    amount: Amount | None = Field(None, description="The contested part, when not all.")
    ref: Text | None = Field(None, description="Reference of the dispute at the provider.", examples=["dp_1ExampLe"])
    evidence: list[SafePath] | None = Field(None, description="Files under clients/.")


class ResolvedShape(EventShape):
    """A dispute ended."""

    outcome: Annotated[str, OneOf("accepted", "rejected", "settled")] = Field(
        description="How, from the client's side."
    )
    amount: Amount | None = Field(None, description="The amount agreed on.")
    ref: Text | None = Field(None, description="Reference of the dispute at the provider.", examples=["dp_1ExampLe"])


class PlannedShape(Shape):
    """A date and an amount."""

    date: CivilDate = Field(description="The day.")
    amount: Amount = Field(description="How much.")


class PlanShape(EventShape):
    """A payment plan was agreed."""

    instalments: list[PlannedShape] = Field(description="Dates and amounts: together what is open.", min_length=1)


class FormalNoticeShape(EventShape):
    """A formal notice was sent."""

    deadline: CivilDate | None = Field(None, description="Last day given.")
    tracking: Text | None = Field(None, description="Number of the registered letter.", examples=["1A 123 456 7890 1"])


class HandedOverShape(EventShape):
    """The claim was handed over."""

    to: Annotated[str, OneOf("agency", "court")] = Field(description="To whom.")
    ref: Text | None = Field(None, description="Their reference.", examples=["2026/00123"])


class WrittenOffShape(EventShape):
    """The claim was given up."""

    amount: Amount | None = Field(None, description="How much, when not all.")
    reason: Title | None = Field(None, description="Why.", examples=["Liquidation judiciaire"])


class AcceptedShape(EventShape):
    """A quote was accepted or declined."""

    evidence: list[SafePath] | None = Field(None, description="Files under clients/.")


class EInvoiceEventShape(EventShape):
    """The platform told a status of the French life cycle."""

    status: EInvoiceStatus = Field(description="200 to 213, of the French life cycle.", examples=["205"])
    platform: Text | None = Field(None, description="Which platform.", examples=["Plateforme Exemple"])
    reason: Title | None = Field(None, description="Why.", examples=["Siret du destinataire inconnu"])


class NoteShape(EventShape):
    """Something to remember."""

    note: LongText = Field(description="The note.", examples=["Rappeler en janvier."])


SHAPES: dict[EventKind, type[EventShape]] = {
    EventKind.ISSUED: IssuedShape,
    **dict.fromkeys((EventKind.SENT, EventKind.DELIVERED, EventKind.VIEWED), SentShape),
    EventKind.PAID: PaidShape,
    EventKind.REFUNDED: RefundedShape,
    EventKind.RETURNED: ReturnedShape,
    **dict.fromkeys((EventKind.PAYMENT_LINK, EventKind.PAYMENT_LINK_RETIRED), PaymentLinkShape),
    EventKind.PAYMENT_STARTED: PaymentStartedShape,
    EventKind.REMINDED: RemindedShape,
    **dict.fromkeys((EventKind.CALLED, EventKind.WROTE, EventKind.MET, EventKind.ANSWERED), TalkShape),
    EventKind.PROMISED: PromisedShape,
    EventKind.DISPUTED: DisputedShape,
    EventKind.RESOLVED: ResolvedShape,
    EventKind.PLAN_AGREED: PlanShape,
    EventKind.FORMAL_NOTICE: FormalNoticeShape,
    EventKind.HANDED_OVER: HandedOverShape,
    EventKind.WRITTEN_OFF: WrittenOffShape,
    **dict.fromkeys((EventKind.ACCEPTED, EventKind.DECLINED), AcceptedShape),
    EventKind.E_INVOICE: EInvoiceEventShape,
    EventKind.NOTE: NoteShape,
}
