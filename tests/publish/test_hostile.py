"""What nobody writes by accident: read to its end all the same, and in one go. None of these would end otherwise."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from tests.isolation.conftest import Built

from facturier.publish.amounts import written
from facturier.publish.foreign import foreign_requests
from facturier.publish.inside.anything import text_of
from facturier.publish.inside.bounds import UnreadableError
from facturier.publish.pdf_text import UnreadablePdfError, pdf_text
from facturier.publish.views import View

MANY = 200_000


@pytest.mark.parametrize("begun", ["<a", "<img ", "<img '", "<style", "<p x=' src=//", "<style>url( "])
def test_tags_that_never_close_are_read_once(begun: str) -> None:
    found = list(foreign_requests(begun * MANY + "<script>x()</script>"))
    assert len(found) <= 2


@pytest.mark.parametrize("inside", ["x", " ", 'x="', "= "])
def test_a_long_tag_is_read_once(inside: str) -> None:
    assert list(foreign_requests(f"<a {inside * MANY}>")) == []


def test_a_long_space_before_an_address_hides_nothing() -> None:
    assert list(foreign_requests(f'<p style="background:url({" " * MANY}//x.example)">'))
    assert list(foreign_requests(f'<meta content="{" " * MANY}0;url=https://x.example">'))


def test_a_quotation_mark_outside_a_value_hides_nothing() -> None:
    assert list(foreign_requests('<p x" onclick=f()>'))
    assert list(foreign_requests('<p x"><script>f()</script>'))


@pytest.mark.parametrize("text", ["<" * MANY, "<a " * MANY, "<w:t " * MANY, "%3C" * MANY])
def test_words_behind_signs_of_tags_are_found(text: str) -> None:
    view = View(f"{text} Solveig Aubry", markup=True)
    assert view.holds(b" solveig aubry ")


def test_a_text_of_signs_of_tags_is_read() -> None:
    assert "Solveig" in text_of(b"<" * MANY + b" Solveig")


def test_a_long_column_of_figures_is_read_once() -> None:
    assert b"12312345" in written(b" " + b"123 " * MANY + b"45 ")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("behind", [True, False])
def test_what_stands_behind_what_is_packed_is_read(pack: Callable[[bytes], bytes], behind: bool) -> None:
    second = b"Solveig Aubry"
    assert "Solveig Aubry" in text_of(pack(b"nothing") + (second if behind else pack(second)))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_torn_member_of_an_archive_is_said(method: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("a.txt", "Solveig Aubry " * 20)
    torn = bytearray(made.getvalue())
    start = torn.index(b"a.txt") + 5
    torn[start : start + 24] = b"\xff" * 24
    with pytest.raises(UnreadableError):
        text_of(bytes(torn))


def forms_in_forms(depth: int) -> bytes:
    """A PDF of some hundred bytes whose page draws a form 10 to the power of `depth` times."""
    pdf, made = pikepdf.new(), io.BytesIO()
    form = _form(pdf, b"BT (x) Tj ET")
    for _ in range(depth):
        form = _form(pdf, b"/A Do " * 10, form)
    page = pdf.add_blank_page()
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=form))
    page.obj.Contents = pdf.make_stream(b"/A Do")
    pdf.save(made)
    return made.getvalue()


def _form(pdf: pikepdf.Pdf, content: bytes, inner: pikepdf.Object | None = None) -> pikepdf.Object:
    form = pdf.make_stream(content)
    form.Subtype = pikepdf.Name.Form
    if inner is not None:
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=inner))
    return pdf.make_indirect(form)


def test_forms_in_forms_come_to_an_end() -> None:
    with pytest.raises(UnreadableError):
        text_of(forms_in_forms(12))


def test_a_form_without_fonts_of_its_own_has_those_of_its_page() -> None:
    pdf, made = pikepdf.new(), io.BytesIO()
    table = pdf.make_stream(b"1 beginbfchar <0001> <00C9> endbfchar")
    font = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=table))
    page = pdf.add_blank_page()
    form = _form(pdf, b"/F 9 Tf <0001> Tj /F 9 Tf <0001> Tj")
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(A=form))
    page.obj.Contents = pdf.make_stream(b"/A Do")
    pdf.save(made)
    assert "É É" in text_of(made.getvalue())


def with_content(original: bytes, content: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(original)) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(content)
        pdf.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def original(built: Built) -> bytes:
    return (built.folder("acme") / "F2026-0001" / "F2026-0001.pdf").read_bytes()


def test_a_dashed_line_hides_no_change_of_font(original: bytes) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(original)) as pdf:
        table = pdf.make_stream(b"<0001> <00C9>")
        font = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=table))
        pdf.pages[0].obj.Resources.Font.Planted = font
        pdf.pages[0].obj.Contents = pdf.make_stream(b"[3 3] 0 d /Planted 9 Tf [<0001>-20<0001>] TJ")
        pdf.save(made)
    assert pdf_text(made.getvalue()).startswith("ÉÉ")


@pytest.mark.parametrize("content", [b"/Missing 9 Tf <0001> Tj", b"/Missing Do"])
def test_a_font_or_form_that_is_missing_is_no_reason_to_stop(original: bytes, content: bytes) -> None:
    assert "F2026-0001" in pdf_text(with_content(original, content))


def test_a_page_that_is_no_page_is_said(original: bytes) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(original)) as pdf:
        pdf.pages[0].obj.Contents = pikepdf.Array([pikepdf.String("nothing")])
        pdf.save(made)
    with pytest.raises(UnreadablePdfError):
        pdf_text(made.getvalue())
