"""The PDF written at issue is what is published forever, whatever changes afterwards."""

import shutil
from pathlib import Path

import pytest
from tests.seal.issuing import CONFIG, TODAY, book, codes, issued

from facturier.actions.build import BuildResult, build
from facturier.actions.verify_files import verify_published
from facturier.connect.originals import DirectoryOriginals, originals_of
from facturier.paths import theme_folder
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor
from facturier.seal.load import load_seals

PDF = "invoices/2026/F2026-0001.pdf"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10" fill="{}"/></svg>'


def built(root: Path, theme: Path | None = None) -> BuildResult:
    return build(root, root / "site", today=TODAY, secret="", executor=SerialExecutor(), reporter=Silent(), theme=theme)


def published(root: Path, name: str = "F2026-0001.pdf") -> bytes:
    [file] = (root / "site").rglob(name)
    return file.read_bytes()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose only document was issued with a real PDF."""
    root = book(
        tmp_path_factory.mktemp("book"), config=CONFIG.replace("numbering:", "  logo: theme/logo.svg\nnumbering:")
    )
    (root / "theme").mkdir()
    (root / "theme/logo.svg").write_text(LOGO.format("red"))
    issued(root, "one", executor=SerialExecutor())
    return root


@pytest.fixture
def issued_book(drawn: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(drawn, tmp_path / "book"))


def test_the_fingerprint_stands_on_the_pdf_and_on_the_page(issued_book: Path) -> None:
    from facturier.publish.pdf_text import pdf_text

    fingerprint = load_seals(issued_book)[0]["F2026-0001"].fingerprint
    assert built(issued_book).published
    assert fingerprint in pdf_text((issued_book / PDF).read_bytes())
    [page] = (issued_book / "site").rglob("F2026-0001/index.html")
    assert fingerprint in page.read_text()


def test_theme_logo_address_and_law_change_and_the_original_does_not(
    issued_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (issued_book / PDF).read_bytes()
    theme = tmp_path / "theme"
    shutil.copytree(theme_folder(), theme)
    css = theme / "document/document.css"
    css.write_text(css.read_text() + "body { font-size: 12pt }\n")
    (issued_book / "theme/logo.svg").write_text(LOGO.format("blue"))
    for file, old, new in (
        ("facturier.yaml", "12 rue Sainte-Marie", "1 place Neuve"),
        ("clients/acme.yaml", "8 avenue", "9 avenue"),
    ):
        path = issued_book / file
        path.write_text(path.read_text().replace(old, new))
    monkeypatch.setattr("facturier.compute.mentions.mentions", lambda *_, **__: ())
    result = built(issued_book, theme)
    assert (result.published, result.drawn) == (True, 0)
    assert published(issued_book) == before == (issued_book / PDF).read_bytes()


def test_the_page_shows_the_address_and_the_terms_of_the_day_of_issue(issued_book: Path) -> None:
    for file, old, new in (
        ("clients/acme.yaml", "8 avenue", "9 avenue"),
        ("facturier.yaml", "numbering:", "defaults: {terms: {due: 45 days}}\nnumbering:"),
    ):
        path = issued_book / file
        path.write_text(path.read_text().replace(old, new))
    assert built(issued_book).published
    [page] = (issued_book / "site").rglob("F2026-0001/index.html")
    assert "8 avenue des Champs" in page.read_text()
    assert "22 décembre 2026" in page.read_text()


def test_a_published_site_proves_itself(issued_book: Path) -> None:
    assert built(issued_book).published
    report = verify_published(issued_book / "site")
    assert (report.proved, report.documents, report.portals) == (True, 1, 1)


def test_a_published_pdf_that_was_exchanged_is_named(issued_book: Path) -> None:
    built(issued_book)
    [file] = (issued_book / "site").rglob("F2026-0001.pdf")
    file.write_bytes(file.read_bytes() + b" ")
    assert codes(verify_published(issued_book / "site").faults) == {"VER-009"}


def test_a_page_with_another_fingerprint_is_named(issued_book: Path) -> None:
    built(issued_book)
    fingerprint = load_seals(issued_book)[0]["F2026-0001"].fingerprint
    [page] = (issued_book / "site").rglob("F2026-0001/index.html")
    page.write_text(page.read_text().replace(fingerprint, "AAAA-BBBB-CCCC-DDDD"))
    assert codes(verify_published(issued_book / "site").faults) == {"VER-009"}


@pytest.mark.parametrize("key", ["content_sha256", "original_sha256", "previous_sha256", "seal_sha256", "fingerprint"])
def test_a_forged_proof_is_named(issued_book: Path, key: str) -> None:
    import json

    built(issued_book)
    [file] = (issued_book / "site").rglob("proof.json")
    data = json.loads(file.read_text())
    data["documents"][0][key] = "0" * 64
    file.write_text(json.dumps(data))
    assert "VER-008" in codes(verify_published(issued_book / "site").faults)


def test_a_book_that_was_issued_again_differs_from_what_was_published(issued_book: Path) -> None:
    built(issued_book)
    other = book(issued_book.parent / "other")
    issued(other, "one")
    report = verify_published(issued_book / "site", load_seals(other)[0])
    assert codes(report.faults) == {"VER-010"}


def test_a_folder_without_proof_is_told(tmp_path: Path) -> None:
    assert codes(verify_published(tmp_path).faults) == {"VER-014"}


def test_originals_of_a_directory_are_published(tmp_path: Path) -> None:
    root = book(tmp_path, config=CONFIG + "originals: originals\n")
    issued(root, "one", executor=SerialExecutor())
    assert built(root).published
    [kept] = (root / "originals/2026").iterdir()
    assert published(root) == kept.read_bytes()


@pytest.mark.parametrize("damage", ["missing", "exchanged"])
def test_a_lost_original_of_a_directory_stops_the_build(tmp_path: Path, damage: str) -> None:
    root = book(tmp_path, config=CONFIG + "originals: originals\n")
    issued(root, "one")
    [kept] = (root / "originals/2026").iterdir()
    kept.unlink() if damage == "missing" else kept.write_bytes(b"%PDF of somebody")
    result = built(root)
    assert not result.published
    assert codes(result.faults) & {"SEAL-006", "SEAL-007"}


def test_an_object_store_gives_back_what_was_put(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    issued(book(tmp_path), "one")
    seal = load_seals(tmp_path)[0]["F2026-0001"]
    store = originals_of(tmp_path, "memory://originals")
    assert store.get(seal) is None
    data = (tmp_path / PDF).read_bytes()
    store.put(year="2026", number=seal.number, sha256=seal.original.sha256, data=data)
    assert store.get(seal) == data


def test_a_directory_keeps_nothing_half(tmp_path: Path) -> None:
    DirectoryOriginals(tmp_path).put(year="2026", number="F1", sha256="ab" * 32, data=b"%PDF")
    assert [file.name for file in (tmp_path / "2026").iterdir()] == ["F1.abababababab.pdf"]
