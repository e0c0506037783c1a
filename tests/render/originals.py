"""Documents to draw: one of every kind, put together from the model without a book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from facturier.compute.mentions import mentions
from facturier.compute.totals import total
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
from facturier.model.party import Address, BankAccount, Client, ClientKind, Contact, Seller
from facturier.model.portal import PortalDocument, Related
from facturier.model.state import State, Status
from facturier.model.terms import InstalmentTerm
from facturier.model.totals import Deducted
from facturier.model.vat import Vat
from facturier.read import load_law

COLOR = "#0b6e4f"
DAY = date(2026, 11, 2)

VAT_20 = Vat(category="S", rate=Decimal(20), word="20%")
VAT_10 = Vat(category="S", rate=Decimal(10), word="10%")
VAT_55 = Vat(category="S", rate=Decimal("5.5"), word="5.5%")
FRANCHISE = Vat(category="E", rate=Decimal(0), word="franchise", case="FR_FRANCHISE", code="VATEX-FR-FRANCHISE")
REVERSE = Vat(category="AE", rate=Decimal(0), word="reverse-charge", case="EU_SERVICES_B2B", code="VATEX-EU-AE")
INTRA = Vat(category="K", rate=Decimal(0), word="intra-community", case="EU_GOODS_B2B", code="VATEX-EU-IC")
EXPORT = Vat(category="G", rate=Decimal(0), word="export", case="EXPORT_GOODS", code="VATEX-EU-G")
OUTSIDE = Vat(category="O", rate=Decimal(0), word="outside-scope", case="NON_EU_SERVICES_B2B", code="VATEX-EU-O")

SELLER = Seller(
    name="Atelier Lumen",
    legal_form="SARL",
    capital=Decimal("5000.00"),
    registry="RCS Bourg-en-Bresse",
    siren="999000011",
    vat_number="FR66999000011",
    address=Address(lines=("12 rue Sainte-Marie",), postcode="01000", city="Bourg-en-Bresse"),
    contact=Contact(name="Nour Diallo", email="nour@lumen.example", phone="+33 6 12 34 56 78"),
    bank=BankAccount(holder="Atelier Lumen", iban="FR7630006000011234567890189", bic="AGRIFRPPXXX"),
)
ACME = Client(
    id="acme",
    name="ACME France SAS",
    kind=ClientKind.BUSINESS,
    siren="999000029",
    vat_number="FR18999000029",
    address=Address(lines=("8 avenue des Champs", "Bâtiment B"), postcode="75008", city="Paris"),
)
CONSUMER = Client(
    id="martin",
    name="Hélène Martin",
    kind=ClientKind.CONSUMER,
    address=Address(lines=("3 impasse du Four",), postcode="01000", city="Bourg-en-Bresse"),
)
GERMAN = Client(
    id="blau",
    name="Blauwerk GmbH",
    kind=ClientKind.BUSINESS,
    vat_number="DE136695976",
    address=Address(lines=("Torstraße 12",), postcode="10119", city="Berlin", country="DE"),
    language="de",
)
AMERICAN = Client(
    id="harbor",
    name="Harbor & Sons, Inc.",
    kind=ClientKind.BUSINESS,
    address=Address(lines=("400 Pier Avenue",), postcode="04101", city="Portland", region="ME", country="US"),
    language="en",
    currency="USD",
)


def line(item: str, price: str, *, vat: Vat = VAT_20, qty: str = "1", **more: object) -> Line:
    return Line(item=item, price=Decimal(price), vat=vat, quantity=Decimal(qty), **more)  # type: ignore[arg-type]


def show(
    document: Document, *, deducted: tuple[Deducted, ...] = (), related: tuple[Related, ...] = ()
) -> PortalDocument:
    """What a portal would hold of the document on the day it was issued."""
    totals = total(document, deducted=deducted)
    state = State(as_of=document.date, headline=Status.ISSUED, due=totals.due, open=totals.due)
    return PortalDocument(
        document=document,
        totals=totals,
        state=state,
        related=related,
        mentions=mentions(document, totals, load_law(), related=related),
    )


INVOICE = Document(
    key="F2026-0042",
    number="F2026-0042",
    file="invoices/2026/F2026-0042.yaml",
    type=DocumentType.INVOICE,
    seller=SELLER,
    client=ACME,
    date=DAY,
    subject="Refonte du site et manuel utilisateur",
    order="BC-7781",
    period=Period(start=date(2026, 10, 1), end=date(2026, 10, 31)),
    sections=("Développement", "Fournitures"),
    lines=(
        line(
            "Développement back-end",
            "620.00",
            qty="12.5",
            unit="day",
            ref="DEV-01",
            details="Sprint 14 et 15\nReprise des données, tests et mise en production",
            discount=Discount(percent=Decimal(10), reason="Remise fidélité"),
            section=0,
        ),
        line("Hébergement, au prorata", "47.515", qty="3", unit="month", section=0),
        line("Manuel imprimé", "18.90", qty="40", vat=VAT_55, nature=Nature.GOODS, section=1),
    ),
    charges=(Charge(item="Frais de port", amount=Decimal("12.00"), vat=VAT_20),),
    discount=Discount(percent=Decimal(2), reason="Remise commerciale"),
    notes="Merci de votre confiance.",
    pay=("bank",),
)

PLAIN = replace(
    INVOICE,
    sections=(),
    charges=(),
    discount=None,
    lines=(line("Conseil en accessibilité", "640.00", qty="3", unit="day"),),
    subject="",
    order="",
    period=None,
    notes="",
)
GROSS = replace(
    PLAIN,
    client=CONSUMER,
    prices=Prices.GROSS,
    lines=(
        line("Lampe d’atelier", "129.90", nature=Nature.GOODS, discount=Discount(percent=Decimal(10), reason="Soldes")),
        line("Pose à domicile", "85.00", vat=VAT_10),
    ),
    discount=Discount(amount=Decimal("5.00"), reason="Bon d’achat"),
)
DOLLARS = replace(
    PLAIN,
    client=AMERICAN,
    currency="USD",
    language="en",
    exchange_rate=ExchangeRate(rate=Decimal("1.0850"), date=DAY),
    lines=(line("Lighting study", "1250.00", qty="2", vat=OUTSIDE),),
)
INSTALMENTS = replace(
    PLAIN,
    terms=replace(
        PLAIN.terms,
        due=(
            InstalmentTerm(date=date(2026, 12, 2), share=Decimal(50)),
            InstalmentTerm(date=date(2026, 12, 31), share=Decimal(50)),
        ),
    ),
)
LONG = replace(
    PLAIN,
    subject="Deux cents lignes",
    lines=tuple(line(f"Intervention n° {place}", "47.50", qty="1.5", unit="hour") for place in range(1, 201)),
)
CREDIT = replace(
    PLAIN,
    type=DocumentType.CREDIT_NOTE,
    number="A2026-0003",
    key="A2026-0003",
    credits="F2026-0042",
    lines=(line("Journée non réalisée", "640.00"),),
)
QUOTE = replace(
    INVOICE,
    type=DocumentType.QUOTE,
    number="D2026-0007",
    key="D2026-0007",
    valid_days=30,
    deposit=Decimal(30),
    order="",
)
DEPOSIT = replace(
    PLAIN,
    type=DocumentType.DEPOSIT,
    number="F2026-0031",
    key="F2026-0031",
    lines=(line("Acompte de 30 % sur le devis D2026-0007", "576.00"),),
)
FINAL = replace(
    PLAIN,
    deducts=("F2026-0031",),
    lines=(
        line("Conseil en accessibilité", "640.00", qty="3", unit="day"),
        line("Acompte, facture F2026-0031 du 1er octobre 2026", "576.00", qty="-1", deducts="F2026-0031"),
    ),
)
FINAL_DEDUCTED = (
    Deducted(
        number="F2026-0031",
        date=date(2026, 10, 1),
        net=Decimal("576.00"),
        tax=Decimal("115.20"),
        gross=Decimal("691.20"),
    ),
)
CORRECTIVE = replace(PLAIN, type=DocumentType.CORRECTIVE, number="F2026-0043", key="F2026-0043", replaces="F2026-0042")
SELF_BILLED = replace(PLAIN, type=DocumentType.SELF_BILLED)
PROFORMA = replace(PLAIN, type=DocumentType.PROFORMA, number="P2026-0001", key="P2026-0001")
FRANCHISED = replace(
    PLAIN,
    seller=replace(SELLER, name="Nour Diallo EI", legal_form="EI", capital=None, registry="", vat_regime="franchise"),
    lines=(line("Atelier de dessin", "240.00", vat=FRANCHISE),),
)
REVERSED = replace(PLAIN, client=GERMAN, language="de", lines=(line("Lichtplanung", "1800.00", vat=REVERSE),))
WITHIN_EU = replace(
    PLAIN,
    client=GERMAN,
    language="de",
    delivered=date(2026, 10, 28),
    lines=(line("Leuchte", "310.00", qty="4", vat=INTRA, nature=Nature.GOODS),),
)
EXPORTED = replace(
    PLAIN,
    client=AMERICAN,
    language="en",
    currency="USD",
    exchange_rate=ExchangeRate(rate=Decimal("1.0850"), date=DAY),
    lines=(line("Desk lamp", "95.00", qty="6", vat=EXPORT, nature=Nature.GOODS),),
)
EXEMPT = replace(
    PLAIN,
    lines=(
        line(
            "Formation aux lumières de scène",
            "900.00",
            vat=Vat(
                category="E",
                rate=Decimal(0),
                word="exempt",
                case="EXEMPT_261",
                code="VATEX-FR-CGI261-4",
                article="261-4-4°",
            ),
        ),
    ),
)
YEN = replace(
    PLAIN,
    currency="JPY",
    exchange_rate=ExchangeRate(rate=Decimal("162.35"), date=DAY),
    lines=(line("Maquette", "48000", qty="3", nature=Nature.GOODS),),
)
DINARS = replace(
    PLAIN,
    currency="TND",
    exchange_rate=ExchangeRate(rate=Decimal("3.385"), date=DAY),
    lines=(line("Étude", "1250.125"),),
)
POUNDS = replace(
    PLAIN,
    currency="GBP",
    exchange_rate=ExchangeRate(rate=Decimal("0.8512"), date=DAY),
    seller=replace(SELLER, vat_due="debits"),
)
REDUCED = replace(
    PLAIN,
    lines=(
        line("Manuel imprimé", "18.90", vat=VAT_55, qty="40", nature=Nature.GOODS),
        line("Conseil", "640.00", qty="3", unit="day"),
    ),
    charges=(
        Charge(item="Frais de port", amount=Decimal("12.00"), vat=VAT_55),
        Charge(item="Remise de fin d'année", amount=Decimal("-50.00"), vat=VAT_20),
        Charge(item="Geste commercial", amount=Decimal("-6.15"), vat=VAT_55),
    ),
    rounding=Decimal("0.03"),
)
WORLD = replace(
    PLAIN,
    subject="Wörterbuch · Ελληνικά · Кириллица · 日本語 · العربية · עברית",
    lines=(
        line("مصباح مكتب من النحاس", "120.00", nature=Nature.GOODS),
        line("מנורת שולחן", "80.00", nature=Nature.GOODS),
        line("デスクランプ、真鍮製", "95.00", nature=Nature.GOODS, details="東京都港区芝公園四丁目"),
        line("Φωτιστικό γραφείου", "95.00", details="Настольная лампа"),
        line(
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
            "1.00",
            details="https://exemple.example/" + "chemin-sans-fin/" * 12,
        ),
        line(
            "Émojis 😀 👩‍🚀, drapeau 🇫🇷, cœur ❤️",
            "2.00",
            details="trait d’union\u00adconditionnel, es\u200bpace nulle, \u202erenversé\u202c, \u200fmarque, e\u0301, "
            "नमस्ते",
        ),
        line('<script>alert(1)</script> & "guillemets"', "0.333333", qty="1234.5678", unit="kg"),
    ),
)

CREDITED = (Related(kind="credits", number="F2026-0042", date=DAY, amount=Decimal("2304.00")),)
REPLACED = (Related(kind="replaces", number="F2026-0042", date=DAY, amount=Decimal("2304.00")),)

SHOWN = {
    "invoice": show(INVOICE),
    "plain": show(PLAIN),
    "gross": show(GROSS),
    "dollars": show(DOLLARS),
    "instalments": show(INSTALMENTS),
    "long": show(LONG),
    "credit note": show(CREDIT, related=CREDITED),
    "quote": show(QUOTE),
    "deposit": show(DEPOSIT),
    "final": show(FINAL, deducted=FINAL_DEDUCTED),
    "corrective": show(CORRECTIVE, related=REPLACED),
    "self-billed": show(SELF_BILLED),
    "proforma": show(PROFORMA),
    "franchise": show(FRANCHISED),
    "reverse charge": show(REVERSED),
    "within the EU": show(WITHIN_EU),
    "export": show(EXPORTED),
    "exempt": show(EXEMPT),
    "yen": show(YEN),
    "dinars": show(DINARS),
    "pounds, debits": show(POUNDS),
    "reduced": show(REDUCED),
    "scripts of the world": show(WORLD),
}
"""One of every kind as a portal shows it, by name."""

_DOT = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" width="90" height="30">'
    b'<circle cx="15" cy="15" r="12" fill="#0b6e4f"/><path d="M40 5h40v20h-40z" fill="#1b1e21"/></svg>'
)
LOGO = {"theme/logo.svg": _DOT, "clients/acme/recette.txt": "Procès-verbal de recette".encode()}
"""The files of a document with a logo and an attachment, by their path in the book."""


def with_logo(shown: PortalDocument) -> PortalDocument:
    """The same document with a logo and an attachment."""
    seller = replace(shown.document.seller, logo="theme/logo.svg")
    return replace(shown, document=replace(shown.document, seller=seller, attachments=("clients/acme/recette.txt",)))
