"""Turns a document and its totals into every legal sentence it must carry, and none that is untrue of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from facturier.compute.wording import Value, mention, money, one_line, rate
from facturier.model.document import Document, DocumentType, Nature
from facturier.model.law import Law, Mention, half_year
from facturier.model.party import ClientKind
from facturier.model.portal import Related
from facturier.model.totals import Totals
from facturier.model.vat import Vat

COMPANIES = frozenset(
    {
        "EURL",
        "SARL",
        "SAS",
        "SASU",
        "SA",
        "SNC",
        "SCA",
        "SCS",
        "SCOP",
        "SELARL",
        "SELAS",
        "SELASU",
        "SELURL",
        "SCI",
        "SCP",
        "SCM",
    }
)
"""Legal forms with a share capital (C. com. R123-238)."""
SOLE_TRADERS = frozenset({"EI", "EIRL", "micro-entreprise"})
WORKS_RATES = {Decimal(10): "works_intermediate", Decimal("5.5"): "works_reduced"}
NOT_INVOICES = (DocumentType.QUOTE, DocumentType.PROFORMA)


def mentions(document: Document, totals: Totals, law: Law, *, related: tuple[Related, ...] = ()) -> tuple[Mention, ...]:
    """Every legal sentence of the document in its language, by place: title, seller, client, vat, terms, footer.

    `related` gives the dates of the documents it credits or replaces (BT-26). A sentence whose words are not known
    for the document's day is left out; rule VAT-023 tells.
    """
    page = _Page(document, totals, law, related)
    parts = (_title, _seller, _client, _vat, _terms, _footer)
    return tuple(found for part in parts for found in part(page))


def exemption_reason(vat: Vat, law: Law, *, on: date, language: str) -> str:
    """The sentence of a VAT treatment (BT-120); "" when none is needed, as for a plain rate."""
    case = law.vat_cases.get(vat.case)
    if case is None or not case.sentence:
        return ""
    sentence = law.sentence(case.sentence, language, on)
    return sentence.text.replace("{article}", vat.article) if sentence else ""


class _Page:
    """One document with what its sentences depend on."""

    __slots__ = ("document", "law", "related", "totals")

    def __init__(self, document: Document, totals: Totals, law: Law, related: tuple[Related, ...]) -> None:
        self.document, self.totals, self.law, self.related = document, totals, law, related

    def say(self, key: str, place: str, note: str = "", /, **values: Value) -> tuple[Mention, ...]:
        document = self.document
        return mention(
            key, law=self.law, language=document.language, on=document.date, place=place, note=note, values=values
        )

    def money(self, amount: Decimal, *, whole: bool = False, currency: str = "") -> str:
        return money(amount, currency or self.document.currency, self.document.language, whole=whole)

    @property
    def reformed(self) -> bool:
        return self.document.date >= self.law.reform_day(self.document.seller.size)


def _title(page: _Page) -> Iterator[Mention]:
    document = page.document
    match document.type:
        case DocumentType.DEPOSIT:
            yield from page.say("deposit", "title")
        case DocumentType.SELF_BILLED:
            yield from page.say("self_billed", "title")
        case DocumentType.PROFORMA:
            yield from page.say("proforma", "title")
        case DocumentType.CREDIT_NOTE:
            yield from _reference(page, "credit_note", document.credits)
        case DocumentType.CORRECTIVE:
            yield from _reference(page, "corrective", document.replaces)


def _reference(page: _Page, key: str, number: str) -> tuple[Mention, ...]:
    day = next((link.date for link in page.related if link.number == number), None)
    return page.say(key, "title", number=number, date=day) if number and day else ()


def _seller(page: _Page) -> Iterator[Mention]:
    seller = page.document.seller
    if seller.legal_form in SOLE_TRADERS and not is_marked_sole_trader(seller.name):
        yield from page.say("sole_trader", "seller", name=seller.name)
    if seller.legal_form in COMPANIES and seller.capital is not None:
        capital = page.money(seller.capital, whole=True, currency="EUR")
        yield from page.say("company", "seller", name=seller.name, form=seller.legal_form, capital=capital)
    if seller.registry:
        yield from page.say("registry", "seller", registry=seller.registry, siren=seller.siren)
    elif seller.siren:
        yield from page.say("siren", "seller", siren=seller.siren)
    if seller.vat_number:
        yield from page.say("vat_number", "seller", number=seller.vat_number)


def is_marked_sole_trader(name: str) -> bool:
    """Whether a name already stands beside "EI" or "Entrepreneur individuel" (C. com. R526-27)."""
    words = name.split()
    lowered = name.lower()
    marked = lowered.startswith("entrepreneur individuel") or lowered.endswith("entrepreneur individuel")
    return marked or "EI" in (words[:1] + words[-1:])


def _client(page: _Page) -> Iterator[Mention]:
    document, client = page.document, page.document.client
    if client.kind is not ClientKind.CONSUMER and client.siren:
        yield from page.say("client_siren", "client", siren=client.siren)
    if client.vat_number:
        yield from page.say("client_vat_number", "client", number=client.vat_number)
    billing, delivery = client.billing_address, client.delivery_address
    if billing is not None and billing != client.address:
        yield from page.say("billing_address", "client", address=one_line(billing))
    if delivery is not None and delivery != client.address and _has(document, Nature.GOODS):
        yield from page.say("delivery_address", "client", address=one_line(delivery))


def _has(document: Document, nature: Nature) -> bool:
    return any(line.nature is nature for line in document.lines if not line.deducts)


def _vat(page: _Page) -> Iterator[Mention]:
    document, totals = page.document, page.totals
    for vat in {(group.vat.case, group.vat.article): group.vat for group in totals.groups}.values():
        case = page.law.vat_cases.get(vat.case)
        if case is not None and case.sentence:
            for reason in page.say(case.sentence, "vat", article=vat.article):
                yield replace(reason, case=vat.case)
    if document.seller.vat_due == "debits" and charges_vat_on_services(document):
        yield from page.say("vat_debits", "vat")
    if totals.tax_eur is not None and totals.tax and document.exchange_rate is not None:
        yield from _tax_in_euro(page, totals.tax_eur)
    for taken in totals.deducted:
        if not taken.credit_note:
            amounts = {"net": page.money(taken.net), "tax": page.money(taken.tax)}
            key = "deducted_progress" if taken.progress else "deducted"
            yield from page.say(key, "vat", number=taken.number, date=taken.date, **amounts)


def charges_vat_on_services(document: Document) -> bool:
    """Whether the option for debits means anything here: VAT is charged on a service (ann. III art. 77)."""
    return any(line.nature is Nature.SERVICES and line.vat.category == "S" for line in document.lines)


def _tax_in_euro(page: _Page, tax_eur: Decimal) -> tuple[Mention, ...]:
    exchange = page.document.exchange_rate
    if exchange is None:
        return ()
    tax = page.money(tax_eur, currency="EUR")
    currency, source = page.document.currency, exchange.source
    return page.say(
        "vat_in_euro", "vat", tax=tax, rate=exchange.rate, currency=currency, source=source, date=exchange.date
    )


def _terms(page: _Page) -> Iterator[Mention]:
    document = page.document
    if page.reformed and document.type not in NOT_INVOICES:
        yield from page.say(_operation(document), "terms")
    if document.type is DocumentType.QUOTE:
        yield from _agreement(page)
    elif document.type is not DocumentType.PROFORMA and document.client.kind is not ClientKind.CONSUMER:
        yield from _discount(page)
        yield from _public(page) if document.client.kind is ClientKind.PUBLIC else _late(page)
    if document.client.kind is ClientKind.CONSUMER:
        yield from _works(page)


def _agreement(page: _Page) -> tuple[Mention, ...]:
    """Where a quote is signed. That it costs nothing is said to consumers alone, who must be told (QUO-001)."""
    key = "quote" if page.document.client.kind is ClientKind.CONSUMER else "quote_to_business"
    days = page.document.valid_days
    return page.say(key, "terms", days=days) if days else page.say(f"{key}_without_end", "terms")


def _operation(document: Document) -> str:
    goods, services = _has(document, Nature.GOODS), _has(document, Nature.SERVICES)
    return "operation_mixed" if goods and services else "operation_goods" if goods else "operation_services"


def _discount(page: _Page) -> Iterator[Mention]:
    early = page.document.terms.early_discount
    if early is None:
        yield from page.say("no_discount", "terms", "AAB")
        return
    yield from page.say(
        "early_discount", "terms", "AAB", percent=rate(early.percent, page.document.language), days=early.days
    )
    if page.totals.tax:
        yield from page.say("early_discount_vat", "terms")


def _late(page: _Page) -> Iterator[Mention]:
    yearly, language = page.document.terms.late_penalty.yearly, page.document.language
    if yearly is not None:
        yield from page.say("late_penalty_fixed", "terms", "PMD", rate=rate(yearly, language))
    else:
        for sentence in page.say("late_penalty", "terms", "PMD"):
            texts = (sentence.text, *(known.text for known in _known_rate(page)))
            yield Mention(code=sentence.code, text=" ".join(texts), note="PMD", place="terms")
    yield from page.say("recovery_fee", "terms", "PMT")


def _known_rate(page: _Page) -> tuple[Mention, ...]:
    day, language = page.document.date, page.document.language
    known = page.law.late_rate(day)
    if known is None:
        return ()
    [half] = page.say("half_year_1" if half_year(day).endswith("1") else "half_year_2", "terms", year=day.year)
    return page.say("late_penalty_known", "terms", half_year=half.text, rate=rate(known.statutory, language))


def _public(page: _Page) -> Iterator[Mention]:
    yield from page.say("public_interest", "terms", "PMD")
    yield from page.say("public_fee", "terms", "PMT")


def _works(page: _Page) -> Iterator[Mention]:
    """The client's certificate for building works at a reduced rate (B2C-004), by the sector of the seller."""
    if page.document.seller.sector != "building" or page.document.type is DocumentType.CREDIT_NOTE:
        return
    lines = [line for line in page.document.lines if line.nature is Nature.SERVICES and line.vat.category == "S"]
    for percent, key in WORKS_RATES.items():
        if any(line.vat.rate == percent for line in lines):
            yield from page.say(key, "terms")


def _footer(page: _Page) -> Iterator[Mention]:
    seller = page.document.seller
    if seller.insurance is not None:
        insurer = ", ".join(part for part in (seller.insurance.insurer, seller.insurance.contact) if part)
        yield from page.say("insurance", "footer", insurer=insurer, area=seller.insurance.area or "France")
    if seller.mediator and page.document.client.kind is ClientKind.CONSUMER:
        yield from page.say("mediator", "footer", mediator=seller.mediator)


def sentence_keys(document: Document, law: Law) -> Mapping[str, str]:
    """The keys of the VAT sentences a document needs, by case: what VAT-023 looks for in the tables of its day."""
    cases = {line.vat.case for line in document.lines} | {charge.vat.case for charge in document.charges}
    found = {name: law.vat_cases[name].sentence for name in sorted(cases) if name in law.vat_cases}
    return {name: key for name, key in found.items() if key}
