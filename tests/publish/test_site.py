"""A build makes what changed, publishes all or nothing, and leaves the same bytes as a clean one."""

import shutil
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.isolation.business import contents, published, site_of, write_business
from tests.isolation.conftest import Built

from facturier.publish import site as site_module
from facturier.publish.gate import Known
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor
from facturier.publish.site import build_site, program_digest
from facturier.publish.swap import locked
from facturier.render.embedded import embedded_xml


class Refusing(Executor):
    """An executor that fails the test when anything is drawn."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        pytest.fail("something was drawn")


class Failing(Executor):
    """An executor whose workers cannot draw."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(ValueError("the logo is no picture"))
        return future


@pytest.fixture
def root(built: Built, tmp_path: Path) -> Path:
    """A copy of the small business with its store and its published site."""
    copy = tmp_path / "business"
    shutil.copytree(built.root, copy)
    return copy


def test_the_shape_of_a_site(built: Built) -> None:
    tokens = built.site.tokens
    acme = {f"c/{tokens['acme']}/{name}" for name in (
        "index.html", "404.html", "statement/index.html", "F2026-0001/index.html", "F2026-0001/F2026-0001.pdf",
        "F2026-0001/F2026-0001.xml",
        "pages/suivi/index.html", "pages/cgv/index.html", "files/plan.pdf",
        "calendar.ics", "documents.xml", "portal.json", "statement/statement.pdf", "statement/statement.csv",
        "statement/statement-2026.pdf", "statement/statement-2026.csv",
    )}  # fmt: skip
    files = set(contents(built.out))
    assert acme == {name for name in files if tokens["acme"] in name}
    assert {"index.html", "404.html", "robots.txt", "_headers", ".htaccess", "vercel.json"} == {
        name for name in files if "/" not in name
    }


def test_the_xml_beside_a_pdf_is_the_one_inside_it_and_its_page_says_what_it_is(built: Built) -> None:
    folder = built.out / "c" / built.site.tokens["acme"] / "F2026-0001"
    page = (folder / "index.html").read_text("utf-8")

    assert (folder / "F2026-0001.xml").read_bytes() == embedded_xml((folder / "F2026-0001.pdf").read_bytes())
    assert 'href="F2026-0001.xml"' in page
    assert "EN 16931" in page


def test_the_start_page_says_whose_portal_it_is_and_names_nobody(built: Built) -> None:
    text = (built.out / "index.html").read_text("utf-8")
    assert "Atelier Lumen" in text
    assert "c/" not in text.replace("css/", "")


def test_nothing_is_made_again_when_nothing_changed(root: Path) -> None:
    before = contents(root / "site")
    result = published(root, root / "site", executor=Refusing())
    assert (result.faults, result.built, result.drawn) == ((), 0, 0)
    assert contents(root / "site") == before


def test_a_changed_document_is_drawn_alone_and_the_rest_is_kept(root: Path) -> None:
    invoice = root / "invoices" / "2026" / "F2026-0002.yaml"
    invoice.write_text(invoice.read_text("utf-8").replace("85.00", "90.00"), "utf-8")
    result = published(root, root / "site")
    assert (result.built, result.drawn) == (1, 1)


def test_an_increment_gives_the_bytes_of_a_clean_build(root: Path, tmp_path: Path) -> None:
    invoice = root / "invoices" / "2026" / "F2026-0002.yaml"
    invoice.write_text(invoice.read_text("utf-8").replace("85.00", "90.00"), "utf-8")
    published(root, root / "site")
    shutil.rmtree(root / ".facturier")
    published(root, tmp_path / "clean")
    assert contents(root / "site") == contents(tmp_path / "clean")


def test_a_payment_changes_the_pages_and_statements_and_no_original(root: Path) -> None:
    history = root / "invoices" / "2026" / "F2026-0001.history.yaml"
    with history.open("a", encoding="utf-8") as opened:
        opened.write("- {date: 2026-11-03, event: paid, amount: 1232.00, by: transfer}\n")
    before = contents(root / "site")
    result = published(root, root / "site")
    assert (result.built, result.drawn) == (1, 0)
    after = contents(root / "site")
    changed = {name.split("/", 2)[2] for name in after if after[name] != before[name] and name.endswith(".pdf")}
    assert changed == {"statement/statement.pdf", "statement/statement-2026.pdf"}


def test_a_damaged_store_is_noticed_and_mended(root: Path) -> None:
    before = contents(root / "site")
    for entry in (root / ".facturier" / "store").glob("??/*"):
        data = bytearray(entry.read_bytes())
        data[-1] ^= 0xFF
        entry.write_bytes(data)
    result = published(root, root / "site")
    assert (result.built, result.drawn) == (3, 3)
    assert contents(root / "site") == before


def test_another_version_of_the_program_makes_everything_again(root: Path) -> None:
    newer = replace(site_of(root), made_by="the next version")
    result = build_site(newer, root / "site", executor=Failing(), reporter=Silent())
    assert (result.built, result.drawn) == (3, 3)


def test_the_version_follows_code_theme_and_libraries(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("1")
    first = program_digest(tmp_path)
    assert program_digest(tmp_path) == first
    (tmp_path / "page.html").write_text("2")
    assert program_digest(tmp_path) != first


def test_a_document_that_is_gone_leaves_nothing_behind(root: Path) -> None:
    (root / "invoices" / "2026" / "F2026-0003.yaml").unlink()
    published(root, root / "site")
    assert not any("F2026-0003" in name for name in contents(root / "site"))


def test_a_drawing_that_fails_is_a_fault_and_the_site_stays(root: Path) -> None:
    before = contents(root / "site")
    shutil.rmtree(root / ".facturier")
    result = published(root, root / "site", executor=Failing())
    assert {fault.code for fault in result.faults} == {"PUB-006"}
    documents = {fault.where.file for fault in result.faults if fault.where.file.startswith("invoices/")}
    assert documents == {f"invoices/2026/F2026-000{number}.yaml" for number in (1, 2, 3)}
    assert contents(root / "site") == before


def test_a_leak_stops_the_build_and_the_site_stays(root: Path) -> None:
    before = contents(root / "site")
    site = site_of(root)
    stranger = site.portal_of("bergerie-du-lac").documents
    leaking = replace(site, portal_of=lambda client: replace(site.portal_of(client), documents=stranger))
    result = build_site(leaking, root / "site", executor=SerialExecutor(), reporter=Silent())
    assert {"GATE-001", "GATE-002"} <= {fault.code for fault in result.faults}
    assert contents(root / "site") == before
    assert not list(root.glob(".site.*"))


def test_the_gate_is_asked_about_every_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def gate(site: Path, known: Known) -> tuple[()]:
        asked.append(site)
        return ()

    monkeypatch.setattr(site_module, "gate", gate)
    published(root, root / "site", executor=Refusing())
    assert len(asked) == 1


def test_an_output_that_is_being_written_is_left_alone(root: Path) -> None:
    with locked(root / "site"):
        result = published(root, root / "site")
    assert [fault.code for fault in result.faults] == ["PUB-002"]


def test_a_folder_of_somebody_else_is_left_alone(root: Path) -> None:
    result = published(root, root / "invoices")
    assert [fault.code for fault in result.faults] == ["PUB-003"]
    assert (root / "invoices" / "2026" / "F2026-0001.yaml").is_file()


def test_an_output_that_cannot_be_made_is_a_fault(root: Path) -> None:
    result = published(root, root / "facturier.yaml" / "site")
    assert [fault.code for fault in result.faults] == ["PUB-005"]


def test_a_business_without_a_document_has_its_portals(tmp_path: Path) -> None:
    root = write_business(tmp_path / "new", without=("invoices",))
    result = published(root, tmp_path / "site", executor=Refusing())
    assert (result.faults, result.portals, result.originals) == ((), 3, 0)
