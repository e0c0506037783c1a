"""An XML document and the limits of its syntax → the elements that stand in it too often or at the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facturier.model.incoming import Breach
from facturier.render.einvoice.xml import Node
from facturier.render.incoming.tables import limits


def breaches(root: Node, syntax: str) -> Iterator[Breach]:
    """Each limit that is passed, once for every element that holds too many."""
    for limit in limits(syntax):
        contexts: Any = limit.context(root)
        for context in contexts:
            found: Any = limit.path(context)
            if len(found) > limit.most:
                beyond = found[limit.most]
                yield Breach(rule=limit.rule, path=path_of(beyond), line=int(beyond.sourceline or 0))


def path_of(node: Node) -> str:
    """The names from the document element down to an element, without their namespaces."""
    names = [str(node.tag), *(str(above.tag) for above in node.iterancestors())]
    return "/".join(name.rpartition("}")[2] for name in reversed(names[:-1]))
