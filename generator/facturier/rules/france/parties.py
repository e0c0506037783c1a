"""Rules about who sells and who buys: addresses, legal form, registry, numbers (242 nonies A; C. com.)."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.compute.mentions import COMPANIES
from facturier.compute.vat import choices
from facturier.compute.zones import number_zone, zone
from facturier.faults import Fault, Where, error, info, warning
from facturier.model.document import Document, Line, Nature
from facturier.model.party import Address, ClientKind, Seller
from facturier.rules.context import Context, at_client, at_seller, is_legal
from facturier.rules.france.vat import lacks_a_number

SMALL = 150  # EUR without VAT: lighter invoices, 242 nonies A II


def missing_parts(address: Address) -> str:
    """The parts of an address the law asks for that are empty, as YAML keys; abroad a postcode may not exist."""
    parts = {"lines": address.lines, "city": address.city}
    if address.country == "FR":
        parts["postcode"] = (address.postcode,) if address.postcode else ()
    return ", ".join(sorted(name for name, value in parts.items() if not value))


def seller_is_named_and_placed(context: Context) -> Iterator[Fault]:
    """MEN-002: the seller's address is complete (BG-5)."""
    missing = missing_parts(context.book.seller.address)
    if missing:
        yield error("MEN-002", at_seller("address"), missing=missing)


def company_shows_its_form(context: Context) -> Iterator[Fault]:
    """MEN-004: a company prints its share capital (C. com. R123-238); MEN-005: and its registry (R123-237)."""
    seller = context.book.seller
    if seller.legal_form in COMPANIES:
        if seller.capital is None:
            yield error("MEN-004", at_seller("legal_form"), form=seller.legal_form)
        words = seller.registry.split()
        if not words:
            yield error("MEN-005", at_seller("legal_form"), form=seller.legal_form, registry="–")
        elif words[0] != "RCS" or len(words) < 2:
            yield error("MEN-005", at_seller("registry"), form=seller.legal_form, registry=seller.registry)


def craft_register_is_gone(context: Context) -> Iterator[Fault]:
    """MEN-006: an RM number is no longer asked for since the RNE (1 January 2023)."""
    if context.book.seller.registry.startswith("RM"):
        yield info("MEN-006", at_seller("registry"), registry=context.book.seller.registry)


def seller_has_its_numbers(context: Context) -> Iterator[Fault]:
    """MEN-007: SIREN; MEN-009: SIRET is useful; MEN-010: VAT number under the normal regime."""
    seller = context.book.seller
    if not _is_foreign(seller):
        if not seller.siren:
            yield error("MEN-007", at_seller())
        elif not seller.siret:
            yield info("MEN-009", at_seller("siren"))
    if seller.vat_regime == "normal" and not seller.vat_number and _has_large_invoice(context):
        yield error("MEN-010", at_seller())


def _is_foreign(seller: Seller) -> bool:
    return seller.legal_form == "foreign" or seller.address.country not in ("FR", "GP", "MQ", "RE", "GF", "YT")


def _has_large_invoice(context: Context) -> bool:
    """Whether any invoice is above 150 EUR: below, the VAT number is optional (VAT-025)."""
    totals = context.totals
    return any(is_legal(one) and one.key in totals and totals[one.key].net > SMALL for one in context.documents())


def insurance_is_named(context: Context) -> Iterator[Fault]:
    """MEN-043: building trades name their ten-year insurer on every quote and invoice (C. assur. L243-2)."""
    if context.book.seller.sector == "building" and context.book.seller.insurance is None:
        yield error("MEN-043", at_seller("sector"))


def client_is_placed(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-016: the address of a professional buyer is complete (BG-8)."""
    client = document.client
    missing = missing_parts(client.address)
    if client.kind is not ClientKind.CONSUMER and missing and is_legal(document):
        yield error("MEN-016", at_client(client, "address"), client=client.name, missing=missing)


def client_has_a_siren(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-018: from the seller's entry into the reform a French business is named with its SIREN; MEN-018W: prepare."""
    client, day = document.client, context.law.reform_day(document.seller.size)
    if (
        client.kind is not ClientKind.BUSINESS
        or client.siren
        or not context.is_french(client)
        or not is_legal(document)
    ):
        return
    if document.date >= day:
        yield error("MEN-018", at_client(client), client=client.name, day=day)
    else:
        yield warning("MEN-018W", at_client(client), client=client.name, day=day)


def foreign_client_has_a_number(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-019: a business abroad has some identifier (CGI ann. IV 41 septies D)."""
    client = document.client
    if client.kind is not ClientKind.BUSINESS or context.is_french(client) or client.vat_number or client.siren:
        return
    if _untaxed_by_number(document):
        return  # MEN-020
    if zone(client.address, context.law) in ("EU", "COM") and is_legal(document):
        yield warning("MEN-019", at_client(client), client=client.name, country=client.address.country)


def both_vat_numbers_stand(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-020: intra-Community goods and reverse-charged services carry both VAT numbers (BR-IC-02, BR-AE-02)."""
    lines = [line for line in _untaxed_by_number(document) if _could_be_lawful(context, document, line)]
    if not lines or not is_legal(document):
        return
    client, word = document.client, lines[0].vat.word
    where = Where(document.file, (*lines[0].path, "vat")) if lines[0].vat_typed else Where(document.file, lines[0].path)
    if not document.seller.vat_number:
        yield error("MEN-020", at_seller(), also=(where,), whose=document.seller.name, word=word)
    if not client.vat_number:
        yield error("MEN-020", at_client(client), also=(where,), whose=client.name, word=word)
    elif lines[0].vat.case == "EU_GOODS_B2B" and number_zone(client.vat_number, context.law) in ("", "FR"):
        yield error("MEN-020", at_client(client, "vat_number"), also=(where,), whose=client.name, word=word)


def _untaxed_by_number(document: Document) -> list[Line]:
    return [line for line in document.lines if line.vat.category in ("K", "AE")]


def _could_be_lawful(context: Context, document: Document, line: Line) -> bool:
    """Whether only the number is missing; any other contradiction is told by the rules of VAT."""
    word = line.vat.word
    choice = choices(
        seller=document.seller, client=document.client, nature=line.nature, law=context.law, on=document.date
    )
    return choice is None or choice.permits(word) or lacks_a_number(word, choice)


def delivery_address_is_complete(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-021: from the reform on, goods sent elsewhere carry the full delivery address (BG-13, BG-15)."""
    client = document.client
    if client.delivery_address is None or document.date < context.law.reform_day(document.seller.size):
        return
    missing = missing_parts(client.delivery_address)
    if missing and any(line.nature is Nature.GOODS for line in document.lines) and is_legal(document):
        yield error("MEN-021", at_client(client, "delivery_address"), client=client.name, missing=missing)


RULES = (
    client_is_placed,
    client_has_a_siren,
    foreign_client_has_a_number,
    both_vat_numbers_stand,
    delivery_address_is_complete,
)
BOOK_RULES = (
    seller_is_named_and_placed,
    company_shows_its_form,
    craft_register_is_gone,
    seller_has_its_numbers,
    insurance_is_named,
)
