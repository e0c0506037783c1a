import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.isolation.business import TODAY

from facturier.actions.export import FORMATS, Exported, export
from facturier.cli.export import FORMATS as OFFERED
from facturier.publish.progress import Silent
from facturier.render.embedded import embedded_xml

Export = Callable[..., Exported]


def codes(made: Exported) -> list[str]:
    return [fault.code for fault in made.faults]


def add(root: Path, file: str, text: str) -> None:
    path = root / file
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_the_command_offers_every_format() -> None:
    assert OFFERED == FORMATS


@pytest.mark.parametrize(
    ("form", "holds"), [("cii", b"CrossIndustryInvoice"), ("ubl", b"oasis:names"), ("pdf", b"%PDF")]
)
def test_a_document_is_written_in_a_format(exported: Export, form: str, holds: bytes) -> None:
    made = exported("F2026-0001", form)

    assert made.faults == ()
    assert holds in made.data[:300]
    assert made.name.startswith("F2026-0001.")


def test_the_xml_is_the_one_inside_the_pdf(exported: Export) -> None:
    assert embedded_xml(exported("F2026-0001", "pdf").data) == exported("F2026-0001", "cii").data


def test_the_same_document_gives_the_same_bytes(exported: Export) -> None:
    assert exported("F2026-0001", "ubl").data == exported("F2026-0001", "ubl").data


def test_without_a_format_it_is_the_one_of_the_client(root: Path, exported: Export) -> None:
    assert exported("F2026-0001").name == "F2026-0001.pdf"
    add(root, "clients/acme.yaml", "e_invoice: {format: ubl}\n")
    assert exported("F2026-0001").name == "F2026-0001.ubl.xml"


def test_peppol_wants_a_reference_of_the_buyer(root: Path, exported: Export) -> None:
    assert codes(exported("F2026-0001", "peppol")) == ["EIN-103"]
    add(root, "invoices/2026/F2026-0001.yaml", "order: BC-1\n")
    assert b"poacc:billing:3.0" in exported("F2026-0001", "peppol").data


def test_peppol_wants_an_address_of_the_buyer(exported: Export) -> None:
    assert "EIN-104" in codes(exported("F2026-0003", "peppol"))


def test_what_the_network_of_peppol_would_refuse_is_not_written(root: Path, exported: Export) -> None:
    add(root, "invoices/2026/F2026-0001.yaml", "order: BC-1\n")
    add(root, "clients/acme.yaml", 'e_invoice: {address: "0088:7300010000002"}\n')
    [fault] = exported("F2026-0001", "peppol").faults

    assert (fault.code, fault.named["rule"]) == ("EIN-132", "PEPPOL-COMMON-R040")
    assert fault.where.file == "invoices/2026/F2026-0001.yaml"


def test_a_client_of_peppol_is_told_at_once(root: Path) -> None:
    from facturier.actions.check import check

    add(root, "clients/acme.yaml", "e_invoice: {format: peppol}\n")
    found = check(root, today=TODAY, reporter=Silent()).faults

    assert {fault.where.file for fault in found if fault.code == "EIN-103"} >= {"invoices/2026/F2026-0001.yaml"}


def test_a_draft_has_no_number_to_export(exported: Export) -> None:
    assert codes(exported("secret-offer", "cii")) == ["EIN-102"]


def test_a_draft_has_a_preview(exported: Export) -> None:
    assert exported("secret-offer", "pdf").name == "secret-offer.pdf"


def test_an_attachment_travels_inside_the_xml(root: Path, exported: Export) -> None:
    add(root, "invoices/2026/F2026-0001.yaml", "attachments: [clients/acme/plan.pdf]\n")

    assert b'filename="plan.pdf"' in exported("F2026-0001", "ubl").data


def test_json_holds_what_is_sealed(exported: Export) -> None:
    data = json.loads(exported("F2026-0001", "json").data)

    assert (data["document"]["number"], data["totals"]["due"]) == ("F2026-0001", "2232.00")


def test_an_unknown_number_is_a_fault(root: Path) -> None:
    made = export(root, "F1999-0001", "ubl", today=TODAY, reporter=Silent())

    assert (made.data, codes(made)) == (b"", ["PUB-009"])
