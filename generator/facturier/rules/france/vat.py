"""Rules about VAT: the word typed is lawful for seller, client and nature; rates exist; one reason to be free of it."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.compute.vat import Choice, choices, head, vatex
from facturier.faults import Fault, error, info, warning
from facturier.model.document import Charge, Document, Line, Nature
from facturier.model.party import ClientKind
from facturier.rules.context import Context, at_part, is_legal

BY_WORD = {
    "rate": "VAT-012",
    "franchise": "VAT-001",
    "intra-community": "VAT-004",
    "reverse-charge": "VAT-008",
    "export": "VAT-006",
    "outside-scope": "VAT-007",
    "exempt": "VAT-009",
    "margin": "VAT-010",
}
EXEMPT = ("E", "AE", "K", "G", "O")


def words_are_lawful(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-001 … VAT-012: a typed word that seller, client and nature do not leave open; the article says why."""
    for part, nature in _typed(document):
        choice = _choice(context, document, nature)
        if choice is None or choice.permits(part.vat_typed) or lacks_a_number(part.vat_typed, choice):
            continue
        derived = choice.row.derives
        wanted = derived if derived != "rate" else _rates(choice)
        code = _code(part.vat_typed, choice, document)
        yield _misfit(code, document, part, nature, wanted=wanted, article=choice.row.article)


def _typed(document: Document) -> Iterator[tuple[Line | Charge, Nature]]:
    for line in document.lines:
        if line.vat_typed and not line.deducts and line.path:
            yield line, line.nature
    goods = all(line.nature is Nature.GOODS for line in document.lines)
    for charge in document.charges:
        if charge.vat_typed and charge.path:
            yield charge, Nature.GOODS if goods and document.lines else Nature.SERVICES


def parts_of(document: Document) -> tuple[Line | Charge, ...]:
    """Everything that bears VAT: lines, then charges."""
    return (*document.lines, *document.charges)


def _choice(context: Context, document: Document, nature: Nature) -> Choice | None:
    seller, client = document.seller, document.client
    return choices(seller=seller, client=client, nature=nature, law=context.law, on=document.date)


def lacks_a_number(word: str, choice: Choice) -> bool:
    """Whether the word would be lawful if the client had a VAT number: MEN-020 says so, and nothing else."""
    return choice.row.rule == "MEN-020" and head(word) in ("reverse-charge", "intra-community")


def _code(word: str, choice: Choice, document: Document) -> str:
    kind = head(word)
    if document.seller.vat_regime == "franchise":
        return {"rate": "VAT-002", "reverse-charge": "VAT-003"}.get(kind, "VAT-001")
    if choice.row.derives != "rate" and kind not in ("exempt", "margin"):
        return choice.row.rule
    return "VAT-005" if kind == "reverse-charge" and "HOME" not in choice.row.zone else BY_WORD[kind]


def _rates(choice: Choice) -> str:
    return ", ".join(f"{rate.normalize():f}%" for rate in choice.rates or ()) or "–"


def rates_are_not_zero(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-012: France has no zero rate, as a default neither; what is not taxed says why with a word."""
    for line in document.lines:
        if line.vat.category == "Z" and not line.vat_typed:
            article = "CGI 278 ff."
            yield _misfit(
                "VAT-012", document, line, line.nature, wanted="reverse-charge, export, exempt…", article=article
            )


def subcontracted_works_are_services(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-008: reverse charge inside France is for building works, which are services (CGI 283-2 nonies)."""
    for line in document.lines:
        if line.vat.case == "BTP_SUBCONTRACT" and line.nature is Nature.GOODS and line.path:
            yield _misfit("VAT-008", document, line, line.nature, wanted="20%", article="CGI 283-2 nonies")


def _misfit(
    code: str, document: Document, part: Line | Charge, nature: Nature, /, *, wanted: str, article: str
) -> Fault:
    where, client = at_part(document, part, "vat"), document.client.name
    word = part.vat_typed or part.vat.word
    return error(code, where, word=word, wanted=wanted, client=client, nature=nature.value, article=article)


def articles_have_a_code(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-028: the article of an exemption is one of the VATEX list (Flux rule G1.40)."""
    for part in parts_of(document):
        if part.vat.article and part.vat_typed and not vatex(part.vat.article, context.law):
            yield warning("VAT-028", at_part(document, part, "vat"), article=part.vat.article)


def one_reason_per_document(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-026: two exemptions with different articles, VAT-027: "outside scope" beside any other (BR-O-11 to 14)."""
    untaxed = [part for part in parts_of(document) if part.vat.category in EXEMPT]
    reasons = {(part.vat.case, part.vat.article): part for part in untaxed}
    if len(reasons) > 1:
        _, second, *_ = reasons.values()
        words = " + ".join(part.vat.word for part in reasons.values())
        yield error("VAT-026", at_part(document, second, "vat"), words=words)
    if {part.vat.category for part in parts_of(document)} > {"O"}:
        part = next(part for part in untaxed if part.vat.category == "O")
        yield error("VAT-027", at_part(document, part, "vat"), word=part.vat.word)


def foreign_rates_belong_to_consumers(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-022: a consumer in another member state may be charged that state's VAT through the OSS."""
    if document.client.kind is not ClientKind.CONSUMER:
        return
    for line in document.lines:
        choice = _choice(context, document, line.nature) if head(line.vat.word) == "rate" else None
        if choice is not None and choice.rates is None and line.path and line.vat.rate:
            yield info("VAT-022", at_part(document, line, "vat"), country=document.client.address.country)
            return


def franchise_across_borders(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-020: services, VAT-021: goods of a franchise seller to a business of another member state."""
    if document.seller.vat_regime != "franchise" or document.client.kind is ClientKind.CONSUMER:
        return
    for line in document.lines:
        choice = _choice(context, document, line.nature)
        away = choice is not None and document.client.address.country in context.law.places.eu
        if away and line.path and is_legal(document):
            code = "VAT-021" if line.nature is Nature.GOODS else "VAT-020"
            yield info(code, at_part(document, line, "vat"), client=document.client.name)
            return


RULES = (
    words_are_lawful,
    rates_are_not_zero,
    subcontracted_works_are_services,
    articles_have_a_code,
    one_reason_per_document,
    foreign_rates_belong_to_consumers,
    franchise_across_borders,
)
