"""A text → the modules of a QR code (ISO/IEC 18004): bytes in UTF-8, error correction M, always the same mask.

Everything that follows from the size of a code alone is made once. A general library, which looks for the best mode,
size and mask and places bit by bit, takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product, zip_longest

# By version from 1 to 40, level M (table 9): codewords of error correction in each block, and blocks.
_CORRECTION = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, *(26,) * 4, *(28,) * 19)
_BLOCKS = (
    *(1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16),
    *(17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49),
)
_MASK = 3  # any of the eight is valid; a fixed one costs a fifth of the search for the best
_BYTES = 0b0100  # mode indicator
_PADDING = bytes((0, 0xEC, 0x11))  # the zero is not needed, but all codes that were ever issued have it
_FIELD = 0x11D  # the polynomial of GF(2⁸)


class TooLongError(ValueError):
    """More bytes than the largest code holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """What all codes of a version share: `places` says for each module which bit it shows."""

    side: int
    count_bits: int
    blocks: tuple[int, ...]  # data codewords of each
    correction: int  # codewords of error correction in each block
    rest: int  # bits behind the last codeword
    mask: int
    fixed: bytes  # the modules that say nothing, behind the bits of the message
    places: tuple[int, ...]

    @property
    def data(self) -> int:
        return sum(self.blocks)


def modules(text: str) -> tuple[bytearray, ...]:
    """Return the rows of the code, 1 for a dark module. Raises TooLongError."""
    data = text.encode()
    size = _smallest(len(data))
    message = (_message(data, size) << size.rest) ^ size.mask
    bits = f"{message:0{len(size.places) - len(size.fixed)}b}".encode().translate(_BIT) + size.fixed
    flat = bytearray(map(bits.__getitem__, size.places))
    return tuple(flat[at : at + size.side] for at in range(0, len(flat), size.side))


_BIT = bytes(byte & 1 for byte in range(256))  # the characters 0 and 1 → what they mean


@cache
def _smallest(length: int) -> _Size:
    for version in range(1, 41):
        size = _size(version)
        if 4 + size.count_bits + 8 * length <= 8 * size.data:
            return size
    raise TooLongError(length)


def _message(data: bytes, size: _Size) -> int:
    """Data and error correction, the blocks taking turns (7.4 to 7.6)."""
    used = (4 + size.count_bits + 8 * len(data) + 4) // 8
    head = (_BYTES << size.count_bits | len(data)) << 8 * len(data) | int.from_bytes(data, "big")
    words = (head << 4).to_bytes(used, "big") + (_PADDING + _PADDING[1:] * size.data)[: size.data - used]
    blocks, at = [], 0
    for length in size.blocks:
        blocks.append(words[at : at + length])
        at += length
    checks = [_remainder(block, size.correction) for block in blocks]
    return int.from_bytes(bytes((*_in_turns(blocks), *_in_turns(checks))), "big")


def _in_turns(blocks: list[bytes]) -> Iterator[int]:
    return (word for words in zip_longest(*blocks) for word in words if word is not None)


def _remainder(block: bytes, count: int) -> bytes:
    """The codewords of error correction: what dividing by the generator polynomial leaves (annex A)."""
    multiples, shift, low = _multiples(count), 8 * (count - 1), (1 << 8 * (count - 1)) - 1
    rest = 0
    for word in block:
        rest = (rest & low) << 8 ^ multiples[rest >> shift ^ word]
    return rest.to_bytes(count, "big")


@cache
def _multiples(count: int) -> tuple[int, ...]:
    """The generator polynomial of a degree, without its leading term, times each element of the field."""
    generator, root = [1], 1
    for _ in range(count):
        longer = [*generator, 0]
        generator = [first ^ _times(second, root) for first, second in zip(longer, [0, *generator], strict=True)]
        root = _times(root, 2)
    factors = generator[1:]
    return tuple(int.from_bytes(bytes(_times(factor, by) for factor in factors), "big") for by in range(256))


def _times(left: int, right: int) -> int:
    total = 0
    while right:
        total ^= left * (right & 1)
        left = left << 1 ^ _FIELD * (left >> 7)
        right >>= 1
    return total


@cache
def _size(version: int) -> _Size:
    """The layout of a version (7.7.3), its fixed modules as the library draws them."""
    import segno

    drawn = segno.make("0", version=version, error="m", mask=_MASK, boost_error=False, micro=False).matrix
    side, order = len(drawn), list(_order(version))
    every = list(product(range(side), range(side)))
    silent = sorted({*every} - {*order})
    said = {place: at for at, place in enumerate([*order, *silent])}
    words, correction, count = len(order) // 8, _CORRECTION[version - 1], _BLOCKS[version - 1]
    short, longer = divmod(words - correction * count, count)
    return _Size(
        side=side,
        count_bits=8 if version < 10 else 16,
        blocks=(*(short,) * (count - longer), *(short + 1,) * longer),
        correction=correction,
        rest=len(order) % 8,
        mask=int("".join("01"[(row + column) % 3 == 0] for row, column in order), 2),
        fixed=bytes(drawn[row][column] for row, column in silent),
        places=tuple(said[place] for place in every),
    )


def _order(version: int) -> Iterator[tuple[int, int]]:
    """The modules of the message, row and column: in pairs of columns from the right, upwards and downwards."""
    side, taken = 17 + 4 * version, _function_modules(version)
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        rows = range(side) if right + 1 & 2 else range(side - 1, -1, -1)
        yield from (place for row in rows for place in ((row, right), (row, right - 1)) if place not in taken)


def _function_modules(version: int) -> set[tuple[int, int]]:
    """Finders with the format, timing, alignment patterns and the version (6.3): nothing of the message is there."""
    side = 17 + 4 * version
    ends = range(side - 8, side)
    taken = {*product(range(9), range(9)), *product(range(9), ends), *product(ends, range(9))}
    taken |= {(6, at) for at in range(side)} | {(at, 6) for at in range(side)}
    if version >= 7:
        block = range(side - 11, side - 8)
        taken |= {*product(range(6), block), *product(block, range(6))}
    centres = _centres(version)
    corners = {(6, 6), (6, side - 7), (side - 7, 6)}
    for row, column in {*product(centres, repeat=2)} - corners:
        taken |= {*product(range(row - 2, row + 3), range(column - 2, column + 3))}
    return taken


def _centres(version: int) -> tuple[int, ...]:
    """Rows and columns of the alignment patterns' middles (annex E)."""
    if version == 1:
        return ()
    count, last = version // 7 + 2, 4 * version + 10
    step = (8 * version + 3 * count + 5) // (4 * count - 4) * 2
    return (6, *(last - at * step for at in range(count - 1)))
