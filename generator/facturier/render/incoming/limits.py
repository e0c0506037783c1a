"""An XML document and the limits of its syntax → the elements that stand in it too often or at the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from facturier.model.incoming import PEPPOL, Breach
from facturier.render.einvoice.xml import Node
from facturier.render.incoming.tables import NAMESPACES, Limit, facts, limits

_PROFILE = etree.XPath("string(cbc:CustomizationID)", namespaces=NAMESPACES)
_SHOWN = 60


def breaches(root: Node, syntax: str) -> Iterator[Breach]:
    """Each limit that is passed, once for every element that holds too many; Peppol's for files that name it."""
    named: Any = _PROFILE(root)
    peppol = syntax == "UBL" and PEPPOL in named
    known: dict[str, Any] = {name: path(root) for name, path in facts()} if peppol else {}
    for limit in (*limits(syntax), *(limits("PEPPOL") if peppol else ())):
        contexts: Any = limit.context(root)
        for context in contexts:
            found: Any = limit.path(context, **known)
            if len(found) > limit.most:
                yield _breach(limit, found[limit.most])


def _breach(limit: Limit, beyond: Any) -> Breach:
    return Breach(
        rule=limit.rule,
        path=path_of(beyond) or str(beyond.tag).rpartition("}")[2],
        line=int(beyond.sourceline or 0),
        value=" ".join((beyond.text or "").split())[:_SHOWN],
        needed=limit.needed,
        warns=limit.warns,
    )


def path_of(node: Node) -> str:
    """The names from the document element down to an element, without their namespaces."""
    names = [str(node.tag), *(str(above.tag) for above in node.iterancestors())]
    return "/".join(name.rpartition("}")[2] for name in reversed(names[:-1]))
