"""Each oracle is itself tested: a file with a planted error must be refused, and by the rule that was broken."""

import re
from pathlib import Path

import pikepdf
import pytest
from tests.oracle.recompute import discrepancies
from tests.oracle.validators import (
    CII_FRENCH,
    CII_RULES,
    CII_XSD,
    qpdf_findings,
    rule_findings,
    schema_findings,
    vera_findings,
)
from tests.render.originals import COLOR, SHOWN

from facturier.render.einvoice import gather
from facturier.render.facturx import factur_x
from facturier.render.pdf import document_pdf

pytestmark = pytest.mark.oracle

# What is planted in the plain invoice: oracle, pattern, replacement, what the finding must name.
MUTATIONS = {
    "misplaced element": (CII_XSD, r"(<ram:ID>F2026-0042</ram:ID>)(\s*<ram:TypeCode>380<.*?>)", r"\2\1", "TypeCode"),
    "element of no schema": (CII_XSD, r"<ram:TypeCode>380", "<ram:Colour>red</ram:Colour><ram:TypeCode>380", "Colour"),
    "no buyer's name": (CII_RULES, r"<ram:Name>ACME France SAS</ram:Name>", "", "BR-07"),
    "sum of lines": (CII_RULES, r"1920.00(</ram:LineTotalAmount>\s*<ram:TaxBasis)", r"1921.00\1", "BR-CO-10"),
    "amount due": (CII_RULES, r"<ram:DuePayableAmount>2304.00", "<ram:DuePayableAmount>2305.00", "BR-CO-16"),
    "category of no list": (CII_RULES, r"<ram:CategoryCode>S<", "<ram:CategoryCode>Q<", "'ram:CategoryCode'"),
    "unit of no list": (CII_RULES, r'unitCode="DAY"', 'unitCode="JOUR"', "'@unitCode'"),
    "no recovery fee": (CII_FRENCH, r"<ram:SubjectCode>PMT</ram:SubjectCode>", "", "BR-FR-05"),
    "penalty twice": (CII_FRENCH, r"<ram:SubjectCode>AAB<", "<ram:SubjectCode>PMD<", "BR-FR-06"),
    "frame of no list": (CII_FRENCH, r"<ram:ID>S1</ram:ID>", "<ram:ID>A1</ram:ID>", "BR-FR-08"),
    "rate of no list": (CII_FRENCH, r"<ram:RateApplicablePercent>20<", "<ram:RateApplicablePercent>19<", "BR-FR-16"),
    "due before issue": (CII_FRENCH, r"20261202", "20261001", "BR-FR-CO-07"),
    "no endpoint": (CII_FRENCH, r'<ram:URIID schemeID="0225">999000029</ram:URIID>', "", "BR-FR-12"),
}


def planted(pattern: str, replacement: str, *, name: str = "plain") -> bytes:
    xml = factur_x(gather(SHOWN[name])).decode()
    changed, count = re.subn(pattern, replacement, xml)
    assert count, f"{pattern} is not in the invoice"
    return changed.encode()


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_planted_error_is_refused(name: str) -> None:
    oracle, pattern, replacement, named = MUTATIONS[name]
    xml = planted(pattern, replacement)

    findings = schema_findings(xml, oracle) if oracle.endswith(".xsd") else rule_findings(xml, oracle)

    assert any(named in finding for finding in findings), findings


def test_vat_off_by_a_cent_passes_the_schematron_but_not_the_recomputation() -> None:
    xml = planted(r"384\.00", "384.01")
    xml = xml.replace(b"2304.00", b"2304.01")

    assert not any("BR-CO-17" in finding for finding in rule_findings(xml, CII_RULES))
    assert any("BT-117" in finding for finding in discrepancies(xml))


def test_a_line_that_does_not_multiply_out_is_found() -> None:
    assert any("BT-131" in finding for finding in discrepancies(planted(r">640\.00<", ">641.00<")))


@pytest.fixture(scope="module")
def broken_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDFs each broken in one way."""
    folder = tmp_path_factory.mktemp("broken")
    sound = folder / "sound.pdf"
    sound.write_bytes(document_pdf(SHOWN["plain"], color=COLOR))
    files = {}
    for name, spoil in SPOILED.items():
        files[name] = folder / f"{name.replace(' ', '-')}.pdf"
        with pikepdf.open(sound) as pdf:
            spoil(pdf)
            pdf.save(files[name])
    return files


def _no_xmp_schema(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"pdfaExtension:schemas", b"pdfaExtension:other")
    pdf.Root.Metadata.write(packet)


def _no_relationship(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _no_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


SPOILED = {
    "no extension schema": _no_xmp_schema,
    "no relationship": _no_relationship,
    "no language": _no_language,
    "no tags": _no_tags,
    "no output intent": _no_output_intent,
    "a script": _script,
}


def test_vera_pdf_refuses_every_broken_file(broken_files: dict[str, Path]) -> None:
    findings = vera_findings(broken_files.values())

    assert [name for name, file in broken_files.items() if not findings[file.resolve()]] == []


def test_qpdf_refuses_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "damaged.pdf"
    file.write_bytes(document_pdf(SHOWN["plain"], color=COLOR)[:-900])

    assert qpdf_findings(file) != ()


def test_a_missing_validator_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(AssertionError, match="java"):
        vera_findings([tmp_path / "any.pdf"])
    with pytest.raises(AssertionError, match="qpdf"):
        qpdf_findings(tmp_path / "any.pdf")
