"""A portal document → the bytes of its PDF, the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from facturier.model.portal import PortalDocument
from facturier.paths import theme_folder

if TYPE_CHECKING:
    from facturier.render.pdf.view import Printed


def document_pdf(
    shown: PortalDocument,
    *,
    color: str,
    files: Mapping[str, bytes] | None = None,
    theme: Path | None = None,
    preview: bool = False,
) -> bytes:
    """Draw one document as PDF/A-3a and PDF/UA-1, with the Factur-X XML inside when it is an invoice.

    `color` is the seller's brand colour (`#rrggbb`); `files` the content of the seller's logo and of the document's
    attachments by their path in the book; `preview` adds the watermark of drafts and leaves the XML out. Only facts of
    the day of issue are shown: drawing again after a payment gives the same bytes.
    """
    import weasyprint

    from facturier.render.pdf.accent import accent
    from facturier.render.pdf.archive import OUTPUT_INTENT, Finisher
    from facturier.render.pdf.compose import compose
    from facturier.render.pdf.fetcher import ClosedFetcher
    from facturier.render.pdf.workshop import workshop

    folder, declared = theme or theme_folder(), files or {}
    logo = shown.document.seller.logo
    tools, images = workshop(folder), {logo: declared[logo]} if logo in declared else {}
    printed = compose(shown, theme=folder, logo=bool(images), preview=preview)
    page = weasyprint.HTML(
        string=tools.coverage.printable(tools.template.render(doc=printed)),
        base_url="theme:document/",
        url_fetcher=ClosedFetcher(folder, images),
    )
    xml = b"" if printed.watermark else _xml(shown)
    pdf: bytes = page.write_pdf(
        font_config=tools.fonts,
        color_profiles={OUTPUT_INTENT: tools.profile},
        output_intent=OUTPUT_INTENT,
        stylesheets=[tools.styles(accent(color))],
        cache=tools.images(images),
        attachments=_attachments(shown, xml, declared, printed),
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        finisher=Finisher(factur_x=bool(xml)),
    )
    return pdf


def unprintable(shown: PortalDocument, *, theme: Path | None = None) -> str:
    """The characters of a document that the theme's fonts lack, each once: they would be printed as empty boxes."""
    from facturier.render.pdf.compose import compose
    from facturier.render.pdf.workshop import workshop

    folder = theme or theme_folder()
    tools = workshop(folder)
    html = tools.template.render(doc=compose(shown, theme=folder, logo=False))
    return "".join(map(chr, sorted(tools.coverage.missing(html))))


def _xml(shown: PortalDocument) -> bytes:
    from facturier.render.einvoice import gather, has_einvoice
    from facturier.render.facturx import factur_x

    return factur_x(gather(shown)) if has_einvoice(shown.document) else b""


def _attachments(shown: PortalDocument, xml: bytes, files: Mapping[str, bytes], printed: Printed) -> list[Any]:
    from facturier.render.pdf.archive import XML_NAME, attachment

    on = shown.document.date
    made = [attachment(XML_NAME, xml, on=on, description=printed.xml_title, relationship="Alternative")] if xml else []
    for path in shown.document.attachments:
        if path in files:
            name = PurePosixPath(path).name
            made.append(attachment(name, files[path], on=on, description=name, relationship="Supplement"))
    return made
