"""Turns a review file into decisions about bank lines."""

from __future__ import annotations

from facturier.faults import Fault, Where, error
from facturier.model.bank import Decision, Share
from facturier.model.money import ZERO
from facturier.read.shapes.review import ReviewLineShape
from facturier.read.shaping import shape_of
from facturier.read.tree import Tree, read_tree

Entries = dict[str, Tree]  # as written, by key


def read_review(data: bytes, file: str) -> tuple[dict[str, Decision], Entries, tuple[Fault, ...]]:
    """Return the decisions by key, the entries as written, and every fault of the file."""
    tree = read_tree(data, file)
    if isinstance(tree, Fault):
        return {}, {}, (tree,)
    if not isinstance(tree, list):
        return {}, {}, () if tree == "" else (error("TYPE-007", Where(file)),)
    decisions: dict[str, Decision] = {}
    entries: Entries = {}
    faults: list[Fault] = []
    for place, entry in enumerate(tree):
        shape = shape_of(ReviewLineShape, entry, file, at=(place,))
        if isinstance(shape, tuple):
            faults += shape
            continue
        decisions[shape.line] = _decision(shape, place)
        entries[shape.line] = entry
    return decisions, entries, tuple(faults)


def _decision(shape: ReviewLineShape, place: int) -> Decision:
    shares = [
        Share(
            number=one.number,
            amount=one.amount,
            fee=one.fee or ZERO,
            event=one.event,
            received=one.received or ZERO,
        )
        for one in shape.record or ()
    ]
    return Decision(key=shape.line, decision=shape.decision, shares=tuple(shares), place=place)
