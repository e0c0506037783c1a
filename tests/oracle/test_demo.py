"""Every invoice of the demo business is accepted by all that judge XML."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.oracle.recompute import discrepancies
from tests.oracle.validators import CII_FRENCH, CII_RULES, CII_XSD, rule_findings, schema_findings

from facturier.compute.expand import expand
from facturier.compute.portal import portal_for
from facturier.compute.status import states
from facturier.compute.totals import all_totals
from facturier.model.portal import PortalDocument
from facturier.read import load_book, load_law
from facturier.render.einvoice import gather, has_einvoice
from facturier.render.einvoice.parties import treatment
from facturier.render.facturx import factur_x
from facturier.render.pdf import unprintable

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
EMPTY = "PEPPOL-EN16931-R008"  # see test_cii


@pytest.fixture(scope="module")
def shown() -> tuple[PortalDocument, ...]:
    return tuple(_documents())


def _documents() -> Iterator[PortalDocument]:
    book, _ = load_book(ROOT, law=load_law())
    assert book is not None
    today, expanded = date(2026, 11, 22), expand(book)
    totals = all_totals(expanded)
    seen = states(expanded, totals, today=today)
    for client in expanded.clients:
        yield from portal_for(expanded, totals, seen, client, today=today).documents


def test_no_oracle_finds_anything(shown: tuple[PortalDocument, ...]) -> None:
    invoices = [item for item in shown if has_einvoice(item.document)]

    assert len(invoices) > 40
    assert {item.document.number: found for item in invoices if (found := _findings(item))} == {}


def test_every_character_can_be_printed(shown: tuple[PortalDocument, ...]) -> None:
    assert {item.document.number: found for item in shown if (found := unprintable(item))} == {}


def _findings(item: PortalDocument) -> list[str]:
    xml = factur_x(gather(item))
    french = rule_findings(xml, CII_FRENCH) if treatment(item.document.client) == "B2B" else ()
    rules = [found for found in rule_findings(xml, CII_RULES) if not found.startswith(EMPTY)]
    return [*schema_findings(xml, CII_XSD), *discrepancies(xml), *rules, *french]
