"""An e-invoice file as it was read: its business terms by number, whichever syntax it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PEPPOL = "urn:fdc:peppol.eu:2017:poacc:billing:3"  # in BT-24: a file of Peppol BIS Billing 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A business term: its text, the scheme (or MIME type) that goes with it, and its line in the XML (0: unknown)."""

    text: str
    scheme: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A group of business terms, `BG-25` for example; the invoice itself is the group "" that holds all others."""

    group: str = ""
    line: int = 0
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[Terms, ...]] = field(default_factory=dict)

    def text(self, term: str) -> str:
        """The first text of a term of this group, "" when it has none."""
        found = self.values.get(term)
        return found[0].text if found else ""

    def first(self, term: str) -> Value | None:
        """The first value of a term of this group."""
        return next(iter(self.values.get(term, ())), None)

    def within(self, group: str) -> tuple[Terms, ...]:
        """The groups of that number directly in this one."""
        return self.groups.get(group, ())

    def one(self, group: str) -> Terms:
        """The first group of that number directly in this one; an empty one when there is none."""
        return next(iter(self.within(group)), Terms(group=group, line=self.line))

    def every(self, group: str) -> Iterator[Terms]:
        """All groups of that number, however deep."""
        for name, those in self.groups.items():
            for terms in those:
                if name == group:
                    yield terms
                yield from terms.every(group)

    def all_values(self) -> Iterator[tuple[str, Value]]:
        """Every term with its value, of this group and all in it."""
        for term, values in self.values.items():
            yield from ((term, value) for value in values)
        for those in self.groups.values():
            for terms in those:
                yield from terms.all_values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """An element that the syntax binding of EN 16931 does not let stand there, or not once more: `rule` says so.

    Rules of Peppol say what is `needed` in its place; `warns` when the rule is none that hinders.
    """

    rule: str
    path: str
    line: int = 0
    value: str = ""
    needed: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An e-invoice: the bytes of its XML, the syntax (`CII`, `UBL`), its terms, and what stands in no term.

    `extra` holds the paths of elements with text that EN 16931 has no term for.
    """

    xml: bytes
    syntax: str
    terms: Terms
    extra: tuple[Value, ...] = ()
    breaches: tuple[Breach, ...] = ()
