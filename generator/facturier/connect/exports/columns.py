"""The rows of a table → sales, by a map of its columns: the header words of Stripe, Invoice Ninja, or your own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from facturier.compute.sale_terms import rate_of
from facturier.connect.exports.problems import ExportError, unreadable
from facturier.connect.exports.table import Row, day, day_order, decimal_sign, number
from facturier.model.money import ZERO
from facturier.model.sale import REFUNDED, Sale, SaleLine

# Key → the header words it is known by, without case. The first are those of Invoice Ninja, then of Stripe.
KEYS: dict[str, tuple[str, ...]] = {
    "number": ("invoice number", "invoice invoice number", "number", "numéro", "invoice no"),
    "date": ("date", "invoice date", "date (utc)", "created (utc)", "finalized at (utc)"),
    "due": ("due date", "invoice due date", "due date (utc)", "échéance"),
    "currency": ("currency", "client currency", "invoice currency", "devise"),
    "client": ("client name", "name", "customer name", "client", "customer description"),
    "client_vat": ("client vat number", "vat number", "customer tax id", "customer vat id"),
    "client_siren": ("siren",),
    "client_email": ("contact email", "email", "customer email"),
    "client_address": ("client address1", "client street", "customer address line1", "address", "adresse"),
    "client_postcode": ("client postal code", "customer address postal code", "postcode", "code postal"),
    "client_city": ("client city", "customer address city", "city", "ville"),
    "client_country": ("client country", "customer address country", "country", "pays"),
    "order": ("po number", "invoice po number", "order"),
    "notes": ("public notes", "invoice public notes", "memo", "notes"),
    "item": ("item product", "item item", "item", "description", "product"),
    "details": ("item notes", "details"),
    "quantity": ("item quantity", "quantity", "qty", "quantité"),
    "price": ("item cost", "unit cost", "unit price", "price", "prix unitaire"),
    "line_discount": ("item discount amount",),
    "line_net": ("item line total", "line total", "line net", "montant ht"),
    "vat_rate": ("item tax rate1", "item tax rate 1", "vat rate", "tax percent", "tax rate1", "taux tva"),
    "net": ("total excluding tax", "net", "total ht"),
    "subtotal": ("subtotal",),
    "discount": ("total discount amount",),
    "vat": ("tax", "tax amount", "invoice tax amount", "vat", "tva", "total taxes"),
    "gross": ("total", "amount", "invoice amount", "gross", "total ttc"),
    "paid": ("amount paid", "paid to date", "invoice paid to date"),
    "refunded": ("amount refunded", "refunded amount", "refunded", "montant remboursé"),
}
_AMOUNTS = (
    "quantity",
    "price",
    "line_discount",
    "line_net",
    "vat_rate",
    "net",
    "subtotal",
    "discount",
    "vat",
    "gross",
    "paid",
    "refunded",
)
_OF_A_LINE = ("item", "quantity", "price", "line_net")
_BUYER = {
    "client": "BT-44", "client_vat": "BT-48", "client_siren": "BT-47", "client_email": "BT-58",
    "client_address": "BT-50", "client_postcode": "BT-53", "client_city": "BT-52", "client_country": "BT-55",
}  # fmt: skip
_TOTALS = {"net": "BT-109", "vat": "BT-110", "gross": "BT-112", "paid": "BT-113", "refunded": REFUNDED}
_COUNTRY, _SIREN = re.compile(r"[A-Z]{2}"), re.compile(r"\d{9}")
_CENT = Decimal("0.01")


def read_table(header: Sequence[str], rows: Sequence[Row], typed: Mapping[str, str], currency: str) -> list[Sale]:
    """Return the sales; `typed` maps keys to header words that KEYS does not know.

    Faults: EIN-150 columns missing, EIN-151 a value that is none. Rows with the same number are lines of one sale.
    """
    places = _places(header, typed)
    cells = {key: [row.cells.get(name, "") for row in rows] for key, name in places.items()}
    decimal = decimal_sign((one for key in _AMOUNTS for one in cells.get(key, ())), "amount")
    order = day_order([*cells["date"], *cells.get("due", ())], places["date"])
    reader = _Reader(places=places, decimal=decimal, order=order, currency=currency)
    sales: dict[str, list[Row]] = {}
    for row in rows:
        if shown := row.cells.get(places["number"], ""):
            sales.setdefault(shown, []).append(row)
        elif any(row.cells.values()):
            raise unreadable(places["number"], "", row.line)
    return [reader.sale(own) for own in sales.values()]


def _places(header: Sequence[str], typed: Mapping[str, str]) -> dict[str, str]:
    """Key → header word."""
    wrong = sorted({*typed} - {*KEYS}) + sorted(name for name in typed.values() if name not in header)
    if wrong:
        raise ExportError("EIN-150", columns=", ".join(wrong))
    known = {name.casefold(): name for name in reversed(header)}
    found = {key: typed[key] for key in typed}
    for key, names in KEYS.items():
        if key not in found and (name := next((known[one] for one in names if one in known), "")):
            found[key] = name
    missing = [key for key in ("number", "date", "client") if key not in found]
    if not any(key in found for key in ("line_net", "price", "net", "subtotal", "gross")):
        missing.append("gross")
    if missing:
        raise ExportError("EIN-150", columns=", ".join(missing))
    return found


class _Reader:
    """Reads the cells of one table."""

    def __init__(self, *, places: Mapping[str, str], decimal: str, order: str, currency: str) -> None:
        self._places, self._decimal, self._order, self._currency = places, decimal, order, currency

    def sale(self, rows: Sequence[Row]) -> Sale:
        first = rows[0]
        lines = [line for row in rows if (line := self._line(row))]
        totals = {term: value for key, term in _TOTALS.items() if (value := self._amount(first, key)) is not None}
        discount = self._amount(first, "discount") or ZERO
        if not lines:
            lines = [self._whole(first, totals, discount)]
            discount = ZERO
        currency = re.sub(r"[^A-Za-z]", "", self._text(first, "currency")).upper() or self._currency
        return Sale(
            number=self._text(first, "number"),
            date=day(self._text(first, "date"), self._order, self._places["date"], first.line),
            due=day(due, self._order, self._places["due"], first.line) if (due := self._text(first, "due")) else "",
            currency=currency,
            buyer=self._buyer(first),
            lines=tuple(lines),
            discount=discount,
            totals=totals,
            order=self._text(first, "order"),
            notes=self._text(first, "notes"),
            place=first.line,
            unheld=tuple(self._unheld(rows)),
        )

    def _line(self, row: Row) -> SaleLine | None:
        if not any(self._text(row, key) for key in _OF_A_LINE):
            return None
        quantity, price = self._amount(row, "quantity"), self._amount(row, "price")
        quantity = Decimal(1) if quantity is None else quantity
        discount = self._amount(row, "line_discount") or ZERO
        net = self._amount(row, "line_net")
        if net is None and price is None:
            return None
        made = ((quantity * (price or ZERO)).quantize(_CENT, ROUND_HALF_UP)) - discount
        return SaleLine(
            item=self._text(row, "item") or self._text(row, "details").partition("\n")[0] or "–",
            details=self._text(row, "details") if self._text(row, "item") else "",
            quantity=quantity,
            price=price,
            discount=discount,
            net=made if net is None else net,
            rate=self._amount(row, "vat_rate"),
        )

    def _whole(self, row: Row, totals: Mapping[str, Decimal], discount: Decimal) -> SaleLine:
        """An export of totals alone: one line of the net amount, at the rate that its VAT comes from."""
        tax, gross, subtotal = totals.get("BT-110"), totals.get("BT-112"), self._amount(row, "subtotal")
        net = totals.get("BT-109")
        if net is None:
            net = gross - tax if gross is not None and tax is not None else None
        if net is None:
            net = subtotal - discount if subtotal is not None else gross or ZERO
        rate = self._amount(row, "vat_rate")
        if rate is None and tax is not None and (rate := rate_of(net, tax)) is None:
            raise unreadable(self._places.get("vat", "vat"), f"{tax}", row.line)
        item = self._text(row, "item") or self._text(row, "number")
        return SaleLine(item=item, price=abs(net), quantity=Decimal(-1 if net < 0 else 1), net=net, rate=rate)

    def _text(self, row: Row, key: str) -> str:
        return row.cells.get(self._places.get(key, ""), "")

    def _amount(self, row: Row, key: str) -> Decimal | None:
        text = self._text(row, key)
        return number(text, self._decimal, self._places[key], row.line) if text else None

    def _buyer(self, row: Row) -> dict[str, str]:
        buyer = {term: self._text(row, key) for key, term in _BUYER.items()}
        country, siren = buyer["BT-55"].upper(), re.sub(r"\s", "", buyer["BT-47"])
        coded = country if _COUNTRY.fullmatch(country) else ""
        return {**buyer, "BT-55": coded, "BT-47": siren if _SIREN.fullmatch(siren) else ""}

    def _unheld(self, rows: Sequence[Row]) -> Iterable[tuple[str, str]]:
        """Columns without a key, and `subtotal` where lines say more, with their first text."""
        held = {name for key, name in self._places.items() if key != "client_country"}
        if _COUNTRY.fullmatch(self._text(rows[0], "client_country").upper()):
            held.add(self._places["client_country"])
        names = dict.fromkeys(name for row in rows for name in row.cells if name not in held)
        for name in names:
            if text := next((row.cells[name] for row in rows if row.cells.get(name)), ""):
                yield name, text
