"""Hundreds of made-up lawful invoices: no oracle finds anything, and what was written can be read back."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from tests.oracle.invoices import documents
from tests.oracle.recompute import discrepancies
from tests.oracle.validators import CII_FRENCH, CII_RULES, CII_XSD, rule_findings, schema_findings

from facturier.model.portal import PortalDocument
from facturier.render.einvoice import gather
from facturier.render.facturx import factur_x

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

EMPTY = "PEPPOL-EN16931-R008"  # see test_cii


@given(documents())
@settings(suppress_health_check=list(HealthCheck))
def test_no_oracle_finds_anything(shown: PortalDocument) -> None:
    xml = factur_x(gather(shown))

    assert schema_findings(xml, CII_XSD) == ()
    assert discrepancies(xml) == ()
    assert [found for found in rule_findings(xml, CII_RULES) if not found.startswith(EMPTY)] == []
    if shown.document.client.siren:
        assert rule_findings(xml, CII_FRENCH) == ()


@given(documents())
@settings(suppress_health_check=list(HealthCheck))
def test_another_program_reads_the_same_figures(shown: PortalDocument) -> None:
    from facturx import parse_ubl_cii_xml

    read = parse_ubl_cii_xml(factur_x(gather(shown)))
    totals = shown.totals

    assert read["BT-1"] == shown.document.number
    assert read["BT-2"] == shown.document.date
    assert Decimal(read["BT-109"]) == totals.net
    assert Decimal(read["BT-110"]) == totals.tax
    assert Decimal(read["BT-112"]) == totals.gross
    assert Decimal(read["BT-115"]) == totals.due
    assert [Decimal(line["BT-131"]) for line in read["BG-25"]] == [line.net for line in totals.lines]
    assert [(group["BT-118"], Decimal(group["BT-117"])) for group in read["BG-23"]] == [
        (group.vat.category, group.tax) for group in totals.groups
    ]
