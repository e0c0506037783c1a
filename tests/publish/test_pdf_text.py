import io

import pikepdf
import pytest
from tests.isolation.conftest import Built

from facturier.publish.pdf_text import UnreadablePdfError, pdf_text


@pytest.fixture(scope="module")
def original(built: Built) -> bytes:
    return (built.folder("acme") / "F2026-0001" / "F2026-0001.pdf").read_bytes()


def test_text_and_accents_are_read(original: bytes) -> None:
    text = " ".join(pdf_text(original).split())
    assert "F2026-0001" in text
    assert "Bourg-en-Bresse" in text
    assert "Refonte du site" in text


def test_metadata_and_attachments_are_read(original: bytes) -> None:
    with pikepdf.open(io.BytesIO(original)) as pdf:
        pdf.docinfo["/Subject"] = "planted in the information"
        pdf.attachments["notes.txt"] = b"planted in an attachment"
        changed = io.BytesIO()
        pdf.save(changed)
    text = pdf_text(changed.getvalue())
    assert "planted in the information" in text
    assert "planted in an attachment" in text


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 torn", b"<html>"])
def test_what_is_no_pdf_is_said(data: bytes) -> None:
    with pytest.raises(UnreadablePdfError):
        pdf_text(data)


def test_a_pdf_with_a_password_is_said(original: bytes) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(original)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(UnreadablePdfError):
        pdf_text(locked.getvalue())
