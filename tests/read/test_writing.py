"""What is written is read back as it was meant, and what a person wrote stays as it is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.read.copying import item_texts, key_texts, replaced_in
from facturier.read.tree import read_tree
from facturier.read.writing import Value, appended, item_text, mapping_text, scalar, tree_of

ENTRY: dict[str, Value] = {"date": date(2026, 11, 22), "event": "paid", "amount": Decimal("100.00"), "by": "transfer"}
LINE = "- {date: 2026-11-22, event: paid, amount: 100.00, by: transfer}\n"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp")), min_size=1)
LONG_TEXTS = st.lists(st.text(" abcé:#-'\"", max_size=40), min_size=1, max_size=4).map("\n".join).filter(bool)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Remise fidélité", "Remise fidélité"),
        ("12:30", "12:30"),
        ("Acompte: 30 %", '"Acompte: 30 %"'),
        ("Hébergement, au prorata", '"Hébergement, au prorata"'),
        ("no", '"no"'),
        ("- tiret", '"- tiret"'),
        (Decimal("100.00"), "100.00"),
        (date(2026, 11, 22), "2026-11-22"),
        (True, "true"),
    ],
)
def test_text_is_quoted_only_where_it_must_be(value: str, text: str) -> None:
    assert scalar(value) == text


@given(TEXTS)
def test_any_text_is_read_back(text: str) -> None:
    for written in (f"a: {scalar(text)}\n", f"- {{a: {scalar(text)}, b: c}}\n", mapping_text({"a": text})):
        tree = read_tree(written.encode(), "f.yaml")
        found = tree[0] if isinstance(tree, list) else tree
        assert isinstance(found, dict)
        assert found["a"] == tree_of(text)


@given(st.dictionaries(st.sampled_from("abc"), LONG_TEXTS, min_size=1))
def test_texts_with_line_breaks_are_read_back(values: dict[str, str]) -> None:
    assert read_tree(mapping_text(values).encode(), "f.yaml") == values
    assert read_tree(item_text(values).encode(), "f.yaml") == [values]


def test_a_long_entry_stands_on_several_lines() -> None:
    made = item_text({"event": "note", "note": "Premier appel.\nRappeler lundi."})
    assert made == "- event: note\n  note: |-\n    Premier appel.\n    Rappeler lundi.\n"


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"# nothing yet\n",
        b"- {date: 2026-11-02, event: issued}\n",
        b"- {date: 2026-11-02, event: issued}",
        b"# mine\n-   date: 2026-11-02   # odd but mine\n    event: issued\n\n# end\n",
        b"  - {date: 2026-11-02, event: issued}\n",
        b"- {date: 2026-11-02, event: issued}\r\n",
        b"- date: 2026-11-02\n  event: note\n  note: |\n    a\n\n",
    ],
)
def test_an_entry_is_added_and_nothing_else_changes(before: bytes) -> None:
    after = appended(before, [ENTRY], file="h.yaml")
    assert after is not None
    assert after.startswith(before)
    older = read_tree(before, "h.yaml") or []
    assert isinstance(older, list)
    assert read_tree(after, "h.yaml") == [*older, tree_of(ENTRY)]


def test_an_entry_is_one_line_like_those_before_it() -> None:
    assert appended(b"", [ENTRY], file="h.yaml") == LINE.encode()


@pytest.mark.parametrize(
    "before", [b"[{date: 2026-11-02, event: issued}]\n", b"a: b\n", b"- {a: b}\n...\n", b"- {a: b\n"]
)
def test_a_history_that_cannot_be_continued_is_left_alone(before: bytes) -> None:
    assert appended(before, [ENTRY], file="h.yaml") is None


SOURCE = b"""\
# yaml-language-server: $schema=x
# All about this invoice.
number: F2026-0001
client: acme

# Agreed on the phone.
discount: {percent: 5%}
lines:
  # the big one
  - {item: "Conseil, {period}", qty: 2 days, price: 620.00}
  - item: Manuel
    price: 18.90
notes: |
  # no comment
  Merci
"""


def test_keys_are_copied_as_typed() -> None:
    texts = key_texts(SOURCE, "f.yaml")
    assert list(texts) == ["number", "client", "discount", "lines", "notes"]
    assert texts["discount"] == "\n# Agreed on the phone.\ndiscount: {percent: 5%}\n"
    assert "# the big one" in texts["lines"]
    assert read_tree("".join(texts.values()).encode(), "f.yaml") == read_tree(SOURCE, "f.yaml")


def test_keys_in_braces_are_written_anew() -> None:
    assert key_texts(b"{client: acme, lines: [{item: A, price: 1.00}]}", "f.yaml") == {
        "client": "client: acme\n",
        "lines": "lines:\n  - {item: A, price: 1.00}\n",
    }


def test_lines_are_copied_as_typed() -> None:
    items = item_texts(key_texts(SOURCE, "f.yaml")["lines"], "lines", "f.yaml")
    assert items == [
        '  - {item: "Conseil, {period}", qty: 2 days, price: 620.00}\n',
        "  - item: Manuel\n    price: 18.90\n",
    ]


def test_a_name_is_filled_in_whatever_it_becomes() -> None:
    text = "subject: Hébergement, {period}\n"
    assert replaced_in(text, "period", "décembre 2026", "f.yaml") == "subject: Hébergement, décembre 2026\n"
    assert replaced_in(text, "period", "a: b", "f.yaml") == 'subject: "Hébergement, a: b"\n'
