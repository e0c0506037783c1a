"""What `issue` seals: no character that cannot be printed, and an XML that names the document before it."""

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from tests.isolation.business import TODAY

from facturier.actions.issue import Issuing, issue
from facturier.publish.progress import Silent
from facturier.render.embedded import embedded_xml


class Here(Executor):
    """Workers that draw in this process."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except ValueError as problem:
            future.set_exception(problem)
        return future


@pytest.fixture
def how() -> Issuing:
    return Issuing(today=TODAY, executor=Here(), reporter=Silent(), commit=False)


def draft(root: Path, text: str) -> None:
    (root / "invoices/drafts/new.yaml").write_text(text, "utf-8")


def test_a_character_that_no_font_has_is_refused(root: Path, how: Issuing) -> None:
    draft(root, "client: acme\nlines: [{item: Enseigne 𓀀, price: 10.00}]\n")
    result = issue(root, ["new"], how)

    assert [(fault.code, fault.where.file) for fault in result.faults if fault.severity == "error"] == [
        ("ISS-016", "invoices/drafts/new.yaml")
    ]
    assert "U+13000" in next(fault for fault in result.faults if fault.code == "ISS-016").named["characters"]
    assert not (root / "invoices/2026/F2026-0004.yaml").exists()


def test_the_xml_of_a_credit_note_names_its_invoice(root: Path, how: Issuing) -> None:
    draft(root, "type: credit-note\ncredits: F2026-0001\nlines: [{item: Journée non faite, price: 620.00}]\n")
    result = issue(root, ["new"], how)
    assert result.done, result.faults
    xml = embedded_xml((root / "invoices/2026/A2026-0001.pdf").read_bytes()) or b""

    assert b"<ram:IssuerAssignedID>F2026-0001</ram:IssuerAssignedID>" in xml
