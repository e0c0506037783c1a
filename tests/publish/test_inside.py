"""What files tell besides what they show, read within bounds."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from tests.publish.pictures import comment_jpeg, exif_jpeg, text_png

from facturier.publish.inside.anything import text_of
from facturier.publish.inside.bounds import MOST_BYTES, Budget, UnreadableError


def zipped(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "Élan".encode(),
        "Élan".encode("cp1252"),
        "Élan".encode("utf-16"),
        b"<p>&#201;l<b>an</b></p>",
        text_png("Title", "Élan"),
        text_png("Title", "Élan", packed=True),
        exif_jpeg("Élan"),
        comment_jpeg("Élan"),
        zipped({"a/Élan.txt": b""}),
        zipped({"a.txt": "Élan".encode()}),
        zipped({"a.zip": zipped({"b.xml": "<a>Élan</a>".encode()})}),
        zipped({}, "Élan".encode()),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Élan".encode("utf-16-le"),
    ],
)
def test_text_is_found_wherever_it_is(data: bytes) -> None:
    assert "Élan" in text_of(data)


def pdf_with_font(table: bytes, shown: bytes) -> bytes:
    pdf, made = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, ToUnicode=pdf.make_stream(table))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    page.obj.Contents = pdf.make_stream(b"BT /F 9 Tf " + shown + b" Tj ET")
    pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "table",
    [
        b"2 beginbfchar <0001> <00C9> <0002> <006C> endbfchar",
        b"1 beginbfrange <0001> <0002> [<00C9> <006C>] endbfrange",
        b"1 beginbfrange <0001> <0001> <00C9> endbfrange 1 beginbfrange <0002> <0002> <006C> endbfrange",
    ],
)
def test_fonts_are_read_through_their_table_of_characters(table: bytes) -> None:
    assert "Él" in text_of(pdf_with_font(table, b"<00010002>"))


def pdf_with_a_file_on_a_page(content: bytes) -> bytes:
    pdf, made = pikepdf.new(), io.BytesIO()
    given = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, EF=pikepdf.Dictionary(F=pdf.make_stream(content)))
    pin = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=given)
    pdf.add_blank_page().obj.Annots = pikepdf.Array([pin])
    pdf.save(made)
    return made.getvalue()


def test_a_file_that_hangs_on_a_page_is_read() -> None:
    assert "Élan" in text_of(pdf_with_a_file_on_a_page("Élan".encode()))


@pytest.mark.parametrize(
    ("table", "shown"),
    [(b"", b""), (b"1 beginbfrange <00> <ff> <fff0> endbfrange", b"<00>"), (b"", b"/F 9 Tf Tf"), (b"", b"ET Do")],
)
def test_a_page_that_is_drawn_wrongly_is_said(table: bytes, shown: bytes) -> None:
    with pytest.raises(UnreadableError):
        text_of(pdf_with_font(table, shown))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 torn",
        b"PK\x03\x04 torn",
        text_png("T", "x")[:40],
        comment_jpeg("x")[:9],
        zipped({"bomb": bytes(MOST_BYTES + 1)}),
        zipped({"bomb.zip": zipped({"bomb": bytes(MOST_BYTES)})}),
    ],
)
def test_what_is_torn_or_too_large_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        text_of(data)


def test_archives_in_archives_end_somewhere() -> None:
    data = b"x"
    for _ in range(9):
        data = zipped({"inner.zip": data})
    with pytest.raises(UnreadableError):
        text_of(data)


def test_many_members_are_refused() -> None:
    with pytest.raises(UnreadableError):
        text_of(zipped({str(number): b"" for number in range(5001)}))


def test_a_stream_that_unpacks_into_too_much_is_refused() -> None:
    with pytest.raises(UnreadableError):
        Budget().inflated(zlib.compress(bytes(MOST_BYTES + 1), 1))


def test_an_archive_with_a_password_is_said() -> None:
    locked = bytearray(zipped({"a.txt": b"x"}))
    locked[6] |= 1
    locked[locked.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(UnreadableError):
        text_of(bytes(locked))
