"""The shapes to JSON Schemas (draft 2020-12), so that editors complete and explain every key."""

from __future__ import annotations

from typing import Any

from facturier.read.kinds import TYPES_OF_KEY
from facturier.read.shapes.base import Shape
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import ConfigShape
from facturier.read.shapes.document import DraftShape, NumberedShape, RecurringShape
from facturier.read.shapes.history import SHAPES

Schema = dict[str, Any]
DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"
TITLES = {
    "config": "facturier.yaml",
    "client": "clients/ID.yaml",
    "document": "invoices/YEAR/NUMBER.yaml",
    "draft": "invoices/drafts/NAME.yaml",
    "quote": "invoices/YEAR/NUMBER.yaml, a quote",
    "recurring": "invoices/recurring/NAME.yaml",
    "history": "invoices/YEAR/NUMBER.history.yaml",
}
KINDS = tuple(TITLES)
_SHAPES: dict[str, type[Shape]] = {
    "config": ConfigShape,
    "client": ClientShape,
    "document": NumberedShape,
    "draft": DraftShape,
    "quote": NumberedShape,
    "recurring": RecurringShape,
}


def schema(kind: str) -> Schema:
    """Return the JSON Schema of a kind of file (see KINDS); KeyError for another word."""
    title = TITLES[kind]
    made = _history() if kind == "history" else _of_shape(_SHAPES[kind])
    if kind == "quote":
        _only_quotes(made)
    return {"$schema": DRAFT_2020_12, "title": title, **made}


def _of_shape(shape: type[Shape]) -> Schema:
    made: Schema = _tidy(shape.model_json_schema(by_alias=True))
    return made


def _history() -> Schema:
    """Return a list of entries, each by its event."""
    definitions: Schema = {}
    entries = []
    for shape in dict.fromkeys(SHAPES.values()):
        made = _of_shape(shape)
        definitions.update(made.pop("$defs", {}))
        events = [str(kind) for kind, of in SHAPES.items() if of is shape]
        made["properties"]["event"] = {"enum": events, "description": "What happened."}
        definitions[shape.__name__] = made
        entries.append({"$ref": f"#/$defs/{shape.__name__}"})
    return {
        "type": "array",
        "description": "What happened to a document, oldest first; only ever appended to.",
        "items": {"oneOf": entries},
        "$defs": dict(sorted(definitions.items())),
    }


def _only_quotes(made: Schema) -> None:
    for key, types in TYPES_OF_KEY.items():
        if "quote" not in types:
            made["properties"].pop(key, None)
    made["properties"]["type"] = {"const": "quote", "description": "A quote."}
    made["required"] = [*made["required"], "type"]


def _tidy(value: Any) -> Any:
    """Drop generated titles and the null of keys that may be left out: an empty key is a fault."""
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    if not isinstance(value, dict):
        return value
    tidy = {key: _tidy(one) for key, one in value.items() if not _is_noise(key, one)}
    options = tidy.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options:
        rest = [one for one in options if one != {"type": "null"}]
        del tidy["anyOf"]
        return {**(rest[0] if len(rest) == 1 else {"anyOf": rest}), **tidy}
    return tidy


def _is_noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
