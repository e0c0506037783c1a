"""The seller of an e-invoice → the keys of a new book's facturier.yaml, and what a book says of it otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from facturier.compute.plain_text import one_line
from facturier.model.incoming import Terms, Value
from facturier.model.party import Seller

Keys = dict[str, object]
_SIREN, _SIRET = re.compile(r"\d{9}"), re.compile(r"\d{14}")
_LINES = ("BT-35", "BT-36", "BT-162")
_LANGUAGES = {"FR": "fr", "DE": "de", "AT": "de", "ES": "es", "IT": "it", "NL": "nl"}
_OF_SELLER = ("BT-28", "BT-29", "BT-30", "BT-31", "BT-32", "BT-33", "BT-34")
_OF_CONTACT, _OF_ACCOUNT = ("BT-41", "BT-42", "BT-43"), ("BT-84", "BT-85", "BT-86")
_OF_PLACE = (*_LINES, "BT-37", "BT-38", "BT-39", "BT-40")
_OF_PAYMENT = ("BT-82", "BT-83")
_FRANCHISE = "VATEX-FR-FRANCHISE"


def seller_keys(invoice: Terms) -> Keys:
    """The keys under `seller` and `defaults`; what the file does not say is left to its owner."""
    seller = invoice.one("BG-4")
    place = seller.one("BG-5")
    home = place.text("BT-40") == "FR"
    keys: Keys = {
        "name": one_line(seller.text("BT-27")),
        "trade_name": one_line(seller.text("BT-28")) if seller.text("BT-28") != seller.text("BT-27") else "",
        "legal_form": "" if home else "foreign",
        **_registered(seller, home=home),
        "vat_number": re.sub(r"[\s.-]", "", seller.text("BT-31")).upper(),
        "vat_regime": "franchise" if _is_franchise(invoice) else "",
        "address": _address(place),
        "contact": _contact(seller.one("BG-6")),
        "bank": _bank(invoice),
    }
    defaults = {"currency": invoice.text("BT-5"), "language": _LANGUAGES.get(place.text("BT-40"), "en")}
    return {"seller": {key: value for key, value in keys.items() if value}, "defaults": defaults}


def _registered(seller: Terms, *, home: bool) -> Keys:
    """SIREN and SIRET in France, any other register's number as it is written."""
    number = re.sub(r"\s", "", seller.text("BT-30"))
    siret = next((one.text for one in seller.values.get("BT-29", ()) if one.scheme == "0009"), "")
    if home and _SIRET.fullmatch(siret) and siret.startswith(number):
        return {"siren": siret[:9], "siret": siret}
    if home and _SIRET.fullmatch(number):
        return {"siren": number[:9], "siret": number}
    return {"siren": number} if home and _SIREN.fullmatch(number) else {"registry": one_line(seller.text("BT-30"))}


def _is_franchise(invoice: Terms) -> bool:
    return any(group.text("BT-121").upper() == _FRANCHISE for group in invoice.within("BG-23"))


def _address(place: Terms) -> Mapping[str, object]:
    parts: Keys = {
        "lines": [one_line(place.text(term)) for term in _LINES if place.text(term)],
        "postcode": one_line(place.text("BT-38")),
        "city": one_line(place.text("BT-37")),
        "region": one_line(place.text("BT-39")),
        "country": place.text("BT-40") or "FR",
    }
    return {key: value for key, value in parts.items() if value}


def _contact(contact: Terms) -> Mapping[str, object]:
    parts = {"name": contact.text("BT-41"), "email": contact.text("BT-43"), "phone": contact.text("BT-42")}
    return {key: one_line(text) for key, text in parts.items() if text}


def _bank(invoice: Terms) -> Mapping[str, object]:
    """The first account transfers go to."""
    account = invoice.one("BG-16").one("BG-17")
    iban = re.sub(r"\s", "", account.text("BT-84")).upper()
    parts = {"holder": one_line(account.text("BT-85")), "iban": iban, "bic": account.text("BT-86").upper()}
    return {key: value for key, value in parts.items() if value} if iban else {}


def seller_lost(invoice: Terms, seller: Seller) -> Iterator[tuple[str, Value]]:
    """What an invoice says of its seller and of paying it, and the book does not say in these words."""
    own, means = invoice.one("BG-4"), invoice.one("BG-16")
    groups = (
        (own, _OF_SELLER),
        (own.one("BG-5"), _OF_PLACE),
        (own.one("BG-6"), _OF_CONTACT),
        (means, _OF_PAYMENT),
        *((account, _OF_ACCOUNT) for account in means.within("BG-17")),
    )
    said = {_bare(text) for text in _said(seller)}
    for group, terms in groups:
        for term in terms:
            for value in group.values.get(term, ()):
                legal = (
                    term == "BT-33" and seller.siren and seller.siren in _bare(value.text)
                )  # written by the book itself
                if value.text and _bare(value.text) not in said and not legal:
                    yield term, value


def _said(seller: Seller) -> tuple[str, ...]:
    place, contact, bank = seller.address, seller.contact, seller.bank
    numbers = (seller.siren, seller.siret, seller.registry, seller.vat_number)
    where = (*place.lines, place.postcode, place.city, place.region, place.country)
    who = (seller.name, seller.trade_name, contact.name, contact.email, contact.phone)
    return (*numbers, *where, *who, *((bank.holder, bank.iban, bank.bic) if bank else ()))


def _bare(text: str) -> str:
    return re.sub(r"[\s.-]", "", text).casefold()
