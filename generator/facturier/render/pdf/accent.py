"""A seller's colour → the nearest darker one that stays readable on paper, as text and under white text."""

from __future__ import annotations

from functools import lru_cache

_READABLE = 4.5  # WCAG 2.2, 1.4.3
_STEP = 0.96


@lru_cache(maxsize=64)
def accent(color: str) -> str:
    """Darken `#rrggbb` until its contrast with white is 4.5:1 or more; anything else becomes a neutral ink."""
    try:
        parts = [int(color.removeprefix("#")[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    except ValueError:
        return "#1b1e21"
    while 1.05 / (_luminance(parts) + 0.05) < _READABLE:
        parts = [part * _STEP for part in parts]
    return "#" + "".join(f"{int(part * 255):02x}" for part in parts)


def _luminance(parts: list[float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
