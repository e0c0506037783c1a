"""Hypothesis strategies for sellers, clients, documents and books: values that the reader could have made."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

from hypothesis import strategies as st

from facturier.model.book import Book
from facturier.model.document import (
    Charge,
    Discount,
    Document,
    DocumentType,
    ExchangeRate,
    Line,
    Nature,
    Period,
    Prices,
)
from facturier.model.law import LateRate, Law
from facturier.model.money import minor_units
from facturier.model.party import Address, BankAccount, Client, ClientKind, Contact, Seller
from facturier.model.settings import Settings
from facturier.model.terms import Due, DueIn, EarlyDiscount, InstalmentTerm, LatePenalty, MonthEnd, Terms
from facturier.model.vat import Vat

CURRENCIES = ("EUR", "USD", "CHF", "JPY", "TND")

STANDARD_VATS = tuple(
    Vat(category="S", rate=Decimal(rate), word=f"{rate}%") for rate in ("20", "10", "8.5", "5.5", "2.1", "1.05", "0.9")
)
EXEMPT = Vat(
    category="E",
    rate=Decimal(0),
    word="exempt",
    case="EXEMPT_261",
    code="VATEX-FR-CGI261-4",
    article="261-4-4°",
)
FRANCHISE = Vat(category="E", rate=Decimal(0), word="franchise", case="FR_FRANCHISE", code="VATEX-FR-FRANCHISE")
REVERSE_CHARGE = Vat(
    category="AE", rate=Decimal(0), word="reverse-charge", case="EU_SERVICES_B2B", code="VATEX-EU-AE", derived=True
)
INTRA_COMMUNITY = Vat(
    category="K", rate=Decimal(0), word="intra-community", case="EU_GOODS_B2B", code="VATEX-EU-IC", derived=True
)
EXPORT = Vat(category="G", rate=Decimal(0), word="export", case="EXPORT_GOODS", code="VATEX-EU-G", derived=True)
OUTSIDE_SCOPE = Vat(category="O", rate=Decimal(0), word="outside-scope", case="NON_EU_SERVICES_B2B", code="VATEX-EU-O")
ZERO_RATED = Vat(category="Z", rate=Decimal(0), word="0%", case="FR_STANDARD")

VAT_FAMILIES: tuple[tuple[Vat, ...], ...] = (
    STANDARD_VATS,
    (*STANDARD_VATS[:4], EXEMPT),
    (FRANCHISE,),
    (REVERSE_CHARGE,),
    (INTRA_COMMUNITY, STANDARD_VATS[0]),
    (EXPORT, STANDARD_VATS[0]),
    (OUTSIDE_SCOPE,),
    (ZERO_RATED, STANDARD_VATS[0]),
)
"""Treatments that may stand together on one document."""


@cache
def plain_numbers(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    """Decimals as a person types them: between two bounds, with at most so many places."""
    step = Decimal(1).scaleb(-places)
    bounds = int(Decimal(low) / step), int(Decimal(high) / step)
    return st.integers(*bounds).map(lambda count: count * step)


@cache
def amounts(currency: str = "EUR", *, low: str = "0", high: str = "99999") -> st.SearchStrategy[Decimal]:
    """Amounts with exactly the decimals of the currency."""
    return plain_numbers(low, high, minor_units(currency))


@cache
def percents(*, low: str = "0", high: str = "100") -> st.SearchStrategy[Decimal]:
    """Percentages as typed, at most 4 places."""
    return st.one_of(plain_numbers(low, high, 0), plain_numbers(low, high, 2), plain_numbers(low, high, 4))


@cache
def days(first: date = date(2024, 1, 1), last: date = date(2026, 11, 22)) -> st.SearchStrategy[date]:
    """Dates within the years whose rates are known."""
    return st.dates(min_value=first, max_value=last)


# --- parties ---------------------------------------------------------------------------------------------------------

SIRENS = ("999000011", "999000029", "999000037", "999000045")


ADDRESSES = (
    Address(lines=("12 rue Sainte-Marie",), postcode="01000", city="Bourg-en-Bresse"),
    Address(lines=("8 avenue des Champs", "Bâtiment B"), postcode="75008", city="Paris"),
    Address(lines=("3 quai des Chartrons",), postcode="33000", city="Bordeaux"),
)
LANGUAGES = ("fr", "en", "de", "es", "it", "nl")


@cache
def sellers(vat_regime: str = "normal") -> st.SearchStrategy[Seller]:
    """Small French businesses; a franchise seller has no VAT number."""
    return st.sampled_from(
        [
            Seller(
                name="Atelier Lumen",
                address=ADDRESSES[0],
                legal_form=legal_form,
                capital=None if legal_form == "EI" else Decimal("5000.00"),
                registry="RCS Bourg-en-Bresse",
                siren=SIRENS[0],
                vat_number="FR66999000011" if vat_regime == "normal" else "",
                vat_regime=vat_regime,
                contact=Contact(name="Nour Diallo", email="nour@lumen.example", phone="+33 6 12 34 56 78"),
                bank=BankAccount(holder="Atelier Lumen", iban="FR7630006000011234567890189", bic="AGRIFRPPXXX"),
            )
            for legal_form in ("SARL", "EI", "SASU")
        ]
    )


@st.composite
def clients(draw: st.DrawFn, *, kind: ClientKind | None = None, client_id: str | None = None) -> Client:
    """Clients of any kind; a consumer has no registration."""
    chosen = kind or draw(st.sampled_from(ClientKind))
    name = client_id or draw(st.sampled_from(["acme", "beta", "caron", "delta-2", "e-3"]))
    return Client(
        id=name,
        name=name.capitalize(),
        kind=chosen,
        address=draw(st.sampled_from(ADDRESSES)),
        siren="" if chosen is ClientKind.CONSUMER else SIRENS[1 + len(name) % 3],
        contacts=(Contact(name="Service comptable", email=f"compta@{name}.example", role="billing"),),
        language=draw(st.sampled_from(LANGUAGES)),
        file=f"clients/{name}.yaml",
    )


# --- lines and terms -------------------------------------------------------------------------------------------------


SUPPLIES = (
    ("Conseil", "day", Nature.SERVICES),
    ("Développement back-end", "hour", Nature.SERVICES),
    ("Hébergement, au prorata", "month", Nature.SERVICES),
    ("Manuel imprimé", "piece", Nature.GOODS),
)


@cache
def discounts(*, currency: str = "EUR", high: str = "50") -> st.SearchStrategy[Discount]:
    """A percentage, or an amount up to `high`."""
    return percents().map(lambda percent: Discount(percent=percent, reason="Remise fidélité")) | amounts(
        currency, high=high
    ).map(lambda amount: Discount(amount=amount, reason="Remise commerciale"))


@cache
def lines(
    *, vats: tuple[Vat, ...] = STANDARD_VATS, currency: str = "EUR", sections: int = 0, returns: bool = True
) -> st.SearchStrategy[Line]:
    """Lines of any quantity (negative ones are returns) at a price of up to 6 decimals."""
    quantity = plain_numbers("-20" if returns else "0", "200", 4) | st.integers(1, 40).map(Decimal)
    price = plain_numbers("0", "2000", 6) | amounts(currency, high="2000")
    discount = st.none() | discounts(currency=currency, high="5")
    section = st.sampled_from([None, *range(sections)])
    parts = st.tuples(st.sampled_from(SUPPLIES), quantity, price, st.sampled_from(vats), discount, section)
    return parts.map(_line)


def _line(parts: tuple[tuple[str, str, Nature], Decimal, Decimal, Vat, Discount | None, int | None]) -> Line:
    (item, unit, nature), quantity, price, vat, discount, section = parts
    return Line(
        item=item, unit=unit, nature=nature, quantity=quantity, price=price, vat=vat, discount=discount, section=section
    )


@cache
def charges(*, vats: tuple[Vat, ...] = STANDARD_VATS, currency: str = "EUR") -> st.SearchStrategy[Charge]:
    """Postage and the like."""
    parts = st.tuples(amounts(currency, high="300"), st.sampled_from(vats))
    return parts.map(lambda part: Charge(item="Frais de port", amount=part[0], vat=part[1]))


@st.composite
def instalment_terms(draw: st.DrawFn, *, issued: date) -> tuple[InstalmentTerm, ...]:
    """Instalments by share, together 100 %, dates rising."""
    cuts = draw(st.lists(plain_numbers("0.01", "99.99", 2), min_size=1, max_size=5, unique=True).map(sorted))
    gaps = draw(st.lists(st.integers(1, 60), min_size=len(cuts) + 1, max_size=len(cuts) + 1))
    edges = [Decimal(0), *cuts, Decimal(100)]
    shares = [after - before for before, after in pairwise(edges)]
    dates = [issued + timedelta(days=sum(gaps[: place + 1])) for place in range(len(gaps))]
    return tuple(InstalmentTerm(date=day, share=share) for day, share in zip(dates, shares, strict=True))


@cache
def terms(*, issued: date) -> st.SearchStrategy[Terms]:
    """A term, a date or instalments, with or without early discount."""
    term = st.builds(DueIn, days=st.integers(0, 60), month_end=st.sampled_from(MonthEnd))
    day = st.integers(0, 60).map(lambda days: issued + timedelta(days=days))
    due: st.SearchStrategy[Due] = st.one_of(term, day, instalment_terms(issued=issued))
    early = st.builds(EarlyDiscount, percent=percents(low="0", high="5"), days=st.integers(1, 20))
    penalties = [
        LatePenalty(yearly=yearly, payments_first_on=first)
        for yearly in (None, Decimal("12.5"), Decimal(15))
        for first in ("principal", "interest")
    ]
    return st.builds(Terms, due=due, early_discount=st.none() | early, late_penalty=st.sampled_from(penalties))


# --- documents -------------------------------------------------------------------------------------------------------


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    prices: Prices | None = None,
    currency: str | None = None,
    kind: DocumentType = DocumentType.INVOICE,
    number: str = "F2026-0001",
    client: Client | None = None,
    vats: tuple[Vat, ...] | None = None,
    min_lines: int = 1,
    max_lines: int = 8,
    returns: bool = True,
    discounted: bool = True,
    issued: date | None = None,
) -> Document:
    """Any document of one's own making: all treatments that go together, discounts, charges, sections, terms."""
    money = currency or draw(st.sampled_from(CURRENCIES))
    family = vats or draw(st.sampled_from(VAT_FAMILIES))
    sections = draw(st.integers(0, 3))
    day = issued or draw(days())
    each = lines(vats=family, currency=money, sections=sections, returns=returns)
    return Document(
        key=number,
        number=number,
        type=kind,
        seller=draw(sellers("franchise" if FRANCHISE in family else "normal")),
        client=client or draw(clients()),
        file=f"invoices/{day.year}/{number}.yaml",
        date=day,
        currency=money,
        prices=prices or draw(st.sampled_from(Prices)),
        lines=tuple(draw(st.lists(each, min_size=min_lines, max_size=max_lines))),
        sections=tuple(f"Lot {place + 1}" for place in range(sections)),
        charges=tuple(draw(st.lists(charges(vats=family, currency=money), max_size=3))),
        discount=draw(st.none() | discounts(currency=money)) if discounted else None,
        terms=draw(terms(issued=day)),
        period=draw(st.none() | st.just(Period(start=day.replace(day=1), end=day))),
        exchange_rate=None if money == "EUR" else ExchangeRate(rate=draw(plain_numbers("0.5", "200", 4)), date=day),
        pay=("bank",),
    )


# --- books -----------------------------------------------------------------------------------------------------------

LAW = Law(
    as_of=date(2026, 11, 22),
    late_rates={
        half_year: LateRate(
            half_year=half_year,
            mro=Decimal(mro),
            statutory=Decimal(mro) + 10,
            legal_individual=Decimal(individual),
            legal_other=Decimal(other),
            floor=3 * Decimal(other),
        )
        for half_year, mro, individual, other in (
            ("2023-S2", "4.00", "6.82", "4.22"),
            ("2024-S1", "4.50", "8.01", "5.07"),
            ("2024-S2", "4.25", "8.16", "4.92"),
            ("2025-S1", "3.15", "7.21", "3.71"),
            ("2025-S2", "2.15", "6.65", "2.76"),
            ("2026-S1", "2.15", "6.67", "2.62"),
            ("2026-S2", "2.40", "6.84", "2.75"),
        )
    },
)
"""The late-payment rates of three years; 2027 is unknown."""


def book_of(*documents: Document, law: Law = LAW) -> Book:
    """A book that holds just these documents and their clients."""
    numbered = {document.key: document for document in documents if document.number}
    drafts = {document.key: document for document in documents if not document.number}
    return Book(
        seller=documents[0].seller if documents else Seller(name="Atelier Lumen", address=Address()),
        settings=Settings(),
        law=law,
        clients={document.client.id: document.client for document in sorted(documents, key=lambda one: one.client.id)},
        documents=dict(sorted(numbered.items())),
        drafts=dict(sorted(drafts.items())),
    )


@st.composite
def books(draw: st.DrawFn, *, max_documents: int = 6, max_clients: int = 3) -> Book:
    """Books of several clients, each with its own invoices in its own currencies; no document refers to another."""
    ids = draw(
        st.lists(st.sampled_from(["acme", "beta", "caron", "delta"]), min_size=1, max_size=max_clients, unique=True)
    )
    buyers = [draw(clients(client_id=name)) for name in ids]
    dates = sorted(draw(st.lists(days(), min_size=1, max_size=max_documents)))
    return book_of(
        *(
            draw(
                documents(
                    number=f"F{day.year}-{place:04}", client=draw(st.sampled_from(buyers)), issued=day, max_lines=4
                )
            )
            for place, day in enumerate(dates, start=1)
        )
    )
