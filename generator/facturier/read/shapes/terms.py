"""The terms of payment and reminders, as written in the configuration, for a client or on a document."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag, model_validator

from facturier.read.scalar_types import (
    Amount,
    CivilDate,
    DueText,
    Duration,
    Euros,
    OneOf,
    Percent,
    Share,
    SignedDays,
    Slug,
    Title,
    Whole,
    YearlyRate,
)
from facturier.read.scalars import MisfitError
from facturier.read.shapes.base import BY_WRITING, NoneWord, Shape


class DiscountShape(Shape):
    """A reduction: a percentage or an amount."""

    percent: Percent | None = Field(None, description="Reduction in percent, before VAT.")
    amount: Amount | None = Field(None, description="Reduction as an amount, in the document's currency.")
    reason: Title | None = Field(None, description="Why, as the client reads it.", examples=["Remise fidélité"])

    @model_validator(mode="after")
    def _one(self) -> DiscountShape:
        if (self.percent is None) == (self.amount is None):
            raise MisfitError("TYPE-070", first="percent", second="amount")
        return self


class InstalmentShape(Shape):
    """One instalment: its date and its part of the amount due."""

    date: CivilDate = Field(description="The day it is due.")
    share: Share | None = Field(None, description="Part of the amount due, in percent.")
    amount: Amount | None = Field(None, description="Part of the amount due, as an amount.")

    @model_validator(mode="after")
    def _one(self) -> InstalmentShape:
        if (self.share is None) == (self.amount is None):
            raise MisfitError("TYPE-070", first="share", second="amount")
        return self


class EarlyDiscountShape(Shape):
    """A discount for paying early (escompte): both keys, together with those of the client and the book."""

    percent: Percent | None = Field(None, description="Percent of the amount due.")
    within: Duration | None = Field(None, description="Days from the issue date.")


class LatePenaltyShape(Shape):
    """Late interest and the recovery fee."""

    yearly: YearlyRate | None = Field(None, description="`statutory` (ECB rate + 10 points) or a percentage.")
    recovery_fee: Euros | None = Field(
        None, description="Fixed recovery fee, 40.00 EUR by law between businesses.", examples=["40.00"]
    )
    payments_first_on: Annotated[str, OneOf("principal", "interest")] | None = Field(
        None,
        description="What a partial payment settles first in a claim for interest (C. civ. 1343-1).",
    )


class TermsShape(Shape):
    """Terms of payment."""

    due: (
        Annotated[Annotated[DueText, Tag("@word")] | Annotated[list[InstalmentShape], Tag("@list")], BY_WRITING] | None
    ) = Field(None, description="`30 days`, `45 days end of month`, `end of month + 45 days`, a date, or instalments.")
    early_discount: (
        Annotated[Annotated[NoneWord, Tag("@word")] | Annotated[EarlyDiscountShape, Tag("@mapping")], BY_WRITING] | None
    ) = Field(None, description="Discount for early payment, or `none`.")
    late_penalty: LatePenaltyShape | None = Field(None, description="Late interest and recovery fee.")


class ReminderStepShape(Shape):
    """One step of a reminder policy."""

    day: SignedDays = Field(description="Days after the due date; negative: before.")
    by: Annotated[str, OneOf("email", "phone", "letter", "registered-letter")] = Field(description="How.")
    letter: Slug | None = Field(None, description="Letter template.", examples=["courteous"])
    deadline: Duration | None = Field(None, description="Days the client is given.", examples=["8 days"])


class LimitShape(Shape):
    """No more than so many messages in so many days."""

    messages: Whole = Field(description="How many.")
    per: Duration = Field(description="In how many days.", examples=["7 days"])


QUIET = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "FR-holidays")


class RemindersShape(Shape):
    """When unpaid documents are followed up."""

    policy: Annotated[str, OneOf("progressive", "weekly", "none")] | None = Field(
        None, description="A preset: progressive 5/10/15/20 days, weekly 7/14/30 days, or none."
    )
    steps: list[ReminderStepShape] | None = Field(None, description="The steps, instead of a preset.")
    never_more_than: LimitShape | None = Field(None, description="Upper limit of messages to one client.")
    quiet: list[Annotated[str, OneOf(*QUIET)]] | None = Field(None, description="Days without messages.")

    @model_validator(mode="after")
    def _one(self) -> RemindersShape:
        if self.policy is not None and self.steps is not None:
            raise MisfitError("TYPE-071", first="policy", second="steps")
        return self


Reminders = Annotated[Annotated[NoneWord, Tag("@word")] | Annotated[RemindersShape, Tag("@mapping")], BY_WRITING]
