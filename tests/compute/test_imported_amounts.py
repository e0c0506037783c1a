"""What the allowances and charges of an e-invoice become: no amount is left out."""

from decimal import Decimal

from facturier.compute.imported_amounts import Seen, adjustments
from facturier.model.incoming import Terms, Value


def group(name: str, *inside: Terms, **texts: str) -> Terms:
    """A group of terms: `BT_92` for BT-92."""
    values = {term.replace("_", "-"): (Value(text=text),) for term, text in texts.items()}
    return Terms(group=name, values=values, groups={one.group: (one,) for one in inside})


def test_a_negative_charge_stays_beside_a_discount() -> None:
    invoice = group(
        "",
        group("BG-25", group("BG-30", BT_151="S", BT_152="20"), BT_131="100"),
        group("BG-20", BT_92="10", BT_95="S", BT_96="20", BT_97="Remise"),
        group("BG-21", BT_99="-5", BT_102="S", BT_103="20", BT_104="Bonus"),
    )

    keys = adjustments(invoice, {}, Seen())

    assert keys["discount"] == {"amount": Decimal(10), "reason": "Remise"}
    assert keys["allowances"] == [{"item": "Bonus", "amount": Decimal(5), "vat": "20%"}]
