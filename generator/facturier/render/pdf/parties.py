"""Seller and client → letterhead and window address as printed, each with the legal sentences that belong to it."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.model.document import Document
from facturier.model.law import Mention
from facturier.model.party import Address
from facturier.render.formats import Formats
from facturier.render.pdf.view import Addressee, Letterhead
from facturier.render.words import Words, kept_together

_CITY_FIRST = frozenset({"AU", "CA", "GB", "IE", "US"})  # the postcode follows the city


def letterhead(document: Document, mentions: tuple[Mention, ...], formats: Formats, *, logo: bool) -> Letterhead:
    """The seller as C. com. R123-237 and R123-238 want it on every business paper, on each page in the footer."""
    seller = document.seller
    home = postal_lines(seller.address, formats, home=seller.address.country)
    abroad = document.client.address.country != seller.address.country
    legal = tuple(kept_together(mention.text) for mention in mentions if mention.place == "seller")
    named = seller.trade_name and seller.trade_name != seller.name and not any(seller.name in text for text in legal)
    country = (formats.country(seller.address.country).upper(),) if abroad else ()
    contact = tuple(part for part in (seller.contact.phone, seller.contact.email) if part)
    return Letterhead(
        name=seller.trade_name or seller.name,
        logo=f"book:{seller.logo}" if logo and seller.logo else "",
        lines=(*((seller.name,) if named else ()), *home, *country, *contact, *legal),
        footer=" · ".join(_footer(seller.name, legal, ", ".join(home))),
    )


def addressee(document: Document, mentions: tuple[Mention, ...], words: Words, formats: Formats) -> Addressee:
    """The client in the envelope window; its numbers and other addresses below."""
    client = document.client
    trade_name = (client.trade_name,) if client.trade_name else ()
    return Addressee(
        label=words("document.to"),
        name=client.name,
        lines=(*trade_name, *postal_lines(client.address, formats, home=document.seller.address.country)),
        others=tuple(kept_together(mention.text) for mention in mentions if mention.place == "client"),
    )


def postal_lines(address: Address, formats: Formats, *, home: str) -> tuple[str, ...]:
    """An address as its post office writes it; the country only when it is not `home`."""
    country = formats.country(address.country).upper() if address.country != home else ""
    return tuple(line for line in (*address.lines, town(address), country) if line)


def town(address: Address) -> str:
    """Postcode, city and region in the order of the country."""
    if address.country in _CITY_FIRST:
        return " ".join(part for part in (address.city, address.region, address.postcode) if part)
    found = f"{address.postcode} {address.city}".strip()
    return f"{found}, {address.region}" if address.region else found


def _footer(name: str, legal: tuple[str, ...], address: str) -> Iterator[str]:
    if not any(name in text for text in legal):
        yield name
    yield from (text.replace(" ", "\u00a0") if len(text) < 40 else text for text in legal)
    yield address
