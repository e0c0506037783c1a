import base64
import hashlib
import hmac
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.publish.tokens import client_root, client_token, read_master, throwaway_master

MASTER = bytes(range(32))


@pytest.mark.parametrize(
    "text",
    [
        MASTER.hex(),
        MASTER.hex().upper(),
        base64.b64encode(MASTER).decode(),
        base64.urlsafe_b64encode(MASTER).decode().rstrip("="),
        f"  {base64.b64encode(MASTER).decode()}\n",
    ],
)
def test_hexadecimal_and_base64_give_the_same_master(text: str) -> None:
    assert read_master(text) == MASTER


def test_other_text_counts_as_its_bytes() -> None:
    text = "correct horse! battery staple, in a very long sentence"
    assert read_master(text) == text.encode()


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "secret",
        MASTER[:16].hex(),  # 32 characters, but only 16 bytes
        base64.b64encode(MASTER[:31]).decode(),
        "a" * 64,
        "change-me!" * 3,
        "0123456789" * 10,
    ],
)
def test_a_weak_master_is_refused(weak: str) -> None:
    assert read_master(weak) is None


def test_the_token_follows_the_specification() -> None:
    """Written out a second time from the specification: HKDF-SHA256 (RFC 5869), salt empty, one block."""

    def hkdf(key: bytes, info: bytes) -> bytes:
        pseudo_random_key = hmac.new(b"\0" * 32, key, hashlib.sha256).digest()
        return hmac.new(pseudo_random_key, info + b"\x01", hashlib.sha256).digest()

    root = hkdf(MASTER, b"facturier/v1/client\x00acme\x001")
    token = base64.b32encode(hkdf(root, b"path")[:16]).decode().rstrip("=").lower()
    assert client_root(MASTER, "acme", 1) == root
    assert client_token(MASTER, "acme", 1) == token


def test_the_token_never_changes_between_versions() -> None:
    assert client_token(MASTER, "acme", 1) == "53yzup7jdjaiqx7hqu567xdw6e"


@given(st.binary(min_size=32, max_size=64), st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True), st.integers(1, 10**6))
def test_a_token_is_a_path_name_of_26_characters(master: bytes, client: str, epoch: int) -> None:
    assert re.fullmatch(r"[a-z2-7]{26}", client_token(master, client, epoch))


def test_client_epoch_and_master_each_change_the_token() -> None:
    tokens = {
        client_token(MASTER, "acme", 1),
        client_token(MASTER, "acme", 2),
        client_token(MASTER, "acme1", 1),
        client_token(MASTER[::-1], "acme", 1),
    }
    assert len(tokens) == 4


def test_the_preview_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = throwaway_master(tmp_path)
    assert throwaway_master(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "preview.key").stat().st_mode) == 0o600


def test_a_cut_preview_key_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "preview.key").write_bytes(b"short")
    assert len(throwaway_master(tmp_path)) == 32
