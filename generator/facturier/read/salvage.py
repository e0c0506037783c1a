"""A tree with faults to what is still usable of it, so that a slip in facturier.yaml hides no mistake elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from facturier.faults import Fault, Path
from facturier.read.shapes.base import Shape
from facturier.read.shaping import shape_of
from facturier.read.tree import Tree

S = TypeVar("S", bound=Shape)

# Without these every document would be judged by something its author never said: better to stop and mend them first.
LOAD_BEARING: tuple[Path, ...] = (
    ("numbering",),
    ("seller", "vat_regime"),
    ("seller", "address"),
    ("defaults", "vat"),
    ("defaults", "currency"),
    ("defaults", "prices"),
    ("defaults", "nature"),
)


def salvaged(shape: type[S], tree: Tree, faults: Iterable[Fault], file: str) -> S | None:
    """Return the shape of a tree without its values at fault; None when too much hangs on one of them.

    Taking a value away may leave a mapping without a key it needs: then the mapping goes too, up to the root.
    """
    broken = {fault.where.path for fault in faults}
    while () not in broken and not _bears(broken):
        result = shape_of(shape, _without(tree, broken, ()), file)
        if not isinstance(result, tuple):
            return result
        further = {fault.where.path for fault in result} - broken
        if not further:
            return None
        broken |= further
    return None


def _bears(broken: set[Path]) -> bool:
    return any(
        path == bearing[: len(path)] or path[: len(bearing)] == bearing for path in broken for bearing in LOAD_BEARING
    )


def _without(tree: Tree, broken: set[Path], at: Path) -> Tree:
    if isinstance(tree, dict):
        return {key: _without(value, broken, (*at, key)) for key, value in tree.items() if (*at, key) not in broken}
    if isinstance(tree, list):
        kept = ((place, value) for place, value in enumerate(tree) if (*at, place) not in broken)
        return [_without(value, broken, (*at, place)) for place, value in kept]
    return tree
