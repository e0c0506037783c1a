"""Turns seller, client, nature and a VAT word into the treatment of a line, by the table `law/vat_table.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from facturier.compute.zones import number_zone, relative, zone
from facturier.model.document import Nature
from facturier.model.law import Law, VatCase, VatRow
from facturier.model.money import ZERO
from facturier.model.party import Address, Client, Seller
from facturier.model.vat import Vat

_FALLBACK = {
    "franchise": "E",
    "exempt": "E",
    "margin": "E",
    "reverse-charge": "AE",
    "intra-community": "K",
    "export": "G",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the law leaves open for one line: the row of the table, and the rates that may be charged.

    `rates` is None when any rate may stand (a consumer in another member state), () when none may.
    """

    row: VatRow
    rates: tuple[Decimal, ...] | None

    def permits(self, word: str) -> bool:
        """Whether that VAT word may be typed here."""
        if head(word) != "rate":
            return head(word) in self.row.cases
        return self.rates is None or rate_of(word) in self.rates


def treatment(
    *,
    seller: Seller,
    client: Client,
    nature: Nature,
    word: str,
    law: Law,
    on: date,
    delivery: Address | None = None,
    default: str = "20%",
) -> Vat:
    """The VAT of a line. A typed `word` is taken as it is (rules judge it); "" derives the lawful one.

    A default is never typed: it holds only where the table leaves a rate open and it is a lawful one there.
    `delivery` is where goods go or work is done, when that is not the client's own delivery address.
    """
    choice = choices(seller=seller, client=client, nature=nature, law=law, on=on, delivery=delivery)
    if word:
        return _vat(word, choice, law)
    if choice is None:
        return _vat(default, choice, law)
    if choice.row.derives != "rate":
        return _vat(choice.row.derives, choice, law, derived=True)
    if choice.permits(default) or not choice.rates:
        return _vat(default, choice, law)
    return _vat(rate_word(choice.rates[0]), choice, law, derived=True)


def choices(
    *, seller: Seller, client: Client, nature: Nature, law: Law, on: date, delivery: Address | None = None
) -> Choice | None:
    """What the table says of such a line; None when no row fits."""
    home = zone(seller.address, law)
    place = zone(delivery or client.delivery_address or client.address, law)
    there = place if nature is Nature.GOODS else zone(client.address, law)
    sale = _Sale(seller, client, nature, home, relative(home, there), number_zone(client.vat_number, law))
    row = next((row for row in law.vat_table if sale.fits(row)), None)
    if row is None:
        return None
    rates = _rates(row, home, there, law, on)
    if rates == () and sale.is_work_abroad and relative(home, place) == "HOME":
        rates = _home_rates(home, place, law, on)  # work done in France: CGI 259 A
    return Choice(row=row, rates=rates)


def head(word: str) -> str:
    """The kind of a VAT word: `rate`, `exempt`, `margin`, `reverse-charge`…"""
    return "rate" if word.endswith("%") else word.partition(":")[0].strip()


def rate_of(word: str) -> Decimal:
    """The rate of a word such as `5.5%`, in percent."""
    return Decimal(word.removesuffix("%").strip())


def rate_word(rate: Decimal) -> str:
    """A rate in percent as it is written: `5.5%`."""
    text = format(rate.normalize(), "f")
    return f"{text}%"


def vatex(article: str, law: Law) -> str:
    """The VATEX code of an article of exemption: `261-4-4°` → `VATEX-FR-CGI261-4`; "" when the list has none."""
    wanted = _compact(article)
    fits = [
        code for code in law.vatex if wanted.startswith(_compact(code.removeprefix("VATEX-FR-").removeprefix("CGI")))
    ]
    return max(fits, key=len, default="")


def _compact(article: str) -> str:
    return "".join(letter for letter in article.upper() if letter.isalnum())


class _Sale(NamedTuple):
    """What the columns of the table are compared with."""

    seller: Seller
    client: Client
    nature: Nature
    home: str
    away: str
    number: str

    @property
    def is_work_abroad(self) -> bool:
        return self.nature is Nature.SERVICES and self.away != "HOME" and self.seller.vat_regime == "normal"

    def fits(self, row: VatRow) -> bool:
        return (
            row.seller == self.seller.vat_regime
            and (self.away in row.zone or "ANY" in row.zone)
            and (not row.nature or row.nature == self.nature.value)
            and (not row.client or self.client.kind.value in row.client)
            and (not row.seller_zone or self.home in row.seller_zone)
            and (row.seller_number is None or row.seller_number == bool(self.seller.vat_number))
            and (row.number is None or row.number == (self.number in ("EU", "NORTHERN_IRELAND")))
        )


def _rates(row: VatRow, home: str, there: str, law: Law, on: date) -> tuple[Decimal, ...] | None:
    if row.rates == "any":
        return None
    if row.rates == "client":
        return _home_rates(there, there, law, on)
    return _home_rates(home, there, law, on) if row.rates == "seller" else ()


def _home_rates(home: str, place: str, law: Law, on: date) -> tuple[Decimal, ...]:
    """The rates of the seller's territory, and those of Corsica when the supply is made there (CGI 297)."""
    own = law.rates("FR_METRO" if home == "MONACO" else home, on)
    extra = law.rates(place, on) if place == "CORSE" else ()
    return (*own, *(rate for rate in extra if rate not in own))


def _vat(word: str, choice: Choice | None, law: Law, *, derived: bool = False) -> Vat:
    kind = head(word)
    if kind == "rate":
        rate = rate_of(word)
        return Vat(category="S" if rate else "Z", rate=rate, word=word, derived=derived)
    case = _case(word, choice, law)
    article = word.partition(":")[2].strip() if kind == "exempt" else ""
    return Vat(
        category=case.category,
        rate=ZERO,
        word=word,
        case=case.name,
        code=case.code or vatex(article, law),
        article=article,
        derived=derived,
    )


def _case(word: str, choice: Choice | None, law: Law) -> VatCase:
    kind = head(word)
    named = choice.row.cases.get(kind, "") if choice else ""
    if named in law.vat_cases:
        return law.vat_cases[named]
    spelling = word if kind == "margin" else kind
    found = next((case for case in law.vat_cases.values() if case.word == spelling), None)
    return found or VatCase(name=kind.upper(), category=_FALLBACK.get(kind, "O"), word=kind)
