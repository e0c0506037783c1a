"""Turns what a draft begins with into words of the client's language: a share of a quote, a credit, a period."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from facturier.render.formats import load_formats
from facturier.render.words import load_words


def progress_item(language: str, *, percent: Decimal, quote: str) -> str:
    """Name the line of a progress invoice: `Avancement : 40 % du devis D2026-0001`."""
    return load_words(language)("draft.progress", percent=load_formats(language).percent(percent), quote=quote)


def credit_item(language: str, *, invoice: str) -> str:
    """Name the line of a credit note over an amount: `Avoir sur la facture F2026-0042`."""
    return load_words(language)("draft.credit", invoice=invoice)


def period_text(language: str, start: date, end: date) -> str:
    """Name a period: `décembre 2026`, `4e trimestre 2026`, `2026`, else its first and last day."""
    from babel.dates import format_date, format_interval

    locale = load_formats(language).locale
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        if months == 1:
            return format_date(start, "LLLL y", locale=locale)
        if months == 3 and start.month % 3 == 1:
            return format_date(start, "QQQQ y", locale=locale)
        if months == 12 and start.month == 1:
            return format_date(start, "y", locale=locale)
        return str(format_interval(start, end, "yMMMM", locale=locale))
    return str(format_interval(start, end, "yMMMMd", locale=locale))
