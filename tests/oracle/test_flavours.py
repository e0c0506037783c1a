"""Peppol, attachments and the flow of each kind of buyer, before the official validators."""

from dataclasses import replace

import pytest
from lxml import etree
from tests.oracle.validators import (
    CII_FRENCH,
    CII_RULES,
    CII_XSD,
    UBL_FRENCH,
    UBL_RULES,
    UBL_XSD,
    rule_findings,
    schema_findings,
)
from tests.render.originals import ACME, AMERICAN, CONSUMER, SHOWN

from facturier.model.party import Client, ClientKind
from facturier.model.portal import PortalDocument
from facturier.render.einvoice import gather, has_einvoice
from facturier.render.facturx import factur_x
from facturier.render.ubl import Flavour, ubl

pytestmark = pytest.mark.oracle

INVOICES = {name: shown for name, shown in SHOWN.items() if has_einvoice(shown.document)}
FILES = {
    "clients/acme/plan.pdf": b"%PDF-1.4",
    "clients/acme/photo.jpg": b"\xff\xd8\xff",
    "clients/acme/notes.txt": b"x",
}
TOWN = replace(ACME, kind=ClientKind.PUBLIC, siret="99900002900017", vat_number="")
EMPTY = "PEPPOL-EN16931-R008"  # see test_cii


def sold_to(client: Client) -> PortalDocument:
    return replace(SHOWN["plain"], document=replace(SHOWN["plain"].document, client=client))


def flow(client: Client) -> str:
    return next(note.text for note in gather(sold_to(client)).notes if note.code == "BAR")


@pytest.mark.parametrize("name", INVOICES)
def test_the_peppol_flavour_is_en16931(name: str) -> None:
    xml = ubl(gather(INVOICES[name]), Flavour.PEPPOL)
    root = etree.fromstring(xml)
    kind = etree.QName(root).localname

    assert [*schema_findings(xml, UBL_XSD[kind]), *rule_findings(xml, UBL_RULES)] == []
    assert len([node for node in root if etree.QName(node).localname == "Note"]) <= 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["plain", "credit note"])
def test_attachments_are_accepted_in_both_syntaxes(name: str, count: int) -> None:
    shown = replace(SHOWN[name], document=replace(SHOWN[name].document, attachments=tuple(FILES)[:count]))
    cii, other = factur_x(gather(shown)), ubl(gather(shown, FILES))  # a PDF carries the files beside its CII
    kind = etree.QName(etree.fromstring(other)).localname
    found = [*rule_findings(cii, CII_RULES), *rule_findings(other, UBL_RULES)]

    assert [*schema_findings(cii, CII_XSD), *schema_findings(other, UBL_XSD[kind])] == []
    assert [one for one in found if not one.startswith(EMPTY)] == []
    assert [*rule_findings(cii, CII_FRENCH), *rule_findings(other, UBL_FRENCH)] == []


def test_a_kind_of_file_that_an_xml_may_not_carry_is_named_alone() -> None:
    shown = replace(SHOWN["plain"], document=replace(SHOWN["plain"].document, attachments=tuple(FILES)))
    contents = {one.name: bool(one.content) for one in gather(shown, FILES).supporting}

    assert contents == {"plan.pdf": True, "photo.jpg": True, "notes.txt": False}


def test_each_kind_of_buyer_has_its_flow() -> None:
    abroad = replace(CONSUMER, address=AMERICAN.address)

    assert [flow(client) for client in (ACME, AMERICAN, CONSUMER, abroad, TOWN)] == [
        "B2B",
        "B2BINT",
        "B2C",
        "B2CINT",
        "OUTOFSCOPE",
    ]


def test_a_public_body_is_addressed_by_its_siret_and_the_french_rules_accept_it() -> None:
    invoice = gather(sold_to(TOWN))

    assert invoice.buyer.endpoint is not None
    assert invoice.buyer.endpoint.value == "999000029_99900002900017"
    assert rule_findings(factur_x(invoice), CII_FRENCH) == ()
    assert rule_findings(ubl(invoice), UBL_FRENCH) == ()
