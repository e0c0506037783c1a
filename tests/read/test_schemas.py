"""The JSON Schemas describe what is read: sound files fit them, and their documentation is complete."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import Golden
from tests.read.test_shaping import ENTRIES

from facturier.read.schema_page import schema_markdown
from facturier.read.schemas import DRAFT_2020_12, KINDS, schema

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


class Editor(yaml.SafeLoader):
    """Reads a file as an editor does (YAML 1.2, core schema): `01000` is a number, `NO` a text, `2026-11-02` a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (the library's own name)


def _whole(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))


Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))
Editor.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]*$"), list("-0123456789"))
Editor.add_constructor("tag:yaml.org,2002:int", _whole)


def read(text: str | bytes) -> Any:
    """The values of a file as an editor holds them against its schema."""
    return yaml.load(text, Loader=Editor)


def fits(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether a value fits a schema (the part of draft 2020-12 that the schemas use)."""
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
        return len(value) >= rule.get("minItems", 0) and all(fits(one, rule.get("items", {}), root) for one in value)
    if isinstance(value, str):
        spelled = "pattern" not in rule or re.search(rule["pattern"], value) is not None
        return spelled and len(value) <= rule.get("maxLength", len(value))
    return bool(rule.get("minimum", value) <= value <= rule.get("maximum", value))


def of_type(value: Any, wanted: str | list[str] | None) -> bool:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
    kinds = [wanted] if isinstance(wanted, str) else wanted
    own = names[type(value)]
    return kinds is None or own in kinds or (own == "integer" and "number" in kinds)


@pytest.mark.parametrize(("kind", "file"), SOUND, ids=lambda value: value.stem if isinstance(value, Path) else value)
def test_a_sound_file_fits_its_schema_in_an_editor(kind: str, file: Path) -> None:
    made = schema(kind)
    assert fits(read(file.read_bytes()), made, made)


@pytest.mark.parametrize("event", ENTRIES)
def test_every_event_fits_the_history_schema(event: str) -> None:
    made = schema("history")
    assert fits(read(f"- {{date: 2026-11-02, event: {event}, {ENTRIES[event]}}}"), made, made)


CLIENT = "name: A\nkind: business\naddress: {city: Lyon}\n"
NUMBERED = "number: F1\ndate: 2026-11-02\n"
WRONG = [
    ("config", "defaults: {vat: 20%}"),
    ("config", "seller: {name: A, address: {}}\ndefaults: {vat: 20}"),
    ("config", "seller: {name: A, address: {}}\nreminders: {policy: hourly}"),
    ("config", "seller: {name: A, address: {}}\nportal: {brand: {color: green}}"),
    ("config", "seller: {name: A, address: {}, siren: [1]}"),
    ("client", "name: A\nkind: firm\naddress: {}"),
    ("client", f"{CLIENT}sirene: 1"),
    ("client", f"{CLIENT}address: {{country: France}}"),
    ("client", f"{CLIENT}discount: {{percent: 5}}"),
    ("client", f"{CLIENT}portal: {{epoch: 0}}"),
    ("client", "kind: business\naddress: {}"),
    ("document", "number: F1\ndate: 02/11/2026"),
    ("document", f"{NUMBERED}lines: [{{item: A}}]"),
    ("document", f"{NUMBERED}lines: [{{item: A, price: -1.00}}]"),
    ("document", f"{NUMBERED}lines: [{{item: A, price: 1.00, qty: 2 parsecs}}]"),
    ("document", f"{NUMBERED}lines: [{{item: A, price: 1.00, vat: AE}}]"),
    ("document", f"{NUMBERED}terms: {{due: soon}}"),
    ("document", f"{NUMBERED}everything: yes"),
    ("document", f"{NUMBERED}currency: EURO"),
    ("draft", "number: F1"),
    ("draft", "lines: {item: A, price: 1.00}"),
    ("quote", "number: D1\ndate: 2026-11-02\ntype: quote\ncredits: F1"),
    ("quote", "number: D1\ndate: 2026-11-02"),
    ("recurring", "every: fortnight\nfrom: 2026-11-02"),
    ("recurring", "every: month"),
    ("history", "- {date: 2026-11-02, event: payed}"),
    ("history", "- {date: 2026-11-02, event: paid}"),
    ("history", "- {date: 2026-11-02, event: paid, amount: 1.00, until: 2026-11-03}"),
    ("history", "- {date: 2026-11-02, event: e-invoice, status: 299}"),
    ("history", "{date: 2026-11-02, event: note, note: A}"),
]


@pytest.mark.parametrize(("kind", "text"), WRONG)
def test_a_wrong_file_does_not_fit(kind: str, text: str) -> None:
    made = schema(kind)
    assert not fits(read(text), made, made)


def test_a_wrong_file_of_every_kind_is_tried() -> None:
    assert {kind for kind, _ in WRONG} == set(KINDS)


def properties(made: Any) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(made, list):
        return [found for one in made for found in properties(one)]
    if not isinstance(made, dict):
        return []
    own = list(made["properties"].items()) if isinstance(made.get("properties"), dict) and "type" in made else []
    return own + [found for one in made.values() for found in properties(one)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_explained(kind: str) -> None:
    missing = [key for key, rule in properties(schema(kind)) if "description" not in rule]
    assert missing == []


def shown(rule: dict[str, Any]) -> bool:
    """Whether a person sees how a value is written: by an example, a list of words, or a type that says it all."""
    if rule.get("type") == "array":
        return "examples" in rule or shown(rule["items"])
    known = {"examples", "enum", "const", "$ref", "oneOf", "anyOf", "properties"} & set(rule)
    return bool(known) or rule.get("type") in ("boolean", "integer")


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_shows_how_it_is_written(kind: str) -> None:
    assert [key for key, rule in properties(schema(kind)) if not shown(rule)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_fits_its_own_key(kind: str) -> None:
    made = schema(kind)
    misfits = [
        (key, example)
        for key, rule in properties(made)
        for example in rule.get("examples", ())
        if not fits(example, {name: part for name, part in rule.items() if name != "minimum"}, made)
    ]
    assert misfits == []


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
