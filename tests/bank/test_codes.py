"""The QR codes of page and PDF, drawn as pixels and read back by a decoder that knows nothing of us."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from tests.compute.papers import ACME, SELLER, line, paper
from tests.render.html.test_document_page import SENT
from tests.render.pages import document_page

from facturier.compute.payment import creditor_reference, epc_payload, swiss_text, transfer_reference
from facturier.compute.swiss_qr import check_digit, is_qr_iban, qr_bill_payload, qr_reference
from facturier.model.document import Document
from facturier.model.party import Address, BankAccount
from facturier.model.portal import PaymentBlock
from facturier.render.pdf.qr import payment_code
from facturier.render.pdf.view import QrCode

SCALE = 8  # pixels of a module
FRENCH = BankAccount(holder="Atelier Lumen", iban="FR7630006000011234567890189", bic="AGRIFRPPXXX")
SWISS = BankAccount(holder="Atelier Lumen", iban="CH9300762011623852957")
QR_IBAN = BankAccount(holder="Atelier Lumen", iban="CH4431999123000889012")
LAUSANNE = Address(lines=("Avenue du Léman 12a",), postcode="1005", city="Lausanne", country="CH")
GENEVA = Address(lines=("3 quai du Mont-Blanc",), postcode="1201", city="Genève", country="CH")


def pixels(code: QrCode) -> Image.Image:
    """Draw the path as a browser does with the rule nonzero: outlines that turn left are holes."""
    image = Image.new("L", (code.size * SCALE, code.size * SCALE), 255)
    draw = ImageDraw.Draw(image)
    for outline in code.path.split("z"):
        points = corners(outline)
        if points:
            scaled = [(x * SCALE, y * SCALE) for x, y in points]
            turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))
            edges = [
                (max(x - (x == max(p[0] for p in scaled)), 0), max(y - (y == max(p[1] for p in scaled)), 0))
                for x, y in scaled
            ]
            draw.polygon(edges, fill=0 if turn > 0 else 255)
    return image


def corners(outline: str) -> list[tuple[float, float]]:
    x = y = 0.0
    points = []
    for command, first, second in re.findall(r"([Mhv])(-?[\d.]+)(?: (-?[\d.]+))?", outline):
        if command == "M":
            x, y = float(first), float(second)
        else:
            x, y = (x + float(first), y) if command == "h" else (x, y + float(first))
        points.append((x, y))
    return points


def read_back(block: PaymentBlock) -> str:
    code = payment_code(block, "title")
    assert code is not None
    return decoded(code)


def decoded(code: QrCode) -> str:
    found = zxingcpp.read_barcodes(pixels(code), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    assert len(found) == 1
    return bytes(found[0].bytes).decode("utf-8")


def epc_block(text: str) -> PaymentBlock:
    return PaymentBlock(amount=Decimal(1), currency="EUR", bank=FRENCH, epc=text)


def swiss_block(text: str) -> PaymentBlock:
    return PaymentBlock(amount=Decimal(1), currency="CHF", bank=SWISS, swiss=text)


def swiss(bank: BankAccount = SWISS, **more: object) -> str:
    values: dict[str, object] = {
        "bank": bank,
        "creditor": LAUSANNE,
        "debtor_name": "Hôtels Belvédère SA",
        "debtor": GENEVA,
        "amount": Decimal(3240),
        "currency": "CHF",
        "number": "F2026-0022",
        "reference": creditor_reference("F2026-0022"),
    }
    return qr_bill_payload(**{**values, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("holder", ["Atelier Lumen", "Café Zoë & Fils Œuvres", "Ł" * 60])
def test_the_epc_code_is_read_back(holder: str) -> None:
    text = epc_payload(
        bank=replace(FRENCH, holder=holder), amount=Decimal("8886.10"), currency="EUR", reference="RF43F20260025"
    )
    assert read_back(epc_block(text)) == text


def test_the_swiss_code_is_read_back_in_spite_of_its_cross() -> None:
    assert read_back(swiss_block(swiss())) == swiss()


@given(name=st.text(min_size=1, max_size=80), street=st.text(max_size=90), amount=st.integers(1, 99_999_999_999))
def test_every_swiss_text_is_read_back_and_keeps_its_lines(name: str, street: str, amount: int) -> None:
    text = swiss(debtor_name=name, debtor=replace(GENEVA, lines=(street,)), amount=Decimal(amount) / 100)
    assert text.count("\n") == 30
    assert len(text) <= 997
    assert read_back(swiss_block(text)) == text


def test_the_lines_of_the_swiss_code() -> None:
    assert swiss().split("\n") == [
        *("SPC", "0200", "1", "CH9300762011623852957"),
        *("S", "Atelier Lumen", "Avenue du Léman", "12a", "1005", "Lausanne", "CH"),
        *[""] * 7,
        *("3240.00", "CHF"),
        *("S", "Hôtels Belvédère SA", "3 quai du Mont-Blanc", "", "1201", "Genève", "CH"),
        *("SCOR", creditor_reference("F2026-0022"), "F2026-0022", "EPD"),
    ]


def test_a_qr_iban_takes_a_qr_reference() -> None:
    rows = swiss(QR_IBAN).split("\n")
    assert rows[27:29] == ["QRR", qr_reference("F2026-0022")]
    assert transfer_reference("F2026-0022", QR_IBAN) == qr_reference("F2026-0022")


@pytest.mark.parametrize(("iban", "known"), [(QR_IBAN.iban, True), (SWISS.iban, False), (FRENCH.iban, False)])
def test_qr_ibans_are_known_by_their_bank(iban: str, known: bool) -> None:
    assert is_qr_iban(iban) is known


def test_the_check_digit_of_the_published_example() -> None:
    assert check_digit("21000000000313947143000901") == 7


def test_a_qr_reference_has_27_digits_and_zeros_before() -> None:
    assert qr_reference("F2026-0022") == "0" * 16 + "1520260022" + str(check_digit("0" * 16 + "1520260022"))
    assert qr_reference("X" * 14) == ""


@pytest.mark.parametrize(
    "more",
    [
        {"bank": FRENCH},
        {"currency": "USD"},
        {"amount": Decimal(0)},
        {"amount": Decimal(1_000_000_000)},
        {"creditor": replace(LAUSANNE, postcode="")},
        {"bank": QR_IBAN, "number": "X" * 20},
    ],
)
def test_no_code_where_no_bank_could_read_it(more: dict[str, object]) -> None:
    assert swiss(**more) == ""  # type: ignore[arg-type]


def test_a_debtor_without_a_town_is_left_out() -> None:
    assert swiss(debtor=Address(country="CH")).split("\n")[20:27] == [""] * 7


def in_francs(bank: BankAccount) -> Document:
    seller = replace(SELLER, bank=bank, address=LAUSANNE)
    return replace(paper(line("100.00"), client=replace(ACME, address=GENEVA), currency="CHF"), seller=seller)


def test_francs_to_a_swiss_account_get_the_swiss_code() -> None:
    assert swiss_text(in_francs(SWISS), SWISS, Decimal(120)).startswith("SPC\n")
    assert swiss_text(in_francs(FRENCH), FRENCH, Decimal(120)) == ""


def test_euros_from_abroad_to_a_swiss_account_keep_the_epc_code() -> None:
    abroad = replace(in_francs(SWISS), currency="EUR", client=ACME)
    assert swiss_text(abroad, SWISS, Decimal(120)) == ""


@pytest.mark.parametrize("name", ["epc", "swiss"])
def test_the_code_on_a_clients_page_is_read_back(name: str) -> None:
    assert SENT.payment is not None
    epc = replace(SENT.payment, swiss="")
    block = epc if name == "epc" else replace(epc, epc="", swiss=swiss())
    page = document_page(replace(SENT, payment=block))
    (drawn,), (ink,) = page.all("svg.qr"), page.all("svg.qr > path.qr-ink")
    size = (drawn.get("viewbox") or drawn.get("viewBox") or "").split()[2]
    assert decoded(QrCode(path=ink.get("d") or "", size=int(size), title="")) == (block.epc or block.swiss)
