"""The JSON Schemas describe what is read: sound files fit them, and their documentation is complete."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Golden
from tests.read.test_shaping import ENTRIES

from facturier.read.schema_page import schema_markdown
from facturier.read.schemas import DRAFT_2020_12, KINDS, schema
from facturier.read.tree import read_tree

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "examples" / "schema"
SOUND = [
    ("config", EXAMPLE / "facturier.yaml"),
    ("config", ROOT / "facturier.yaml"),
    ("client", EXAMPLE / "clients" / "acme.yaml"),
    ("document", EXAMPLE / "invoices" / "2026" / "F2026-0042.yaml"),
    *(("client", file) for file in sorted((ROOT / "clients").glob("*.yaml"))),
    *(("draft", file) for file in sorted((ROOT / "invoices" / "drafts").glob("*.yaml"))),
    *(("recurring", file) for file in sorted((ROOT / "invoices" / "recurring").glob("*.yaml"))),
    *(("history", file) for file in sorted((ROOT / "invoices").glob("20*/*.history.yaml"))),
    *(("quote", file) for file in sorted((ROOT / "invoices").glob("20*/D????-????.yaml"))),
    *(("document", file) for file in sorted((ROOT / "invoices").glob("20*/*[0-9].yaml"))),
]
SPELLINGS = {"integer": r"-?[0-9]+", "number": r"-?[0-9]+(\.[0-9]+)?", "boolean": "true|false", "string": r"(?s).*"}


def fits(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether a tree of texts fits a schema (the part of draft 2020-12 that the schemas use)."""
    named = fits(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root) if "$ref" in rule else True
    listed = value in rule.get("enum", [value]) and value == rule.get("const", value)
    one = "oneOf" not in rule or sum(fits(value, option, root) for option in rule["oneOf"]) == 1
    some = "anyOf" not in rule or any(fits(value, option, root) for option in rule["anyOf"])
    return named and listed and one and some and of_type(value, rule.get("type")) and inside(value, rule, root)


def inside(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        properties = rule.get("properties", {})
        known = rule.get("additionalProperties", True) or set(value) <= set(properties)
        complete = set(rule.get("required", ())) <= set(value)
        return known and complete and all(fits(value[key], properties[key], root) for key in value if key in properties)
    if isinstance(value, list):
        return all(fits(one, rule.get("items", {}), root) for one in value)
    return "pattern" not in rule or re.search(rule["pattern"], value) is not None


def of_type(value: Any, wanted: str | list[str] | None) -> bool:
    if wanted is None:
        return True
    if isinstance(value, dict):
        return wanted == "object"
    if isinstance(value, list):
        return wanted == "array"
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return any(re.fullmatch(SPELLINGS[kind], value) for kind in kinds if kind in SPELLINGS)


@pytest.mark.parametrize(("kind", "file"), SOUND, ids=lambda value: value.stem if isinstance(value, Path) else value)
def test_a_sound_file_fits_its_schema(kind: str, file: Path) -> None:
    made = schema(kind)
    assert fits(read_tree(file.read_bytes(), file.name), made, made)


@pytest.mark.parametrize("event", ENTRIES)
def test_every_event_fits_the_history_schema(event: str) -> None:
    made = schema("history")
    tree = read_tree(f"- {{date: 2026-11-02, event: {event}, {ENTRIES[event]}}}".encode(), "x")
    assert fits(tree, made, made)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("client", "name: A\nkind: firm\naddress: {}"),
        ("client", "name: A\nkind: business\naddress: {}\nsirene: 1"),
        ("document", "number: F1\ndate: 02/11/2026"),
        ("quote", "number: D1\ndate: 2026-11-02\ntype: quote\ncredits: F1"),
        ("history", "- {date: 2026-11-02, event: payed}"),
    ],
)
def test_a_wrong_file_does_not_fit(kind: str, text: str) -> None:
    made = schema(kind)
    assert not fits(read_tree(text.encode(), "x"), made, made)


def properties(made: Any) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(made, list):
        return [found for one in made for found in properties(one)]
    if not isinstance(made, dict):
        return []
    own = list(made["properties"].items()) if isinstance(made.get("properties"), dict) and "type" in made else []
    return own + [found for one in made.values() for found in properties(one)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_explained(kind: str) -> None:
    nested = {"article", "exempt", "margin"}
    missing = [key for key, rule in properties(schema(kind)) if "description" not in rule and key not in nested]
    assert missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_says_which_draft_it_is_and_allows_no_other_key(kind: str) -> None:
    made = schema(kind)
    assert made["$schema"] == DRAFT_2020_12
    assert json.loads(json.dumps(made)) == made
    objects = [one for one in made.get("$defs", {}).values() if one.get("type") == "object"]
    assert all(one["additionalProperties"] is False for one in objects)


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        schema("letter")


def test_the_page_of_all_keys_is_up_to_date(golden: Golden) -> None:
    golden(ROOT / "docs" / "schema.md", schema_markdown())
