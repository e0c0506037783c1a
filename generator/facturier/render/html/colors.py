"""Turns the brand's colour into variants that keep WCAG 2.2 contrast on light and on dark grounds."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls

# The grounds of theme/styles/portal.css on which accent text stands: the darkest light one, the lightest dark one.
LIGHT_GROUND = "#f3f1ec"
DARK_GROUND = "#262522"
_TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 (AA)
_FALLBACK = "#0b6e4f"

Rgb = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two `#rrggbb` colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: str, ground: str) -> str:
    """The colour nearest in lightness to `color`, in its hue, that is readable as text on `ground`."""
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in _rgb(color)))
    step = -1 if _luminance(_rgb(ground)) > 0.18 else 1
    start = round(lightness * 200)
    for level in range(start, 201 if step > 0 else -1, step):
        candidate = _hex(hls_to_rgb(hue, level / 200, saturation))
        if contrast(candidate, ground) >= _TEXT_CONTRAST:
            return candidate
    return "#000000" if step < 0 else "#ffffff"


def ink_on(color: str) -> str:
    """Black or white, whichever reads better on `color` (one of them always reaches 4.5)."""
    return max(("#ffffff", "#111111"), key=lambda ink: contrast(ink, color))


def brand_css(color: str) -> str:
    """The custom properties of the brand: accent text, and the ground and ink of the primary button."""
    brand = color.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", color) else _FALLBACK
    light, dark = readable(brand, LIGHT_GROUND), readable(brand, DARK_GROUND)
    return (
        f":root{{--accent:{light};--on-accent:{ink_on(light)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{dark};--on-accent:{ink_on(dark)}}}}}\n"
    )


def brand_icon(color: str) -> bytes:
    """The browser tab's icon: a sheet of paper in the brand's colour."""
    brand = color.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", color) else _FALLBACK
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="8" fill="{brand}"/>'
        f'<path d="M10 11h12M10 16h12M10 21h7" stroke="{ink_on(brand)}" stroke-width="2.5" stroke-linecap="round"/>'
        "</svg>\n"
    ).encode()


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
