"""What all shapes share: no unknown key, and unions whose branch is chosen by how the value is written."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from facturier.read.scalar_types import OneOf, RuleCode, Title

TAG = "@"  # begins every union tag, so that a path can be told from the branch pydantic went through


class Shape(BaseModel):
    """A mapping with known keys alone."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    refused: ClassVar[dict[str, str]] = {}  # keys people put here by mistake, and the code that says why not


def how_written(value: Any) -> str:
    """Return the tag of a value by how it is written: `@mapping`, `@list` or `@word`."""
    if isinstance(value, dict):
        return "@mapping"
    return "@list" if isinstance(value, list) else "@word"


BY_WRITING = Discriminator(how_written)
NoneWord = Annotated[str, OneOf("none")]


class AcceptShape(Shape):
    """A warning that was looked at and accepted."""

    code: RuleCode = Field(description="Code of the warning, as `facturier check` prints it.")
    reason: Title = Field(
        description="Why it is right here: the next reader will ask.", examples=["The customer asked for this wording."]
    )


Accepted = Annotated[Annotated[RuleCode, Tag("@word")] | Annotated[AcceptShape, Tag("@mapping")], BY_WRITING]
AcceptList = list[Accepted]


def accepted_codes(items: list[str | AcceptShape] | None) -> tuple[str, ...]:
    """Return the codes of an `accept:` list."""
    return tuple(item if isinstance(item, str) else item.code for item in items or ())
