"""A reminder that is due to the words of an e-mail in its client's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from facturier.model.document import Document
from facturier.render.formats import load_formats
from facturier.render.words import load_words


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and plain text of an e-mail."""

    subject: str
    body: str


def reminder_letter(
    document: Document,
    letter: str,
    *,
    amount: Decimal,
    due: date,
    link: str,
    seller: str,
    iban: str,
    theme: Path | None,
) -> Letter:
    """Return a reminder. `amount`: what is to be paid now; `link` opens the document, "" for none.

    Of the account only its last four characters are told, those of the page and the PDF: a changed one would be seen.
    """
    language = document.client.language
    words, formats = load_words(language, theme), load_formats(language)
    values = {
        "kind": words(f"document.kind.{document.type.value}"),
        "number": document.number,
        "date": formats.date(document.date),
        "amount": formats.amount(amount, document.currency),
        "due": formats.date(due),
    }
    parts = [words(f"reminder.{letter}.body", **values) + f"\n{seller}"]
    parts += [words("reminder.link", link=link)] if link else []
    parts += [words("reminder.account", last=iban[-4:])] if iban else []
    subject = " ".join(words(f"reminder.{letter}.subject", **values).split())
    return Letter(subject, "\n\n".join([*parts, words("reminder.crossed")]) + "\n")
