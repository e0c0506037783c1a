"""Invoices of Invoice Ninja (API answers, or the company export with its clients) → sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from facturier.connect.exports.fields import Json, amount, each, inner, names, rest, text
from facturier.connect.exports.problems import unreadable
from facturier.model.money import ZERO
from facturier.model.sale import Sale, SaleLine

_NO_INVOICE = {"1": "draft", "5": "cancelled", "6": "reversed"}
_CURRENCIES = {"1": "USD", "2": "GBP", "3": "EUR"}  # the ids of Invoice Ninja
_COUNTRIES = {
    "40": "AT", "56": "BE", "124": "CA", "276": "DE", "208": "DK", "724": "ES", "246": "FI", "250": "FR", "826": "GB",
    "372": "IE", "380": "IT", "442": "LU", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "752": "SE", "756": "CH",
    "840": "US",
}  # ISO 3166-1 numeric, as its clients have them  # fmt: skip
_BUYER = {
    "name": "BT-44", "vat_number": "BT-48", "address1": "BT-50", "address2": "BT-51", "city": "BT-52",
    "postal_code": "BT-53", "state": "BT-54",
}  # fmt: skip
_KNOWN = names(
    """
id hashed_id user_id project_id assigned_user_id amount balance client_id client vendor_id status_id design_id
recurring_id created_at updated_at archived_at is_deleted number discount po_number date last_sent_date next_send_date
due_date public_notes uses_inclusive_taxes tax_name1 tax_rate1 total_taxes is_amount_discount line_items entity_type
reminder1_sent reminder2_sent reminder3_sent reminder_last_sent paid_to_date subscription_id auto_bill_enabled
tax_info e_invoice custom_surcharge1 custom_surcharge2 custom_surcharge3 custom_surcharge4 custom_surcharge_tax1
custom_surcharge_tax2 custom_surcharge_tax3 custom_surcharge_tax4 has_tasks has_expenses exchange_rate invitations
documents backup company_id deleted_at last_viewed auto_bill auto_bill_tries
"""
)
_CENT = Decimal("0.01")


def read_ninja(invoices: Sequence[Json], clients: Sequence[Json], currency: str) -> list[Sale]:
    """Return the sales; `currency` is that of clients who name none. EIN-151: what is no issued invoice, two taxes."""
    known = {text(one, name): one for name in ("id", "hashed_id") for one in clients if text(one, name)}
    return [_sale(invoice, known, currency) for invoice in invoices if invoice.get("is_deleted") is not True]


def _sale(invoice: Json, clients: Mapping[str, Json], currency: str) -> Sale:
    number, status = text(invoice, "number"), text(invoice, "status_id")
    if status in _NO_INVOICE or not number:
        raise unreadable("status_id", f"{number}: {_NO_INVOICE.get(status, '')}")
    client = inner(invoice, "client") or clients.get(text(invoice, "client_id"), {})
    lines = [_line(line, invoice) for line in each(invoice, "line_items")]
    lines += _surcharges(invoice, lines)
    by_amount, whole = invoice.get("is_amount_discount") is True, sum((line.net for line in lines), ZERO)
    discount = amount(invoice, "discount")
    return Sale(
        number=number,
        date=text(invoice, "date")[:10],
        due=text(invoice, "due_date")[:10],
        currency=_currency(client, currency),
        buyer=_buyer(client),
        lines=tuple(lines),
        discount=discount if by_amount else _cent(whole * discount / 100),
        discount_percent=ZERO if by_amount else discount,
        totals={
            "BT-110": amount(invoice, "total_taxes"),
            "BT-112": amount(invoice, "amount"),
            "BT-113": amount(invoice, "paid_to_date"),
        },
        order=text(invoice, "po_number"),
        notes=text(invoice, "public_notes"),
        unheld=(*rest(invoice, _KNOWN), *_strange_country(client)),
    )


def _line(line: Json, invoice: Json) -> SaleLine:
    quantity, price = amount(line, "quantity"), amount(line, "cost")
    given, gross = amount(line, "discount"), _cent(quantity * price)
    by_amount = invoice.get("is_amount_discount") is True
    discount = given if by_amount else _cent(gross * given / 100)
    rate = _rate(line) or _rate(invoice)
    net = gross - discount
    inside = invoice.get("uses_inclusive_taxes") is True and bool(rate)
    key, notes = text(line, "product_key"), text(line, "notes")
    return SaleLine(
        item=key or notes.partition("\n")[0] or "–",
        details=notes if key else "",
        quantity=quantity,
        price=None if inside or price < 0 else price,
        discount=ZERO if inside else discount,
        percent=ZERO if by_amount or inside else given,
        net=_cent(net / (1 + (rate or ZERO) / 100)) if inside else net,
        rate=rate or None,
    )


def _surcharges(invoice: Json, lines: list[SaleLine]) -> list[SaleLine]:
    """Custom surcharges as lines, taxed at the rate of the first line when they are taxed."""
    rate = lines[0].rate if lines else None
    found = [(place, amount(invoice, f"custom_surcharge{place}")) for place in range(1, 5)]
    return [
        SaleLine(item="Surcharge", net=_cent(net), rate=rate if invoice.get(f"custom_surcharge_tax{place}") else None)
        for place, net in found
        if net
    ]


def _rate(data: Json) -> Decimal:
    for name in ("tax_rate2", "tax_rate3"):
        if amount(data, name):
            raise unreadable(name, text(data, name))
    return amount(data, "tax_rate1")


def _buyer(client: Json) -> dict[str, str]:
    contact = next(each(client, "contacts"), {})
    person = f"{text(contact, 'first_name')} {text(contact, 'last_name')}".strip()
    return {
        **{term: text(client, name) for name, term in _BUYER.items()},
        "BT-55": _COUNTRIES.get(text(client, "country_id"), ""),
        "BT-56": person,
        "BT-57": text(contact, "phone") or text(client, "phone"),
        "BT-58": text(contact, "email"),
    }


def _strange_country(client: Json) -> list[tuple[str, str]]:
    country = text(client, "country_id")
    return [("client.country_id", country)] if country and country not in _COUNTRIES else []


def _currency(client: Json, otherwise: str) -> str:
    named = text(inner(client, "settings"), "currency_id")
    if named and named not in _CURRENCIES:
        raise unreadable("client.settings.currency_id", named)
    return _CURRENCIES.get(named, otherwise)


def _cent(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
