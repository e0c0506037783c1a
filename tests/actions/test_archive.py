"""An archive holds everything issued, proves itself without the repository, and is the same on every machine."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.seal.issuing import TODAY, book, codes, draft, issued

from facturier.actions.archive import ArchiveResult, archive, manifest_of, zipped
from facturier.actions.verify_files import FilesReport, verify_archive
from facturier.publish.progress import Silent


def made(root: Path, **named: object) -> ArchiveResult:
    return archive(root, today=TODAY, reporter=Silent(), name="archive.zip", **named)  # type: ignore[arg-type]


def two(root: Path) -> Path:
    book(root, ("one", "two"))
    issued(root, "one")
    issued(root, "two")
    return root


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def proved(tmp_path: Path, data: bytes) -> FilesReport:
    file = tmp_path / "archive.zip"
    file.write_bytes(data)
    return verify_archive(file)


def test_an_archive_holds_source_seal_history_and_original(tmp_path: Path) -> None:
    names = sorted(unpacked(made(two(tmp_path)).data))
    stems = [f"invoices/2026/F2026-000{place}" for place in (1, 2)]
    files = [f"{stem}{end}" for stem in stems for end in (".history.yaml", ".pdf", ".seal.json", ".yaml")]
    assert names == ["index.html", *files, "manifest.json"]


def test_it_proves_itself(tmp_path: Path) -> None:
    result = made(two(tmp_path))
    report = proved(tmp_path, result.data)
    assert (report.proved, report.documents, report.faults) == (True, 2, ())
    assert report.manifest_sha256 == result.manifest_sha256


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    digests = {hashlib.sha256(made(two(tmp_path / name)).data).hexdigest() for name in ("a", "b")}
    assert len(digests) == 1


def test_a_client_and_a_year_can_be_chosen(tmp_path: Path) -> None:
    root = two(tmp_path)
    assert made(root, client="boutique").documents == 1
    assert made(root, year=2026).documents == 2
    assert codes(made(root, year=2020).faults) == {"VER-013"}


def test_a_part_of_a_chain_is_proved_and_told(tmp_path: Path) -> None:
    report = proved(tmp_path, made(two(tmp_path), client="boutique").data)
    assert (report.proved, codes(report.faults)) == (True, {"VER-015"})


def test_the_page_names_every_document_and_links_its_files(tmp_path: Path) -> None:
    page = unpacked(made(two(tmp_path)).data)["index.html"].decode()
    assert page.count("<tr>") == 3
    assert 'href="invoices/2026/F2026-0001.pdf"' in page
    assert "<script" not in page


def test_texts_in_the_page_are_escaped(tmp_path: Path) -> None:
    root = book(tmp_path)
    client = root / "clients/acme.yaml"
    client.write_text(client.read_text().replace("ACME France SAS", '"<img src=x> & Co"'))
    issued(root, "one")
    assert "&lt;img src=x&gt; &amp; Co" in unpacked(made(root).data)["index.html"].decode()


def test_a_book_that_is_not_sound_is_not_archived(tmp_path: Path) -> None:
    root = two(tmp_path)
    (root / "invoices/2026/F2026-0001.pdf").write_bytes(b"%PDF another")
    assert "SEAL-006" in codes(made(root).faults)


@pytest.mark.parametrize("end", [".history.yaml", ".pdf", ".seal.json", ".yaml"])
def test_a_changed_file_is_named(tmp_path: Path, end: str) -> None:
    path = f"invoices/2026/F2026-0001{end}"
    files = unpacked(made(two(tmp_path)).data)
    files[path] += b" "
    assert ("VER-006", path) in {(fault.code, fault.where.file) for fault in proved(tmp_path, zipped(files)).faults}


@pytest.mark.parametrize("end", [".pdf", ".seal.json", ".yaml"])
def test_a_forged_manifest_does_not_help(tmp_path: Path, end: str) -> None:
    path = f"invoices/2026/F2026-0001{end}"
    files = unpacked(made(two(tmp_path)).data)
    files[path] = files[path].replace(b"0001", b"0009")
    del files["manifest.json"]
    report = proved(tmp_path, zipped({**files, "manifest.json": manifest_of(files)}))
    assert not report.proved


def test_missing_and_added_files_are_named(tmp_path: Path) -> None:
    files = unpacked(made(two(tmp_path)).data)
    del files["invoices/2026/F2026-0002.history.yaml"]
    files["extra.txt"] = b"x"
    assert {"VER-020", "VER-018"} <= codes(proved(tmp_path, zipped(files)).faults)


def test_an_archive_without_manifest_proves_nothing(tmp_path: Path) -> None:
    assert codes(proved(tmp_path, zipped({"a": b"b"})).faults) == {"VER-019"}


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    assert codes(proved(tmp_path, b"no zip").faults) == {"VER-017"}


def test_a_compressed_bomb_is_not_opened(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a", b"\0" * 10_000_000)
    assert codes(proved(tmp_path, packed.getvalue()).faults) == {"VER-017"}


def test_the_manifest_lists_digests(tmp_path: Path) -> None:
    files = unpacked(made(two(tmp_path)).data)
    listed = json.loads(files.pop("manifest.json"))["files"]
    assert listed == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def test_drafts_are_not_archived(tmp_path: Path) -> None:
    root = two(tmp_path)
    draft(root, "three")
    assert not any("drafts" in name for name in unpacked(made(root).data))
