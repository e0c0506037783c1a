"""Each rule of Peppol BIS Billing 3 is kept by our own file, and found where it is broken in one of its copies."""

from pathlib import Path

import pytest
from tests.einvoice.peppol_cases import FILES, OURS, RULES, changed, without

from facturier.actions.validate import validate


def told(path: Path, xml: str) -> dict[str, str]:
    """The rules of Peppol that a file breaks, each with its severity."""
    file = path / "invoice.xml"
    file.write_text(xml, "utf-8")
    [result] = validate([file])
    return {fault.named["rule"]: str(fault.severity) for fault in result.faults if fault.code == "EIN-132"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_keeps_the_rules_is_told_nothing(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, FILES[name]) == {}


@pytest.mark.parametrize(("rule", "name", "changes"), RULES, ids=[rule for rule, _, _ in RULES])
def test_a_rule_that_is_broken_is_named(tmp_path: Path, rule: str, name: str, changes: list[tuple[str, str]]) -> None:
    severity = "warning" if rule.endswith("~") else "error"
    assert told(tmp_path, changed(FILES[name], *changes)).get(rule.rstrip("~")) == severity


def test_the_rules_hold_for_files_that_name_peppol_alone(tmp_path: Path) -> None:
    other = changed(OURS, *without("BuyerReference"), ("#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", ""))
    assert told(tmp_path, other) == {}
