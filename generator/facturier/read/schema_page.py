"""The shapes to the page that documents every key: docs/schema.md."""

from __future__ import annotations

from typing import Any

from facturier.read.schemas import KINDS, Schema, schema

_INTRODUCTION = """\
# Every key

This page is made from the shapes that read your files (`facturier schema`). Amounts are written `1234.50`, dates
`2026-11-02`, percentages `5%`, durations `30 days`. A key that is not named here is an error. Keys in **bold** are
required.
"""
_SKIPPED = {"quote"}  # a document with fewer keys


def schema_markdown() -> str:
    """Return docs/schema.md."""
    parts = [_INTRODUCTION]
    told: set[str] = set()
    for kind in KINDS:
        if kind not in _SKIPPED:
            parts += _page(schema(kind), told)
    return "\n".join(parts)


def _page(made: Schema, told: set[str]) -> list[str]:
    definitions = made.get("$defs", {})
    parts = [f"## {made['title']}\n", f"{made.get('description', '')}\n"]
    if "properties" in made:
        parts.append(_table(made))
    for name, definition in definitions.items():
        if name not in told and "properties" in definition:
            told.add(name)
            parts += [f"### {_name(name)}\n", f"{definition.get('description', '')}\n", _table(definition)]
    return parts


def _table(made: Schema) -> str:
    required = set(made.get("required", ()))
    rows = ["| key | what | value |", "|---|---|---|"]
    for key, value in made["properties"].items():
        shown = f"**`{key}`**" if key in required else f"`{key}`"
        rows.append(f"| {shown} | {_cell(value.get('description', ''))} | {_cell(_value(value))} |")
    return "\n".join(rows) + "\n"


def _value(value: Schema) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{_name(name)}](#{_anchor(name)})"
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        words = value["enum"]
        return ", ".join(f"`{word}`" for word in words) if len(words) <= 16 else f"one of {len(words)} codes"
    if value.get("type") == "array":
        return f"list of: {_value(value['items'])}"
    for several in ("anyOf", "oneOf"):
        if several in value:
            return " or ".join(_value(one) for one in value[several])
    return _plain(value)


def _plain(value: Schema) -> str:
    examples: list[Any] = value.get("examples", [])
    if examples:
        return ", ".join(f"`{one}`" for one in examples)
    if "properties" in value:
        inner = ", ".join(f"{key}: {_bare(one)}" for key, one in value["properties"].items())
        return f"`{{{inner}}}`"
    names = {"boolean": "`true` or `false`", "integer": "a whole number"}
    kind = value.get("type")
    return names.get(kind, "text") if isinstance(kind, str) else "text"


def _bare(value: Schema) -> str:
    return _value(value).replace("`", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _name(definition: str) -> str:
    """Turn `EarlyDiscountShape` into `early discount`."""
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in definition.removesuffix("Shape"))
    return words.strip()


def _anchor(definition: str) -> str:
    return _name(definition).replace(" ", "-")
