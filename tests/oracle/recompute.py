"""An invoice added up again from its XML alone, to the cent and without a line of the product's code.

The schematrons allow a tolerance (VAT rounded per line passes them); this does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lxml import etree

_NS = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
_PLACES = {"JPY": 0}
Key = tuple[str, Decimal]


def discrepancies(xml: bytes) -> tuple[str, ...]:
    """Every amount of a CII invoice that is not what the others make it."""
    return tuple(_Invoice(etree.fromstring(xml)).wrong())


class _Invoice:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.currency = self.text(root, "//ram:InvoiceCurrencyCode")
        self.unit = Decimal(1).scaleb(-_PLACES.get(self.currency, 2))

    def text(self, node: Any, path: str) -> str:
        found = node.xpath(path, namespaces=_NS)
        return found[0].text if found else ""

    def number(self, node: Any, path: str) -> Decimal:
        return Decimal(self.text(node, path) or 0)

    def cent(self, value: Decimal) -> Decimal:
        return value.quantize(self.unit, ROUND_HALF_UP)

    def wrong(self) -> Iterator[str]:
        bases: dict[Key, Decimal] = defaultdict(Decimal)
        lines = allowances = charges = Decimal(0)
        for line in self.root.xpath("//ram:IncludedSupplyChainTradeLineItem", namespaces=_NS):
            net = self.number(line, ".//ram:LineTotalAmount")
            yield from self._line(line, net)
            lines += net
            bases[self._key(line, ".//ram:ApplicableTradeTax/")] += net
        header = "//ram:ApplicableHeaderTradeSettlement/"
        for part in self.root.xpath(header + "ram:SpecifiedTradeAllowanceCharge", namespaces=_NS):
            amount = self.number(part, "ram:ActualAmount")
            charge = self.text(part, "ram:ChargeIndicator/udt:Indicator") == "true"
            charges += amount if charge else 0
            allowances += 0 if charge else amount
            bases[self._key(part, "ram:CategoryTradeTax/")] += amount if charge else -amount
        tax = Decimal(0)
        for group in self.root.xpath(header + "ram:ApplicableTradeTax", namespaces=_NS):
            key = self._key(group, "")
            tax += self.number(group, "ram:CalculatedAmount")
            yield from self._same(f"BT-116 {key}", self.number(group, "ram:BasisAmount"), bases.pop(key, Decimal(0)))
            due = self.cent(self.number(group, "ram:BasisAmount") * key[1] / 100)
            yield from self._same(f"BT-117 {key}", self.number(group, "ram:CalculatedAmount"), due)
        if any(bases.values()):
            yield f"no VAT breakdown for {sorted(bases)}"
        yield from self._totals(lines, allowances, charges, tax)

    def _line(self, line: Any, net: Decimal) -> Iterator[str]:
        quantity, price = self.number(line, ".//ram:BilledQuantity"), self.number(line, ".//ram:ChargeAmount")
        made = quantity * price - self.number(line, ".//ram:ActualAmount")
        # A unit price made from a gross one has six decimals: its product is only as near as these allow.
        slack = self.unit / 2 + abs(quantity) * Decimal("0.0000005")
        if abs(made - net) > slack:
            yield f"BT-131 of line {self.text(line, './/ram:LineID')}: {net}, but quantity × price gives {made}"

    def _totals(self, lines: Decimal, allowances: Decimal, charges: Decimal, tax: Decimal) -> Iterator[str]:
        path = "//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:"
        tell = {name: self.number(self.root, path + name) for name in ("LineTotalAmount", "AllowanceTotalAmount")}
        net = self.number(self.root, path + "TaxBasisTotalAmount")
        gross = self.number(self.root, path + "GrandTotalAmount")
        yield from self._same("BT-106", tell["LineTotalAmount"], lines)
        yield from self._same("BT-107", tell["AllowanceTotalAmount"], allowances)
        yield from self._same("BT-108", self.number(self.root, path + "ChargeTotalAmount"), charges)
        yield from self._same("BT-109", net, lines - allowances + charges)
        written = self.number(self.root, path + f"TaxTotalAmount[@currencyID='{self.currency}']")
        yield from self._same("BT-110", written, tax)
        yield from self._same("BT-112", gross, net + tax)
        rounding = self.number(self.root, path + "RoundingAmount")
        yield from self._same("BT-115", self.number(self.root, path + "DuePayableAmount"), gross + rounding)

    def _key(self, node: Any, path: str) -> Key:
        category = self.text(node, path + "ram:CategoryCode")
        return category, self.number(node, path + "ram:RateApplicablePercent").normalize()

    def _same(self, name: str, told: Decimal, made: Decimal) -> Iterator[str]:
        if told != made:
            yield f"{name}: {told}, made of its parts {made}"
