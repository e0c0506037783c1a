"""Bank lines, claims and recorded money for tests of matching: only what a test says, everything else plain."""

from datetime import date
from decimal import Decimal
from typing import Any

from facturier.compute.bank_lines import each_once, keyed
from facturier.compute.reconcile import reconcile
from facturier.model.bank import BankLine, Claim, Proposal, RecordedMoney, StatementFormat

IBAN = "FR7630006000011234567890189"
DAY = date(2026, 11, 4)


def line(amount: str, text: str = "", **more: Any) -> BankLine:
    """A line of a camt.053 statement of 4 November."""
    value = Decimal(amount)
    reference = more.pop("reference", f"{amount} {text} {more.get('payer', '')}")
    return BankLine(
        format=more.pop("format", StatementFormat.CAMT),
        account=more.pop("account", IBAN),
        date=more.pop("date", DAY),
        amount=value,
        currency=more.pop("currency", "EUR"),
        text=text,
        reference=reference,
        entry_amount=Decimal(more.pop("entry_amount", amount)),
        **more,
    )


def claim(number: str = "F2026-0001", amount: str = "1200.00", **more: Any) -> Claim:
    """An open invoice of ACME France."""
    value = Decimal(amount)
    return Claim(
        number=number,
        client=more.pop("client", "acme"),
        names=more.pop("names", ("ACME France SAS",)),
        currency=more.pop("currency", "EUR"),
        date=more.pop("date", date(2026, 10, 1)),
        open=value,
        expected=more.pop("expected", (value,) if value > 0 else ()),
        numbers=more.pop("numbers", (number,)),
        **more,
    )


def recorded(proposal: Proposal) -> list[RecordedMoney]:
    """What a history holds after the proposal was recorded."""
    return [
        RecordedMoney(
            number=share.number,
            date=proposal.line.date,
            amount=share.amount if share.event == "paid" else -share.amount,
            by="transfer",
            ref=proposal.line.key,
            digest=proposal.line.digest,
        )
        for share in proposal.shares
    ]


def matched(
    lines: list[BankLine], claims: list[Claim], money: list[RecordedMoney] | None = None, tolerance: str = "0"
) -> list[Proposal]:
    """The proposals for the lines of one file, in the order of the lines."""
    found = reconcile(keyed(lines), claims, money or (), tolerance=Decimal(tolerance))
    return list(found)


def only(*arguments: Any, **more: Any) -> tuple[str, str, dict[str, str]]:
    """Confidence, reason, and amounts by number of the one line given."""
    (found,) = matched(*arguments, **more)
    return found.confidence.value, found.reason.value, {one.number: f"{one.amount:f}" for one in found.shares}


__all__ = ["DAY", "IBAN", "claim", "each_once", "keyed", "line", "matched", "only", "recorded"]
