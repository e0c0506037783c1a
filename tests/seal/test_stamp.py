"""Time-stamp requests are those of RFC 3161, as openssl reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from facturier.seal.stamp import is_about, stamp_request

DIGEST = "ab" * 32


def test_a_request_holds_the_digest() -> None:
    assert is_about(stamp_request(DIGEST), DIGEST)
    assert not is_about(stamp_request(DIGEST), "cd" * 32)


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
