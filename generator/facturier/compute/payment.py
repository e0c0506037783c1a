"""Turns what is open into ways to pay it: bank details with an RF reference, the EPC text of a QR code, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import quote, urlsplit

from facturier.compute.pay_links import STRIPE, live_links, shown_parts
from facturier.compute.rounding import cent
from facturier.compute.swiss_qr import SWISS_COUNTRIES, is_qr_iban, qr_bill_payload, qr_reference
from facturier.model.document import Document
from facturier.model.history import Event
from facturier.model.party import BankAccount
from facturier.model.portal import PayLink, PaymentBlock
from facturier.model.settings import PayLinkTemplate, Settings
from facturier.model.state import State, Status
from facturier.model.totals import Totals

BANK = "bank"
_REFERENCE_LENGTH = 21
_EPC_BYTES = 331
_EPC_NAME = 70
_EPC_AMOUNTS = (Decimal("0.01"), Decimal("999999999.99"))


def creditor_reference(number: str) -> str:
    """The ISO 11649 reference of a document: `RF`, two check digits, the letters and digits of its number.

    "" when these are none or more than 21: a shortened number could be that of another document.
    """
    body = "".join(char for char in number.upper() if char.isascii() and char.isalnum())
    if not 0 < len(body) <= _REFERENCE_LENGTH:
        return ""
    digits = "".join(str(int(char, 36)) for char in f"{body}RF00")
    return f"RF{98 - int(digits) % 97:02}{body}"


def epc_payload(*, bank: BankAccount, amount: Decimal, currency: str, reference: str = "", text: str = "") -> str:
    """The text of the EPC069-12 QR code (version 002, UTF-8, BIC optional): a structured `reference`, else a `text`.

    "" when no bank could read it: not in EUR, an amount outside 0.01 … 999 999 999.99, or more than 331 bytes.
    """
    low, high = _EPC_AMOUNTS
    if currency != "EUR" or not low <= amount <= high:
        return ""
    name = _one_line(bank.holder)[:_EPC_NAME]
    money = f"EUR{cent(amount, currency=currency):f}"
    remittance = (reference,) if reference else ("", _one_line(text)[:140])
    payload = "\n".join(["BCD", "002", "1", "SCT", bank.bic, name, bank.iban, money, "", *remittance]).rstrip("\n")
    return payload if len(payload.encode()) <= _EPC_BYTES else ""


def payment_block(
    document: Document, totals: Totals, state: State, settings: Settings, *, events: Iterable[Event] = ()
) -> PaymentBlock | None:
    """How to pay what is asked for now; None whenever nothing may be asked (`state.payable`).

    With instalments this is what is overdue, else the next part. The `events` of its history, in order of time, hold
    the links a payment provider made for it: shown only while they ask for exactly what is open. A document in dispute
    has no pay button; the bank details stay for the part nobody contests.
    """
    if not state.payable:
        return None
    amount = min(max(state.next_amount, state.overdue) or state.payable_amount, state.payable_amount)
    bank = document.seller.bank if BANK in document.pay else None
    links = [*_provider_links(document, state, events), *_template_links(document, amount, settings)]
    if Status.DISPUTED in state.statuses:
        links = []
    return PaymentBlock(
        amount=amount,
        currency=totals.currency,
        bank=bank,
        reference=transfer_reference(document.number, bank) if bank else "",
        epc=epc_text(document, bank, amount) if bank else "",
        swiss=swiss_text(document, bank, amount) if bank else "",
        links=tuple(links),
    )


def transfer_reference(number: str, bank: BankAccount) -> str:
    """The reference of a transfer to an account: a QR-IBAN takes a QR reference alone, every other one RF…."""
    return qr_reference(number) if is_qr_iban(bank.iban) else creditor_reference(number)


def epc_text(document: Document, bank: BankAccount, amount: Decimal) -> str:
    """The EPC069-12 code of a transfer; "" outside EUR and for a QR-IBAN, which takes no RF reference."""
    if is_qr_iban(bank.iban):
        return ""
    reference = creditor_reference(document.number)
    return epc_payload(bank=bank, amount=amount, currency=document.currency, reference=reference, text=document.number)


def swiss_text(document: Document, bank: BankAccount, amount: Decimal) -> str:
    """The Swiss QR code of a transfer to a Swiss account; "" where that does not apply.

    Always in CHF; in EUR for a client in Switzerland or Liechtenstein, or to a QR-IBAN, which takes nothing else.
    """
    at = document.client.billing_address or document.client.address
    in_euros = document.currency == "EUR" and (at.country in SWISS_COUNTRIES or is_qr_iban(bank.iban))
    if document.currency != "CHF" and not in_euros:
        return ""
    return qr_bill_payload(
        bank=bank,
        creditor=document.seller.address,
        debtor_name=document.client.name,
        debtor=at,
        amount=amount,
        currency=document.currency,
        number=document.number,
        reference=creditor_reference(document.number),
    )


def _template_links(document: Document, amount: Decimal, settings: Settings) -> Iterator[PayLink]:
    """The links of the settings that the document names, in the order in which it names them."""
    templates = {template.label: template for template in settings.links}
    for label in dict.fromkeys(document.pay):
        link = _filled(templates[label], document, amount) if label in templates else None
        if link is not None:
            yield link


def _filled(template: PayLinkTemplate, document: Document, amount: Decimal) -> PayLink | None:
    """The template with its values percent-encoded; None unless it leads to one fixed host over https."""
    values = {"number": document.number, "amount": f"{amount:f}", "currency": document.currency}
    url = template.url
    for name, value in values.items():
        url = url.replace(f"{{{name}}}", quote(value, safe=""))
    host = host_of(url)
    if not host or host_of(template.url) != host:
        return None
    return PayLink(label=template.label, url=url, host=host, amount=amount)


def _provider_links(document: Document, state: State, events: Iterable[Event]) -> Iterator[PayLink]:
    """The links that stand, the latest of each part, when they ask for exactly what is asked for now."""
    if STRIPE not in document.pay:
        return
    live = live_links(events)
    for part, amount in shown_parts(state).items():
        link = live.get(part)
        host = host_of(link.url) if link else ""
        if link and host and link.amount == amount:
            yield PayLink(label=link.by or STRIPE, url=link.url, host=host, amount=amount, part=part)


def host_of(url: str) -> str:
    """The host of an https address; "" for other schemes, user names, control characters, placeholders."""
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url
        host = parts.hostname or ""
    except ValueError:
        return ""
    odd = parts.username is not None or parts.password is not None or set(parts.netloc) & set("{}\\%")
    return host if plain and parts.scheme == "https" and not odd else ""


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
