"""Statements of account → the bytes of their PDF: the same lines and balances as the page, on the business's paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from facturier.model.party import Client, Seller
from facturier.model.statement import Statement
from facturier.paths import theme_folder
from facturier.render.formats import Formats, load_formats
from facturier.render.html.statement import label_of
from facturier.render.pdf.parties import postal_lines
from facturier.render.pdf.view import Letterhead
from facturier.render.words import Words, kept_together, load_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one printed statement is made from: nothing else decides its bytes.

    `legal` are the sentences that every paper of the seller carries (C. com. R123-237, R123-238).
    """

    seller: Seller
    client: Client
    language: str
    year: int  # 0: the whole relation
    parts: tuple[Statement, ...]
    legal: tuple[str, ...] = ()
    preview: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    period: str
    currency: str
    rows: tuple[tuple[str, str, str, str, str], ...]
    closing: str


def account_pdf(
    account: Account, *, color: str, files: Mapping[str, bytes] | None = None, theme: Path | None = None
) -> bytes:
    """Draw a statement as PDF/A-3a and PDF/UA-1. `files` may hold the seller's logo by its path in the book."""
    import weasyprint

    from facturier.render.pdf.accent import accent
    from facturier.render.pdf.archive import OUTPUT_INTENT, Finisher
    from facturier.render.pdf.fetcher import ClosedFetcher
    from facturier.render.pdf.workshop import workshop

    folder = theme or theme_folder()
    tools = workshop(folder)
    images = {path: data for path, data in (files or {}).items() if path == account.seller.logo}
    html = tools.account_template.render(_context(account, folder, logo=bool(images)))
    page = weasyprint.HTML(
        string=tools.coverage.printable(html), base_url="theme:document/", url_fetcher=ClosedFetcher(folder, images)
    )
    pdf: bytes = page.write_pdf(
        font_config=tools.fonts,
        color_profiles={OUTPUT_INTENT: tools.profile},
        output_intent=OUTPUT_INTENT,
        stylesheets=[tools.styles(accent(color)), tools.styles(accent(color), sheet="account.css")],
        cache=tools.images(images),
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        finisher=Finisher(factur_x=False),
    )
    return pdf


def _context(account: Account, theme: Path, *, logo: bool) -> dict[str, object]:
    words, formats = load_words(account.language, theme), load_formats(account.language)
    client, title = account.client, words("statement.title")
    when = str(account.year) if account.year else words("statement.whole")
    return {
        "language": account.language,
        "direction": "rtl" if formats.locale.text_direction == "rtl" else "ltr",
        "title": f"{title} · {when}",
        "heading": title,
        "when": when if account.year else "",
        "description": f"{title} · {account.seller.name} · {client.name}",
        "date": max(part.end for part in account.parts).isoformat(),
        "watermark": words("document.watermark") if account.preview else "",
        "seller": _letterhead(account, formats, logo=logo),
        "label": words("statement.for_client"),
        "client": client.name,
        "address": postal_lines(client.address, formats, home=account.seller.address.country),
        "columns": tuple(words(f"statement.{key}") for key in ("date", "what", "number", "amount", "balance")),
        "closing": words("statement.closing"),
        "tables": tuple(_table(part, words, formats) for part in account.parts),
    }


def _letterhead(account: Account, formats: Formats, *, logo: bool) -> Letterhead:
    seller = account.seller
    home = postal_lines(seller.address, formats, home=seller.address.country)
    contact = tuple(part for part in (seller.contact.phone, seller.contact.email) if part)
    named = () if any(seller.name in text for text in account.legal) else (seller.name,)
    legal = tuple(kept_together(text) for text in account.legal)
    return Letterhead(
        name=seller.trade_name or seller.name,
        logo=f"book:{seller.logo}" if logo and seller.logo else "",
        lines=(*home, *contact, *legal),
        footer=" · ".join((*named, *legal, ", ".join(home))),
    )


def _table(part: Statement, words: Words, formats: Formats) -> _Table:
    def amount(value: Decimal) -> str:
        return formats.amount(value, part.currency)

    lines = tuple(
        (formats.short_date(line.date), label_of(line, words), line.number, amount(line.amount), amount(line.balance))
        for line in part.lines
    )
    edge = (formats.short_date(part.start), words("statement.opening"), "", "", amount(part.opening))
    period = words("statement.period", start=formats.date(part.start), end=formats.date(part.end))
    return _Table(period=period, currency=part.currency, rows=(edge, *lines), closing=amount(part.closing))
