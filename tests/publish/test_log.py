"""What a build prints never quotes a secret, a key, or the address of a portal."""

from pathlib import Path

import pytest
from tests.isolation.business import SECRET, TODAY, write_business

from facturier.actions.build import BuildResult, build
from facturier.actions.links import links
from facturier.faults import Severity, Where, error, warning
from facturier.publish.log import safe_to_say
from facturier.publish.progress import Silent
from facturier.publish.serial import SerialExecutor


def test_faults_without_secrets_stay_as_they_are() -> None:
    faults = (error("PUB-007", Where("clients/acme.yaml"), problem="no template"),)
    assert safe_to_say(faults, ["K7QM-2XPA-9R1B", ""]) == faults


@pytest.mark.parametrize(
    "fault",
    [
        warning("PUB-007", Where("clients/acme.yaml"), problem="in K7QM-2XPA-9R1B."),
        warning("PUB-007", Where("clients/acme.yaml"), also=[Where("K7QM-2XPA-9R1B.yaml")]),
        warning("PUB-007", Where("clients/acme.yaml", ("notes", "K7QM-2XPA-9R1B"))),
        warning("PUB-007", Where("clients/K7QM-2XPA-9R1B.yaml")),
    ],
)
def test_a_fault_that_quotes_a_secret_says_only_where_it_is(fault: object) -> None:
    [said] = safe_to_say([fault], ["K7QM-2XPA-9R1B"])  # type: ignore[list-item]
    assert (said.code, said.severity, said.named["fault"]) == ("GATE-017", Severity.WARNING, "PUB-007")
    assert "K7QM" not in repr(said)


def built(root: Path) -> BuildResult:
    out = root / "site"
    return build(root, out, today=TODAY, secret=SECRET, executor=SerialExecutor(), reporter=Silent())


def typed(root: Path, text: str) -> None:
    file = root / "invoices/2026/F2026-0001.yaml"
    file.write_text(file.read_text("utf-8") + f"notes: {text}\n", "utf-8")


def test_a_secret_typed_into_the_book_is_not_repeated_by_the_build(tmp_path: Path) -> None:
    root = write_business(tmp_path)
    file = root / "facturier.yaml"
    file.write_text(file.read_text("utf-8").replace("currency: EUR", f"currency: {SECRET}"), "utf-8")
    result = built(root)
    assert "GATE-017" in {fault.code for fault in result.faults}
    assert SECRET not in repr(result)


def test_a_link_typed_into_the_book_is_not_repeated_by_the_build(tmp_path: Path) -> None:
    root = write_business(tmp_path)
    file = root / "facturier.yaml"
    file.write_text(file.read_text("utf-8").replace("access: open-link", "access: sealed-link"), "utf-8")
    [link] = links(root, "acme", documents=False, today=TODAY, secret=SECRET, reporter=Silent()).links
    key = link.address.rpartition("=")[2]
    typed(root, f'"{link.address}"')
    result = built(root)
    assert "GATE-005" in {fault.code for fault in result.faults}
    assert key not in repr(result)
