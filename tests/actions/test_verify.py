"""One byte changed anywhere, and `facturier verify` names the file and what happened to it."""

import json
from pathlib import Path

import pytest
from tests.seal.issuing import TODAY, book, commit, git, issued, sealed, write

from facturier.actions.verify import VerifyReport, full_proof, verify
from facturier.publish.progress import Silent
from facturier.seal.sign import read_key

HISTORY, SEAL, PDF, SOURCE = (
    f"invoices/2026/F2026-0001{end}" for end in (".history.yaml", ".seal.json", ".pdf", ".yaml")
)
SECOND = "invoices/2026/F2026-0002.seal.json"


def two_documents(root: Path) -> Path:
    book(root, ("one", "two"))
    issued(root, "one")
    issued(root, "two")
    with (root / HISTORY).open("a") as history:
        history.write(
            "- {date: 2026-11-22, event: sent, by: e-mail}\n- {date: 2026-11-22, event: paid, amount: 120.00}\n"
        )
    with (root / "invoices/2026/F2026-0002.history.yaml").open("a") as history:
        history.write("- {date: 2026-11-22, event: sent, by: e-mail}\n")
    commit(root, "sent and paid")
    return root


def report(root: Path, **named: str) -> VerifyReport:
    return verify(root, today=TODAY, reporter=Silent(), **named)  # type: ignore[arg-type]


def found(root: Path, **named: str) -> set[tuple[str, str]]:
    """Code and file of every fault that verification alone finds."""
    return {
        (fault.code, fault.where.file)
        for fault in report(root, **named).faults
        if fault.code.startswith(("SEAL", "VER", "ISS"))
    }


def test_a_sound_book_is_proved(tmp_path: Path) -> None:
    made = report(two_documents(tmp_path))
    assert (made.proved, made.sealed, made.commits) == (True, 2, 3)
    assert [(chain.series, chain.count, chain.head) for chain in made.chains] == [("invoice", 2, "F2026-0002")]


def test_a_clone_is_proved_too(tmp_path: Path) -> None:
    two_documents(tmp_path / "here")
    git(tmp_path, "clone", "--quiet", "here", "there")
    assert report(tmp_path / "there").proved


def change(root: Path, path: str, old: bytes, new: bytes) -> None:
    data = (root / path).read_bytes()
    assert old in data
    (root / path).write_bytes(data.replace(old, new, 1))


TAMPERED: dict[str, tuple[str, bytes, bytes, set[tuple[str, str]]]] = {
    "a price in the source": (SOURCE, b"50.00", b"51.00", {("SEAL-002", SOURCE)}),
    "a comment in the source": (SOURCE, b"author", b"editor", {("SEAL-002", SOURCE)}),
    "a space at the end of the source": (SOURCE, b"02\n", b"02 \n", {("SEAL-002", SOURCE)}),
    "the price in the seal": (SEAL, b'"50.00"', b'"51.00"', {("SEAL-004", SEAL)}),
    "the client in the seal": (SEAL, b"ACME", b"ACNE", {("SEAL-004", SEAL)}),
    "the digest in the seal": (SEAL, b'"paper_sha256": "', b'"paper_sha256": "0', {("SEAL-004", SEAL)}),
    "the fingerprint in the seal": (SEAL, b'"fingerprint": "', b'"fingerprint": "A', {("SEAL-004", SEAL)}),
    "the size of the original": (SEAL, b'"size": 38', b'"size": 39', {("SEAL-006", PDF)}),
    "a space in the seal": (SEAL, b'"format": ', b'"format":  ', {("SEAL-010", SEAL)}),
    "a key of the seal twice": (SEAL, b'"format"', b'"format":"x","format"', {("SEAL-003", SEAL)}),
    "no seal any more": (SEAL, b"{", b"", {("SEAL-003", SEAL)}),
    "a seal of the future": (SEAL, b"facturier-seal/1", b"facturier-seal/9", {("SEAL-014", SEAL)}),
    "the number in the seal before": (
        SECOND,
        b'"number": "F2026-0001"',
        b'"number": "F2026-0009"',
        {("SEAL-005", SECOND)},
    ),
    "the digest of the seal before": (SECOND, b'"seal_sha256": "', b'"seal_sha256": "0', {("SEAL-004", SECOND)}),
    "the original": (PDF, b"%PDF-1.7", b"%PDF-1.6", {("SEAL-006", PDF)}),
    "the amount paid": (HISTORY, b"120.00", b"920.00", {("VER-001", HISTORY)}),
    "a line of the history": (HISTORY, b"- {date: 2026-11-22, event: sent, by: e-mail}\n", b"", {("VER-001", HISTORY)}),
}


@pytest.mark.parametrize("name", TAMPERED)
@pytest.mark.parametrize("committed", [False, True], ids=["in the folder", "in a commit"])
def test_a_change_is_named(tmp_path: Path, name: str, committed: bool) -> None:
    path, old, new, expected = TAMPERED[name]
    root = two_documents(tmp_path)
    change(root, path, old, new)
    if committed:
        commit(root, "an honest commit")
    by_git = ("VER-001" if path == HISTORY else "VER-002") if committed else "VER-021"
    expected = {(by_git if code == "VER-001" else code, file) for code, file in expected}
    chain = {("SEAL-005", SECOND)} if path == SEAL and not name.startswith(("a space", "the size")) else set()
    assert found(root) - chain == expected | {(by_git, path)}


@pytest.mark.parametrize("path", [SOURCE, SEAL, PDF, HISTORY])
def test_a_deleted_file_is_named(tmp_path: Path, path: str) -> None:
    root = two_documents(tmp_path)
    (root / path).unlink()
    commit(root, "tidy up")
    assert ("VER-003", path) in found(root)


def test_every_single_byte_counts(tmp_path: Path) -> None:
    """A sample of positions of every file; none can be changed unnoticed."""
    root = two_documents(tmp_path)
    for path in (SOURCE, SEAL, PDF, HISTORY):
        kept = (root / path).read_bytes()
        for place in range(0, len(kept), max(1, len(kept) // 12)):
            (root / path).write_bytes(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])
            assert any(fault.where.file == path for fault in report(root).faults), (path, place)
        (root / path).write_bytes(kept)
    assert report(root).proved


def test_the_commit_its_author_and_its_day_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = two_documents(tmp_path)
    change(root, HISTORY, b"120.00", b"920.00")
    git(root, "add", "--all")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-23T10:00:00+01:00")
    author = ["--author", "Mallory <mallory@evil.example>", "--date", "2026-11-23T10:00:00+01:00"]
    git(root, "commit", "--quiet", "--message", "typo", *author)
    [fault] = [fault for fault in report(root).faults if fault.code == "VER-001"]
    assert fault.named["author"] == "Mallory <mallory@evil.example>"
    assert fault.named["date"] == "2026-11-23T10:00:00+01:00"
    assert fault.named["commit"] == git(root, "rev-parse", "--short=12", "HEAD").strip()
    assert fault.where.line == 3


def test_a_change_that_was_taken_back_is_still_in_the_history(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    change(root, HISTORY, b"120.00", b"920.00")
    commit(root, "forge")
    change(root, HISTORY, b"920.00", b"120.00")
    commit(root, "hide")
    assert [fault.code for fault in report(root).faults if fault.where.file == HISTORY] == ["VER-001", "VER-001"]


def test_a_book_that_is_still_being_brought_in_may_be_mended(tmp_path: Path) -> None:
    root = book(tmp_path)
    source = (root / "invoices/drafts/one.yaml").read_text("utf-8")
    (root / "invoices/drafts/one.yaml").unlink()
    write(root, SOURCE, f"number: F2026-0001\ndate: {TODAY}\n{source}")
    write(root, HISTORY, f"- {{date: {TODAY}, event: issued}}\n- {{date: {TODAY}, event: note, note: wrong}}\n")
    commit(root, "brought in")
    change(root, HISTORY, b"wrong", b"right")
    commit(root, "mended")
    sealed(root)
    assert found(root) == set()
    change(root, HISTORY, b"right", b"other")
    commit(root, "forge")
    assert ("VER-001", HISTORY) in found(root)


def test_line_ends_of_another_machine_are_no_fault(tmp_path: Path) -> None:
    root = two_documents(tmp_path / "here")
    git(tmp_path, "clone", "--quiet", "--config", "core.autocrlf=true", "here", "there")
    assert b"\r\n" in (tmp_path / "there" / SOURCE).read_bytes()
    assert found(tmp_path / "there") == found(root) == set()


def test_appending_is_no_fault(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    with (root / HISTORY).open("a") as history:
        history.write("- {date: 2026-11-22, event: note, note: called back}\n")
    assert found(root) == set()


def test_merged_histories_hold_the_lines_of_both(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    git(root, "branch", "theirs")
    text = (root / HISTORY).read_text()
    lines = {
        "main": "- {date: 2026-11-22, event: note, note: a}\n",
        "theirs": "- {date: 2026-11-22, event: note, note: b}\n",
    }
    for branch, line in lines.items():
        git(root, "checkout", "--quiet", branch)
        write(root, HISTORY, text + line)
        commit(root, branch)
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-commit", "--strategy=ours", "theirs")
    write(root, HISTORY, text + lines["main"] + lines["theirs"])
    commit(root, "merge")
    assert found(root) == set()


def test_a_merge_that_drops_a_line_is_named(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    git(root, "checkout", "--quiet", "-b", "theirs")
    write(root, "clients/acme/page.md", "# other work\n")
    commit(root, "theirs")
    git(root, "checkout", "--quiet", "main")
    write(root, "clients/boutique/page.md", "# more work\n")
    commit(root, "ours")
    git(root, "merge", "--quiet", "--no-commit", "--no-ff", "theirs")
    change(root, HISTORY, b"- {date: 2026-11-22, event: paid, amount: 120.00}\n", b"")
    commit(root, "merge")
    assert found(root) == {("VER-001", HISTORY)}


def rewrite(root: Path) -> None:
    """Write the whole history of git again, with another amount paid, as if it had always been so."""
    change(root, HISTORY, b"120.00", b"920.00")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--amend", "--no-edit")


def test_rewritten_git_history_is_seen_by_whoever_has_an_older_copy(tmp_path: Path) -> None:
    root = two_documents(tmp_path / "here")
    git(tmp_path, "clone", "--quiet", "--bare", "here", "hub.git")
    git(root, "remote", "add", "origin", "../hub.git")
    git(root, "fetch", "--quiet", "origin")
    git(root, "branch", "--quiet", "--set-upstream-to=origin/main")
    rewrite(root)
    assert found(root) == {("VER-012", HISTORY)}


def test_a_tag_is_such_a_copy(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    git(root, "tag", "v1")
    rewrite(root)
    assert (found(root), found(root, against="v1")) == (set(), {("VER-012", HISTORY)})


def test_a_document_that_a_tag_holds_cannot_vanish(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    git(root, "tag", "v1")
    git(root, "reset", "--quiet", "--hard", "HEAD~2")
    assert ("VER-012", SECOND) in found(root, against="v1")


def test_being_behind_the_upstream_is_no_fault(tmp_path: Path) -> None:
    two_documents(tmp_path / "here")
    git(tmp_path, "clone", "--quiet", "here", "there")
    git(tmp_path / "there", "reset", "--quiet", "--hard", "HEAD~2")
    assert found(tmp_path / "there") == set()


def test_an_unknown_commit_is_told(tmp_path: Path) -> None:
    assert found(two_documents(tmp_path), against="v9") == {("VER-005", "invoices")}


def test_without_git_seals_are_proved_and_the_rest_is_told(tmp_path: Path) -> None:
    book(tmp_path, in_git=False)
    issued(tmp_path, "one", commit=False)
    assert (found(tmp_path), report(tmp_path).proved) == ({("VER-004", "invoices")}, True)


def test_a_shallow_clone_is_told(tmp_path: Path) -> None:
    two_documents(tmp_path / "here")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/here", "there")
    assert ("VER-016", "invoices") in found(tmp_path / "there")


def test_verification_changes_nothing_and_asks_nobody(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    git(root, "remote", "add", "origin", "https://nowhere.invalid/x.git")
    before = {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in root.rglob("*") if file.is_file()}
    assert report(root).proved
    assert {
        file: (file.stat().st_mtime_ns, file.stat().st_size) for file in root.rglob("*") if file.is_file()
    } == before


def test_a_book_in_a_folder_of_a_repository_is_proved_the_same_way(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "Nour")
    git(tmp_path, "config", "user.email", "nour@lumen.example")
    root = book(tmp_path / "books/lumen", in_git=False)
    commit(tmp_path, "start")
    issued(root, "one")
    assert found(root) == set()
    change(root, HISTORY, b"issued", b"viewed")
    commit(tmp_path, "forge")
    assert found(root) == {("VER-001", HISTORY)}


KEY = bytes(range(32))


def test_signed_seals_are_proved(tmp_path: Path) -> None:
    issued(book(tmp_path), "one", key=KEY)
    assert [chain.signed for chain in report(tmp_path).chains] == [1]


def test_a_signature_of_somebody_else_is_named(tmp_path: Path) -> None:
    root = book(tmp_path)
    issued(root, "one", key=KEY)
    data = json.loads((root / SEAL).read_bytes())
    right = data["signature"]["ed25519"]
    change(root, SEAL, right.encode(), (right[:-2] + ("00" if right[-2:] != "00" else "01")).encode())
    assert ("SEAL-013", SEAL) in found(root)


@pytest.mark.parametrize(("text", "known"), [("00" * 32, True), ("00" * 31, False), ("secret", False)])
def test_a_signing_key_is_32_bytes_in_hex(text: str, known: bool) -> None:
    assert (read_key(text) is not None) is known


def test_the_proof_of_a_client_names_nobody_else(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    proof = report(root, client="boutique").proof
    assert proof is not None
    assert [one.number for one in proof.documents] == ["F2026-0002"]
    text = full_proof(root, proof).decode()
    assert "F2026-0001" not in text
    assert "ACME" not in text
    chains = json.loads(text)["chains"]
    assert chains["invoice"]["head"] == proof.documents[0].seal_sha256


def test_a_broken_configuration_hides_no_exchanged_original(tmp_path: Path) -> None:
    root = two_documents(tmp_path)
    write(root, "facturier.yaml", "seller: [")
    change(root, PDF, b"%PDF-1.7", b"%PDF-1.6")
    assert ("SEAL-006", PDF) in found(root)
