"""What counts as turnover of a franchise, and against which threshold (CGI 293 B)."""

from pathlib import Path

import pytest
from tests.rulings.desk import book_of, configured, line, paper

FRANCHISE = configured("  legal_form: SARL", "  vat_regime: franchise\n  legal_form: SARL")
MIXED = """\
lines:
  - {item: Affiches imprimées, price: 50000.00, nature: goods}
  - {item: Conception, price: %s}
"""


def told(tmp_path: Path, *files: dict[str, str]) -> list[tuple[str, str, str]]:
    book = book_of(tmp_path, {name: text for one in (FRANCHISE, *files) for name, text in one.items()})
    return [(fault.severity.value, fault.named["activity"], fault.named["turnover"]) for fault in book.of("VAT-019")]


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ("26000.00", []),
        ("30000.00", [("warning", "goods + services", "80000.00")]),
        (
            "43600.00",
            [("error", "goods + services", "93600.00"), ("error", "services", "43600.00")],
        ),
    ],
)
def test_goods_and_services_share_the_threshold_of_goods(tmp_path: Path, services: str, expected: object) -> None:
    assert told(tmp_path, paper(MIXED % services)) == expected


def test_what_a_corrective_replaces_counts_once(tmp_path: Path) -> None:
    corrective = paper(f"type: corrective\nreplaces: F2026-0001\n{line('20000.00')}", "F2026-0002")
    assert told(tmp_path, paper(line("20000.00")), corrective) == []


def test_a_discount_on_the_whole_document_is_no_turnover(tmp_path: Path) -> None:
    assert told(tmp_path, paper(f"{line('40000.00')}discount: {{percent: 20%}}\n")) == []


def test_a_credit_note_lowers_it(tmp_path: Path) -> None:
    note = paper(f"type: credit-note\ncredits: F2026-0001\n{line('5000.00')}", "A2026-0001")
    assert told(tmp_path, paper(line("38000.00")), note) == []
