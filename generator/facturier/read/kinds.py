"""A document's shape to the faults of keys that do not go with its type: `valid` belongs to a quote alone."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Fault, Where, error
from facturier.model.document import DocumentType
from facturier.read.shapes.document import CommonShape, LineShape

_BALANCE = ("invoice", "corrective", "self-billed")
TYPES_OF_KEY: dict[str, tuple[str, ...]] = {
    "credits": ("credit-note",),
    "everything": ("credit-note",),
    "replaces": ("corrective", "quote"),
    "share": ("deposit",),
    "valid": ("quote",),
    "deposit": ("quote",),
    "deducts": _BALANCE,
    "quote": (*_BALANCE, "deposit", "proforma"),
}
NEEDED: dict[str, str] = {"credit-note": "credits", "corrective": "replaces"}


def check_kind(shape: CommonShape, file: str) -> Iterator[Fault]:
    """Yield faults: keys that another type owns, a key the type needs, lines missing or too many."""
    for key, types in TYPES_OF_KEY.items():
        if key in shape.model_fields_set and shape.type not in types:
            where = Where(file, (key,), on_key=True)
            yield error("TYPE-072", where, key=key, type=shape.type, types=", ".join(types))
    needed = "quote" if shape.share else NEEDED.get(shape.type)
    if needed and getattr(shape, needed) is None:
        yield error("READ-021", Where(file), key=needed)
    yield from _check_lines(shape, file)


def _check_lines(shape: CommonShape, file: str) -> Iterator[Fault]:
    instead = "everything" if shape.everything else "share" if shape.share else ""
    if instead and shape.lines:
        yield error("TYPE-071", Where(file, ("lines",), on_key=True), first=instead, second="lines")
    of_quote = shape.type == DocumentType.DEPOSIT and shape.quote
    sells = any(isinstance(line, LineShape) for line in shape.lines or ())
    if not (instead or sells or of_quote):
        yield error("TYPE-075", Where(file, ("lines",) if shape.lines else ()))
