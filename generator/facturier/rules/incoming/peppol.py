"""What Peppol BIS Billing 3 asks of codes, identifiers and sums beyond EN 16931; the rest is in the limits of UBL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from facturier.faults import Severity
from facturier.model.incoming import PEPPOL, Incoming, Terms, Value
from facturier.rules.incoming import check_digits as check
from facturier.rules.incoming.code_lists import code_list
from facturier.rules.incoming.finding import Finding, finding, named, words

Row = tuple[str, Callable[[str], object], str]
_TERM = re.compile(r"B[TG]-\d+")
_ADDRESSES = frozenset({"BT-34", "BT-49"})
_IDENTIFIERS = words("BT-29 BT-30 BT-31 BT-32 BT-34 BT-46 BT-47 BT-48 BT-49 BT-60 BT-61 BT-63")
_VAT_NUMBERS = words("BT-31 BT-48 BT-63")
_DUTCH = re.compile(r"NL[0-9]{9}B[0-9]{2}").fullmatch
_SHOWN = 60
# Scheme → the rule (~ only warns), the test of its identifiers, and their form.
_SCHEMES: dict[str, Row] = {
    "0088": ("PEPPOL-COMMON-R040", check.gln, "GLN: [0-9]+, modulo 10"),
    "0192": ("PEPPOL-COMMON-R041", check.norwegian, "[0-9]{9}, modulo 11"),
    "0184": ("PEPPOL-COMMON-R042", check.danish, "[0-9]{8} / DK[0-9]{8}"),
    "0208": ("PEPPOL-COMMON-R043", check.belgian, "[0-9]{10}, modulo 97"),
    "0201": ("PEPPOL-COMMON-R044~", re.compile(r"[A-Za-z0-9]{6}").fullmatch, "[A-Z0-9]{6}"),
    "0210": ("PEPPOL-COMMON-R045~", check.fiscal_code, "codice fiscale"),
    "9907": ("PEPPOL-COMMON-R046~", check.fiscal_code, "codice fiscale"),
    "0211": ("PEPPOL-COMMON-R047~", check.partita_iva, "IT[0-9]{11}, Luhn"),
    "0007": ("PEPPOL-COMMON-R049", check.swedish, "[0-9]{10}, Luhn"),
    "0151": ("PEPPOL-COMMON-R050", check.australian, "[0-9]{11}, modulo 89"),
    "0096": ("PEPPOL-COMMON-R052", re.compile(r"[0-9]{10}").fullmatch, "[0-9]{10}"),
    "0198": ("PEPPOL-COMMON-R053", re.compile(r"DK[0-9]{8}").fullmatch, "DK[0-9]{8}"),
    "0106": ("PEPPOL-COMMON-R054~", re.compile(r"[0-9]{8}").fullmatch, "[0-9]{8}"),
    "0190": ("PEPPOL-COMMON-R055~", re.compile(r"[0-9]{20}").fullmatch, "[0-9]{20}"),
    "9944": ("PEPPOL-COMMON-R056-1~", _DUTCH, "NL[0-9]{9}B[0-9]{2}"),
    "0217": ("PEPPOL-COMMON-R057~", re.compile(r"[0-9]{12}").fullmatch, "[0-9]{12}"),
}
# Code of an exemption → the rule and the VAT category that goes with it.
_EXEMPTIONS = {
    "VATEX-EU-G": ("PEPPOL-EN16931-P0104", "G"),
    "VATEX-EU-O": ("PEPPOL-EN16931-P0105", "O"),
    "VATEX-EU-IC": ("PEPPOL-EN16931-P0106", "K"),
    "VATEX-EU-AE": ("PEPPOL-EN16931-P0107", "AE"),
    "VATEX-EU-D": ("PEPPOL-EN16931-P0108", "E"),
    "VATEX-EU-F": ("PEPPOL-EN16931-P0109", "E"),
    "VATEX-EU-I": ("PEPPOL-EN16931-P0110", "E"),
    "VATEX-EU-J": ("PEPPOL-EN16931-P0111", "E"),
}


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-132 for each rule that a file which names Peppol breaks; nothing of other files."""
    if not is_for_peppol(incoming):
        return
    invoice = incoming.terms
    for term, value in invoice.all_values():
        if term in _IDENTIFIERS:
            yield from _identifier(term, value)
    for group in invoice.within("BG-23"):
        rule, category = _EXEMPTIONS.get(group.text("BT-121").upper(), ("", ""))
        if group.text("BT-118") != category and rule:
            yield broken(rule, group.line, "BT-118", group.text("BT-118"), category)
    yield from _national(invoice)


def is_for_peppol(incoming: Incoming) -> bool:
    """Whether a file names Peppol BIS Billing 3; CII no longer travels through its network."""
    return incoming.syntax == "UBL" and PEPPOL in incoming.terms.text("BT-24")


def broken(rule: str, line: int, place: str, value: str, needed: str) -> Finding:
    """EIN-132; a rule that ends in ~ only warns, terms are given their names."""
    severity = Severity.WARNING if rule.endswith("~") else Severity.ERROR
    place = f"{named(place)} = {value[:_SHOWN]}" if value else named(place)
    needed = _TERM.sub(lambda found: named(found[0]), needed)
    return finding("EIN-132", rule.rstrip("~"), line, severity=severity, place=place, needed=needed)


def _identifier(term: str, value: Value) -> Iterator[Finding]:
    rule, is_right, form = _SCHEMES.get(value.scheme, ("", bool, ""))
    if rule and not is_right(value.text) and (value.scheme != "9907" or term in _ADDRESSES):
        yield broken(rule, value.line, term, f"{value.scheme}:{value.text}", form)
    if term in _ADDRESSES and value.scheme and value.scheme not in code_list("peppol-address"):
        yield broken("PEPPOL-EN16931-CL008", value.line, term, f"{value.scheme}:{value.text}", "EAS")
    if term in _VAT_NUMBERS and value.text.startswith("NL") and not _DUTCH(value.text):
        yield broken("PEPPOL-COMMON-R056-2~", value.line, term, value.text, "NL[0-9]{9}B[0-9]{2}")


def _national(invoice: Terms) -> Iterator[Finding]:
    """Check digits that the country of the seller asks for."""
    seller = invoice.one("BG-4")
    vat, registered = seller.first("BT-31"), seller.first("BT-30")
    country, to = seller.one("BG-5").text("BT-40"), invoice.one("BG-7").one("BG-8").text("BT-55")
    if vat and vat.text.startswith("NO") and not _is_norwegian_vat(vat.text):
        yield broken("NO-R-001", vat.line, "BT-31", vat.text, "NO[0-9]{9}MVA, modulo 11")
    if registered and country == "SE" and not check.luhn(registered.text[:10]):
        yield broken("SE-R-013", registered.line, "BT-30", registered.text, "[0-9]{10}, Luhn")
    for means in invoice.within("BG-16") if country == to == "DE" else ():
        yield from _german_accounts(means)


def _is_norwegian_vat(text: str) -> bool:
    return text.endswith("MVA") and check.norwegian(text[2:-3])


def _german_accounts(means: Terms) -> Iterator[Finding]:
    credited, debited = means.one("BG-17").first("BT-84"), means.first("BT-91")
    for code, rule, term, account in (("58", "DE-R-019~", "BT-84", credited), ("59", "DE-R-020~", "BT-91", debited)):
        if means.text("BT-81") == code and not (account and check.iban(account.text)):
            yield broken(rule, means.line, term, account.text if account else "", "IBAN")
