"""The buyer of an e-invoice → the client of the book it is, or the keys of a new client's file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from facturier.compute.plain_text import one_line
from facturier.model.incoming import Terms, Value
from facturier.model.party import Client

Keys = dict[str, object]
_SIREN, _SIRET = "0002", "0009"
_FORMS = {
    "phone": re.compile(r"\+?[0-9][0-9 ().-]{4,30}", re.ASCII),
    "email": re.compile(
        r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}", re.ASCII
    ),
}
_LINES = ("BT-50", "BT-51", "BT-163")


def known_client(invoice: Terms, clients: Iterable[Client]) -> Client | None:
    """Find the buyer among clients: by VAT number, SIREN, or the very name."""
    buyer = invoice.one("BG-7")
    numbers = {_compact(buyer.text("BT-48")), _siren(buyer)} - {""}
    name = buyer.text("BT-44").casefold()
    listed = tuple(clients)
    by_number = (one for one in listed if numbers & {_compact(one.vat_number), one.siren})
    return next(by_number, None) or next((one for one in listed if one.name.casefold() == name), None)


def client_keys(invoice: Terms) -> Keys:
    """The keys of a new client. Its kind is a guess: the flow of the French reform, else whether it has a number."""
    buyer = invoice.one("BG-7")
    siren, siret = _siren(buyer), _siret(buyer)
    keys: Keys = {
        "name": one_line(buyer.text("BT-44")),
        "kind": _kind(invoice, siren or buyer.text("BT-48")),
        "trade_name": one_line(buyer.text("BT-45")),
        "siren": siren,
        "siret": siret,
        "vat_number": _compact(buyer.text("BT-48")),
        "address": _address(buyer.one("BG-8")),
    }
    if (address := buyer.first("BT-49")) and address.text not in {"", siren}:
        keys["e_invoice"] = {"address": f"{address.scheme}:{address.text}" if address.scheme else address.text}
    contact = buyer.one("BG-9")
    person = {"name": contact.text("BT-56"), "email": contact.text("BT-58"), "phone": contact.text("BT-57")}
    if filled := {key: one_line(text) for key, text in person.items() if text and _fits(key, one_line(text))}:
        keys["contacts"] = [filled]
    return {key: value for key, value in keys.items() if value}


def client_lost(invoice: Terms) -> Iterator[tuple[str, Value]]:
    """The terms of the buyer that no key of a client can hold as they are written."""
    contact = invoice.one("BG-7").one("BG-9")
    for term, key in (("BT-57", "phone"), ("BT-58", "email")):
        value = contact.first(term)
        if value and not _fits(key, one_line(value.text)):
            yield term, value


def _fits(key: str, text: str) -> bool:
    """Whether a text is what the key asks for."""
    return key not in _FORMS or _FORMS[key].fullmatch(text) is not None


def client_id(name: str, taken: Iterable[str]) -> str:
    """An id made from a name: letters, digits and hyphens, not one that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-") or "client"
    used, count, made = set(taken) | {"everyone"}, 1, stem
    while made in used:
        count += 1
        made = f"{stem}-{count}"
    return made


def _kind(invoice: Terms, number: str) -> str:
    flow = next((note.text("BT-22") for note in invoice.within("BG-1") if note.text("BT-21") == "BAR"), "")
    if flow.startswith("B2C"):
        return "consumer"
    if not invoice.within("BG-4"):  # an export, which often leaves out the numbers of its clients
        return "business"
    home = invoice.one("BG-7").one("BG-8").text("BT-55") == invoice.one("BG-4").one("BG-5").text("BT-40")
    return "business" if number or flow or not home else "consumer"


def _siren(buyer: Terms) -> str:
    registered = buyer.first("BT-47")
    if registered and registered.scheme in {_SIREN, _SIRET} and registered.text[:9].isdigit():
        return registered.text[:9]
    return _siret(buyer)[:9]


def _siret(buyer: Terms) -> str:
    candidates = (*buyer.values.get("BT-46", ()), *buyer.values.get("BT-47", ()))
    return next((one.text for one in candidates if one.scheme == _SIRET and re.fullmatch(r"\d{14}", one.text)), "")


def _address(place: Terms) -> Mapping[str, object]:
    parts: Keys = {
        "lines": [one_line(place.text(term)) for term in _LINES if place.text(term)],
        "postcode": one_line(place.text("BT-53")),
        "city": one_line(place.text("BT-52")),
        "region": one_line(place.text("BT-54")),
        "country": place.text("BT-55"),
    }
    return {key: value for key, value in parts.items() if value} or {"country": "FR"}  # what is missing, `check` tells


def _compact(number: str) -> str:
    return re.sub(r"[\s.-]", "", number).upper()
