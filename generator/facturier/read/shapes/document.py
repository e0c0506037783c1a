"""The shapes of documents: numbered, draft, and recurring."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag, model_validator

from facturier.model.document import DocumentType
from facturier.read.scalar_types import (
    Amount,
    CivilDate,
    ClientId,
    Currency,
    Duration,
    ExchangeRateValue,
    Language,
    LongText,
    Number,
    OneOf,
    Quantity,
    Rounding,
    SafePath,
    Share,
    Text,
    Title,
    UnitPrice,
    VatWord,
    Whole,
    YesNo,
)
from facturier.read.scalars import MisfitError
from facturier.read.shapes.base import AcceptList, Shape
from facturier.read.shapes.terms import DiscountShape, TermsShape

Nature = Annotated[str, OneOf("goods", "services")]
Prices = Annotated[str, OneOf("net", "gross")]
_MADE_FROM = "Written by `facturier recurring`: the template and the day, so that none is made twice."
TYPES = tuple(str(kind) for kind in DocumentType)


class SectionShape(Shape):
    """A heading; the lines after it get a subtotal."""

    section: Title = Field(description="The heading.", examples=["Développement"])


class LineShape(Shape):
    """What is sold: quantity × price."""

    item: Title = Field(description="What is sold, precisely.", examples=["Développement back-end"])
    details: LongText | None = Field(
        None, description="More about it: plain text with line breaks.", examples=["Sprint 14 et 15"]
    )
    ref: Text | None = Field(None, description="Your reference of the item.", examples=["DEV-01"])
    qty: Quantity | None = Field(None, description="Quantity and unit; 1 when left out. Negative takes back.")
    price: UnitPrice = Field(description="Price per unit, at most six decimals.", examples=["620.00"])
    discount: DiscountShape | None = Field(None, description="Reduction of this line.")
    vat: VatWord | None = Field(None, description="VAT of this line, when it differs.")
    nature: Nature | None = Field(None, description="Goods or services, when it differs.")


def _line_tag(value: Any) -> str:
    return "@section" if isinstance(value, dict) and "section" in value else "@item"


AnyLine = Annotated[
    Annotated[SectionShape, Tag("@section")] | Annotated[LineShape, Tag("@item")], Discriminator(_line_tag)
]


class ChargeShape(Shape):
    """A charge on the whole document."""

    item: Title = Field(description="What it is.", examples=["Frais de port"])
    amount: Amount = Field(description="Amount, net or gross like prices.")
    vat: VatWord | None = Field(None, description="VAT of the charge; the default VAT when left out.")


class AllowanceShape(Shape):
    """A reduction of the whole document in one VAT group."""

    item: Title = Field(description="Why.", examples=["Remise de fin d'année"])
    amount: Amount = Field(description="Amount taken off, net or gross like prices.", examples=["50.00"])
    vat: VatWord | None = Field(None, description="VAT of what it reduces; the default VAT when left out.")


class PeriodShape(Shape):
    """When the supply took place; both days included."""

    from_: CivilDate = Field(alias="from", description="First day.")
    to: CivilDate = Field(description="Last day.")

    @model_validator(mode="after")
    def _in_order(self) -> PeriodShape:
        if self.to < self.from_:
            raise MisfitError("TYPE-073", key="to", first=self.from_, last=self.to)
        return self


class ExchangeRateShape(Shape):
    """The rate VAT is shown in EUR with."""

    rate: ExchangeRateValue = Field(description="Units of the document's currency for 1 EUR.")
    date: CivilDate = Field(description="Day of the rate.")
    source: Text | None = Field(None, description="Who published it; BCE when left out.", examples=["BCE"])


class CommonShape(Shape):
    """What every document may say."""

    client: ClientId | None = Field(None, description="Client id: the file name in clients/.")
    type: Annotated[str, OneOf(*TYPES)] = Field("invoice", description="What the document is.")
    subject: Title | None = Field(None, description="What it is about.", examples=["Refonte du site"])
    order: Text | None = Field(None, description="Buyer's purchase order.", examples=["BC-7781"])
    contract: Text | None = Field(None, description="Contract number.", examples=["C-2026-17"])
    buyer_reference: Text | None = Field(
        None, description="Reference the buyer asks for (service code).", examples=["SERVICE-12"]
    )
    project: Text | None = Field(None, description="Project.", examples=["Site 2027"])
    period: PeriodShape | None = Field(None, description="When the supply took place.")
    delivered: CivilDate | None = Field(None, description="Day of delivery.")
    lines: list[AnyLine] | None = Field(None, description="What is sold; headings between.")
    charges: list[ChargeShape] | None = Field(None, description="Charges on the whole document.")
    allowances: list[AllowanceShape] | None = Field(
        None, description="Reductions of the whole document, each in one VAT group; `discount` is spread over all."
    )
    discount: DiscountShape | None = Field(None, description="Reduction of the whole document's lines.")
    rounding: Rounding | None = Field(
        None,
        description="What brings the amount due to a coin that exists; at most 5, without VAT.",
        examples=["-0.49"],
    )
    deducts: list[Number] | None = Field(None, description="Deposit invoices this one takes off.")
    terms: TermsShape | None = Field(None, description="Terms of payment.")
    currency: Currency | None = Field(None, description="Currency, ISO 4217.")
    exchange_rate: ExchangeRateShape | None = Field(None, description="Needed when the currency is not EUR.")
    language: Language | None = Field(None, description="Language of the document.")
    vat: VatWord | None = Field(None, description="VAT of all lines that say nothing.")
    prices: Prices | None = Field(None, description="Whether typed prices include VAT.")
    nature: Nature | None = Field(None, description="Goods or services.")
    pay: list[Text] | None = Field(None, description="How one can pay.", examples=[["bank", "stripe"]])
    notes: LongText | None = Field(
        None, description="A note to the client: plain text.", examples=["Merci de votre confiance."]
    )
    attachments: list[SafePath] | None = Field(None, description="Files under clients/ID/ or clients/everyone/.")
    credits: Number | None = Field(None, description="Credit note: the invoice it reduces.")
    everything: YesNo | None = Field(None, description="Credit note: takes back the whole balance.")
    replaces: Number | None = Field(
        None, description="Corrective: the invoice it replaces. Quote: the quote it is a new version of."
    )
    quote: Number | None = Field(None, description="The quote it comes from.")
    share: Share | None = Field(None, description="Deposit: percent of the quote.")
    valid: Duration | None = Field(None, description="Quote: how long it stands.")
    deposit: Share | None = Field(None, description="Quote: percent asked in advance.")
    accept: AcceptList | None = Field(None, description="Warnings about this document that were accepted.")


class OccurrenceShape(Shape):
    """The template a document was made from, and for which of its days."""

    template: Text = Field(
        description="Name of the template: its file name in invoices/recurring/.", examples=["acme-hosting"]
    )
    on: CivilDate = Field(description="The day it fell on.")


class NumberedShape(CommonShape):
    """A document with its number; the file name is the number."""

    number: Number = Field(description="The number; equals the file name.")
    date: CivilDate = Field(description="Issue date.")
    recurring: OccurrenceShape | None = Field(None, description=_MADE_FROM)


class DraftShape(CommonShape):
    """A draft: no number yet, never published."""

    refused: ClassVar[dict[str, str]] = {"number": "READ-024"}

    date: CivilDate | None = Field(None, description="Intended issue date; the day of issue when left out.")
    recurring: OccurrenceShape | None = Field(None, description=_MADE_FROM)


class RecurringShape(CommonShape):
    """A template that becomes a draft on its dates; `{period}` stands for the month, quarter, year or week in texts."""

    refused: ClassVar[dict[str, str]] = {"number": "READ-024", "date": "READ-025"}

    every: Annotated[str, OneOf("week", "month", "quarter", "year")] = Field(description="How often.")
    on_day: Whole | None = Field(None, description="Day of the month (of the week: 1 is Monday); 1 when left out.")
    from_: CivilDate = Field(alias="from", description="First day it can fall on.")
    until: CivilDate | None = Field(None, description="Last day it can fall on.")
    issue: YesNo | None = Field(None, description="Issue at once instead of leaving a draft.")

    @model_validator(mode="after")
    def _in_order(self) -> RecurringShape:
        if self.until is not None and self.until < self.from_:
            raise MisfitError("TYPE-073", key="until", first=self.from_, last=self.until)
        if self.on_day is not None and self.on_day > (7 if self.every == "week" else 31):
            raise MisfitError("TYPE-074", key="on_day", value=self.on_day)
        return self
