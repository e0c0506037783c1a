"""Each hostile value of the corpus, typed wherever a person can type: in PDFs, XML, CSV, feeds, mails, file names."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pikepdf
import pytest
from lxml import etree, html
from tests.hostile.site import CASES, READ, VALUES, Site, number, refused
from tests.isolation.business import TODAY
from tests.sealed.test_commands import run

from facturier.actions.export import export
from facturier.publish.pdf_text import pdf_text
from facturier.publish.progress import Silent
from facturier.render.csv_cells import harmless

pytestmark = pytest.mark.slow

FORMULA = re.compile(r"^\s*[=+\-@|]")
AMOUNT = re.compile(r"-?\d+,\d\d")
NO_GLYPHS = {"S209"}  # emoji: refused when the invoice is issued (ISS-016), drawn as boxes in a preview
SHAPED = {"S205"}  # Arabic is drawn in visual order
SAFE_PATH = re.compile(r"[a-z0-9][\w.-]*(/[\w.-]+)*|\.htaccess|_headers")


def squeezed(text: str) -> str:
    return "".join(text.split())


def folder(hostile: Site, case: str) -> Path:
    return hostile.folder(case) / number(case)


def test_what_is_not_read_is_refused(tmp_path: Path) -> None:
    """A tab and an outer space in a name; everything else of the corpus is read and shown."""
    assert sorted(VALUES.keys() - READ.keys()) == ["S179", "S181"]
    assert refused(tmp_path / "tab", "S179")


def text_of(markup: str) -> str:
    return "".join(map(str, html.document_fromstring(markup).itertext()))


def test_the_page_shows_what_was_typed_and_never_what_a_template_would_make_of_it(hostile: Site) -> None:
    for case in READ:
        assert READ[case] in text_of(hostile.page(case)), case
    assert re.findall(r"\b49\b", text_of(hostile.page("S036"))) == []


@pytest.mark.parametrize("case", sorted(READ.keys() - NO_GLYPHS - SHAPED))
def test_the_pdf_shows_what_was_typed(hostile: Site, case: str) -> None:
    shown = squeezed(pdf_text((folder(hostile, case) / f"{number(case)}.pdf").read_bytes()))
    assert shown.count(squeezed(READ[case])) >= 3


@pytest.mark.parametrize("case", sorted(READ))
def test_the_pdf_holds_no_file_but_ours_no_script_and_no_link_elsewhere(hostile: Site, case: str) -> None:
    with pikepdf.open(folder(hostile, case) / f"{number(case)}.pdf") as pdf:
        assert set(pdf.attachments) == {"factur-x.xml"}
        kinds = {str(held.get("/S")) for held in pdf.objects if isinstance(held, pikepdf.Dictionary) and "/S" in held}
        assert kinds.isdisjoint({"/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData"})
        addresses = [
            str(held.URI) for held in pdf.objects if isinstance(held, pikepdf.Dictionary) and held.get("/S") == "/URI"
        ]
    assert [address for address in addresses if not address.startswith("mailto:nour@lumen.example")] == []
    assert "root:x:0" not in pdf_text((folder(hostile, case) / f"{number(case)}.pdf").read_bytes())


@pytest.mark.parametrize("case", sorted(READ))
def test_the_xml_of_the_invoice_is_whole_and_its_amounts_are_its_own(hostile: Site, case: str) -> None:
    found = etree.parse(folder(hostile, case) / f"{number(case)}.xml")
    names = {element.text for element in found.iter("{*}Name")}
    assert READ[case] in names
    assert [element.text for element in found.iter("{*}DuePayableAmount")] == ["100.00"]
    assert [element.text for element in found.iter("{*}GrandTotalAmount")] == ["100.00"]


@pytest.mark.parametrize("case", ["S001", "S007", "S019", "S021", "S168", "S215", "S217"])
@pytest.mark.parametrize("form", ["ubl", "cii", "json"])
def test_exports_are_whole(hostile: Site, case: str, form: str) -> None:
    made = export(hostile.root, number(case), form, today=TODAY, reporter=Silent())
    assert made.faults == ()
    if form == "json":
        assert READ[case] in _texts(json.loads(made.data))
        return
    found = etree.fromstring(made.data)
    payable = [element.text for element in found.iter("{*}PayableAmount", "{*}DuePayableAmount")]
    assert payable == ["100.00"]
    assert READ[case] in {element.text for element in found.iter("{*}Name")}


@pytest.mark.parametrize("case", sorted(READ))
def test_no_cell_of_a_statement_is_a_formula(hostile: Site, case: str) -> None:
    [file] = hostile.folder(case).glob("statement/statement-2026.csv")
    cells = [cell for row in csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";") for cell in row]
    assert harmless(READ[case]) in cells
    assert [cell for cell in cells if FORMULA.match(cell) and not AMOUNT.fullmatch(cell)] == []


def test_no_cell_of_a_mail_merge_file_is_a_formula(hostile: Site, tmp_path: Path) -> None:
    done = run("links", "--csv", "--out", str(tmp_path / "links.csv"), cwd=hostile.root)
    assert done.returncode == 0
    text = (tmp_path / "links.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["name"] for row in rows} == {harmless(value) for value in READ.values()}
    assert [cell for row in rows for cell in row.values() if FORMULA.match(cell)] == []
    disarmed = [row["name"] for row in rows if row["name"].startswith("'")]
    assert len(disarmed) >= 3
    assert all('"' + name.replace('"', '""') + '"' in text for name in disarmed)  # quoted


@pytest.mark.parametrize("case", sorted(READ))
def test_feeds_are_whole(hostile: Site, case: str) -> None:
    home = hostile.folder(case)
    plain = hostile.folder("plain")
    feed = etree.parse(home / "documents.xml")
    assert READ[case] in "".join(map(str, feed.getroot().itertext()))
    assert _shape(feed) == _shape(etree.parse(plain / "documents.xml"))
    assert _without_texts(json.loads((home / "portal.json").read_text("utf-8"))) == _without_texts(
        json.loads((plain / "portal.json").read_text("utf-8"))
    )
    assert _calendar(home) == _calendar(plain)


def _texts(value: object) -> list[str]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value] if isinstance(value, str) else [text for part in parts for text in _texts(part)]


def _shape(tree: "etree._ElementTree") -> list[tuple[str, list[str]]]:
    return [(str(element.tag), sorted(map(str, element.attrib))) for element in tree.iter()]


def _without_texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_texts(inner) for key, inner in value.items()}
    return [_without_texts(inner) for inner in value] if isinstance(value, list) else type(value).__name__


def _calendar(home: Path) -> list[str]:
    """The names of the lines of a calendar, unfolded (RFC 5545, 3.1)."""
    lines = (home / "calendar.ics").read_bytes().decode("utf-8").replace("\r\n ", "").split("\r\n")
    return [re.split("[:;]", line)[0] for line in lines]


@pytest.mark.parametrize("case", sorted(READ))
def test_no_prepared_mail_has_another_field_or_reader(hostile: Site, case: str) -> None:
    links = [str(link.get("href")) for link in html.document_fromstring(hostile.page(case)).iter("a")]
    mails = [urlsplit(link) for link in links if link.startswith("mailto:")]
    assert mails
    for mail in mails:
        assert mail.path == "nour@lumen.example"
        assert {name for name, _ in parse_qsl(mail.query, keep_blank_values=True)} <= {"subject", "body"}
        assert not re.search(r"%0[ad]", re.sub(r"body=[^&]*", "", mail.query), re.IGNORECASE)


def test_every_file_has_a_name_that_any_host_stores(hostile: Site) -> None:
    paths = [file.relative_to(hostile.out).as_posix() for file in hostile.out.rglob("*") if file.is_file()]
    assert len(paths) > len(READ) * 5
    assert [path for path in paths if not SAFE_PATH.fullmatch(path)] == []


def test_nothing_is_written_outside_the_book(hostile: Site) -> None:
    assert {entry.name for entry in hostile.root.iterdir()} == {
        ".facturier", "clients", "facturier.yaml", "invoices", "site",
    }  # fmt: skip
    assert not Path("/var/pwned-marker").exists()


def test_each_value_of_the_corpus_that_is_not_refused_is_here() -> None:
    elsewhere = {case["id"] for case in CASES if case["expect"] in {"reject", "warn", "refuse-or-open"}}
    typed = {case["id"] for case in CASES if case["area"] in {"yaml-types", "number"}}
    assert {case["id"] for case in CASES} - elsewhere - typed == set(VALUES)
