"""The text of a draft gets its number and date, and stays as its author typed it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.read.numbering import numbered_text, typed_date, unnumbered_text
from facturier.read.tree import read_tree

DAY = date(2026, 11, 22)


def numbered(text: str) -> str | None:
    made = numbered_text(text.encode(), number="F1", on=DAY, file="d.yaml")
    return made.decode() if made is not None else None


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        pytest.param("client: a\n", "number: F1\ndate: 2026-11-22\nclient: a\n", id="plain"),
        pytest.param("date: 2026-11-01\nclient: a\n", "number: F1\ndate: 2026-11-01\nclient: a\n", id="dated"),
        pytest.param("client: a\ndate: ''\n", "number: F1\ndate: 2026-11-22\nclient: a\n", id="an empty date"),
        pytest.param("# c\n\nclient: a\n", "# c\n\nnumber: F1\ndate: 2026-11-22\nclient: a\n", id="after comments"),
        pytest.param("---\nclient: a\n", "---\nnumber: F1\ndate: 2026-11-22\nclient: a\n", id="after ---"),
        pytest.param(
            "  client: a\n  type: b\n", "  number: F1\n  date: 2026-11-22\n  client: a\n  type: b\n", id="indented"
        ),
        pytest.param("client: a\r\n", "number: F1\r\ndate: 2026-11-22\r\nclient: a\r\n", id="line ends of Windows"),
        pytest.param('"client": a', 'number: F1\ndate: 2026-11-22\n"client": a', id="quoted key, no last line end"),
        pytest.param(
            "rate:\n  date: 2026-01-01\n",
            "number: F1\ndate: 2026-11-22\nrate:\n  date: 2026-01-01\n",
            id="an inner date",
        ),
        pytest.param(
            "notes: |\n  number: 5\nclient: a\n",
            "number: F1\ndate: 2026-11-22\nnotes: |\n  number: 5\nclient: a\n",
            id="keys in a text",
        ),
    ],
)
def test_number_and_date_come_first(draft: str, expected: str) -> None:
    assert numbered(draft) == expected


@pytest.mark.parametrize("draft", ["{client: a}", "number: F9\nclient: a\n", "- a\n", "", "lines: [", "? a\n: b\n"])
def test_what_cannot_be_extended_line_by_line_is_left(draft: str) -> None:
    assert numbered(draft) is None


@pytest.mark.parametrize("dated", [True, False])
def test_the_way_back(dated: bool) -> None:
    source = b"# c\nnumber: F1\ndate: 2026-11-22\nclient: a  # kept\n"
    expected = b"# c\ndate: 2026-11-22\nclient: a  # kept\n" if dated else b"# c\nclient: a  # kept\n"
    assert unnumbered_text(source, file="d.yaml", dated=dated) == expected


def test_a_typed_date_is_known() -> None:
    assert [typed_date(text, file="d") for text in (b"date: 2026-11-01\n", b"client: a\n", b"- x\n")] == [
        "2026-11-01",
        "",
        "",
    ]


@given(st.text(alphabet="abcdate: \n#-'\"|{}[],&*!%@`0123", max_size=60))
def test_whatever_the_text_the_result_holds_the_draft_and_its_number(draft: str) -> None:
    made = numbered(draft)
    if made is not None:
        before, after = read_tree(draft.encode(), "d"), read_tree(made.encode(), "d")
        assert isinstance(before, dict)
        assert isinstance(after, dict)
        assert after["number"] == "F1"
        assert {key: after[key] for key in before if key != "date"} == {k: v for k, v in before.items() if k != "date"}
