"""The Swiss payment part with receipt: to the millimetre where SIX wants it, and saying what the code says."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader
from tests.bank.test_codes import GENEVA, LAUSANNE, QR_IBAN, SWISS, decoded
from tests.render.originals import ACME, COLOR, INVOICE, SELLER, show

from facturier.compute.payment import swiss_text
from facturier.model.document import Document, ExchangeRate
from facturier.model.party import Address, BankAccount
from facturier.render.pdf import document_pdf
from facturier.render.pdf.swiss_slip import swiss_slip
from facturier.render.words import load_words

MILLIMETRE = 72 / 25.4
RATE = ExchangeRate(rate=Decimal("0.95"), date=date(2026, 11, 2), source="BCE")
BLANK = Address(lines=(), postcode="", city="", country="CH")


def bill(
    bank: BankAccount = SWISS, *, currency: str = "CHF", language: str = "fr", client: Address = GENEVA
) -> Document:
    return replace(
        INVOICE,
        number="F2026-0022",
        currency=currency,
        language=language,
        exchange_rate=None if currency == "EUR" else RATE,
        seller=replace(SELLER, address=LAUSANNE, bank=bank),
        client=replace(ACME, name="Hôtels Belvédère SA", address=client),
    )


def pdf(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(document_pdf(show(document), color=COLOR)))


def places(reader: PdfReader, number: int) -> dict[str, tuple[float, float]]:
    """Where each text of a page begins: millimetres from the left and from the foot of the sheet."""
    found: dict[str, tuple[float, float]] = {}

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        found.setdefault(" ".join(text.split()), (round(x / MILLIMETRE, 1), round(y / MILLIMETRE, 1)))

    reader.pages[number].extract_text(visitor_text=visit)
    return found


def words_of(reader: PdfReader) -> str:
    return " ".join(reader.pages[-1].extract_text().split())


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("fr", ("Récépissé", "Section paiement", "À détacher avant le versement")),
        ("de", ("Empfangsschein", "Zahlteil", "Vor der Einzahlung abzutrennen")),
        ("it", ("Ricevuta", "Sezione pagamento", "Da staccare prima del versamento")),
        ("en", ("Receipt", "Payment part", "Separate before paying in")),
    ],
)
def test_it_speaks_the_words_of_six(language: str, titles: tuple[str, ...]) -> None:
    text = words_of(pdf(bill(language=language)))
    assert [title for title in titles if title not in text] == []


def test_receipt_and_payment_part_stand_where_scissors_expect_them() -> None:
    found = places(pdf(bill()), -1)
    assert found["Récépissé"][0] == pytest.approx(5, abs=0.3)
    assert found["Section paiement"][0] == pytest.approx(67, abs=0.3)
    assert found["Compte / Payable à"][0] == pytest.approx(5, abs=0.3)
    assert 95 < found["Récépissé"][1] < 100
    assert all(y > 5 for text, (_x, y) in found.items() if text)


def test_nothing_is_printed_between_the_document_and_the_slip() -> None:
    found = places(pdf(bill()), -1)
    above = [text for text, (_x, y) in found.items() if text and 110 < y < 280]
    assert above == []


@pytest.mark.parametrize(
    ("bank", "reference"), [(SWISS, "RF27 F202 6002 2"), (QR_IBAN, "00 00000 00000 00001 52026 00223")]
)
def test_account_reference_and_amount_are_those_of_the_code(bank: BankAccount, reference: str) -> None:
    document = bill(bank)
    payload = swiss_text(document, bank, Decimal("2500.25"))
    slip = swiss_slip(payload, load_words("fr"), "Code")
    assert decoded(slip.code) == payload
    assert slip.account[0].replace("\u00a0", "") == bank.iban
    assert (slip.reference.replace("\u00a0", " "), slip.amount.replace("\u00a0", " ")) == (reference, "2 500.25")
    assert slip.payable_by == ("Hôtels Belvédère SA", "3 quai du Mont-Blanc", "1201 Genève")


def test_who_has_no_address_writes_it_by_hand() -> None:
    assert "Payable par (nom/adresse)" in words_of(pdf(bill(client=BLANK)))


def test_its_letters_are_of_a_family_that_six_allows() -> None:
    used: set[str] = set()

    def visit(text: str, _cm: object, _tm: object, font: dict[str, object] | None, _size: object) -> None:
        if text.strip() and font:
            used.add(str(font["/BaseFont"]).partition("+")[2])

    pdf(bill()).pages[-1].extract_text(visitor_text=visit)
    assert used == {"Facturier-Slip", "Facturier-Slip-Bold"}


# --- where it applies ------------------------------------------------------------------------------------------------

PARIS = Address(lines=("8 avenue des Champs",), postcode="75008", city="Paris", country="FR")
FRENCH = BankAccount(holder="Atelier Lumen", iban="FR7630006000011234567890189")


@pytest.mark.parametrize(
    ("bank", "currency", "client", "applies"),
    [
        (SWISS, "CHF", PARIS, True),
        (SWISS, "EUR", GENEVA, True),
        (SWISS, "EUR", PARIS, False),  # a SEPA transfer: the EPC code
        (QR_IBAN, "EUR", PARIS, True),  # nothing else may name this account
        (FRENCH, "CHF", GENEVA, False),
        (SWISS, "USD", GENEVA, False),
    ],
)
def test_where_it_applies(bank: BankAccount, currency: str, client: Address, *, applies: bool) -> None:
    document = bill(bank, currency=currency, client=client)
    assert bool(swiss_text(document, bank, Decimal(100))) is applies
