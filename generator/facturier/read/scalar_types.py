"""The scalar types of shapes: each reads one spelling (see `scalars`, `strings`) and tells its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema

from facturier.model.terms import DueIn
from facturier.read import codelists, scalars, strings, units, vat_words
from facturier.read.scalars import MisfitError
from facturier.read.upgrading import CURRENT

T = TypeVar("T")
TEXT: list[str] = ["string", "number"]  # an editor's YAML makes a number of `01000` and `620.00`


def only_text(parse: Callable[[str], T]) -> PlainValidator:
    """Let `parse` see texts alone: a list, a mapping or nothing at all is said once, here."""

    def validate(value: Any) -> T:
        if type(value) is not str:
            raise MisfitError("TYPE-005")
        if not value:
            raise MisfitError("TYPE-001")
        return parse(value)

    return PlainValidator(validate)


def schema(pattern: str = "", *, types: list[str] | None = None, **more: Any) -> WithJsonSchema:
    """Return the JSON Schema of a text, with its pattern, examples and description."""
    return WithJsonSchema({"type": types or "string", **({"pattern": f"^(?:{pattern})$"} if pattern else {}), **more})


class OneOf:
    """Marks a text that is one word of a closed list: `Annotated[str, OneOf("net", "gross")]`."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the word; anything else is TYPE-030 with the nearest known one."""
        known = self.known
        reader = only_text(lambda text: scalars.word(text, known))
        return reader.__get_pydantic_core_schema__(source, handler)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the list of words."""
        return {"enum": list(self.known)}


_DECIMAL = r"(0|[1-9][0-9]{0,11})"

Text = Annotated[str, only_text(strings.text), schema(types=TEXT, maxLength=200)]
Title = Annotated[str, only_text(lambda value: strings.text(value, limit=500)), schema(types=TEXT, maxLength=500)]
LongText = Annotated[str, only_text(strings.long_text), schema(types=TEXT, maxLength=10_000)]

Rounding = Annotated[
    Decimal, only_text(scalars.rounding), schema(r"-?[0-5](\.[0-9]{1,3})?", types=TEXT, examples=["-0.49"])
]
Amount = Annotated[
    Decimal,
    only_text(scalars.amount),
    schema(_DECIMAL + r"(\.[0-9]{1,3})?", types=TEXT, examples=["1234.50"], minimum=0),
]
Euros = Annotated[
    Decimal,
    only_text(scalars.euros),
    schema(_DECIMAL + r"(\.[0-9]{1,2})?", types=TEXT, examples=["5000.00"], minimum=0),
]
UnitPrice = Annotated[
    Decimal,
    only_text(scalars.unit_price),
    schema(_DECIMAL + r"(\.[0-9]{1,6})?", types=TEXT, examples=["47.515"], minimum=0),
]
ExchangeRateValue = Annotated[
    Decimal, only_text(scalars.rate_of_exchange), schema(_DECIMAL + r"(\.[0-9]{1,8})?", types=TEXT, examples=["1.0850"])
]
Quantity = Annotated[
    tuple[Decimal, str],
    only_text(scalars.quantity_with_unit),
    schema(
        rf"-?{_DECIMAL}(\.[0-9]{{1,4}})?( ({'|'.join(sorted(units.WORDS))}))?",
        types=TEXT,
        examples=["12.5 days", "40", "-1", "6.4 m²"],
    ),
]
Percent = Annotated[
    Decimal, only_text(scalars.percent), schema(r"[0-9]{1,3}(\.[0-9]{1,4})? ?%", examples=["5%", "2.5%"])
]
YearlyRate = Annotated[
    Decimal | str,
    only_text(scalars.yearly_rate),
    schema(r"statutory|[0-9]{1,3}(\.[0-9]{1,4})? ?%", examples=["statutory", "12%"]),
]
Share = Annotated[Decimal, only_text(scalars.share), schema(r"[0-9]{1,3}(\.[0-9]{1,2})? ?%", examples=["30%"])]
VatWord = Annotated[
    str,
    PlainValidator(vat_words.vat_word),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^[0-9]{1,2}(\.[0-9]{1,2})? ?%$", "examples": ["20%", "5.5%"]},
                {"enum": list(vat_words.WORDS)},
                {
                    "type": "object",
                    "properties": {
                        "exempt": {
                            "type": "object",
                            "description": "Free of VAT: by which article of the CGI.",
                            "properties": {
                                "article": {"type": TEXT, "description": "Article.", "examples": ["261-4-4°"]}
                            },
                            "required": ["article"],
                            "additionalProperties": False,
                        }
                    },
                    "required": ["exempt"],
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "properties": {
                        "margin": {"enum": list(vat_words.MARGINS), "description": "Margin scheme: of what goods."}
                    },
                    "required": ["margin"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
CivilDate = Annotated[
    date, only_text(scalars.civil_date), schema(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", format="date", examples=["2026-11-02"])
]
Moment = Annotated[
    tuple[date, datetime | None],
    only_text(scalars.moment),
    schema(
        r"20[0-9]{2}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2}))?",
        examples=["2026-11-02", "2026-11-02T10:30:00+01:00"],
    ),
]
Duration = Annotated[int, only_text(scalars.duration), schema(r"[1-9][0-9]{0,3} days?", examples=["30 days"])]
LinkLife = Annotated[
    int | str,
    only_text(lambda value: value if value == "none" else scalars.duration(value)),
    schema(r"none|[1-9][0-9]{0,3} days?", examples=["none", "400 days"]),
]
DueText = Annotated[
    DueIn | date,
    only_text(scalars.due),
    schema(
        r"[0-9]{1,3} days?( end of month)?|end of month( \+ [0-9]{1,3} days?)?|on receipt|20[0-9]{2}-[0-9]{2}-[0-9]{2}",
        examples=["30 days", "45 days end of month", "end of month + 45 days", "2026-12-31"],
    ),
]
Whole = Annotated[int, only_text(scalars.whole), WithJsonSchema({"type": "integer", "minimum": 1})]
FormatVersion = Annotated[
    int, only_text(scalars.format_version), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": CURRENT})
]
SignedDays = Annotated[int, only_text(scalars.signed_days), WithJsonSchema({"type": "integer"})]
YesNo = Annotated[bool, only_text(scalars.yes_no), WithJsonSchema({"type": "boolean"})]
Currency = Annotated[str, only_text(scalars.currency), WithJsonSchema({"enum": sorted(codelists.CURRENCIES)})]
Country = Annotated[str, only_text(scalars.country), WithJsonSchema({"enum": sorted(codelists.COUNTRIES)})]
Language = Annotated[str, only_text(strings.language), WithJsonSchema({"enum": list(codelists.LANGUAGES)})]

Number = Annotated[str, only_text(strings.document_number), schema(strings.NUMBER, types=TEXT, examples=["F2026-0042"])]
ClientId = Annotated[str, only_text(strings.client_id), schema(strings.CLIENT_ID, types=TEXT, examples=["acme"])]
Slug = Annotated[str, only_text(strings.slug), schema(r"[a-z0-9]+(-[a-z0-9]+)*", examples=["courteous"])]
Email = Annotated[str, only_text(strings.email), schema(format="email", examples=["compta@acme.example"])]
Mailbox = Annotated[str, only_text(strings.mailbox), schema(examples=["Atelier Lumen <nour@lumen.example>"])]
Url = Annotated[str, only_text(strings.https_url), schema(r"https://.+", examples=["https://factures.lumen.example/"])]
UrlTemplate = Annotated[
    str, only_text(strings.url_template), schema(r"https://.+", examples=["https://paypal.me/lumen/{amount}{currency}"])
]
HostName = Annotated[str, only_text(strings.host_name), schema(examples=["pay.lumen.example"])]
Color = Annotated[str, only_text(strings.color), schema("#[0-9a-fA-F]{6}", examples=["#0b6e4f"])]
Iban = Annotated[str, only_text(strings.iban), schema(examples=["FR76 3000 6000 0112 3456 7890 189"])]
Bic = Annotated[str, only_text(strings.bic), schema(examples=["AGRIFRPPXXX"])]
Siren = Annotated[str, only_text(strings.siren), schema(types=TEXT, examples=["999000011"])]
Siret = Annotated[str, only_text(strings.siret), schema(types=TEXT, examples=["99900001100018"])]
VatNumber = Annotated[str, only_text(strings.vat_number), schema(types=TEXT, examples=["FR66999000011"])]
Phone = Annotated[str, only_text(strings.phone), schema(types=TEXT, examples=["+33 6 12 34 56 78"])]
Digest = Annotated[
    str,
    only_text(strings.digest),
    schema("[0-9a-f]{64}", types=TEXT, examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]),
]
SafePath = Annotated[str, only_text(strings.safe_path), schema(examples=["clients/acme/pv-recette.pdf"], maxLength=200)]
NumberPattern = Annotated[str, only_text(strings.number_pattern), schema(examples=["F{year}-{seq:04}"])]
Originals = Annotated[
    str, only_text(strings.originals), schema(examples=["git", "originals", "https://store.example/pdf/"])
]
RuleCode = Annotated[str, only_text(strings.rule_code), schema(examples=["MEN-034"])]
