"""Rules about the words of a document: precise descriptions, French for consumers, sentences that exist on its day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from facturier.compute.mentions import sentence_keys
from facturier.faults import Fault, error, info, warning
from facturier.model.document import Document, DocumentType
from facturier.model.party import ClientKind
from facturier.rules.context import Context, at, at_part, is_legal

VAGUE = re.compile(r"(prestation|divers|service|travaux|travail|forfait)s?\.?", re.IGNORECASE)


def lines_are_described(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-034: a description says what was sold, not just "services" (242 nonies A I 8°)."""
    for line in document.lines:
        if line.path and VAGUE.fullmatch(line.item.strip()) and not line.details:
            yield warning("MEN-034", at_part(document, line, "item"), item=line.item)


def consumers_in_france_read_french(context: Context, document: Document) -> Iterator[Fault]:
    """MEN-046: a French version for consumers in France (loi 94-665 art. 2)."""
    client = document.client
    if client.kind is ClientKind.CONSUMER and context.is_french(client) and document.language != "fr":
        yield warning("MEN-046", at(document, "language"), language=document.language)


def sentences_exist(context: Context, document: Document) -> Iterator[Fault]:
    """VAT-023: legal references move from the CGI to the CIBS; those of the CGI may stand to 30 June 2028."""
    if document.type is DocumentType.QUOTE or document.date.year < 2027:
        return
    for case, key in sentence_keys(document, context.law).items():
        article = context.law.vat_cases[case].article
        if context.law.sentence(key, "fr", document.date) is None:
            yield error("VAT-023", at(document, "date"), article=article, date=document.date)
        elif is_legal(document):
            yield info("VAT-023", at(document, "date"), article=article, date=document.date)


RULES = (lines_are_described, consumers_in_france_read_french, sentences_exist)
