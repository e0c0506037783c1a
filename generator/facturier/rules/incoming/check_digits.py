"""A number of a register → whether it has the form and check digits of its scheme (ISO 6523), as Peppol asks."""

from __future__ import annotations

import re

_ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
_PERSON = re.compile(r"[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}.{3}[0-9][A-Za-z]")


def gln(text: str) -> bool:
    """A Global Location Number of GS1 (0088): weights 3 and 1 from the right."""
    if not _digits(text):
        return False
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(text[:-1])))
    return (weighted + int(text[-1])) % 10 == 0


def luhn(text: str) -> bool:
    """Digits whose last one makes the sum of Luhn divisible by ten."""
    if not _digits(text):
        return False
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return sum(sum(divmod(one, 10)) for one in doubled) % 10 == 0


def swedish(text: str) -> bool:
    """An organisation number of Sweden (0007)."""
    return len(text) == 10 and luhn(text)


def norwegian(text: str) -> bool:
    """An organisation number of Norway (0192): nine digits, modulo 11."""
    if not _digits(text, 9) or not int(text):
        return False
    weighted = sum(int(digit) * (place % 6 + 2) for place, digit in enumerate(reversed(text[:-1])))
    return (11 - weighted % 11) % 11 == int(text[-1])


def belgian(text: str) -> bool:
    """An enterprise number of Belgium (0208): ten digits, modulo 97."""
    return _digits(text, 10) and 97 - int(text[:8]) % 97 == int(text[8:])


def danish(text: str) -> bool:
    """A CVR number of Denmark (0184), with or without DK."""
    return _digits(text.removeprefix("DK"), 8)


def australian(text: str) -> bool:
    """An Australian Business Number (0151): eleven digits, modulo 89."""
    if not _digits(text, 11):
        return False
    return (sum(int(digit) * weight for digit, weight in zip(text, _ABN_WEIGHTS, strict=True)) - 10) % 89 == 0


def fiscal_code(text: str) -> bool:
    """A codice fiscale of Italy (0210): of a person, or the eleven digits of a company."""
    return bool(_PERSON.fullmatch(text)) or _digits(text, 11)


def partita_iva(text: str) -> bool:
    """A VAT number of Italy (0211); one of another country is not looked at."""
    return text[:2].upper() != "IT" or (len(text) == 13 and luhn(text[2:]))


def iban(text: str) -> bool:
    """An IBAN, spaces or not: form and modulo 97."""
    packed = "".join(text.split())
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}", packed, re.ASCII):
        return False
    turned = (packed[4:] + packed[:4]).upper()
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _digits(text: str, length: int | None = None) -> bool:
    return text.isascii() and text.isdigit() and length in (None, len(text))
