"""Each hostile input that concerns reading behaves as the corpus states."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.read.books import CLIENT, CONFIG, INVOICE, USUAL, codes, write

from facturier.faults import Fault, Severity
from facturier.read import load_book
from facturier.read.scalars import MisfitError
from facturier.read.strings import https_url
from facturier.read.tree import read_tree
from facturier.render.incoming import read_einvoice

CORPUS = Path(__file__).with_name("hostile-inputs.yaml")
CASES: list[dict[str, Any]] = yaml.safe_load(CORPUS.read_text("utf-8"))["cases"]

# Where the corpus speaks of any invoice program and this one's schema is narrower or wider, the schema holds:
UNIT_PRICES_MAY_BE_FINE = {"S115"}  # 0.001 is a lawful unit price (six decimals), and no lawful amount in euros
FOLDED = {"S195"}  # the corpus holds a line separator, which YAML itself turns into a space

NODES = {
    "anchor": {"READ-008"},
    "duplicate-key": {"READ-007"},
    "tag": {"READ-009", "READ-005"},
    "complex-key": {"READ-006"},
    "yaml": {"READ-005", "READ-004"},
    "too-deep": {"READ-011"},
    "too-big": {"READ-001"},
    "too-long": {"READ-013"},
    "not-utf8": {"READ-002"},
}


def cases(*areas: str) -> list[Any]:
    found = [case for case in CASES if case["area"] in areas]
    assert found
    return [pytest.param(case, id=case["id"]) for case in found]


def content(case: dict[str, Any]) -> bytes:
    if case["kind"] == "bytes":
        return bytes.fromhex(case["input"].replace(" ", ""))
    build = case.get("build")
    text = build.get("prefix", "") + build["unit"] * build["times"] if build else case["input"]
    return str(text).encode()


def text_of(case: dict[str, Any]) -> str:
    if case["kind"] == "codepoints":
        return "".join(chr(int(point.removeprefix("U+"), 16)) for point in case["input"])
    return "ACME\u2028" if case["id"] in FOLDED else case["input"]


@pytest.mark.parametrize("case", cases("yaml"))
def test_yaml(case: dict[str, Any]) -> None:
    result = read_tree(content(case), "x.yaml")
    assert isinstance(result, Fault)
    assert result.code in NODES[case["error"]]


@pytest.mark.parametrize("case", cases("yaml-types"))
def test_types_come_from_the_schema(case: dict[str, Any]) -> None:
    assert read_tree(content(case), "x.yaml") == {"v": case["value"]}


@pytest.mark.parametrize("case", cases("number"))
def test_numbers(case: dict[str, Any], tmp_path: Path) -> None:
    value = yaml.safe_dump(str(case["input"]))
    value = value.removesuffix("\n").removesuffix("\n...")
    invoice = INVOICE.replace("price: 620.00", f"price: {value}")
    if case["id"] in UNIT_PRICES_MAY_BE_FINE:
        invoice = INVOICE + f"charges: [{{item: Port, amount: {value}}}]\n"
    faults = codes(load_book(write(tmp_path, {**USUAL, "invoices/2026/F2026-0001.yaml": invoice}))[1])
    assert bool(faults) == (case["expect"] == "reject")


@pytest.mark.parametrize("case", cases("date"))
def test_dates(case: dict[str, Any], tmp_path: Path) -> None:
    invoice = INVOICE + f"terms: {{due: {case['input']}}}\n"
    [fault] = load_book(write(tmp_path, {**USUAL, "invoices/2026/F2026-0001.yaml": invoice}))[1]
    assert fault.where.path == ("terms", "due")


@pytest.mark.parametrize("case", [case for case in cases("path") if case.values[0]["kind"] == "id"])
def test_numbers_of_documents_are_safe_names(case: dict[str, Any], tmp_path: Path) -> None:
    invoice = INVOICE.replace(
        "number: F2026-0001", f"number: {yaml.safe_dump(case['input'], allow_unicode=False).strip()}"
    )
    invoice = invoice.replace("\n...\n", "\n")
    faults = load_book(write(tmp_path, {**USUAL, "invoices/2026/F2026-0001.yaml": invoice}))[1]
    assert {fault.code for fault in faults} <= {"TYPE-040", "READ-004", "TYPE-003"}
    assert faults


def test_numbers_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    [case] = [case for case in CASES if case["kind"] == "ids"]
    made: dict[str, str | bytes] = {
        f"invoices/2026/{number}.yaml": INVOICE.replace("F2026-0001", number) for number in case["input"]
    }
    assert "REF-011" in codes(load_book(write(tmp_path, {**USUAL, **made}))[1])


@pytest.mark.parametrize("case", cases("unicode"))
def test_names(case: dict[str, Any], tmp_path: Path) -> None:
    name = text_of(case)
    for spelled in (f'"{name}"', yaml.safe_dump(name, width=1000).removesuffix("\n").removesuffix("\n...")):
        client = CLIENT.replace("ACME France SAS", spelled)
        book, faults = load_book(write(tmp_path, {**USUAL, "clients/acme.yaml": client}))
        graves = [fault.severity for fault in faults]
        if case["expect"] == "accept":
            assert book is not None
            assert (graves, book.clients["acme"].name) == ([], name)
        else:
            assert graves == [Severity.ERROR if case["expect"] == "reject" else Severity.WARNING]


@pytest.mark.parametrize("case", cases("url"))
def test_payment_links(case: dict[str, Any], tmp_path: Path) -> None:
    value = content(case).decode()
    history = f"- {{date: 2026-11-03, event: payment-link, url: {yaml.safe_dump(value, width=9999).strip()}}}\n"
    files: dict[str, str | bytes] = {**USUAL, "invoices/2026/F2026-0001.history.yaml": history.replace("\n...", "")}
    assert load_book(write(tmp_path, files))[1]
    if case["error"] != "url-host":
        with pytest.raises(MisfitError):
            https_url(value)


@pytest.mark.parametrize("case", cases("asset"))
def test_logos(case: dict[str, Any], tmp_path: Path) -> None:
    config = CONFIG.replace("  siren", f"  logo: {case['input']}\n  siren")
    planted: dict[str, str | bytes] = {"fake.png": "<script>", "logo.svg": "<svg><script/></svg>"}
    assert load_book(write(tmp_path, {**USUAL, **planted, "facturier.yaml": config}))[1]


@pytest.mark.parametrize("case", cases("mail"))
def test_mail_addresses_and_names_add_no_header(case: dict[str, Any], tmp_path: Path) -> None:
    value = yaml.safe_dump(case["input"], width=9999).strip().removesuffix("\n...")
    client = CLIENT + f"contacts: [{{email: {value}}}]\n"
    if case["where"] == "client.name":
        client = CLIENT.replace("ACME France SAS", value)
    assert load_book(write(tmp_path, {**USUAL, "clients/acme.yaml": client}))[1]


@pytest.mark.parametrize("case", cases("html", "markdown", "template", "pdf", "csv", "xml"))
def test_texts_that_attack_later_stages_are_read_as_typed_or_refused(case: dict[str, Any], tmp_path: Path) -> None:
    invoice = INVOICE.replace("Conseil", yaml.safe_dump(case["input"], width=9999).strip().removesuffix("\n..."))
    book, faults = load_book(write(tmp_path, {**USUAL, "invoices/2026/F2026-0001.yaml": invoice}))
    assert book is not None
    assert faults or book.documents["F2026-0001"].lines[0].item == case["input"].strip()


@pytest.mark.parametrize("case", [case for case in cases("xml") if case.values[0]["kind"] == "xml"])
def test_xml_that_names_entities_is_refused(case: dict[str, Any]) -> None:
    found = read_einvoice(content(case), "sent.xml")
    assert isinstance(found, Fault)
    assert found.code in {"EIN-114", "EIN-115"}


def test_every_area_of_the_corpus_is_read_here_or_belongs_to_the_portal() -> None:
    source = Path(__file__).read_text("utf-8")
    read = {
        area for area in {case["area"] for case in CASES} if f'"{area}"' in source.partition("def test_every_area")[0]
    }
    assert {case["area"] for case in CASES} - read == {"portal"}  # scenarios of folders: tests/publish, tests/isolation
