"""Files that keep the rules of Peppol BIS Billing 3, and what breaks each of these rules in one of them."""

import re
from dataclasses import replace

from tests.render.originals import SHOWN

from facturier.render.einvoice import gather
from facturier.render.ubl import Flavour, ubl

SHOWN_PLAIN = replace(SHOWN["plain"], document=replace(SHOWN["plain"].document, buyer_reference="SVC-1"))
OURS = ubl(gather(SHOWN_PLAIN), Flavour.PEPPOL).decode()


def changed(xml: str, *changes: tuple[str, str]) -> str:
    for pattern, replacement in changes:
        xml, count = re.subn(pattern, replacement, xml)
        assert count, f"{pattern} is not in the invoice"
    return xml


def in_country(code: str, *changes: tuple[str, str]) -> str:
    """Our file between two parties of a country, as the rules of that country want it."""
    return changed(OURS, (">FR</cbc:IdentificationCode>", f">{code}</cbc:IdentificationCode>"), *changes)


def registered(scheme: str, number: str) -> tuple[str, str]:
    return r'<cbc:CompanyID schemeID="0002">\d+<', f'<cbc:CompanyID schemeID="{scheme}">{number}<'


FORETAKSREGISTERET = (
    "<cac:PartyTaxScheme><cbc:CompanyID>Foretaksregisteret</cbc:CompanyID>"
    "<cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
)
SWEDISH_VAT = [(">20<", ">25<"), ("384.00", "480.00"), ("2304.00", "2400.00")]
FILES = {
    "ours": OURS,
    "DE": in_country("DE"),
    "SE": in_country("SE", registered("0007", "5567321707"), ("FR66999000011", "SE556732170701"), *SWEDISH_VAT),
    "NO": in_country(
        "NO", registered("0192", "974761076"), ("FR66999000011", "NO974761076MVA"),
        ("(<cac:PartyLegalEntity>(?s:.*?)<cac:Contact>)", rf"{FORETAKSREGISTERET}\1"),
    ),
    "DK": in_country("DK", registered("0184", "12345674")),
    "IT": in_country("IT", ("FR66999000011", "IT00743110157")),
    "NL": in_country("NL", registered("0106", "12345678")),
}  # fmt: skip
MEANS = "<cbc:PaymentMeansCode>58<"
PAYMENT = r"(?s)<cac:PaymentMeans>.*</cac:PaymentMeans>"
ACCOUNT = r"(?s)<cac:PayeeFinancialAccount>.*</cac:PayeeFinancialAccount>"
MANDATE = "<cac:PaymentMandate><cbc:ID>M1</cbc:ID></cac:PaymentMandate>"
CARD = "<cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID></cac:CardAccount>"
TOTALS, LINE, PRICE_END = "(<cac:TaxTotal>)", "(<cac:Item>)", "(</cac:Price>)"
CURRENCY = "(</cbc:DocumentCurrencyCode>)"
SUPPLIER_ID = r'(?s)(<cac:AccountingSupplierParty>.*?)<cbc:EndpointID schemeID="0225">999000011'
CUSTOMER = "(?s)(<cac:AccountingCustomerParty>.*?)"
DELIVERY = "<cac:Delivery><cac:DeliveryLocation><cac:Address><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>"  # noqa: E501
ATTACHED = '<cac:AdditionalDocumentReference><cbc:ID>{}</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="a.csv">YQ==</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>'  # noqa: E501
LINKED = "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cac:ExternalReference><cbc:URI>www</cbc:URI></cac:ExternalReference></cac:Attachment></cac:AdditionalDocumentReference>"  # noqa: E501
IDENTIFIED = "<cac:PartyIdentification><cbc:ID>1</cbc:ID></cac:PartyIdentification>"
UNSPSC = '<cac:CommodityClassification><cbc:ItemClassificationCode listID="TST" listVersionID="18.1">1</cbc:ItemClassificationCode></cac:CommodityClassification>'  # noqa: E501
BEFORE_SELLER = "(<cac:AccountingSupplierParty>)"


def adjustment(inner: str, indicator: str = "false") -> str:
    return (
        rf"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>{inner}</cac:AllowanceCharge>\1"
    )


def amounts(amount: str, percent: str = "", base: str = "") -> str:
    parts = f"<cbc:MultiplierFactorNumeric>{percent}</cbc:MultiplierFactorNumeric>" if percent else ""
    parts += f'<cbc:Amount currencyID="EUR">{amount}</cbc:Amount>'
    return parts + (f'<cbc:BaseAmount currencyID="EUR">{base}</cbc:BaseAmount>' if base else "")


def line_period(name: str, day: str) -> tuple[str, str]:
    return LINE, rf"<cac:InvoicePeriod><cbc:{name}>{day}</cbc:{name}></cac:InvoicePeriod>\1"


PERIOD = (
    BEFORE_SELLER,
    r"<cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate><cbc:EndDate>2026-10-31</cbc:EndDate></cac:InvoicePeriod>\1",
)
OTHER_CURRENCY = (CURRENCY, r"\1<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>")
REFERENCE = (
    "<cac:DocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference>"
)
CREDIT_NOTE = (
    ("xsd:Invoice-2", "xsd:CreditNote-2"), ("InvoiceTypeCode>", "CreditNoteTypeCode>"), (">380<", ">381<"),
    ("InvoiceLine>", "CreditNoteLine>"), ("InvoicedQuantity", "CreditedQuantity"),
    ("<(/?)Invoice([ >])", r"<\1CreditNote\2"),
    ("<cbc:DueDate>.*?</cbc:DueDate>", ""),
)  # fmt: skip
PROJECT = "<cac:AdditionalDocumentReference><cbc:ID>P</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"  # noqa: E501


def exempt(code: str) -> tuple[str, str]:
    reason = f"<cbc:TaxExemptionReasonCode>VATEX-EU-{code}</cbc:TaxExemptionReasonCode>"
    return r"(<cac:TaxCategory>(?s:.*?)</cbc:Percent>)", rf"\1{reason}"


def means(code: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(MEANS, f"<cbc:PaymentMeansCode>{code}<"), *more]


def branch(account: str, name: str) -> tuple[str, str]:
    return ACCOUNT, (
        f"<cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>{name}</cbc:ID>"
        "</cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>"
    )


def identifier(scheme: str, number: str) -> list[tuple[str, str]]:
    return [(SUPPLIER_ID, rf'\g<1><cbc:EndpointID schemeID="{scheme}">{number}')]


def without(element: str, party: str = "") -> list[tuple[str, str]]:
    return [(f"{party or '()'}<cbc:{element}>.*?</cbc:{element}>", r"\1")]


# Rule (~ only warns), file, and what breaks it there.
Row = tuple[str, str, list[tuple[str, str]]]
GENERAL: list[Row] = [
    ("PEPPOL-EN16931-R001", "ours", without("ProfileID")),
    ("PEPPOL-EN16931-R002", "ours", [("(<cbc:Note>)", r"<cbc:Note>a</cbc:Note>\1")]),
    ("PEPPOL-EN16931-R003", "ours", without("BuyerReference")),
    ("PEPPOL-EN16931-R004", "ours", [("billing:3.0", "billing:3.1")]),
    ("PEPPOL-EN16931-R005", "ours", [(CURRENCY, r"\1<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>")]),
    ("PEPPOL-EN16931-R007", "ours", [("billing:01:1.0", "billing:01:2.0")]),
    ("PEPPOL-EN16931-R008", "ours", [("(<cac:PaymentMeans>)", r"<cac:Delivery/>\1")]),
    ("PEPPOL-EN16931-R010", "ours", [(f"{CUSTOMER}<cbc:EndpointID.*?</cbc:EndpointID>", r"\1")]),
    ("PEPPOL-EN16931-R020", "ours", [(f"{SUPPLIER_ID}</cbc:EndpointID>", r"\1")]),
    ("PEPPOL-EN16931-R040", "ours", [(TOTALS, adjustment(amounts("9.97", "10", "100.00")))]),
    ("PEPPOL-EN16931-R041", "ours", [(TOTALS, adjustment(amounts("10.00", "10")))]),
    ("PEPPOL-EN16931-R042", "ours", [(LINE, adjustment(amounts("10.00", "", "100.00")))]),
    ("PEPPOL-EN16931-R043", "ours", [(TOTALS, adjustment(amounts("10.00"), "0"))]),
    ("PEPPOL-EN16931-R044", "ours", [(PRICE_END, adjustment(amounts("10.00", "", "650.00"), "true"))]),
    ("PEPPOL-EN16931-R046", "ours", [(PRICE_END, adjustment(amounts("10.00", "", "640.00")))]),
    ("PEPPOL-EN16931-R051", "ours", [('(<cbc:PriceAmount currencyID=)"EUR"', r'\1"SEK"')]),
    ("PEPPOL-EN16931-R053", "ours", [("(?s)<cac:TaxSubtotal>.*</cac:TaxSubtotal>", "")]),
    ("PEPPOL-EN16931-R054", "ours", [OTHER_CURRENCY]),
    (
        "PEPPOL-EN16931-R055",
        "ours",
        [
            OTHER_CURRENCY,
            (TOTALS, r'<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">-9</cbc:TaxAmount></cac:TaxTotal>\1'),
        ],
    ),
    ("PEPPOL-EN16931-R061", "ours", means("59")),
    ("PEPPOL-EN16931-R080", "ours", [*CREDIT_NOTE, (BEFORE_SELLER, PROJECT * 2 + r"\1")]),
    ("PEPPOL-EN16931-R100", "ours", [(LINE, REFERENCE * 2 + r"\1")]),
    ("PEPPOL-EN16931-R101", "ours", [(LINE, REFERENCE.replace(">130<", ">131<") + r"\1")]),
    ("PEPPOL-EN16931-R110", "ours", [PERIOD, line_period("StartDate", "2026-09-30")]),
    ("PEPPOL-EN16931-R111", "ours", [PERIOD, line_period("EndDate", "2026-11-01")]),
    ("PEPPOL-EN16931-R120", "ours", [(">640.00<", ">639.99<")]),
    ("PEPPOL-EN16931-R121", "ours", [(PRICE_END, r"<cbc:BaseQuantity>0</cbc:BaseQuantity>\1")]),
    ("PEPPOL-EN16931-R130", "ours", [(PRICE_END, r'<cbc:BaseQuantity unitCode="HUR">1</cbc:BaseQuantity>\1')]),
    ("PEPPOL-EN16931-P0100", "ours", [(">380<", ">389<")]),
    ("PEPPOL-EN16931-P0101", "ours", [*CREDIT_NOTE, (">381<", ">261<")]),
    ("PEPPOL-EN16931-P0112", "ours", [(">380<", ">384<")]),
    *[
        (f"PEPPOL-EN16931-P0{number}", "ours", [exempt(code)])
        for number, code in enumerate(("G", "O", "IC", "AE", "D", "F", "I", "J"), 104)
    ],
    ("PEPPOL-EN16931-F001", "ours", [("2026-12-02<", "2026-12-02Z<")]),
    ("PEPPOL-EN16931-CL008", "ours", identifier("0037", "1")),
]
IDENTIFIERS: list[Row] = [
    ("PEPPOL-COMMON-R040", "ours", identifier("0088", "7300010000002")),
    ("PEPPOL-COMMON-R041", "ours", identifier("0192", "974761077")),
    ("PEPPOL-COMMON-R042", "ours", identifier("0184", "1234567")),
    ("PEPPOL-COMMON-R043", "ours", identifier("0208", "0202239952")),
    ("PEPPOL-COMMON-R044~", "ours", identifier("0201", "UFF12")),
    ("PEPPOL-COMMON-R045~", "ours", identifier("0210", "0074311015")),
    ("PEPPOL-COMMON-R047~", "ours", identifier("0211", "IT00743110158")),
    ("PEPPOL-COMMON-R049", "ours", identifier("0007", "5567321708")),
    ("PEPPOL-COMMON-R050", "ours", identifier("0151", "51824753557")),
    ("PEPPOL-COMMON-R052", "ours", identifier("0096", "12345")),
    ("PEPPOL-COMMON-R053", "ours", identifier("0198", "12345674")),
    ("PEPPOL-COMMON-R054~", "ours", identifier("0106", "1234567")),
    ("PEPPOL-COMMON-R055~", "ours", identifier("0190", "1234567")),
    ("PEPPOL-COMMON-R056-1~", "ours", identifier("9944", "123456789B01")),
    ("PEPPOL-COMMON-R056-2~", "ours", [("FR66999000011", "NL123456789")]),
    ("PEPPOL-COMMON-R057~", "ours", identifier("0217", "1")),
]
GERMAN: list[Row] = [
    ("DE-R-001", "DE", [(PAYMENT, "")]),
    ("DE-R-002", "DE", [("(?s)<cac:Contact>.*?</cac:Contact>", "")]),
    ("DE-R-003", "DE", without("CityName")),
    ("DE-R-004", "DE", without("PostalZone")),
    ("DE-R-005", "DE", without("Name", "(<cac:Contact>\\s*)")),
    ("DE-R-006", "DE", without("Telephone")),
    ("DE-R-007", "DE", without("ElectronicMail")),
    ("DE-R-008", "DE", without("CityName", CUSTOMER)),
    ("DE-R-009", "DE", without("PostalZone", CUSTOMER)),
    ("DE-R-010", "DE", [("(<cac:PaymentMeans>)", rf"{DELIVERY}\1")]),
    ("DE-R-011", "DE", [("(<cac:PaymentMeans>)", rf"{DELIVERY}\1")]),
    ("DE-R-014", "DE", without("Percent", "(<cac:TaxCategory>\\s*<cbc:ID>S</cbc:ID>\\s*)")),
    ("DE-R-015", "DE", without("BuyerReference")),
    ("DE-R-016", "DE", [("(?s)<cac:PartyTaxScheme>.*?</cac:PartyTaxScheme>", "")]),
    ("DE-R-017~", "DE", [(">380<", ">386<")]),
    ("DE-R-019~", "DE", [("FR7630006000011234567890189", "FR7630006000011234567890188")]),
    ("DE-R-020~", "DE", means("59", (ACCOUNT, MANDATE))),
    ("DE-R-022", "DE", [(BEFORE_SELLER, ATTACHED.format(1) + ATTACHED.format(2) + r"\1")]),
    ("DE-R-023-1", "DE", [(ACCOUNT, "")]),
    ("DE-R-023-2", "DE", [("(<cac:PayeeFinancialAccount>)", rf"{CARD}\1")]),
    ("DE-R-024-1", "DE", means("48")),
    ("DE-R-024-2", "DE", means("48")),
    ("DE-R-025-1", "DE", means("59")),
    ("DE-R-025-2", "DE", means("59")),
    ("DE-R-026~", "DE", [(">380<", ">384<")]),
    ("DE-R-027~", "DE", [(r"\+33 6 12 34 56 78", "12")]),
    ("DE-R-028~", "DE", [("nour@lumen.example", "nour@lumen")]),
    ("DE-R-030", "DE", means("59", (ACCOUNT, MANDATE))),
    ("DE-R-031", "DE", means("59", (ACCOUNT, MANDATE))),
    ("DE-R-T02~", "DE", [(BEFORE_SELLER, rf"{LINKED}\1")]),
]
NORDIC: list[Row] = [
    ("SE-R-001", "SE", [("SE556732170701", "SE5567321707")]),
    ("SE-R-002", "SE", [("SE556732170701", "SE55673217070A")]),
    ("SE-R-003", "SE", [("5567321707<", "556732170A<")]),
    ("SE-R-004", "SE", [("5567321707<", "556732170700<")]),
    ("SE-R-005", "SE", [("(<cac:PartyLegalEntity>)", rf"{FORETAKSREGISTERET}\1")]),
    ("SE-R-006", "SE", [(">25<", ">24<")]),
    ("SE-R-007~", "SE", means("30", branch("12-4", "SE:PLUSGIRO"))),
    ("SE-R-008~", "SE", means("30", branch("1234-567", "SE:BANKGIRO"))),
    ("SE-R-009~", "SE", means("30", branch("123456", "SE:BANKGIRO"))),
    ("SE-R-010~", "SE", means("30", branch("1", "SE:PLUSGIRO"))),
    ("SE-R-011~", "SE", means("50")),
    ("SE-R-012~", "SE", means("31")),
    ("SE-R-013", "SE", [("5567321707<", "5567321708<")]),
    ("NO-R-001", "NO", [("NO974761076MVA", "NO974761076")]),
    ("NO-R-002~", "NO", [("Foretaksregisteret", "Registeret")]),
    ("DK-R-002", "DK", [('<cbc:CompanyID schemeID="0184">12345674</cbc:CompanyID>', "")]),
    ("DK-R-003", "DK", [("(<cac:ClassifiedTaxCategory>)", rf"{UNSPSC}\1")]),
    ("DK-R-004", "DK", [(TOTALS, adjustment("<cbc:AllowanceChargeReasonCode>ZZZ</cbc:AllowanceChargeReasonCode>"))]),
    ("DK-R-005", "DK", means("30")),
    ("DK-R-006", "DK", means("31", (ACCOUNT, ""))),
    ("DK-R-007", "DK", means("49")),
    ("DK-R-008", "DK", means("50")),
    ("DK-R-009", "DK", means("50", ("RF69F20260042", "04#1"))),
    ("DK-R-010", "DK", means("93")),
    ("DK-R-011", "DK", means("93", ("RF69F20260042", "71#1"))),
    ("DK-R-013", "DK", [(f"{CUSTOMER}(<cac:PostalAddress>)", rf"\1{IDENTIFIED}\2")]),
    ("DK-R-014", "DK", [('"0184">12345674', '"0198">DK12345674')]),
    ("DK-R-016", "DK", [*CREDIT_NOTE, (r"(<cbc:PayableAmount currencyID=\"EUR\">)", r"\1-")]),
    ("DK-R-017", "DK", [('"0184">12345674', '"0198">DK12345674')]),
]  # fmt: skip
SOUTH: list[Row] = [
    ("IT-R-001", "IT", [("(<cac:PartyLegalEntity>)", FORETAKSREGISTERET.replace("registeret", " 1") + r"\1")]),
    ("IT-R-002", "IT", without("StreetName")),
    ("IT-R-003", "IT", without("CityName")),
    ("IT-R-004", "IT", without("PostalZone")),
    ("NL-R-001", "NL", [*CREDIT_NOTE]),
    ("NL-R-002", "NL", without("StreetName")),
    ("NL-R-003", "NL", [('"0106"', '"0002"')]),
    ("NL-R-004", "NL", without("StreetName", CUSTOMER)),
    ("NL-R-005", "NL", [('"0106"', '"0002"')]),
    ("NL-R-007", "NL", [(PAYMENT, "")]),
    ("NL-R-008", "NL", means("31")),
    ("NL-R-009", "NL", [(LINE, r"<cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference>\1")]),
]
RULES = [*GENERAL, *IDENTIFIERS, *GERMAN, *NORDIC, *SOUTH]
