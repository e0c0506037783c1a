"""What the print template shows, every value already a text: the template neither computes nor formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label and its value. `code` marks identifiers that read left to right and are set in fixed groups."""

    label: str
    value: str
    code: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The seller at the top of the first page and in the footer of every page."""

    name: str
    logo: str  # a `book:` address that the closed fetcher serves, "" when there is none
    lines: tuple[str, ...]
    footer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The client: `lines` stand in the envelope window, the rest beside it."""

    label: str
    name: str
    lines: tuple[str, ...]
    others: tuple[str, ...] = ()  # numbers, billing and delivery addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table of lines: a section heading, a line or a subtotal, told apart by `kind`."""

    kind: str  # line | section | subtotal
    item: str
    details: str = ""
    ref: str = ""
    discount: str = ""
    quantity: str = ""
    unit: str = ""
    price: str = ""
    vat: str = ""
    amount: str = ""
    leftward: bool = False  # the item is written from right to left


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRow:
    """A row of the VAT table (BG-23)."""

    rate: str
    base: str
    tax: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A row of the totals. `kind`: plain | total | due | due long | note."""

    label: str
    amount: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """A QR code as one SVG path on a grid of `size` modules, quiet zone included."""

    path: str
    size: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The Swiss payment part with receipt. `box` is the view box that shows `code` without its quiet zone."""

    words: Mapping[str, str]
    account: tuple[str, ...]
    reference: str
    information: str
    payable_by: tuple[str, ...]
    currency: str
    amount: str
    code: QrCode
    box: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How to pay: bank details, code to scan or Swiss payment part and, with several dates, the instalments."""

    pairs: tuple[Pair, ...]
    qr: QrCode | None = None
    slip: Slip | None = None
    instalments: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The whole document in the client's language."""

    language: str
    direction: str
    kind: str
    number: str
    title: str
    description: str
    date: str  # ISO 8601, for the metadata
    watermark: str
    seller: Letterhead
    client: Addressee
    facts: tuple[Pair, ...]
    subject: str
    references: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    vat_columns: tuple[str, ...]
    vat: tuple[VatRow, ...]
    sums: tuple[Sum, ...]
    payment_title: str
    instalments_title: str
    payment: Payment | None
    vat_mentions: tuple[str, ...]
    mentions: tuple[str, ...]
    notes: str
    attachments: str
    signature: tuple[str, ...]
    xml_title: str
