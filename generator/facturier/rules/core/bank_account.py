"""Rule about the account that money goes to: it does not change unnoticed."""

from __future__ import annotations

from collections.abc import Iterator

from facturier.faults import Fault, Where, error
from facturier.rules.context import BookRule, Context, at_seller

_SHOWN = 4


def iban_changes_are_meant(context: Context) -> Iterator[Fault]:
    """PAY-031: another IBAN than the one sealed last is the worst tampering there is, unless `replaces` names that one.

    Once a document is sealed with the new one, `replaces` has done its work.
    """
    bank = context.book.seller.bank
    sealed = [seal for seal in context.book.seals.values() if seal.content.document.seller.bank is not None]
    if bank is None or not sealed:
        return
    last = max(sealed, key=lambda seal: (seal.content.document.date, seal.number))
    before = last.content.document.seller.bank
    if before is not None and before.iban not in {bank.iban, context.book.settings.former_iban}:
        yield error(
            "PAY-031",
            at_seller("bank", "iban"),
            also=(Where(last.file),),
            number=last.number,
            before=f"…{before.iban[-_SHOWN:]}",
            now=f"…{bank.iban[-_SHOWN:]}",
        )


BOOK_RULES: tuple[BookRule, ...] = (iban_changes_are_meant,)
