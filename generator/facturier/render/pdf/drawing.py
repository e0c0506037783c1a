"""A portal document → the bytes of its PDF, the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from facturier.model.portal import PortalDocument
from facturier.paths import theme_folder


def document_pdf(
    shown: PortalDocument,
    *,
    color: str,
    files: Mapping[str, bytes] | None = None,
    theme: Path | None = None,
    preview: bool = False,
) -> bytes:
    """Draw one document.

    `color` is the seller's brand colour (`#rrggbb`); `files` the content of its logo and attachments by their path in
    the book; `preview` adds the watermark of drafts. Only facts of the day of issue are shown: drawing it again after
    a payment gives the same bytes.
    """
    import weasyprint

    from facturier.render.pdf.accent import accent
    from facturier.render.pdf.compose import compose
    from facturier.render.pdf.fetcher import ClosedFetcher
    from facturier.render.pdf.workshop import workshop

    folder, declared = theme or theme_folder(), files or {}
    tools = workshop(folder)
    logo = shown.document.seller.logo in declared
    html = tools.template.render(doc=compose(shown, theme=folder, logo=logo, preview=preview))
    page = weasyprint.HTML(string=html, base_url="theme:document/", url_fetcher=ClosedFetcher(folder, declared))
    pdf: bytes = page.write_pdf(
        font_config=tools.fonts,
        stylesheets=[tools.styles(accent(color))],
        cache=tools.images(declared),
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
    )
    return pdf
