"""A broken rule with its place in the XML, and what all families of rules need to look at terms."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from facturier.faults import Fault, Severity, Where
from facturier.model.incoming import Terms, Value
from facturier.rules.incoming.names import NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A broken rule: `code` of the fault, `rule` as the norm calls it, the values of the message."""

    code: str
    rule: str
    line: int = 0
    values: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR

    def fault(self, file: str) -> Fault:
        """The finding as a fault of a file."""
        values = (("rule", self.rule), *self.values)
        return Fault(code=self.code, severity=self.severity, where=Where(file, (), self.line), values=values)


def finding(code: str, rule: str, line: int, *, severity: Severity = Severity.ERROR, **values: object) -> Finding:
    """A finding; `term` among the values is given its name in the norm."""
    texts = {name: str(value) for name, value in values.items()}
    if "term" in texts:
        texts["term"] = named(texts["term"])
    return Finding(code=code, rule=rule, line=line, values=tuple(texts.items()), severity=severity)


def close(
    rule: str, line: int, *, term: str, shown: Decimal, computed: Decimal, exact: bool = False, forgiven: bool = False
) -> Finding:
    """A sum that is wrong (EIN-121), or forgiven by the norm (EIN-125): less than a unit of currency away."""
    wrong = exact or (abs(shown - computed) >= 1 and not forgiven)
    return finding(
        "EIN-121" if wrong else "EIN-125",
        rule,
        line,
        severity=Severity.ERROR if wrong else Severity.WARNING,
        term=term,
        shown=shown,
        computed=computed,
    )


def named(term: str) -> str:
    """`BT-44` → `BT-44 (Buyer name)`."""
    return f"{term} ({NAMES[term]})" if term in NAMES else term


def words(text: str) -> frozenset[str]:
    """The words of a text, for lists of codes."""
    return frozenset(text.split())


def number(value: Value | None) -> Decimal | None:
    """The number of a value; None when it has none (`codes` reports it)."""
    if value is None:
        return None
    try:
        found = Decimal(value.text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found.adjusted() < 20 else None


def amount(terms: Terms, term: str) -> Decimal:
    """The amount of a term, zero when it is not there."""
    return number(terms.first(term)) or Decimal(0)
