import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.publish.sealed.keys import key_bytes, key_text, link_key, passcode, stretch, vault, wrapped
from facturier.publish.tokens import client_root, path_token

ROOT = client_root(b"m" * 32, "acme", 1)


def test_everything_of_a_client_changes_with_the_epoch_the_client_and_the_master() -> None:
    roots = [
        ROOT,
        client_root(b"m" * 32, "acme", 2),
        client_root(b"m" * 32, "acme-2", 1),
        client_root(b"n" * 32, "acme", 1),
    ]
    for derive in (path_token, link_key, passcode, lambda root: vault(link_key(root)).secret):
        assert len({derive(root) for root in roots}) == len(roots)


def test_a_token_says_nothing_that_helps_with_the_key() -> None:
    assert path_token(ROOT).encode() not in link_key(ROOT)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_survives_a_link(key: bytes) -> None:
    assert re.fullmatch(r"[\w-]{43}", key_text(key))
    assert key_bytes(key_text(key)) == key


@pytest.mark.parametrize("text", ["", "abc", "a" * 42, "a" * 44, "é" * 43, "=" * 43])
def test_what_is_not_a_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        key_bytes(text)


def test_a_passcode_can_be_read_aloud() -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", passcode(ROOT))


@pytest.mark.parametrize("typed", ["K7QM-2XPA-9R1B", "k7qm 2xpa 9r1b", " K7QM2XPA9RIB ", "k7qm–2xpa–9rlb"])
def test_a_passcode_opens_however_it_is_typed(typed: str) -> None:
    assert stretch(typed, "token", 1) == stretch("K7QM2XPA9R1B", "token", 1)


def test_a_passcode_is_salted_with_the_portal() -> None:
    assert stretch("K7QM2XPA9R1B", "one", 1) != stretch("K7QM2XPA9R1B", "other", 1)


def test_the_wrap_of_a_document_key_is_undone_by_the_same_passcode_alone() -> None:
    key, right, wrong = b"k" * 32, stretch("AAAA", "t", 1), stretch("AAAB", "t", 1)
    link = wrapped(key, "F2026-0001", right)
    assert wrapped(link, "F2026-0001", right) == key
    assert wrapped(link, "F2026-0001", wrong) != key
    assert wrapped(link, "F2026-0002", right) != key


def test_another_passcode_makes_another_vault() -> None:
    key = link_key(ROOT)
    vaults = {vault(key, stretch(code, "t", 1)).secret for code in ("AAAA", "AAAB")} | {vault(key).secret}
    assert len(vaults) == 3


def test_keys_do_not_appear_where_values_are_shown() -> None:
    opened = vault(link_key(ROOT))
    assert opened.secret.hex() not in repr(opened)
    assert "secret" not in repr(opened)
