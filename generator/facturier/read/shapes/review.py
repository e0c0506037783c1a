"""The shape of a review file: bank lines for a person to decide."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from facturier.read.scalar_types import Amount, LongText, Number, OneOf, Text, Title
from facturier.read.shapes.base import Shape


class ReviewShareShape(Shape):
    """What of a line goes to one document."""

    number: Number = Field(description="The document.")
    amount: Amount = Field(description="In the document's currency, before fees.")
    fee: Amount | None = Field(None, description="What a bank kept on the way.")
    received: Amount | None = Field(None, description="What arrived for it, when the document has another currency.")
    event: Annotated[str, OneOf("paid", "refunded", "returned")] = Field("paid", description="What happened.")


class ReviewLineShape(Shape):
    """One bank line. Only `record` and `decision` are read, the rest is for the person who decides."""

    line: Title = Field(description="Key of the line.")
    decision: Annotated[str, OneOf("open", "accept", "ignore")] = Field("open", description="What to do.")
    record: list[ReviewShareShape] | None = Field(None, description="What to record.")
    date: Text | None = Field(None, description="Day of booking.")
    amount: Text | None = Field(None, description="What the bank booked.")
    payer: Title | None = Field(None, description="Who paid.")
    text: LongText | None = Field(None, description="What the bank says.")
    confidence: Text | None = Field(None, description="How sure the proposal is.")
    reason: Title | None = Field(None, description="Why it is made.")
    others: list[Text] | None = Field(None, description="Documents that fit as well.")
