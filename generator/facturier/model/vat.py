"""How a line is taxed: the VAT word a person reads, and the codes EN 16931 wants."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Vat:
    """A VAT treatment: BT-151/BT-118 category, BT-152/BT-119 rate, BT-121 code and the case it comes from.

    `case` is a key of the law table of cases (FR_STANDARD, FR_FRANCHISE, EU_SERVICES_B2B…); the exemption
    sentence is looked up by case, date and language, never stored here.
    """

    category: str  # UNCL 5305: S E AE K G O Z
    rate: Decimal  # percent: 20, 5.5, 0
    word: str  # what the YAML says or could say: "20%", "reverse-charge", "export"…
    case: str = "FR_STANDARD"
    code: str = ""  # VATEX-…, "" for category S
    article: str = ""  # of `exempt: {article: …}`
    derived: bool = False  # the program chose it from seller, client and nature
