"""The demo with a mistake planted in many places: one run names every one of them, where it is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from facturier.actions.check import check
from facturier.publish.progress import Silent
from facturier.read import locate

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
INVOICE = "invoices/2026/F2026-"

# file, what stands there, what is written instead, the fault it must give, and its line
PLANTED = [
    ("facturier.yaml", "siren: 999000011", "siren: 999000012", "ID-001", 8),
    ("facturier.yaml", "7890 189", "7890 188", "ID-008", 15),
    ("facturier.yaml", "yearly: statutory", "yearly: legal", "TYPE-019", 32),
    ("clients/norddruck.yaml", "DE999000017", "DE999000018", "ID-010", 3),
    (f"{INVOICE}0004.yaml", "4 days", "4 dayz", "TYPE-016", 9),
    (f"{INVOICE}0005.yaml", "deducts: [F2026-0001]", "deducts: [F2026-0009]", "REF-032", 6),
    (f"{INVOICE}0013.yaml", "client: norddruck", "client: norddruck\nclient: norddruck", "READ-007", 4),
    (f"{INVOICE}0014.yaml", "vat: 5.5%", "vat: 7%", "VAT-012", 8),
    (f"{INVOICE}0017.yaml", "2 days, price", "2 days, prise", "READ-020", 7),
    (f"{INVOICE}0023.history.yaml", "1500.00", "1,500.00", "READ-023", 3),
    (f"{INVOICE}0025.yaml", "client: acme", "client: acne", "REF-001", 3),
    (f"{INVOICE}0028.yaml", "date: 2026-11-13", "date: 2026-02-30", "TYPE-021", 2),
    ("invoices/2026/A2026-0003.yaml", "credits: F2026-0014", "credits: F2026-0099", "REF-031", 5),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, int]]:
    root = tmp_path_factory.mktemp("broken")
    for name in ("clients", "invoices", "theme"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("fonts", "*.seal.json", "?20*.pdf"))
    shutil.copy(ROOT / "facturier.yaml", root)
    for file, old, new, _, _ in PLANTED:
        text = (root / file).read_text("utf-8")
        assert old in text, (file, old)
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = check(root, today=TODAY, reporter=Silent()).faults
    return {(fault.where.file, fault.code, fault.where.line) for fault in locate(faults, root)}


@pytest.mark.parametrize(("file", "code", "line"), [(file, code, line) for file, _, _, code, line in PLANTED])
def test_each_planted_mistake_is_named_on_its_line(
    told: set[tuple[str, str, int]], file: str, code: str, line: int
) -> None:
    assert (file, code, line) in told


def test_files_without_a_mistake_are_left_in_peace(told: set[tuple[str, str, int]]) -> None:
    planted = {file for file, *_ in PLANTED}
    consequences = {"NUM-001", "SEAL-001"}  # a broken document leaves a hole; a number without a seal is another matter
    assert {(file, code) for file, code, _ in told if file not in planted and code not in consequences} == set()
