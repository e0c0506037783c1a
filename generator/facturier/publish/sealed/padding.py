"""Turns a payload into one whose length says little: length, payload, zeros up to the next Padmé size."""

from __future__ import annotations

_PREFIX = 8  # the payload's length in bytes, big-endian


def padded_length(length: int) -> int:
    """Return the Padmé size for a length: at most 12 % more, and O(log log n) bits of it remain visible.

    Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs" (2019), 4.3.
    """
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (length + mask) & ~mask


def pad(payload: bytes) -> bytes:
    """Return the payload's length, the payload, and zeros."""
    length = _PREFIX + len(payload)
    return len(payload).to_bytes(_PREFIX, "big") + payload + bytes(padded_length(length) - length)


def unpad(padded: bytes) -> bytes:
    """Return the payload. Raises ValueError when its length cannot be right or the rest is not zero."""
    length = int.from_bytes(padded[:_PREFIX], "big")
    end = _PREFIX + length
    if len(padded) < _PREFIX or len(padded) != padded_length(end) or any(padded[end:]):
        raise ValueError("the padding of a blob is wrong")
    return padded[_PREFIX:end]
