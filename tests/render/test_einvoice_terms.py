"""The business terms that an e-invoice holds of a document."""

from dataclasses import replace
from decimal import Decimal

from tests.render.originals import INVOICE, line, show

from facturier.model.document import Discount
from facturier.render.einvoice import gather


def test_a_percentage_is_of_what_the_discount_is_on_not_of_deposits_taken_off() -> None:
    document = replace(
        INVOICE,
        sections=(),
        charges=(),
        lines=(line("Site", "1000.00"), line("", "300.00", qty="-1", deducts="F2026-0031")),
        discount=Discount(percent=Decimal(10)),
        deducts=("F2026-0031",),
    )
    (discount,) = gather(show(document)).adjustments
    assert (discount.amount, discount.base, discount.percent) == (Decimal("100.00"), Decimal("1000.00"), Decimal(10))
