"""A fault is shown where its value stands, and nothing it shows can steer a terminal."""

from pathlib import Path

from tests.read.books import write

from facturier.faults import Where, error
from facturier.read.positions import excerpt, locate, safe

TEXT = """\
number: F1
lines:
  - {item: Développement, price: 6}
  - item: b
    discount:
      percent: 5
"""


def at(root: Path, *path: str | int, on_key: bool = False) -> tuple[int, int]:
    write(root, {"x.yaml": TEXT})
    [fault] = locate([error("X-1", Where("x.yaml", path, on_key=on_key))], root)
    return fault.where.line, fault.where.column


def test_a_value_is_found_by_its_path(tmp_path: Path) -> None:
    assert at(tmp_path, "lines", 0, "price") == (3, 34)


def test_a_nested_value_is_found(tmp_path: Path) -> None:
    assert at(tmp_path, "lines", 1, "discount", "percent") == (6, 16)


def test_a_key_is_found_when_the_key_is_at_fault(tmp_path: Path) -> None:
    assert at(tmp_path, "lines", 0, "price", on_key=True) == (3, 27)


def test_what_is_not_there_is_shown_at_the_key_of_its_parent(tmp_path: Path) -> None:
    assert at(tmp_path, "lines", 1, "discount", "amount") == (5, 5)


def test_an_unknown_place_is_the_beginning_of_the_file(tmp_path: Path) -> None:
    assert at(tmp_path, "terms", "due") == (1, 1)


def test_a_missing_file_has_no_line(tmp_path: Path) -> None:
    [fault] = locate([error("X-1", Where("../../etc/passwd.yaml", ("a",)))], tmp_path)
    assert excerpt(fault.where, tmp_path) == ""


def test_faults_come_in_the_order_of_their_lines(tmp_path: Path) -> None:
    write(tmp_path, {"x.yaml": TEXT})
    faults = [error("X-1", Where("x.yaml", ("lines",))), error("X-2", Where("x.yaml", ("number",)))]
    assert [fault.code for fault in locate(faults, tmp_path)] == ["X-2", "X-1"]


def test_the_caret_stands_under_the_value(tmp_path: Path) -> None:
    write(tmp_path, {"x.yaml": TEXT})
    assert excerpt(Where("x.yaml", line=3, column=33), tmp_path) == (
        "3 |   - {item: Développement, price: 6}\n  |                                 ^"
    )


def test_a_long_line_is_shown_around_the_value(tmp_path: Path) -> None:
    write(tmp_path, {"x.yaml": "a: " + "x" * 500 + " HERE " + "y" * 500})
    shown, caret = excerpt(Where("x.yaml", line=1, column=505), tmp_path).split("\n")
    assert shown[caret.index("^") :].startswith("HERE")
    assert len(shown) < 120


def test_control_and_direction_characters_are_shown_not_obeyed() -> None:
    assert safe("a\x1b[31m\u202eb\tc\u200b") == "a\\x1b[31m\\u202eb c\\u200b"


def test_what_a_line_leaves_to_the_document_is_found_there(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("vat: 19.6%\nlines:\n  - {item: x, price: 1}\n  - {item: y, price: 1, vat: 7%}\n")
    faults = [error("VAT-012", Where("a.yaml", ("lines", place, "vat"))) for place in (0, 1)]
    assert [(fault.where.line, fault.where.column) for fault in locate(faults, tmp_path)] == [(1, 6), (4, 30)]
