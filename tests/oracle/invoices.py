"""Hypothesis strategies for lawful documents: 1 to 200 lines, the VAT cases, discounts, charges, currencies, prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from tests.render.originals import (
    ACME,
    AMERICAN,
    CONSUMER,
    CREDITED,
    DAY,
    EXPORT,
    FRANCHISE,
    GERMAN,
    INTRA,
    OUTSIDE,
    PLAIN,
    REPLACED,
    REVERSE,
    SELLER,
    VAT_10,
    VAT_20,
    VAT_55,
    show,
)

from facturier.model.document import Charge, Discount, Document, DocumentType, ExchangeRate, Line, Nature, Prices
from facturier.model.portal import PortalDocument
from facturier.model.units import UNITS
from facturier.model.vat import Vat

_RATES = [VAT_20, VAT_10, VAT_55, Vat(category="S", rate=Decimal("2.1"), word="2.1%")]
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=40)
_NAMES = _TEXTS.filter(lambda text: bool(text.strip()))
_FRANCHISE_SELLER = replace(SELLER, vat_regime="franchise")
# Who sells to whom, and how that may be taxed.
_CASES = [
    (SELLER, ACME, _RATES),
    (SELLER, CONSUMER, _RATES),
    (_FRANCHISE_SELLER, ACME, [FRANCHISE]),
    (SELLER, GERMAN, [REVERSE]),
    (SELLER, GERMAN, [INTRA]),
    (SELLER, AMERICAN, [EXPORT]),
    (SELLER, AMERICAN, [OUTSIDE]),
]


def decimals(low: str, high: str, *, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False)


@st.composite
def lines(draw: st.DrawFn, vats: list[Vat], *, negative: bool) -> Line:
    quantity = draw(decimals("0.0001", "500", places=draw(st.sampled_from([0, 1, 4]))).filter(bool))
    discount = draw(
        st.one_of(st.none(), st.builds(Discount, percent=decimals("0", "100", places=2), reason=st.just("Remise")))
    )
    return Line(
        item=draw(_NAMES),
        details=draw(st.one_of(st.just(""), _TEXTS)),
        price=draw(decimals("0", "9999", places=draw(st.sampled_from([0, 2, 6])))),
        quantity=-quantity if negative and draw(st.integers(0, 9)) == 0 else quantity,
        unit=draw(st.sampled_from(sorted(UNITS))),
        vat=draw(st.sampled_from(vats)),
        nature=draw(st.sampled_from(Nature)),
        discount=discount,
    )


@st.composite
def documents(draw: st.DrawFn) -> PortalDocument:
    """A document as a portal shows it."""
    seller, client, vats = draw(st.sampled_from(_CASES))
    kind = draw(
        st.sampled_from([DocumentType.INVOICE, DocumentType.DEPOSIT, DocumentType.CREDIT_NOTE, DocumentType.CORRECTIVE])
    )
    most = draw(st.sampled_from([1, 3, 12, 200]))
    drawn = draw(st.lists(lines(vats, negative=kind is DocumentType.INVOICE), min_size=min(most, 3), max_size=most))
    currency = draw(st.sampled_from(["EUR", "EUR", "USD", "JPY"]))
    document = replace(
        PLAIN,
        seller=replace(seller, vat_due=draw(st.sampled_from(["payment", "debits"]))),
        client=client,
        type=kind,
        lines=tuple(drawn),
        currency=currency,
        prices=draw(st.sampled_from(Prices)),
        exchange_rate=None if currency == "EUR" else ExchangeRate(rate=Decimal("1.0850"), date=DAY),
        discount=draw(_discounts()),
        charges=tuple(draw(st.lists(_charges(vats), max_size=3))),
        delivered=DAY - timedelta(days=draw(st.integers(0, 40))),
        order=draw(st.sampled_from(["", "BC-7781"])),
    )
    return _shown(_in_units(document))


def _shown(document: Document) -> PortalDocument:
    related = {DocumentType.CREDIT_NOTE: CREDITED, DocumentType.CORRECTIVE: REPLACED}
    return show(document, related=related.get(document.type, ()))


def _in_units(document: Document) -> Document:
    """Prices and charges without cents for a currency that has none."""
    if document.currency != "JPY":
        return document
    lines = tuple(replace(line, price=line.price.quantize(Decimal(1))) for line in document.lines)
    charges = tuple(replace(charge, amount=charge.amount.quantize(Decimal(1))) for charge in document.charges)
    return replace(document, lines=lines, charges=charges)


def _discounts() -> st.SearchStrategy[Discount | None]:
    return st.one_of(
        st.none(), st.builds(Discount, percent=decimals("0", "60", places=2), reason=st.sampled_from(["", "Remise"]))
    )


def _charges(vats: list[Vat]) -> st.SearchStrategy[Charge]:
    amounts = decimals("0.01", "300", places=2)
    return st.builds(Charge, item=st.just("Frais de port"), amount=amounts, vat=st.sampled_from(vats))
