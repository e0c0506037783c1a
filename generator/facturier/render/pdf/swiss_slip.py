"""The text of a Swiss QR code → the payment part with receipt that stands below it: what is printed is what is coded.

Sizes and wording: SIX, Swiss Implementation Guidelines QR-bill 2.3, chapter 3, and its style guide.
"""

from __future__ import annotations

from facturier.render.formats import grouped
from facturier.render.pdf.qr import swiss_code
from facturier.render.pdf.view import Slip
from facturier.render.words import Words

_QUIET = 4  # modules around the drawn code, which the payment part replaces by 5 mm of paper
_KEYS = (
    "receipt",
    "payment_part",
    "account",
    "reference",
    "information",
    "payable_by",
    "payable_by_blank",
    "currency",
    "amount",
    "acceptance_point",
    "separate",
)
_IBAN, _CREDITOR, _AMOUNT, _CURRENCY, _DEBTOR, _KIND, _REFERENCE, _MESSAGE = 3, 4, 18, 19, 20, 27, 28, 29


def swiss_slip(payload: str, words: Words, title: str) -> Slip:
    """Return what the payment part shows. `title` is read to who cannot see the code."""
    lines = payload.split("\n")
    code = swiss_code(payload, title)
    side = code.size - 2 * _QUIET
    return Slip(
        words={key: words(f"slip.{key}") for key in _KEYS},
        account=(grouped(lines[_IBAN]), *_address(lines[_CREDITOR : _CREDITOR + 7])),
        reference=_in_groups(lines[_KIND], lines[_REFERENCE]),
        information=lines[_MESSAGE],
        payable_by=_address(lines[_DEBTOR : _DEBTOR + 7]),
        currency=lines[_CURRENCY],
        amount=_spaced(lines[_AMOUNT]),
        code=code,
        box=f"{_QUIET} {_QUIET} {side} {side}",
    )


def _address(lines: list[str]) -> tuple[str, ...]:
    """Name, street, town of a structured address (type S); () for none."""
    _kind, name, street, building, postcode, town, _country = lines
    shown = (name, f"{street} {building}".strip(), f"{postcode} {town}".strip())
    return tuple(line for line in shown if line)


def _in_groups(kind: str, reference: str) -> str:
    """A QR reference as `21 00000 00003 …`, a creditor reference in fours."""
    if kind != "QRR":
        return grouped(reference)
    head = len(reference) % 5
    return " ".join((reference[:head], *(reference[at : at + 5] for at in range(head, len(reference), 5))))


def _spaced(amount: str) -> str:
    """`2500.25` as `2 500.25`."""
    whole, _, cents = amount.partition(".")
    return f"{int(whole):,}".replace(",", "\u00a0") + f".{cents}"
