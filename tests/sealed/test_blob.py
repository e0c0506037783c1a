import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.publish.sealed.blob import HEADER, BlobError, is_blob, seal, unseal
from facturier.publish.sealed.keys import Vault
from facturier.publish.sealed.padding import pad, padded_length, unpad

VAULT = Vault(b"v" * 32)
names = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80)
contents = st.binary(max_size=2000) | st.binary(max_size=40).map(lambda part: part * 300)


def sealed(name: str, data: bytes, *, pack: bool) -> bytes:
    return seal(name, data, ring=VAULT, nonces=VAULT, pack=pack)


@given(name=names, data=contents, pack=st.booleans())
def test_what_is_sealed_is_opened_again(name: str, data: bytes, *, pack: bool) -> None:
    assert unseal(name, sealed(name, data, pack=pack), key=VAULT.file_key(name)) == data


@given(name=names, data=contents, pack=st.booleans())
def test_equal_input_gives_equal_bytes(name: str, data: bytes, *, pack: bool) -> None:
    assert sealed(name, data, pack=pack) == sealed(name, data, pack=pack)


@given(name=names, data=st.binary(max_size=300), pack=st.booleans(), place=st.integers(min_value=0))
def test_one_changed_bit_anywhere_is_noticed(name: str, data: bytes, *, pack: bool, place: int) -> None:
    blob = bytearray(sealed(name, data, pack=pack))
    place %= 8 * len(blob)
    blob[place // 8] ^= 1 << place % 8
    with pytest.raises(BlobError):
        unseal(name, bytes(blob), key=VAULT.file_key(name))


@given(data=contents, cut=st.integers(min_value=1, max_value=60))
def test_a_blob_that_was_cut_is_noticed(data: bytes, cut: int) -> None:
    blob = sealed("a", data, pack=False)
    with pytest.raises(BlobError):
        unseal("a", blob[:-cut], key=VAULT.file_key("a"))


def test_a_blob_is_bound_to_its_name() -> None:
    blob = sealed("F2026-0001/index.html", b"x", pack=True)
    with pytest.raises(BlobError):
        unseal("F2026-0002/index.html", blob, key=VAULT.file_key("F2026-0001/index.html"))


@given(one=contents, other=contents)
def test_another_content_gets_another_nonce(one: bytes, other: bytes) -> None:
    nonces = {sealed("a", data, pack=False)[5:HEADER] for data in (one, other)}
    assert len(nonces) == (1 if one == other else 2)


def test_packed_and_plain_of_one_content_have_different_nonces() -> None:
    assert sealed("a", b"x", pack=True)[5:HEADER] != sealed("a", b"x", pack=False)[5:HEADER]


@given(st.integers(min_value=0, max_value=2**40))
def test_padding_adds_at_most_twelve_percent(length: int) -> None:
    assert length <= padded_length(length) <= length * 1.12 + 1


@given(st.binary(max_size=5000))
def test_padding_comes_off_again(payload: bytes) -> None:
    assert unpad(pad(payload)) == payload


def test_invoices_of_nearly_the_same_size_look_alike() -> None:
    sizes = {len(sealed("a", bytes(size), pack=False)) for size in range(30_000, 30_400)}
    assert len(sizes) <= 2


@pytest.mark.parametrize(
    "padded", [b"", b"\0" * 7, b"\0" * 7 + b"\x09abc", pad(b"abc")[:-1], pad(b"a" * 100)[:-1] + b"x"]
)
def test_padding_that_was_touched_is_refused(padded: bytes) -> None:
    with pytest.raises(ValueError, match="padding"):
        unpad(padded)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"FSL1", b"FSL2" + bytes(40), b"FSL1\x02" + bytes(40)])
def test_other_files_are_no_blobs(data: bytes) -> None:
    assert not is_blob(data)
