"""Turns an account, an amount and two addresses into the text of a Swiss QR-bill (SIX, version 2.3, type S alone)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from facturier.compute.rounding import cent
from facturier.model.party import Address, BankAccount

_AMOUNTS = (Decimal("0.01"), Decimal("999999999.99"))
_CURRENCIES = ("CHF", "EUR")
SWISS_COUNTRIES = ("CH", "LI")  # one payment area
_QR_BANKS = range(30000, 32000)  # bank numbers (IID) of QR-IBANs
_REFERENCE_DIGITS = 26
_CARRIES = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)  # modulo 10, recursive
_LIMIT = 997  # characters
_LAST_LATIN = "\u017f"  # Basic Latin, Latin-1 Supplement, Latin Extended-A
_OTHER_LATIN = "ȘșȚț€"
_NAME, _STREET, _BUILDING, _POSTCODE, _TOWN, _MESSAGE = 70, 70, 16, 16, 35, 140
_STREET_AND_NUMBER = re.compile(r"(?P<street>\D.*?)\s+(?P<number>\d{1,5}\s?[a-zA-Z]?)")


def qr_bill_payload(
    *,
    bank: BankAccount,
    creditor: Address,
    debtor_name: str,
    debtor: Address,
    amount: Decimal,
    currency: str,
    number: str,
    reference: str,
) -> str:
    """The text of the Swiss QR code; `reference` is an ISO 11649 one, and gives way to a QR reference on a QR-IBAN.

    "" when no bank could read it: no Swiss or Liechtenstein IBAN, neither CHF nor EUR, an amount outside
    0.01 … 999 999 999.99, a creditor without postcode, town or country. A debtor of unknown address is left out.
    """
    low, high = _AMOUNTS
    who = _party(bank.holder, creditor)
    if bank.iban[:2] not in SWISS_COUNTRIES or currency not in _CURRENCIES or not low <= amount <= high or not who:
        return ""
    kind, named = _reference(bank, number, reference)
    money = f"{cent(amount, currency=currency):f}"
    lines = [
        *("SPC", "0200", "1", bank.iban),
        *who,
        *[""] * 7,  # the ultimate creditor: reserved
        money,
        currency,
        *(_party(debtor_name, debtor) or [""] * 7),
        kind,
        named,
        _cut(number, _MESSAGE),
        "EPD",
    ]
    payload = "\n".join(lines)
    return payload if len(payload) <= _LIMIT and not (is_qr_iban(bank.iban) and not named) else ""


def is_qr_iban(iban: str) -> bool:
    """Whether payments to this account must carry a QR reference."""
    return iban[:2] in SWISS_COUNTRIES and iban[4:9].isdigit() and int(iban[4:9]) in _QR_BANKS


def qr_reference(number: str) -> str:
    """The QR reference of a document: letters as two digits (A is 10), zeros before, a check digit after.

    "" when its letters and digits need more than 26 digits.
    """
    body = "".join(str(int(char, 36)) for char in number.upper() if char.isascii() and char.isalnum())
    if not 0 < len(body) <= _REFERENCE_DIGITS:
        return ""
    digits = body.zfill(_REFERENCE_DIGITS)
    return digits + str(check_digit(digits))


def check_digit(digits: str) -> int:
    """The check digit of a QR reference: modulo 10, recursive."""
    carry = 0
    for digit in digits:
        carry = _CARRIES[(carry + int(digit)) % 10]
    return (10 - carry) % 10


def _reference(bank: BankAccount, number: str, reference: str) -> tuple[str, str]:
    if is_qr_iban(bank.iban):
        return "QRR", qr_reference(number)
    return ("SCOR", reference) if reference else ("NON", "")


def _party(name: str, address: Address) -> list[str]:
    """An address of type S in seven lines; [] when postcode, town or country is missing."""
    street, building = _street(address)
    postcode, town = _cut(address.postcode, _POSTCODE), _cut(address.city, _TOWN)
    shown = _cut(name, _NAME)
    if not (shown and postcode and town and address.country):
        return []
    return ["S", shown, _cut(street, _STREET), _cut(building, _BUILDING), postcode, town, address.country]


def _street(address: Address) -> tuple[str, str]:
    """Street and building number; the number stays in the street where it comes first, as in `12 rue du Lac`."""
    street = address.lines[0] if address.lines else ""
    match = _STREET_AND_NUMBER.fullmatch(street)
    return (match["street"].rstrip(","), match["number"].replace(" ", "")) if match else (street, "")


def _cut(text: str, limit: int) -> str:
    """The text in the characters that banks accept, on one line, not longer than the limit."""
    return " ".join("".join(_latin(char) for char in text).split())[:limit].rstrip()


def _latin(char: str) -> str:
    if not char.isprintable():
        return " "
    if char <= _LAST_LATIN or char in _OTHER_LATIN:
        return char
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return plain or {"’": "'", "‘": "'", "–": "-", "—": "-", "“": '"', "”": '"'}.get(char, ".")
