"""Time stamps: a response is kept under the number it is about, and proved with its authority's certificates."""

import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from tests.actions.authority import Authority
from tests.seal.issuing import TODAY, book, codes, git, issued

from facturier.actions.timestamps import store
from facturier.actions.verify import VerifyReport, verify
from facturier.publish.progress import Silent
from facturier.seal.load import load_seals
from facturier.seal.stamp import read_stamp, stamp_request

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "one")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = book(tmp_path / "book", ("one", "two"))
    issued(root, "one", "two")
    return root


def digest(root: Path, number: str = "F2026-0002") -> str:
    return load_seals(root)[0][number].digests.seal_sha256


def answered(root: Path, authority: Authority, number: str = "F2026-0002") -> Path:
    return authority.answer(stamp_request(digest(root, number)), root.parent / f"{number}.tsr")


def proved(root: Path, pem: Path | None = None) -> VerifyReport:
    return verify(root, today=TODAY, reporter=Silent(), authority=pem)


def test_a_response_says_what_existed_when(root: Path, authority: Authority) -> None:
    stamp = read_stamp(answered(root, authority).read_bytes())
    assert stamp is not None
    assert (stamp.sha256, stamp.at.tzname()) == (digest(root), "UTC")


def test_a_response_is_kept_committed_and_proved(root: Path, authority: Authority) -> None:
    [name], faults = store(root, [answered(root, authority)])
    assert (faults, name.startswith("timestamps/F2026-0002.2")) == ((), True)
    assert git(root, "log", "--format=%s", "-1") == "Time stamp of F2026-0002\n"
    report = proved(root, authority.pem)
    assert [(stamp.number, stamp.proved) for stamp in report.stamps] == [("F2026-0002", True)]
    assert (report.proved, codes(report.faults)) == (True, set())


def test_kept_twice_is_kept_once(root: Path, authority: Authority) -> None:
    response = answered(root, authority)
    store(root, [response])
    assert store(root, [response]) == ((), ())


def test_without_certificates_the_signature_is_said_to_be_unproved(root: Path, authority: Authority) -> None:
    store(root, [answered(root, authority)])
    report = proved(root)
    assert ([stamp.proved for stamp in report.stamps], codes(report.faults)) == ([False], {"VER-033"})


def test_certificates_kept_beside_are_used(root: Path, authority: Authority) -> None:
    store(root, [answered(root, authority)])
    shutil.copy(authority.pem, root / "timestamps/authority.pem")
    assert [stamp.proved for stamp in proved(root).stamps] == [True]


def test_another_authority_proves_nothing(root: Path, authority: Authority, tmp_path: Path) -> None:
    store(root, [answered(root, authority)])
    report = proved(root, Authority(tmp_path / "other").pem)
    assert (report.proved, codes(report.faults)) == (False, {"VER-032"})


def test_a_changed_response_proves_nothing(root: Path, authority: Authority) -> None:
    [name], _ = store(root, [answered(root, authority)])
    data = bytearray((root / name).read_bytes())
    data[-5] ^= 1
    (root / name).write_bytes(data)
    assert codes(proved(root, authority.pem).faults) == {"VER-032"}


def test_a_stamp_of_a_seal_that_was_written_again_is_named(root: Path, authority: Authority) -> None:
    store(root, [answered(root, authority, "F2026-0001")])
    other = book(root.parent / "other", ("another",))
    issued(other, "another")
    shutil.copytree(root / "timestamps", other / "timestamps")
    assert "VER-035" in codes(proved(other, authority.pem).faults)


def test_what_is_not_about_this_book_or_no_response_is_not_kept(root: Path, authority: Authority) -> None:
    foreign = authority.answer(stamp_request("cd" * 32), root.parent / "foreign.tsr")
    page = root.parent / "page.tsr"
    page.write_bytes(b"<html>502</html>")
    names, faults = store(root, [answered(root, authority), foreign, page])
    assert (names, codes(faults), (root / "timestamps").exists()) == ((), {"VER-035", "VER-030"}, False)


def test_without_openssl_that_is_told(root: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    store(root, [answered(root, authority)])
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("facturier.connect.programs.subprocess.run", Mock(side_effect=OSError("no")))
    assert "VER-034" in codes(proved(root, authority.pem).faults)
