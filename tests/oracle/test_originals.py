"""Every kind of document as PDF is PDF/A-3a, PDF/UA-1 and sound, and carries exactly the XML that was validated."""

import io
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from tests.oracle.validators import qpdf_findings, vera_findings
from tests.render.originals import COLOR, LOGO, SHOWN, show, with_logo
from tests.render.test_swiss_slip import bill

from facturier.render.einvoice import gather, has_einvoice
from facturier.render.facturx import factur_x
from facturier.render.pdf import document_pdf

pytestmark = pytest.mark.oracle


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("drawn")
    files = {}
    for name, shown in SHOWN.items():
        files[name] = folder / f"{name.replace(' ', '-')}.pdf"
        files[name].write_bytes(document_pdf(shown, color=COLOR))
    files["logo and attachment"] = folder / "logo.pdf"
    files["logo and attachment"].write_bytes(document_pdf(with_logo(SHOWN["invoice"]), color=COLOR, files=LOGO))
    files["swiss slip"] = folder / "swiss.pdf"
    files["swiss slip"].write_bytes(document_pdf(show(bill()), color=COLOR))
    files["preview"] = folder / "preview.pdf"
    files["preview"].write_bytes(document_pdf(SHOWN["invoice"], color=COLOR, preview=True))
    return files


def test_vera_pdf_finds_nothing(drawn: Mapping[str, Path]) -> None:
    findings = vera_findings(drawn.values())

    assert {name: findings[file.resolve()] for name, file in drawn.items() if findings[file.resolve()]} == {}


def test_qpdf_finds_nothing(drawn: Mapping[str, Path]) -> None:
    assert {name: found for name, file in drawn.items() if (found := qpdf_findings(file))} == {}


def test_invoices_carry_their_xml_and_nothing_else_does(drawn: Mapping[str, Path]) -> None:
    for name, shown in SHOWN.items():
        with pikepdf.open(io.BytesIO(drawn[name].read_bytes())) as pdf:
            inside = {name: bytes(spec.get_file().read_bytes()) for name, spec in pdf.attachments.items()}
        expected = {"factur-x.xml": factur_x(gather(shown))} if has_einvoice(shown.document) else {}
        assert inside == expected, name
