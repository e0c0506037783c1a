"""The text tables beside this module → the places of all business terms in a syntax, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from facturier.render.einvoice.xml import CII, UBL

NAMESPACES = {**CII, **UBL, "re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}
IGNORED = "-"
_BOOLEAN = re.compile(r"([\w:/]+)='(true|false)'")
_PROCESSES = (
    "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0 urn:peppol:bis:billing_with_response "
    "urn:peppol:france:billing:regulated urn:peppol:france:billing:non-regulated"
)
_SHORT = {  # a text may hold what stands further down
    "process": f"contains(' {_PROCESSES} ', concat(' ', normalize-space(cbc:ProfileID), ' '))",
    "german": "$from='DE' and $to='DE'",
    "dutch": "$from='NL' and $to='NL'",
    "danishmeans": "self::*[local-name()='Invoice'][$danish]/cac:PaymentMeans",
    "danish": "$from='DK' and $to='DK'",
    "swedish": "$from='SE' and starts-with($number, 'SE')",
    "seller": "cac:AccountingSupplierParty/cac:Party",
    "buyer": "cac:AccountingCustomerParty/cac:Party",
    "means": "normalize-space(cbc:PaymentMeansCode)",
    "adjustment": ".//cac:AllowanceCharge[not(parent::cac:Price)]",
    "lines": "*[self::cac:InvoiceLine or self::cac:CreditNoteLine]",
    "own": "cac:TaxTotal/cbc:TaxAmount[@currencyID=$currency]",
    "other": "cac:TaxTotal/cbc:TaxAmount[@currencyID=/*/cbc:TaxCurrencyCode]",
    "agreement": "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement",
    "delivery": "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery",
    "settlement": "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement",
    "vat": "cac:TaxScheme[translate(normalize-space(cbc:ID), 'vat', 'VAT')='VAT']",
    "tax": "translate(normalize-space(ram:TypeCode), 'vat', 'VAT')='VAT'",
    "sepa": "translate(@schemeID, 'sepa', 'SEPA')='SEPA'",
}


_COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
_VAT = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID"
_FACTS = {  # variables of Peppol's limits
    "from": f"normalize-space($seller/{_COUNTRY})",
    "to": f"normalize-space($buyer/{_COUNTRY})",
    "number": f"normalize-space($seller/{_VAT})",
    # Of the VAT number of the seller, else of its representative, else of its address.
    "land": f"substring(concat(substring($seller/{_VAT}, 1, 2), substring(cac:TaxRepresentativeParty/{_VAT}, 1, 2), "
    f"normalize-space($seller/{_COUNTRY})), 1, 2)",
    "currency": "normalize-space(cbc:DocumentCurrencyCode)",
    "start": "string(cac:InvoicePeriod/cbc:StartDate)",
    "end": "string(cac:InvoicePeriod/cbc:EndDate)",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term or group stands, seen from its group; a group holds places of its own."""

    name: str  # BT-1, BG-25, or IGNORED
    path: etree.XPath
    inside: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule of a syntax: in each element of `context` at most `most` elements of `path` may stand.

    `needed` tells what is asked for instead, `warns` whether the rule only warns.
    """

    rule: str
    most: int
    context: etree.XPath
    path: etree.XPath
    needed: str = ""
    warns: bool = False


@cache
def limits(syntax: str) -> tuple[Limit, ...]:
    """Return the limits of a syntax, `CII` or `UBL`, or those of `PEPPOL` in UBL."""
    return tuple(_limit(row) for row in _rows(f"{syntax.lower()}_limits.txt"))


def _limit(row: str) -> Limit:
    rule, most, places = row.split(" ", 2)
    places, _, needed = places.partition(" ? ")
    context, _, path = places.rpartition(" ! ")
    warns = rule.endswith("~")
    return Limit(rule.rstrip("~"), int(most), _compiled(context or "/*"), _compiled(path), needed, warns)


@cache
def facts() -> tuple[tuple[str, etree.XPath], ...]:
    """Return what the limits of Peppol ask of a document as a whole, each once: the name of a variable, its path."""
    return tuple((name, _compiled(path)) for name, path in _FACTS.items())


@cache
def table(syntax: str) -> tuple[Place, ...]:
    """Return the places of a syntax: `CII` or `UBL`."""
    return tuple(_places(_rows(f"{syntax.lower()}.txt"), 0))


def _rows(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _places(rows: list[str], depth: int) -> Iterator[Place]:
    """The places at a depth; a row is followed by those that are deeper."""
    while rows and _depth(rows[0]) == depth:
        name, _, path = rows.pop(0).strip().partition(" ")
        yield Place(name, _compiled(path), tuple(_places(rows, depth + 2)))


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _compiled(path: str) -> etree.XPath:
    for name, long in _SHORT.items():
        path = path.replace(f"${name}", long)
    return etree.XPath(_BOOLEAN.sub(_true_or_false, path), namespaces=NAMESPACES)


def _true_or_false(found: re.Match[str]) -> str:
    """A comparison with `true` or `false`, which XML also writes as 1 and 0, with any space around."""
    digit = "1" if found[2] == "true" else "0"
    return f"(normalize-space({found[1]})='{found[2]}' or normalize-space({found[1]})='{digit}')"
