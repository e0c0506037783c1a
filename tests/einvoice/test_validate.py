"""The rules built in find what is planted, by the rule of the norm, and nothing in our own files."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.render.originals import SHOWN

from facturier.actions.validate import validate
from facturier.cli.validate import command
from facturier.compute.peppol import peppol_lacks
from facturier.render.einvoice import gather, has_einvoice
from facturier.render.facturx import factur_x
from facturier.render.incoming.official import missing
from facturier.render.ubl import Flavour, ubl

INVOICES = {name: shown for name, shown in SHOWN.items() if has_einvoice(shown.document)}
# What is planted in the CII of the plain invoice: pattern, replacement, the rule that must name it.
MUTATIONS = {
    "no buyer's name": (r"<ram:Name>ACME France SAS</ram:Name>", "", "BR-07"),
    "no number": (r"<ram:ID>F2026-0042</ram:ID>", "", "BR-02"),
    "no lines": (r"(?s)<ram:IncludedSupplyChainTradeLineItem>.*</ram:IncludedSupplyChainTradeLineItem>", "", "BR-16"),
    "sum of lines": (r"1920.00(</ram:LineTotalAmount>\s*<ram:TaxBasis)", r"1921.00\1", "BR-CO-10"),
    "net total": (r"<ram:TaxBasisTotalAmount>1920.00", "<ram:TaxBasisTotalAmount>1919.00", "BR-CO-13"),
    "VAT total": (
        r'<ram:TaxTotalAmount currencyID="EUR">384.00',
        '<ram:TaxTotalAmount currencyID="EUR">1.00',
        "BR-CO-14",
    ),
    "grand total": (r"<ram:GrandTotalAmount>2304.00", "<ram:GrandTotalAmount>2304.01", "BR-CO-15"),
    "amount due": (r"<ram:DuePayableAmount>2304.00", "<ram:DuePayableAmount>2305.00", "BR-CO-16"),
    "base of a rate": (r"<ram:BasisAmount>1920.00", "<ram:BasisAmount>1910.00", "BR-S-08"),
    "VAT of a rate": (r"<ram:CalculatedAmount>384.00", "<ram:CalculatedAmount>380.00", "BR-CO-17"),
    "a cent of VAT": (r"<ram:CalculatedAmount>384.00", "<ram:CalculatedAmount>384.01", "BR-CO-17"),
    "three decimals": (r"<ram:DuePayableAmount>2304.00", "<ram:DuePayableAmount>2304.000", "BR-DEC-18"),
    "no number at all": (r"<ram:DuePayableAmount>2304.00", "<ram:DuePayableAmount>2 304,00", "BR-DEC"),
    "not a number": (r"<ram:DuePayableAmount>2304.00", "<ram:DuePayableAmount>NaN", "BR-DEC"),
    "category of no list": (r"<ram:CategoryCode>S<", "<ram:CategoryCode>Q<", "BR-CL-17"),
    "type of no list": (r"<ram:TypeCode>380<", "<ram:TypeCode>999<", "BR-CL-01"),
    "unit of no list": (r'unitCode="DAY"', 'unitCode="JOUR"', "BR-CL-23"),
    "no day": (r"20261102", "20261302", "BR-DATE"),
    "no due date": (r"(?s)<ram:SpecifiedTradePaymentTerms>.*?</ram:SpecifiedTradePaymentTerms>", "", "BR-CO-25"),
    "no VAT number": (r"(?s)<ram:SpecifiedTaxRegistration>.*?</ram:SpecifiedTaxRegistration>", "", "BR-S-02"),
    "zero rate": (r"<ram:RateApplicablePercent>20<", "<ram:RateApplicablePercent>0<", "BR-S-05"),
    "no scheme of the address": (r'<ram:URIID schemeID="0225">', "<ram:URIID>", "BR-62"),
    "currency of no list": (r"<ram:InvoiceCurrencyCode>EUR<", "<ram:InvoiceCurrencyCode>EURO<", "BR-CL-04"),
    "country of no list": (r"<ram:CountryID>FR<", "<ram:CountryID>XX<", "BR-CL-14"),
    "payment means of no list": (r"<ram:TypeCode>58<", "<ram:TypeCode>999<", "BR-CL-16"),
    "scheme of no list": (r'schemeID="0002"', 'schemeID="9999"', "BR-CL-11"),
    "address of no list": (r'schemeID="0225"', 'schemeID="0001"', "BR-CL-25"),
    "subject of no list": (r"<ram:SubjectCode>PMT<", "<ram:SubjectCode>QQQ<", "BR-CL-08"),
    "VAT number of no country": (r">FR66999000011<", ">XX66999000011<", "BR-CO-09"),
    "two payment references": (
        r"(<ram:InvoiceCurrencyCode>)",
        r"<ram:PaymentReference>a</ram:PaymentReference>\1",
        "CII-SR-469",
    ),
    "amount with a currency": (r"<ram:GrandTotalAmount>", '<ram:GrandTotalAmount currencyID="EUR">', "CII-DT-031"),
    "no recovery fee": (r"<ram:SubjectCode>PMT</ram:SubjectCode>", "", "BR-FR-05"),
    "penalty twice": (r"<ram:SubjectCode>AAB<", "<ram:SubjectCode>PMD<", "BR-FR-06"),
    "frame of no list": (r"<ram:ID>S1</ram:ID>", "<ram:ID>A1</ram:ID>", "BR-FR-08"),
    "rate of no list": (r"<ram:RateApplicablePercent>20<", "<ram:RateApplicablePercent>19<", "BR-FR-16"),
    "due before issue": (r"20261202", "20261001", "BR-FR-CO-07"),
    "no endpoint": (r'<ram:URIID schemeID="0225">999000029</ram:URIID>', "", "BR-FR-12"),
    "endpoint of another": (r">999000029</ram:URIID>", ">999000037</ram:URIID>", "BR-FR-21"),
}
RATE = "<ram:RateApplicablePercent>0</ram:RateApplicablePercent>"
# The same for other VAT cases: document, pattern, replacement, rule.
CASES = {
    "reverse charge, no buyer's number": ("reverse charge", r'<ram:ID schemeID="VA">DE.*?</ram:ID>', "", "BR-AE-02"),
    "reverse charge with VAT": ("reverse charge", r"(<ram:CalculatedAmount>)0.00", r"\g<1>9.00", "BR-AE-09"),
    "within the EU without a day": ("within the EU", r"(?s)<ram:OccurrenceDateTime>.*?</ram:Occ.*?>", "", "BR-IC-11"),
    "within the EU without a place": ("within the EU", r"(?s)<ram:ShipToTradeParty>.*?</ram:Ship.*?>", "", "BR-IC-12"),
    "franchise without a reason": ("franchise", r"<ram:ExemptionReason(Code)?>.*?</ram:.*?>", "", "BR-E-10"),
    "outside the scope with a rate": ("dollars", r"(<ram:CategoryCode>O</.*?>)", rf"\1{RATE}", "BR-O-05"),
    "two groups without VAT": (
        "reverse charge",
        r"(?s)(<ram:ApplicableTradeTax>(?:(?!</ram:App).)*<ram:BasisAmount>.*?</ram:ApplicableTradeTax>)",
        r"\1\1", "BR-AE-01",
    ),
    "reverse charge with a rate": (
        "reverse charge", r"(?s)(<ram:IncludedSupply.*?)Percent>0<", r"\1Percent>20<", "BR-AE-05",
    ),
    "outside the scope with a VAT number": (
        "dollars", r"(<ram:SellerTradeParty>(?s:.*?))(</ram:SellerTradeParty>)",
        r'\1<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR1</ram:ID></ram:SpecifiedTaxRegistration>\2',
        "BR-O-02",
    ),
    "no VAT in EUR": ("pounds, debits", r'<ram:TaxTotalAmount currencyID="EUR">.*?</ram:TaxTotalAmount>', "", "BR-53"),
}  # fmt: skip

# The same in the UBL of the plain invoice, whose syntax has rules of its own.
UBL_MUTATIONS = {
    "two notes of a line": (r"(<cbc:InvoicedQuantity)", r"<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>\1", "UBL-SR-34"),
    "two deliveries": (r"(<cac:PaymentMeans>)", r"<cac:Delivery/><cac:Delivery/>\1", "UBL-SR-24"),
    "two VAT numbers": (r"(?s)(<cac:PartyTaxScheme>.*?</cac:PartyTaxScheme>)", r"\1\1", "UBL-SR-12"),
    "a credit note's type": (r">380<", ">381<", "BR-CL-01"),
    "three decimals": (r">2304.00</cbc:TaxInclusive", ">2304.000</cbc:TaxInclusive", "UBL-DT-01"),
    "another currency": (r'(<cbc:TaxableAmount currencyID=)"EUR"', r'\1"EURO"', "BR-CL-03"),
    "no tax scheme": (r"(?s)<cac:TaxScheme>.*?</cac:TaxScheme>", "", "BR-47"),
    "preceding invoice without number": (
        r"(<cac:AccountingSupplierParty>)", r"<cac:BillingReference/>\1", "BR-55",
    ),
    "empty address": (r"(?s)<cac:PostalAddress>.*?</cac:PostalAddress>", "<cac:PostalAddress/>", "BR-09"),
    "allowance without anything": (
        r"(<cac:TaxTotal>)",
        r"<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator></cac:AllowanceCharge>\1",
        "BR-CO-21",
    ),
}  # fmt: skip


RULES_OF_PEPPOL = {
    "reference": {"PEPPOL-EN16931-R003"},
    "address": {"PEPPOL-EN16931-R010"},
    "seller": {"PEPPOL-EN16931-R020"},
    "type": {"PEPPOL-EN16931-P0100", "PEPPOL-EN16931-P0112"},
}


def rules(path: Path, data: bytes) -> set[str]:
    file = path / "invoice.xml"
    file.write_bytes(data)
    [result] = validate([file])
    return {fault.named.get("rule", fault.code) for fault in result.faults}


def planted(name: str, pattern: str, replacement: str) -> bytes:
    changed, count = re.subn(pattern, replacement, factur_x(gather(SHOWN[name])).decode())
    assert count, f"{pattern} is not in the invoice"
    return changed.encode()


@pytest.mark.parametrize("name", INVOICES)
def test_nothing_is_found_in_our_own_files(tmp_path: Path, name: str) -> None:
    invoice = gather(INVOICES[name])
    for data in (factur_x(invoice), ubl(invoice)):
        assert rules(tmp_path, data) == set()
    lacking = list(peppol_lacks(INVOICES[name].document))
    found = rules(tmp_path, ubl(invoice, Flavour.PEPPOL))  # for which `export` refuses (EIN-103 to EIN-105)
    assert all(found & RULES_OF_PEPPOL[one] for one in lacking)
    assert found <= {rule for one in lacking for rule in RULES_OF_PEPPOL[one]}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_planted_error_is_found(tmp_path: Path, name: str) -> None:
    pattern, replacement, rule = MUTATIONS[name]
    assert rule in rules(tmp_path, planted("plain", pattern, replacement))


@pytest.mark.parametrize("name", CASES)
def test_an_error_of_a_vat_case_is_found(tmp_path: Path, name: str) -> None:
    document, pattern, replacement, rule = CASES[name]
    assert rule in rules(tmp_path, planted(document, pattern, replacement))


@pytest.mark.parametrize("name", UBL_MUTATIONS)
def test_an_error_planted_in_ubl_is_found(tmp_path: Path, name: str) -> None:
    pattern, replacement, rule = UBL_MUTATIONS[name]
    changed, count = re.subn(pattern, replacement, ubl(gather(SHOWN["plain"])).decode())
    assert count
    assert rule in rules(tmp_path, changed.encode())


def test_an_extension_has_limits_of_its_own(tmp_path: Path) -> None:
    extended = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
    xml = planted("plain", "<ram:GrandTotalAmount>", '<ram:GrandTotalAmount currencyID="EUR">').decode()
    assert rules(tmp_path, xml.replace("urn:cen.eu:en16931:2017", extended, 1).encode()) == set()


@pytest.mark.parametrize("profile", ["minimum", "basicwl"])
def test_a_profile_without_lines_is_judged_by_what_it_holds(tmp_path: Path, profile: str) -> None:
    xml = planted("plain", r"(?s)<ram:IncludedSupplyChainTradeLineItem>.*</ram:IncludedSupplyChainTradeLineItem>", "")
    file = tmp_path / "invoice.xml"
    file.write_bytes(xml.replace(b"urn:cen.eu:en16931:2017", f"urn:factur-x.eu:1p0:{profile}".encode(), 1))
    [result] = validate([file])

    assert result.valid
    assert "EIN-129" in {fault.code for fault in result.faults}


def test_a_cent_of_vat_is_a_warning_and_a_euro_an_error(tmp_path: Path) -> None:
    file = tmp_path / "invoice.xml"
    valid = []
    for wrong in ("384.01", "380.00"):
        file.write_bytes(planted("plain", "384.00", wrong).replace(b"2304.00", f"{1920 + float(wrong):.2f}".encode()))
        valid.append(validate([file])[0].valid)
    assert valid == [True, False]


def test_french_rules_hold_between_french_businesses_alone(tmp_path: Path) -> None:
    without = planted("gross", r"<ram:SubjectCode>\w+</ram:SubjectCode>", "")
    assert not any(rule.startswith("BR-FR") for rule in rules(tmp_path, without))


def test_the_command_tells_what_a_file_is(tmp_path: Path) -> None:
    file = tmp_path / "invoice.xml"
    file.write_bytes(factur_x(gather(SHOWN["plain"])))
    done = CliRunner().invoke(command, [str(file)], standalone_mode=False)

    assert done.return_value == 0
    assert "valid" in done.output
    assert "CII · F2026-0042 of 2026-11-02 · Atelier Lumen → ACME France SAS · 2304.00 EUR" in done.output


def test_json_holds_the_faults(tmp_path: Path) -> None:
    file = tmp_path / "invoice.xml"
    file.write_bytes(b"<a/>")
    done = CliRunner().invoke(command, [str(file), str(tmp_path / "none.xml"), "--json"], standalone_mode=False)
    first, second = json.loads(done.output)

    assert done.return_value == 1
    assert [first["faults"][0]["code"], second["faults"][0]["code"]] == ["EIN-111", "EIN-117"]


def test_a_stranger_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "invoice.xml"
    file.write_bytes(factur_x(gather(SHOWN["plain"])).replace(b"Atelier Lumen", "A\u202etelier".encode()))
    done = CliRunner().invoke(command, [str(file), "--lang", "en"], standalone_mode=False)

    assert "\u202e" not in done.output


@pytest.mark.oracle
@pytest.mark.parametrize("write", [factur_x, ubl])
def test_the_official_validators_agree(tmp_path: Path, write: object) -> None:
    assert missing() == ()
    file = tmp_path / "invoice.xml"
    file.write_bytes(write(gather(SHOWN["plain"])))  # type: ignore[operator]
    assert validate([file], official=True)[0].faults == ()
    file.write_bytes(file.read_bytes().replace(b"2304.00", b"2305.00"))
    found = validate([file], official=True)[0].faults
    assert any(fault.code == "EIN-130" and fault.named["rule"].startswith("BR-CO") for fault in found)


@pytest.mark.oracle
@pytest.mark.parametrize("profile", ["minimum", "basicwl", "basic", "extended"])
def test_every_profile_has_its_official_rules(tmp_path: Path, profile: str) -> None:
    file = tmp_path / "invoice.xml"
    named = f"urn:factur-x.eu:1p0:{profile}"
    file.write_bytes(factur_x(gather(SHOWN["plain"])).replace(b"urn:cen.eu:en16931:2017", named.encode(), 1))
    found = validate([file], official=True)[0].faults

    assert all(fault.named.get("text", "") for fault in found if fault.code == "EIN-130")


def test_missing_validators_are_never_a_silent_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facturier.render.incoming.official.PACKAGES", ("no_such_package",))
    file = tmp_path / "invoice.xml"
    file.write_bytes(factur_x(gather(SHOWN["plain"])))

    [result] = validate([file], official=True)
    assert [fault.code for fault in result.faults] == ["EIN-131"]
    assert not result.valid
