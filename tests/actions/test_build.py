import shutil
import stat
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from tests.isolation.business import SECRET, TODAY

from facturier.actions.build import BuildResult, build
from facturier.publish.progress import Silent


class NoDrawing(Executor):
    """Workers that give every PDF the same small content: these tests are not about PDFs."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(EMPTY_PDF)
        return future


EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)


def made(root: Path, *, secret: str = SECRET) -> BuildResult:
    return build(root, root / "site", today=TODAY, secret=secret, executor=NoDrawing(), reporter=Silent())


def codes(result: BuildResult) -> set[str]:
    return {fault.code for fault in result.faults if fault.severity.value == "error"}


def test_a_sound_book_is_published(root: Path) -> None:
    result = made(root)
    assert (codes(result), result.published, result.throwaway) == (set(), True, False)
    assert (result.portals, result.originals) == (3, 3)


def test_an_error_in_the_book_publishes_nothing(root: Path) -> None:
    invoice = root / "invoices" / "2026" / "F2026-0001.yaml"
    invoice.write_text(invoice.read_text("utf-8").replace("price: 620.00", "prise: 620.00"), "utf-8")
    result = made(root)
    assert codes(result)
    assert not result.published
    assert not (root / "site").exists()


def test_without_a_secret_the_addresses_are_for_this_machine(root: Path) -> None:
    first = made(root, secret="")
    addresses = sorted(folder.name for folder in (root / "site" / "c").iterdir())
    second = made(root, secret="")
    assert (first.throwaway, second.published) == (True, True)
    assert addresses == sorted(folder.name for folder in (root / "site" / "c").iterdir())


def test_without_a_secret_every_page_says_so(root: Path) -> None:
    made(root, secret="")
    pages = list((root / "site" / "c").rglob("index.html"))
    assert all('class="preview"' in page.read_text("utf-8") for page in pages)


def test_with_a_secret_no_page_is_a_preview(root: Path) -> None:
    made(root)
    assert not any('class="preview"' in page.read_text("utf-8") for page in (root / "site").rglob("*.html"))


def test_a_weak_secret_is_refused(root: Path) -> None:
    result = made(root, secret="please")
    assert (codes(result), result.published) == ({"PUB-004"}, False)


def test_one_client_can_have_a_sealed_portal_among_open_ones(root: Path) -> None:
    client = root / "clients" / "acme.yaml"
    client.write_text(client.read_text("utf-8") + "portal: {access: sealed-link}\n", "utf-8")
    assert made(root).published
    readable = [folder for folder in (root / "site" / "c").iterdir() if list(folder.rglob("*.pdf"))]
    assert (len(readable), len(list((root / "site" / "c").iterdir()))) == (2, 3)


@pytest.mark.parametrize("name", ["pages", "FILES", "statement"])
def test_a_number_that_is_a_folder_of_the_portal_is_refused(root: Path, name: str) -> None:
    invoice = root / "invoices" / "2026" / "F2026-0003.yaml"
    text = invoice.read_text("utf-8").replace("F2026-0003", name)
    invoice.unlink()
    invoice.with_name(f"{name}.yaml").write_text(text, "utf-8")
    assert "PUB-008" in codes(made(root)) or not made(root).published


def test_what_can_be_made_again_is_for_its_owner_and_never_committed(root: Path) -> None:
    made(root, secret="")
    workroom = root / ".facturier"
    assert stat.S_IMODE(workroom.stat().st_mode) == 0o700
    assert (workroom / ".gitignore").read_text() == "*\n"


def test_another_epoch_moves_one_portal_and_its_old_address_says_so(root: Path) -> None:
    made(root)
    before = {folder.name for folder in (root / "site" / "c").iterdir()}
    client = root / "clients" / "acme.yaml"
    client.write_text(client.read_text("utf-8") + "portal: {epoch: 2}\n", "utf-8")
    made(root)
    after = {folder.name for folder in (root / "site" / "c").iterdir()}
    assert (len(before - after), len(after - before)) == (0, 1)
    shells = [folder for folder in (root / "site" / "c").iterdir() if len(list(folder.iterdir())) == 1]
    assert [folder.name in before for folder in shells] == [True]
    assert 'data-state="replaced"' in (shells[0] / "index.html").read_text("utf-8")


def test_a_machine_that_refuses_a_file_is_a_fault_and_no_crash(root: Path) -> None:
    shutil.rmtree(root / ".facturier", ignore_errors=True)
    (root / ".facturier").write_text("a file where a folder is needed")
    assert [fault.code for fault in made(root).faults] == ["SYS-001"]
