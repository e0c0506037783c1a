"""What the French reform asks of an invoice between two French businesses (BR-FR, flow 2): told as warnings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from facturier.faults import Severity
from facturier.model.incoming import Incoming, Terms
from facturier.rules.incoming.finding import Finding, finding, number, words

_NUMBER = re.compile(r"[A-Za-z0-9+\-_/]{1,35}")
_FRAMES = words(
    """
B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9
"""
)
_TREATMENTS = frozenset({"B2B", "B2BINT", "B2C", "B2CINT", "OUTOFSCOPE", "ARCHIVEONLY"})
_RATES = words(
    """
0 10 13 20 8.5 19.6 2.1 5.5 7 20.6 1.05 0.9 1.75 9.2 9.6
"""
)  # the list of BR-FR-16, past rates included
_NOTES = {"PMT": "BR-FR-05", "PMD": "BR-FR-05", "AAB": "BR-FR-05"}
_KINDS = words(
    """
RIB LISIBLE FEUILLE_DE_STYLE PJA BORDEREAU_SUIVI DOCUMENT_ANNEXE BON_LIVRAISON BON_COMMANDE
BORDEREAU_SUIVI_VALIDATION ETAT_ACOMPTE FACTURE_PAIEMENT_DIRECT RECAPITULATIF_COTRAITANCE
"""
)
_ADDRESS = re.compile(r"[A-Za-z0-9\-_.]{1,125}")
_SIREN, _FRENCH_ADDRESS = "0002", "0225"
_SELF_BILLED = frozenset({"389", "501", "500", "471", "473", "261", "502"})


def findings(incoming: Incoming) -> Iterator[Finding]:
    """EIN-126 for each rule broken; nothing when one of the two is no French business, or the file is for Peppol."""
    invoice = incoming.terms
    if not is_concerned(invoice):
        return
    for rule, line, term, value in _broken(invoice):
        yield finding("EIN-126", rule, line, severity=Severity.WARNING, term=term, value=value[:60] or "–")


def is_concerned(invoice: Terms) -> bool:
    """Whether seller and buyer are both French, and the buyer is in the register of businesses."""
    seller, buyer = invoice.one("BG-4"), invoice.one("BG-7")
    french = seller.one("BG-5").text("BT-40") == "FR" and buyer.one("BG-8").text("BT-55") == "FR"
    registered = buyer.first("BT-47")
    is_business = registered is not None and registered.scheme == _SIREN
    return french and is_business and "peppol" not in invoice.text("BT-24").lower()


def _broken(invoice: Terms) -> Iterator[tuple[str, int, str, str]]:
    """Rule, line, term and what stands there."""
    number_ = invoice.text("BT-1")
    if number_ and not _NUMBER.fullmatch(number_):
        yield "BR-FR-01", invoice.line, "BT-1", number_
    if invoice.text("BT-23") not in _FRAMES:
        yield "BR-FR-08", invoice.line, "BT-23", invoice.text("BT-23")
    due, issued = invoice.text("BT-9"), invoice.text("BT-2")
    if due and due < issued and invoice.text("BT-23")[1:] != "2":
        yield "BR-FR-CO-07", invoice.line, "BT-9", due
    yield from _notes(invoice)
    yield from _parties(invoice)
    for term in ("BT-119", "BT-152", "BT-96", "BT-103"):
        for name, value in invoice.all_values():
            rate = number(value) if name == term else None
            if rate is not None and f"{rate.normalize():f}" not in _RATES:
                yield "BR-FR-16", value.line, term, value.text
    for supporting in invoice.within("BG-24"):
        if supporting.text("BT-123") not in {*_KINDS, ""}:
            yield "BR-FR-17", supporting.line, "BT-123", supporting.text("BT-123")


def _notes(invoice: Terms) -> Iterator[tuple[str, int, str, str]]:
    codes = Counter(note.text("BT-21") for note in invoice.within("BG-1"))
    for code, rule in _NOTES.items():
        if not codes[code]:
            yield rule, invoice.line, "BT-21", code
        elif codes[code] > 1:
            yield "BR-FR-06", invoice.line, "BT-21", code
    for note in invoice.within("BG-1"):
        if note.text("BT-21") == "BAR" and note.text("BT-22") not in _TREATMENTS:
            yield "BR-FR-20", note.line, "BT-22", note.text("BT-22")


def _parties(invoice: Terms) -> Iterator[tuple[str, int, str, str]]:
    seller, buyer = invoice.one("BG-4"), invoice.one("BG-7")
    registered = seller.first("BT-30")
    if registered is None or registered.scheme != _SIREN or not re.fullmatch(r"\d{9}", registered.text):
        yield "BR-FR-10", seller.line, "BT-30", registered.text if registered else ""
    for party, term, missing in ((buyer, "BT-49", "BR-FR-12"), (seller, "BT-34", "BR-FR-13")):
        address = party.first(term)
        if address is None:
            yield missing, party.line, term, ""
        elif address.scheme == _FRENCH_ADDRESS and not _ADDRESS.fullmatch(address.text):
            yield "BR-FR-23", address.line, term, address.text
    treatment = next((note.text("BT-22") for note in invoice.within("BG-1") if note.text("BT-21") == "BAR"), "")
    if treatment == "B2B":
        own = invoice.text("BT-3") in _SELF_BILLED
        party, term, siren = (seller, "BT-34", "BT-30") if own else (buyer, "BT-49", "BT-47")
        address = party.first(term)
        if address and not (address.scheme == _FRENCH_ADDRESS and address.text.startswith(party.text(siren))):
            yield "BR-FR-22" if own else "BR-FR-21", address.line, term, address.text
