"""Invoices of the Stripe API (one object, or a list of them) → sales. Amounts are in the smallest unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from facturier.compute.sale_terms import rate_of
from facturier.connect.exports.fields import Json, amount, each, inner, moment, names, rest, text
from facturier.connect.exports.problems import unreadable
from facturier.connect.stripe.money import exponent
from facturier.model.money import ZERO
from facturier.model.sale import Sale, SaleLine

_NO_INVOICE = frozenset({"draft", "void"})
_ADDRESS = {"line1": "BT-50", "line2": "BT-51", "city": "BT-52", "postal_code": "BT-53", "state": "BT-54"}
# What a key holds, what follows from it, and what only Stripe needs to know.
_KNOWN = names(
    """
id object number created effective_at due_date currency customer customer_name customer_email customer_address
customer_tax_ids customer_phone lines subtotal subtotal_excluding_tax total total_excluding_tax tax total_taxes
total_tax_amounts total_discount_amounts discounts discount amount_paid amount_due amount_remaining description
status status_transitions account_country account_name account_tax_ids attempt_count attempted auto_advance
automatic_tax billing_reason collection_method customer_tax_exempt default_payment_method default_source
default_tax_rates ending_balance hosted_invoice_url invoice_pdf issuer last_finalization_error latest_revision livemode
next_payment_attempt on_behalf_of paid paid_out_of_band parent payment_intent payment_settings payments period_end
period_start quote receipt_number rendering rendering_options subscription subscription_details test_clock
transfer_data webhooks_delivered_at charge
application application_fee_amount confirmation_secret amount_overpaid from_invoice threshold_reason
"""
)


def read_stripe(invoices: Sequence[Json]) -> list[Sale]:
    """Return the sales. EIN-151: a draft or void invoice, amounts that are none, two taxes on one line."""
    return [_sale(invoice) for invoice in invoices]


def _sale(invoice: Json) -> Sale:
    if text(invoice, "status") in _NO_INVOICE or not text(invoice, "number"):
        raise unreadable("status", f"{text(invoice, 'id')}: {text(invoice, 'status')}")
    if inner(invoice, "lines").get("has_more"):
        raise unreadable("lines.has_more", f"{text(invoice, 'id')}: true")
    currency = text(invoice, "currency").upper()
    unit = Decimal(1).scaleb(-exponent(currency))
    taxes = [amount(one, "amount") for name in ("total_tax_amounts", "total_taxes") for one in each(invoice, name)]
    tax = amount(invoice, "tax") or sum(taxes, ZERO)
    total = amount(invoice, "total")
    return Sale(
        number=text(invoice, "number"),
        date=moment(invoice, "effective_at") or _finalized(invoice) or moment(invoice, "created"),
        due=moment(invoice, "due_date"),
        currency=currency,
        buyer=_buyer(invoice),
        lines=tuple(_line(line, unit) for line in each(invoice, "lines")),
        totals={
            "BT-109": (total - tax) * unit,
            "BT-110": tax * unit,
            "BT-112": total * unit,
            "BT-113": amount(invoice, "amount_paid") * unit,
        },
        notes=text(invoice, "description"),
        unheld=tuple(rest(invoice, _KNOWN)),
    )


def _finalized(invoice: Json) -> str:
    return moment(inner(invoice, "status_transitions"), "finalized_at")


def _buyer(invoice: Json) -> dict[str, str]:
    address = inner(invoice, "customer_address")
    numbers = (text(one, "value") for one in each(invoice, "customer_tax_ids") if text(one, "type") == "eu_vat")
    return {
        "BT-44": text(invoice, "customer_name") or text(invoice, "customer_email"),
        "BT-48": next(numbers, ""),
        "BT-55": text(address, "country"),
        "BT-57": text(invoice, "customer_phone"),
        "BT-58": text(invoice, "customer_email"),
        **{term: text(address, name) for name, term in _ADDRESS.items()},
    }


def _line(line: Json, unit: Decimal) -> SaleLine:
    """An item: its amount is before discounts; VAT that is inside the price is taken out."""
    taxes = [one for name in ("tax_amounts", "taxes") for one in each(line, name) if amount(one, "amount")]
    if len(taxes) > 1:
        raise unreadable("tax_amounts", text(line, "id"))
    tax = sum((amount(one, "amount") for one in taxes), ZERO)
    inside = any(one.get("inclusive") is True or text(one, "tax_behavior") == "inclusive" for one in taxes)
    whole = amount(line, "amount")
    discount = sum((amount(one, "amount") for one in each(line, "discount_amounts")), ZERO)
    net = whole - discount - (tax if inside else ZERO)
    quantity = amount(line, "quantity") or Decimal(1)
    price = whole / quantity * unit
    exact = not inside and price >= 0 and (price * quantity == whole * unit)
    return SaleLine(
        item=text(line, "description") or "–",
        quantity=quantity,
        price=price if exact else None,
        discount=discount * unit if exact else ZERO,
        net=net * unit,
        rate=_rate(taxes, net, tax),
    )


def _rate(taxes: list[Json], net: Decimal, tax: Decimal) -> Decimal | None:
    """The percentage that Stripe names, else the one this VAT comes from."""
    if not taxes:
        return None
    named = amount(inner(taxes[0], "tax_rate"), "percentage")
    rate = named or rate_of(net / 100, tax / 100)
    if rate is None:
        raise unreadable("tax_amounts", f"{tax / 100}")
    return rate
