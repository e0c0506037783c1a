"""The theme's font files → a font configuration that knows no other font: every machine draws the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

ffi.cdef("FcConfig * FcConfigCreate (void);")


class ThemeFonts(FontConfiguration):
    """An empty fontconfig configuration with the given files added by path.

    WeasyPrint's own configuration starts from the fonts of the machine, and copies fonts named in CSS into a temporary
    folder that a forked child would delete from under its parent. Neither happens here.
    """

    def __init__(self, files: tuple[Path, ...]) -> None:
        self._folder = None
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        for file in files:
            fontconfig.FcConfigAppFontAddFile(self._config, str(file).encode())
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map keeps its own reference

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:  # noqa: ARG002 (the signature is WeasyPrint's)
        """Refuse `@font-face`: the theme's font folder is the only source of fonts."""
        raise ValueError("fonts come from theme/fonts alone")


def font_files(theme: Path) -> tuple[Path, ...]:
    """All font files of a theme, in the order of their names."""
    return tuple(sorted((theme / "fonts").glob("*.ttf"))) + tuple(sorted((theme / "fonts").glob("*.otf")))
