"""Seller and client → letterhead, window address and identifiers as they are printed."""

from __future__ import annotations

from facturier.model.document import Document
from facturier.model.law import Mention
from facturier.model.party import Address, Client, Seller
from facturier.render.formats import Formats
from facturier.render.pdf.view import Addressee, Letterhead, Pair
from facturier.render.words import Words

_CITY_FIRST = frozenset({"AU", "CA", "GB", "IE", "US"})  # the postcode follows the city


def letterhead(
    document: Document, mentions: tuple[Mention, ...], words: Words, formats: Formats, *, logo: bool
) -> Letterhead:
    """The seller as C. com. R123-237 and R123-238 want it on every business paper."""
    seller = document.seller
    identity = [mention.text for mention in mentions if mention.place == "seller"] or _identity(seller, words, formats)
    contact = [part for part in (seller.contact.phone, seller.contact.email) if part]
    home = seller.address.country
    return Letterhead(
        name=seller.trade_name or seller.name,
        logo=f"book:{seller.logo}" if logo and seller.logo else "",
        lines=(*_named(seller), *postal_lines(seller.address, formats, home=home), *contact),
        identifiers=_seller_identifiers(seller, words),
        footer=" · ".join([seller.name, *identity, *_inline(seller.address, formats), *_codes(seller, words)]),
    )


def addressee(document: Document, words: Words, formats: Formats) -> Addressee:
    """The client: its address for the window (the billing address when there is one), others beside."""
    client, home = document.client, document.seller.address.country
    window = client.billing_address or client.address
    others = []
    if client.billing_address:
        others.append((words("document.registered_at"), postal_lines(client.address, formats, home=home)))
    if client.delivery_address:
        others.append((words("document.delivered_to"), postal_lines(client.delivery_address, formats, home=home)))
    return Addressee(
        label=words("document.to"),
        name=client.name,
        lines=(*((client.trade_name,) if client.trade_name else ()), *postal_lines(window, formats, home=home)),
        identifiers=_client_identifiers(client, words),
        others=tuple(others),
    )


def postal_lines(address: Address, formats: Formats, *, home: str) -> tuple[str, ...]:
    """An address as its post office writes it; the country only when it is not `home`."""
    if address.country in _CITY_FIRST:
        town = " ".join(part for part in (address.city, address.region, address.postcode) if part)
    else:
        town = f"{address.postcode} {address.city}".strip()
        town = f"{town}, {address.region}" if address.region else town
    country = formats.country(address.country).upper() if address.country != home else ""
    return tuple(line for line in (*address.lines, town, country) if line)


def _named(seller: Seller) -> tuple[str, ...]:
    return (seller.name,) if seller.trade_name and seller.trade_name != seller.name else ()


def _identity(seller: Seller, words: Words, formats: Formats) -> list[str]:
    parts = []
    if seller.capital is not None:
        amount = formats.amount(seller.capital, "EUR")
        parts.append(words("document.capital", form=seller.legal_form, amount=amount))
    elif seller.legal_form:
        parts.append(seller.legal_form)
    if seller.registry:
        parts.append(f"{seller.registry} {spaced(seller.siren)}")
    return parts


def _inline(address: Address, formats: Formats) -> list[str]:
    return [", ".join(postal_lines(address, formats, home=address.country))]


def _codes(seller: Seller, words: Words) -> list[str]:
    return [f"{pair.label}\u00a0{pair.value}".replace(" ", "\u00a0") for pair in _seller_identifiers(seller, words)]


def _seller_identifiers(seller: Seller, words: Words) -> tuple[Pair, ...]:
    return _identifiers(words, siren=seller.siren, siret=seller.siret, vat_number=seller.vat_number)


def _client_identifiers(client: Client, words: Words) -> tuple[Pair, ...]:
    return _identifiers(words, siren=client.siren, siret=client.siret, vat_number=client.vat_number)


def _identifiers(words: Words, *, siren: str, siret: str, vat_number: str) -> tuple[Pair, ...]:
    numbers = [("siret", spaced(siret))] if siret else [("siren", spaced(siren))]
    numbers.append(("vat_number", vat_number))
    return tuple(Pair(label=words(f"document.{key}"), value=value, code=True) for key, value in numbers if value)


def spaced(number: str) -> str:
    """A SIREN or SIRET in its usual groups: `999 000 011`, `999 000 011 00017`."""
    groups = [number[0:3], number[3:6], number[6:9], number[9:]]
    return "\u00a0".join(group for group in groups if group)
