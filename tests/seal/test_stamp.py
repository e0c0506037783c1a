"""Time-stamp requests are those of RFC 3161, as openssl reads them; nothing that is no response is taken for one."""

import contextlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.seal.stamp import UnreadableStampError, read_stamp, stamp_request

DIGEST = "ab" * 32
REFUSED = bytes.fromhex("30053003020102")  # status 2, rejection


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_reads_the_request(tmp_path: Path) -> None:
    file = tmp_path / "q.tsq"
    file.write_bytes(stamp_request(DIGEST))
    shown = subprocess.run(
        ["openssl", "ts", "-query", "-in", file, "-text"], capture_output=True, text=True, check=True
    ).stdout
    assert "Hash Algorithm: sha256" in shown
    assert "Certificate required: yes" in shown
    assert "ab ab ab" in shown


def test_a_refusal_is_told_apart() -> None:
    assert read_stamp(REFUSED) is None


@pytest.mark.parametrize(
    "data", [b"", b"<html>Not found</html>", b"\x30\x05", bytes.fromhex("30053003020100"), stamp_request(DIGEST)]
)
def test_what_is_no_response_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableStampError):
        read_stamp(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_response_or_told(data: bytes) -> None:
    for response in (data, b"\x30" + bytes([min(len(data), 127)]) + data[:127]):
        with contextlib.suppress(UnreadableStampError):
            assert read_stamp(response) is None  # a token is longer than that
