"""The fonts of the documents are open, small, static, embeddable, and enough for the texts that clients bring."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

FONTS = Path(__file__).resolve().parents[2] / "theme" / "fonts"
FILES = sorted(FONTS.glob("*.ttf"))
TEXT_FACES = sorted(FONTS.glob("FacturierSans-*.ttf"))

TEXT = "Éléonore œuvre Łódź Ελλάδα Москва 李明 東京 髙﨑 서울 שלום مرحبا € 1 234,56"

DRAW = """
import sys
from weasyprint import HTML
faces = "".join(
    "@font-face { font-family: '%s'; src: url(%s) }" % (name, url) for name, url in zip(sys.argv[1::2], sys.argv[2::2])
)
names = ", ".join("'%s'" % name for name in sys.argv[1::2])
page = "<style>%s body { font: 12pt %s }</style><p>%s" % (faces, names, sys.stdin.read())
sys.stdout.buffer.write(HTML(string=page).write_pdf())
"""


@pytest.fixture(scope="module")
def drawn() -> PdfReader:
    """A page of many scripts, drawn as documents are: bundled fonts, none of the machine's."""
    faces: list[str] = []
    for family in ("Sans", "Arabic", "Hebrew", "CJK"):
        faces += [f"Facturier {family}", (FONTS / f"Facturier{family}-Regular.ttf").as_uri()]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-X", "utf8", "-c", DRAW, *faces],
        input=TEXT.encode(),
        env=os.environ | {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")},
        capture_output=True,
        check=True,
    )
    return PdfReader(io.BytesIO(done.stdout))


def test_a_page_of_many_scripts_embeds_only_bundled_fonts(drawn: PdfReader) -> None:
    fonts = drawn.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    bases = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
    assert bases == {"Facturier-Sans", "Facturier-Arabic", "Facturier-Hebrew", "Facturier-CJK"}


def test_a_page_of_many_scripts_has_no_empty_box(drawn: PdfReader) -> None:
    text = drawn.pages[0].extract_text()
    left_to_right = [word for word in TEXT.split() if word[0] < "\u0590" or word[0] > "\u06ff"]
    assert [word for word in left_to_right if word not in text] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_is_a_static_embeddable_truetype_font(path: Path) -> None:
    font = TTFont(path)
    assert ("glyf" in font, "fvar" in font, font["OS/2"].fsType) == (True, False, 0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_bears_its_own_name_and_the_licence(path: Path) -> None:
    names = TTFont(path)["name"]
    assert names.getDebugName(4).startswith("Facturier ")
    assert "SIL Open Font License" in names.getDebugName(13)


@pytest.mark.parametrize("path", TEXT_FACES, ids=lambda path: path.stem)
def test_figures_are_as_wide_as_each_other(path: Path) -> None:
    font = TTFont(path)
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("path", TEXT_FACES, ids=lambda path: path.stem)
def test_has_what_offices_of_europe_type(path: Path) -> None:
    alphabet = {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x386, 0x3CF), *range(0x400, 0x460)}
    others = {ord(sign) for sign in "’‘“”«»–—…•†‰€₣₺₽₴№™−×÷≤≥≠≈→✓\u2009\u2011\u202f"}
    unassigned = {0x38B, 0x38D, 0x3A2, 0x387}
    missing = (alphabet | others) - unassigned - TTFont(path).getBestCmap().keys()
    assert sorted(map(chr, missing)) == []


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < 12_000_000
