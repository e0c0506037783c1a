"""Every kind of document as UBL is accepted by the schema, EN 16931 and the French rules."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.oracle.invoices import documents
from tests.oracle.validators import UBL_FRENCH, UBL_RULES, UBL_XSD, rule_findings, schema_findings
from tests.render.originals import SHOWN

from facturier.model.portal import PortalDocument
from facturier.render.einvoice import gather, has_einvoice
from facturier.render.ubl import ubl

pytestmark = pytest.mark.oracle

INVOICES = {name: shown for name, shown in SHOWN.items() if has_einvoice(shown.document)}
DOMESTIC = {name: shown for name, shown in INVOICES.items() if shown.document.client.siren}


def findings(shown: PortalDocument) -> list[str]:
    xml = ubl(gather(shown))
    kind = etree.QName(etree.fromstring(xml)).localname
    return [*schema_findings(xml, UBL_XSD[kind]), *rule_findings(xml, UBL_RULES)]


@pytest.mark.parametrize("name", INVOICES)
def test_schema_and_en16931_accept_it(name: str) -> None:
    assert findings(INVOICES[name]) == []


@pytest.mark.parametrize("name", DOMESTIC)
def test_the_french_rules_accept_it(name: str) -> None:
    assert rule_findings(ubl(gather(DOMESTIC[name])), UBL_FRENCH) == ()


@pytest.mark.parametrize("name", INVOICES)
def test_both_syntaxes_say_the_same(name: str) -> None:
    from facturx import parse_ubl_cii_xml

    from facturier.render.facturx import factur_x

    invoice = gather(INVOICES[name])
    invoice = replace(invoice, seller=replace(invoice.seller, tax_number=""))  # BT-32: the parser reads it in CII only
    here, there = parse_ubl_cii_xml(ubl(invoice)), parse_ubl_cii_xml(factur_x(invoice))

    assert {term: value for term, value in here.items() if there.get(term) != value and term not in SYNTAX} == {}
    assert set(here) - SYNTAX == set(there) - SYNTAX


# What the syntaxes hold differently: BT-8 has other codes, and BT-9 no place in a UBL credit note.
SYNTAX = {"BT-8", "BT-9"}


@pytest.mark.slow
@given(documents())
@settings(suppress_health_check=list(HealthCheck))
def test_no_oracle_finds_anything_in_made_up_documents(shown: PortalDocument) -> None:
    assert findings(shown) == []
