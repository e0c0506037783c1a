"""Whatever bytes or trees come: faults, never an exception, within bounds."""

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.read.books import USUAL, write

from facturier.faults import Fault
from facturier.messages import load_catalogue
from facturier.read import load_book, locate
from facturier.read.formats import FORMATS
from facturier.read.limits import MAX_FAULTS
from facturier.read.resolve.histories import history_of
from facturier.read.schemas import KINDS
from facturier.read.shapes.base import Shape
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import ConfigShape
from facturier.read.shapes.document import DraftShape, NumberedShape, RecurringShape
from facturier.read.shaping import keys_of, shape_of
from facturier.read.tree import read_tree

SHAPES: tuple[type[Shape], ...] = (ConfigShape, ClientShape, NumberedShape, DraftShape, RecurringShape)
KEYS = sorted(
    {key for shape in SHAPES for key in keys_of(shape)} | {"item", "price", "qty", "section", "event", "due", "amount"}
)
WORDS = [
    "acme",
    "20%",
    "30 days",
    "2026-11-02",
    "1.50",
    "-1",
    "true",
    "paid",
    "none",
    "",
    "{",
    "&x",
    "https://a.example",
    "F1",
]
LEAVES = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=5)), inner, max_size=6),
    ),
    max_leaves=25,
)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_tree_or_a_fault(data: bytes) -> None:
    assert isinstance(read_tree(data, "x.yaml"), (dict, list, str, Fault))


@given(st.text(alphabet=st.sampled_from(list("abc:-?[]{},&*!|>'\"%#@` \n\t0.~<")), max_size=80))
def test_any_yaml_like_text_gives_a_tree_or_a_fault(text: str) -> None:
    assert isinstance(read_tree(text.encode(), "x.yaml"), (dict, list, str, Fault))


@given(TREES)
def test_any_tree_gives_a_shape_or_faults_that_can_be_told(tree: Any) -> None:
    catalogue = load_catalogue("fr")
    for shape in SHAPES:
        result = shape_of(shape, tree, "x.yaml")
        if isinstance(result, tuple):
            assert 0 < len(result) <= MAX_FAULTS
            assert all(catalogue.message(fault) for fault in result)


@given(TREES)
def test_any_tree_gives_a_history(tree: Any) -> None:
    history, faults = history_of("F1", tree, "x.yaml")
    assert len(history.events) + len(faults) >= 0


@given(
    st.sampled_from(sorted(USUAL)),
    st.one_of(st.binary(max_size=300), TREES.map(lambda tree: yaml.safe_dump(tree).encode())),
)
def test_any_file_in_a_book_gives_faults_that_can_be_shown(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {**USUAL, name: content})
        _, faults = load_book(root)
        located = locate(faults, root)
        for shown in FORMATS.values():
            assert isinstance(shown(located, load_catalogue("en"), root), str)


def test_the_kinds_of_files_are_all_fuzzed() -> None:
    assert len(SHAPES) == len(KINDS) - 2  # a quote is a document, a history a list
