"""Turns the schemas of a book into files its editor finds: what the first line of a scaffolded file points at."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = ".facturier"  # beside facturier.yaml, never committed: made again by `facturier init` and `facturier new`
_KINDS = ("config", "client", "document", "recurring", "history")
_COMES_WITH_ISSUE = frozenset({"number", "date"})


def first_line(kind: str, *, depth: int) -> str:
    """Return the comment by which editors find the schema of a kind, for a file that lies so many folders deep."""
    return f"# yaml-language-server: $schema={'../' * depth}{FOLDER}/{kind}.schema.json\n"


def write_schemas(root: Path) -> None:
    """Write the JSON Schema of every kind of file below `root`; a draft is a document without number and date yet."""
    from facturier.actions.access import workroom
    from facturier.read.schemas import schema

    folder = workroom(root)
    for kind in _KINDS:
        made = schema(kind)
        if kind == "document":
            made["required"] = [key for key in made.get("required", []) if key not in _COMES_WITH_ISSUE]
        text = json.dumps(made, ensure_ascii=False, indent=1)
        file = folder / f"{kind}.schema.json"
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, encoding="utf-8")
