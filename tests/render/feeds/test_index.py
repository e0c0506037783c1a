"""The JSON index keeps the promise of docs/portal-index.schema.json."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.render.originals import INVOICE
from tests.render.samples import in_instalments, portal, small_portal, with_status

from facturier.model.portal import Portal
from facturier.model.state import Status
from facturier.render.feeds.index import index

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "portal-index.schema.json").read_text("utf-8"))


def read(value: Portal) -> Any:
    return json.loads(index(value))


def test_it_fits_its_schema() -> None:
    assert list(misfits(read(portal()), SCHEMA)) == []
    assert list(misfits(read(small_portal()), SCHEMA)) == []


TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}


def misfits(value: Any, schema: Any, place: str = "$") -> Iterator[str]:
    """The places that break the schema, for the keywords it uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not isinstance(value, tuple(TYPES[kind] for kind in kinds)):
        yield f"{place}: {value!r} is no {kinds}"
    elif isinstance(value, dict):
        if set(value) != set(schema["required"]) or set(value) != set(schema["properties"]):
            yield f"{place}: {sorted(value)}"
        for key in value.keys() & schema["properties"].keys():
            yield from misfits(value[key], schema["properties"][key], f"{place}.{key}")
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from misfits(one, schema["items"], f"{place}[{at}]")
    elif isinstance(value, str) and not fits(value, schema):
        yield f"{place}: {value!r}"


def fits(text: str, schema: Any) -> bool:
    named = text in schema.get("enum", [text]) and text == schema.get("const", text)
    return named and re.search(schema.get("pattern", ""), text) is not None


def test_the_check_itself_sees_a_wrong_value() -> None:
    wrong = read(small_portal(in_instalments()))
    wrong["documents"][0]["due"] = "12,00"
    assert list(misfits(wrong, SCHEMA)) == ["$.documents[0].due: '12,00'"]


def test_amounts_have_the_decimals_of_their_currency_and_the_next_instalment_is_asked_for() -> None:
    document = read(small_portal(in_instalments()))["documents"][0]
    assert (document["due"], document["open"], document["payable"]) == ("2304.00", "1804.00", "652.00")


def test_what_is_not_asked_for_offers_no_payment() -> None:
    document = read(small_portal(with_status(INVOICE, Status.DISPUTED)))["documents"][0]
    assert (document["payable"], document["pay"], document["reference"]) == (None, [], "")


def test_statements_reconcile_with_themselves() -> None:
    for statement in read(portal())["statements"]:
        moved = sum((Decimal(line["amount"]) for line in statement["lines"]), Decimal(statement["opening"]))
        assert moved == Decimal(statement["closing"])


def test_drafts_and_the_clients_id_stay_outside() -> None:
    draft = with_status(replace(INVOICE, number="", key="drafts/acme/secret"), Status.DRAFT)
    text = index(small_portal(draft)).decode()
    assert '"documents": []' in text
    assert '"id"' not in text
