"""The list of a history file to a History: each entry by the shape of its event."""

from __future__ import annotations

from facturier.faults import Fault, Where, error
from facturier.model.history import Event, EventKind, History, PlannedInstalment
from facturier.model.money import Money
from facturier.read.scalars import closest
from facturier.read.shapes.history import SHAPES, EventShape
from facturier.read.shaping import shape_of
from facturier.read.tree import Tree

_KINDS = {str(kind): kind for kind in EventKind}
_SAME = ("by", "to", "ref", "url", "digest", "reason", "subject", "note", "outcome", "tracking", "status", "platform")
_MAY_BE_NONE = ("amount", "fee", "part", "step", "until", "deadline")


def history_of(number: str, tree: Tree, file: str) -> tuple[History, list[Fault]]:
    """Return the history of a document and the faults of its entries; an entry with a fault is left out."""
    faults: list[Fault] = []
    events: list[Event] = []
    if tree != "" and not isinstance(tree, list):
        return History(number=number, file=file), [error("TYPE-007", Where(file))]
    for position, entry in enumerate(tree or ()):
        event = _event(position, entry, file)
        if isinstance(event, Event):
            events.append(event)
        else:
            faults.extend(event)
    return History(number=number, file=file, events=tuple(events)), faults


def _event(position: int, entry: Tree, file: str) -> Event | tuple[Fault, ...]:
    if not isinstance(entry, dict):
        return (error("TYPE-006", Where(file, (position,))),)
    word = entry.get("event")
    if word is None:
        return (error("READ-021", Where(file, (position,)), key="event"),)
    kind = _KINDS.get(word) if isinstance(word, str) else None
    if kind is None:
        shown = word if isinstance(word, str) else ""
        where = Where(file, (position, "event"))
        return (error("TYPE-062", where, value=shown[:40], suggestion=closest(shown, _KINDS), words=", ".join(_KINDS)),)
    shape = shape_of(SHAPES[kind], entry, file, at=(position,))
    return shape if isinstance(shape, tuple) else _made(kind, position, shape)


def _made(kind: EventKind, position: int, shape: EventShape) -> Event:
    given = {name: value for name in shape.model_fields_set if (value := getattr(shape, name)) is not None}
    day, at = shape.date
    values = {name: given[name] for name in (*_SAME, *_MAY_BE_NONE) if name in given}
    received = given.get("received")
    return Event(
        kind=kind,
        date=day,
        at=at,
        position=position,
        private=given.get("private", False),
        elsewhere=given.get("elsewhere", False),
        with_whom=given.get("with_", ""),
        received=Money(received.amount, received.currency) if received else None,
        instalments=tuple(PlannedInstalment(date=one.date, amount=one.amount) for one in given.get("instalments", ())),
        evidence=tuple(given.get("evidence", ())),
        **values,
    )
