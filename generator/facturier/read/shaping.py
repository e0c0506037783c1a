"""A plain tree and a shape to a checked shape, or to faults with the path of each value at fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import Tag, ValidationError
from pydantic.fields import FieldInfo

from facturier.faults import Fault, Path, Where, error
from facturier.read.limits import MAX_FAULTS
from facturier.read.scalars import MisfitError, closest
from facturier.read.shapes.base import TAG, Shape
from facturier.read.tree import Tree

S = TypeVar("S", bound=Shape)


def shape_of(shape: type[S], tree: Tree, file: str, *, at: Path = ()) -> S | tuple[Fault, ...]:
    """Return the tree as that shape, or every fault in it. `at` is the path of the tree in its file."""
    try:
        return shape.model_validate(tree)
    except ValidationError as invalid:
        details = invalid.errors(include_url=False)[:MAX_FAULTS]
        return tuple(_without_echoes(_fault(shape, detail, file, at) for detail in details))


def keys_of(shape: type[Shape]) -> list[str]:
    """Return the keys a shape may have, as written in YAML."""
    return [field.alias or name for name, field in shape.model_fields.items()]


def _fault(shape: type[Shape], detail: Any, file: str, at: Path) -> Fault:
    kind, loc = detail["type"], detail["loc"]
    last = loc[-1:] if kind == "extra_forbidden" else ()  # an unknown key, even one that looks like a tag
    path: Path = (*at, *(part for part in loc[: len(loc) - len(last)] if not _is_tag(part)), *last)
    where = Where(file, path)
    match kind:
        case "value_error":
            problem = detail["ctx"]["error"]
            if isinstance(problem, MisfitError):
                at_fault = Where(file, (*path, problem.key)) if problem.key else where
                return error(problem.code, at_fault, also=(), **problem.values)
        case "extra_forbidden":
            key = str(path[-1])
            if detail["input"] == "":
                return error("READ-023", Where(file, path, on_key=True), key=key[:60])
            owner = _owner(shape, detail["loc"])
            if owner and key in owner.refused:
                return error(owner.refused[key], Where(file, path, on_key=True))
            known = keys_of(owner) if owner else []
            return error(
                "READ-020",
                Where(file, path, on_key=True),
                key=key[:60],
                suggestion=closest(key, known),
                keys=", ".join(known),
            )
        case "missing":
            return error("READ-021", Where(file, path[:-1]), key=path[-1])
        case "too_short":
            return error("TYPE-008", where)
        case _:
            pass
    return _wrong_kind(kind, detail["input"], where)


def _wrong_kind(kind: str, given: object, where: Where) -> Fault:
    if given == "":
        return error("TYPE-001", where)
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return error("TYPE-006", where)
    return error("TYPE-007" if kind == "list_type" else "TYPE-005", where)


def _without_echoes(faults: Iterator[Fault]) -> list[Fault]:
    """Drop a missing key where an unknown key of the same mapping is plainly that key misspelt."""
    found = list(faults)
    meant = {(fault.where.path[:-1], fault.named["suggestion"]) for fault in found if fault.code == "READ-020"}
    return [fault for fault in found if fault.code != "READ-021" or (fault.where.path, fault.named["key"]) not in meant]


def _is_tag(part: object) -> bool:
    return isinstance(part, str) and part.startswith(TAG)


def _owner(shape: type[Shape], loc: tuple[str | int, ...]) -> type[Shape] | None:
    """Return the shape of the mapping that holds the last part of a pydantic location."""
    current: type[Shape] | None = shape
    field: FieldInfo | None = None
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        if part.startswith(TAG) and field is not None:
            current = next((found for tag, found in _shapes_in(field.annotation) if tag == part), None)
        elif current is not None:
            field = _field(current, part)
            current = next((found for _, found in _shapes_in(field.annotation)), None) if field else None
    return current


def _field(shape: type[Shape], key: str) -> FieldInfo | None:
    return next((field for name, field in shape.model_fields.items() if (field.alias or name) == key), None)


def _shapes_in(annotation: Any, tag: str = "") -> Iterator[tuple[str, type[Shape]]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield tag, annotation
        return
    arguments = get_args(annotation)
    tag = next((part.tag for part in arguments if isinstance(part, Tag)), tag)
    for part in arguments:
        yield from _shapes_in(part, tag)
