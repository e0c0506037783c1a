"""A made-up portal: a document in every status, with instalments, history, payment details, texts in many scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from tests.render.originals import (
    ACME,
    COLOR,
    CREDIT,
    DOLLARS,
    FINAL,
    FINAL_DEDUCTED,
    GROSS,
    INSTALMENTS,
    INVOICE,
    PLAIN,
    QUOTE,
    SELLER,
)

from facturier.compute.totals import total
from facturier.model.document import Document
from facturier.model.law import Mention
from facturier.model.money import ZERO
from facturier.model.portal import (
    Balance,
    PayLink,
    PaymentBlock,
    Portal,
    PortalDocument,
    PortalFile,
    PortalPage,
    Related,
)
from facturier.model.state import EarlyOffer, InstalmentState, State, Status, TimelineEntry
from facturier.model.statement import Statement, StatementLine

TODAY = date(2026, 11, 22)
TERMS = (
    Mention(
        code="PAY-003",
        text="En cas de retard de paiement, des pénalités sont exigibles dès le lendemain de la date d’échéance, sans "
        "qu’un rappel soit nécessaire, au taux de la Banque centrale européenne majoré de 10 points.",
    ),
    Mention(code="PAY-004", text="Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 €."),
)
QUOTE_STATUSES = (Status.OPEN, Status.ACCEPTED, Status.DECLINED, Status.EXPIRED, Status.INVOICED)
INVOICE_STATUSES = tuple(status for status in Status if status not in QUOTE_STATUSES)
_CLOSED = {
    Status.PAID, Status.OVERPAID, Status.REFUNDED, Status.CREDITED, Status.CANCELLED, Status.WRITTEN_OFF, Status.DRAFT,
}  # fmt: skip
_NOT_ASKED = {*_CLOSED, Status.DISPUTED, Status.IN_COLLECTION, Status.PAYMENT_UNDER_WAY}
_LATE = {Status.OVERDUE, Status.PROMISED, Status.FORMAL_NOTICE, Status.IN_COLLECTION}


def numbered(document: Document, number: str, day: date | None = None) -> Document:
    return replace(document, number=number, key=number, date=day or document.date)


def entry(day: date, kind: str, **more: object) -> TimelineEntry:
    return TimelineEntry(date=day, kind=kind, currency="EUR", **more)  # type: ignore[arg-type]


def with_status(document: Document, status: Status, *, badges: tuple[Status, ...] = ()) -> PortalDocument:
    """The document as its client sees it in a status, with a history that fits."""
    totals = total(document)
    open_ = {Status.OVERPAID: Decimal("-20.00"), Status.PARTIALLY_PAID: totals.due - 500}.get(status, totals.due)
    open_ = ZERO if status in _CLOSED - {Status.OVERPAID} else open_
    asked = document.type.is_invoice and status not in _NOT_ASKED
    due = TODAY - timedelta(days=9) if status in _LATE else TODAY + timedelta(days=6)
    state = State(
        as_of=TODAY,
        headline=status,
        badges=badges,
        due=totals.due,
        paid=totals.due - open_ if status in (Status.PAID, Status.OVERPAID, Status.PARTIALLY_PAID) else ZERO,
        contested=Decimal("120.00") if status is Status.DISPUTED else ZERO,
        open=open_ if document.type.is_invoice else ZERO,
        due_date=due,
        days_left=(due - TODAY).days if open_ > 0 else None,
        overdue=open_ if status in _LATE else ZERO,
        payable=asked,
        payable_amount=open_ if asked else ZERO,
        next_amount=open_ if asked else ZERO,
    )
    return PortalDocument(
        document=document,
        totals=totals,
        state=state,
        mentions=TERMS if document.type.is_invoice else (),
        timeline=history(document, status, paid=state.paid),
        payment=payment(document, open_) if asked else None,
    )


ORIGINAL = b"%PDF-1.7 the very bytes"


def sealed(item: PortalDocument) -> PortalDocument:
    """The document with a seal over ORIGINAL."""
    return replace(item, fingerprint="GFMK-G5BV-YCIM-LGSM", original=sha256(ORIGINAL).hexdigest())


def history(document: Document, status: Status, *, paid: Decimal = ZERO) -> tuple[TimelineEntry, ...]:
    """Issued and sent; then what brought the document into its status."""
    day, late = document.date, TODAY - timedelta(days=9)
    claim = "Deux heures comptées en trop.\nVoir le bon d’intervention."
    told = {
        Status.OVERDUE: (
            entry(late, "overdue-since", computed=True),
            entry(TODAY - timedelta(days=4), "reminded", by="e-mail", step=1),
        ),
        Status.PROMISED: (entry(day, "promised", until=TODAY + timedelta(days=2), by="Léonie Marchand"),),
        Status.DISPUTED: (entry(day + timedelta(days=3), "disputed", amount=Decimal("120.00"), reason=claim),),
        Status.FORMAL_NOTICE: (entry(TODAY, "formal-notice", until=TODAY + timedelta(days=8)),),
        Status.PAYMENT_UNDER_WAY: (entry(TODAY, "payment-started", amount=Decimal("100.00"), ref="pi_3N"),),
    }.get(status, ())
    money = (entry(day + timedelta(days=5), "paid", amount=paid, by="transfer", ref="VIR 8841"),) if paid else ()
    return (entry(day, "issued"), entry(day, "sent", by="e-mail"), *money, *told)


def payment(document: Document, amount: Decimal, *, link: bool = True) -> PaymentBlock:
    epc = (
        f"BCD\n002\n1\nSCT\nAGRIFRPPXXX\n{SELLER.name}\nFR7630006000011234567890189\nEUR{amount}\n\nRF18539007547034\n"
    )
    url = f"https://pay.lumen.example/{document.number}"
    return PaymentBlock(
        amount=amount,
        currency=document.currency,
        bank=SELLER.bank,
        reference="RF18539007547034",
        epc=epc if document.currency == "EUR" else "",
        links=(PayLink(label="Carte", url=url, host="pay.lumen.example", amount=amount),) if link else (),
    )


def in_instalments() -> PortalDocument:
    """Two dates, the first part paid in part, an early discount, a related deposit and an attachment."""
    document = numbered(replace(INSTALMENTS, attachments=("clients/acme/pv-recette.pdf",)), "F2026-0050")
    item = with_status(document, Status.PARTIALLY_PAID)
    due, half = item.totals.due, item.totals.due / 2
    paid = Decimal("500.00")
    parts = (
        InstalmentState(part=1, due_date=date(2026, 12, 2), amount=half, paid=paid, open=half - paid, days_left=10,
                        status=Status.PARTIALLY_PAID),
        InstalmentState(part=2, due_date=date(2026, 12, 31), amount=half, open=half, days_left=39),
    )  # fmt: skip
    early = EarlyOffer(until=date(2026, 11, 30), percent=Decimal(2), amount=due - 50, saving=Decimal("36.08"))
    state = replace(
        item.state, instalments=parts, next_amount=half - paid, due_date=date(2026, 12, 2), days_left=10, early=early
    )
    related = (
        Related(kind="quote", number="D2026-0007", date=date(2026, 9, 1), amount=Decimal("2304.00")),
        Related(kind="credited-by", number="A2026-0003", date=date(2026, 11, 12), amount=Decimal("768.00")),
    )
    return replace(item, state=state, related=related, payment=payment(document, half - paid))


def quote(status: Status = Status.OPEN) -> PortalDocument:
    document = numbered(QUOTE, f"D2026-{list(Status).index(status):04}")
    valid = TODAY - timedelta(days=12) if status is Status.EXPIRED else date(2026, 12, 2)
    item = with_status(document, status)
    return replace(item, state=replace(item.state, valid_until=valid, due_date=None, days_left=None))


def credit_note() -> PortalDocument:
    item = with_status(numbered(CREDIT, "A2026-0003", date(2026, 11, 12)), Status.SENT)
    related = (Related(kind="credits", number="F2026-0050", date=date(2026, 11, 2), amount=Decimal("2304.00")),)
    return replace(item, related=related, state=replace(item.state, due_date=None, days_left=None))


def every_status() -> tuple[PortalDocument, ...]:
    """One invoice per status, one quote per status of a quote."""
    invoices = tuple(
        with_status(numbered(INVOICE, f"F2026-{place:04}", date(2026, 11, 2) - timedelta(days=9 * place)), status)
        for place, status in enumerate(INVOICE_STATUSES, start=1)
        if status is not Status.DRAFT
    )
    return (*invoices, *map(quote, QUOTE_STATUSES))


def other_scripts() -> PortalDocument:
    """Right to left, CJK, and a word longer than a telephone is wide."""
    lines = (
        replace(PLAIN.lines[0], item="ترجمة كتيّب المعرض", details="النسخة الأولى: ٢٤ صفحة\nمراجعة لغوية"),
        replace(PLAIN.lines[0], item="東京の展示会の図録", ref="図-07"),
        replace(
            PLAIN.lines[0], item="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
        ),
    )
    document = numbered(replace(PLAIN, lines=lines, subject="كتيّب المعرض · 展示会"), "F2026-0061")
    return with_status(document, Status.DUE_SOON)


def portal(*, language: str = "fr", preview: bool = False) -> Portal:
    """A client with a bit of everything, newest first."""
    final = total(FINAL, deducted=FINAL_DEDUCTED)
    documents = (
        other_scripts(),
        in_instalments(),
        sealed(with_status(numbered(replace(GROSS, client=ACME), "F2026-0049", date(2026, 10, 1)), Status.SENT)),
        replace(with_status(numbered(FINAL, "F2026-0048"), Status.PAID), totals=final),
        with_status(numbered(replace(DOLLARS, client=ACME), "F2026-0047"), Status.DUE_SOON),
        credit_note(),
        *every_status(),
        with_status(numbered(PLAIN, "F2025-0007", date(2025, 3, 2)), Status.PAID),
    )
    return Portal(
        seller=SELLER,
        client=replace(ACME, language=language),
        as_of=TODAY,
        language=language,
        color=COLOR,
        documents=tuple(sorted(documents, key=lambda item: (item.document.date, item.document.number), reverse=True)),
        balances=(
            Balance(currency="EUR", open=Decimal("18520.40"), overdue=Decimal("9120.10"), due_soon=Decimal("2304.00"),
                    next_due=date(2026, 11, 28), next_amount=Decimal("2304.00")),
            Balance(currency="USD", open=Decimal(2500), next_due=date(2026, 12, 2), next_amount=Decimal(2500)),
        ),
        statements=(statement(),),
        pages=(PortalPage(slug="conditions", file="clients/everyone/conditions.md", text=PAGE),),
        files=(PortalFile(name="pv-recette.pdf", file="clients/acme/pv-recette.pdf", digest="00", size=84210),),
        url="https://factures.lumen.example/",
        preview=preview,
    )  # fmt: skip


def statement() -> Statement:
    """Two years: an invoice paid after the turn of the year, then one that is open."""
    old, new = "F2025-0007", "F2026-0050"
    told = (
        (date(2025, 12, 2), "invoice", old, "500", "500", ""),
        (date(2026, 1, 5), "payment", old, "-500", "0", "transfer"),
        (date(2026, 11, 2), "invoice", new, "2304", "2304", ""),
        (date(2026, 11, 12), "credit-note", "A2026-0003", "-768", "1536", ""),
    )
    lines = tuple(
        StatementLine(date=day, kind=kind, number=number, amount=Decimal(amount), balance=Decimal(balance), by=by)
        for day, kind, number, amount, balance, by in told
    )
    return Statement(currency="EUR", start=date(2025, 12, 2), end=TODAY, lines=lines, closing=Decimal(1536))


def small_portal(*items: PortalDocument, language: str = "fr") -> Portal:
    """A portal of just these documents."""
    return replace(portal(language=language), documents=items, balances=(), statements=(), pages=(), files=())


PAGE = """\
# Conditions générales de vente

Elles valent pour tous nos travaux[^1], sauf accord écrit.

## Délais

| Prestation | Délai |
|---|---|
| Identité visuelle | 6 semaines |
| Site | 3 mois |

- [Le procès-verbal](pv-recette.pdf)
- [Nous écrire](mailto:nour@lumen.example)

[^1]: Version du 1er janvier 2026.
"""
