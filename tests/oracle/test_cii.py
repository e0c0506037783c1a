"""Every kind of document as Factur-X XML is accepted by the schema, EN 16931 and the French rules, and adds up."""

import pytest
from lxml import etree
from tests.oracle.recompute import discrepancies
from tests.oracle.validators import CII_FRENCH, CII_RULES, CII_XSD, rule_findings, schema_findings
from tests.render.originals import SHOWN

from facturier.model.portal import PortalDocument
from facturier.render.einvoice import gather, has_einvoice
from facturier.render.facturx import factur_x

pytestmark = pytest.mark.oracle

INVOICES = {name: shown for name, shown in SHOWN.items() if has_einvoice(shown.document)}
# Flux 2 is the exchange between French businesses; the rules do not hold for the others.
DOMESTIC = {name: shown for name, shown in INVOICES.items() if shown.document.client.siren}
EMPTY = "PEPPOL-EN16931-R008"  # the schema wants this element even when there is no delivery to tell of
ALLOWED_EMPTY = "ApplicableHeaderTradeDelivery"


def xml_of(shown: PortalDocument) -> bytes:
    return factur_x(gather(shown))


@pytest.mark.parametrize("name", INVOICES)
def test_the_schema_accepts_it(name: str) -> None:
    assert schema_findings(xml_of(INVOICES[name]), CII_XSD) == ()


@pytest.mark.parametrize("name", INVOICES)
def test_en16931_accepts_it(name: str) -> None:
    findings = rule_findings(xml_of(INVOICES[name]), CII_RULES)

    assert [finding for finding in findings if not finding.startswith(EMPTY)] == []


@pytest.mark.parametrize("name", INVOICES)
def test_nothing_but_a_missing_delivery_is_empty(name: str) -> None:
    empty = [node.tag for node in etree.fromstring(xml_of(INVOICES[name])).iter() if not len(node) and not node.text]

    assert [tag for tag in empty if not tag.endswith(ALLOWED_EMPTY)] == []


@pytest.mark.parametrize("name", DOMESTIC)
def test_the_french_rules_accept_it(name: str) -> None:
    assert rule_findings(xml_of(DOMESTIC[name]), CII_FRENCH) == ()


@pytest.mark.parametrize("name", INVOICES)
def test_its_amounts_add_up_to_the_cent(name: str) -> None:
    assert discrepancies(xml_of(INVOICES[name])) == ()
