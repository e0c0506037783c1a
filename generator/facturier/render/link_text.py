"""Turns a document into what the payment provider's page says of it, in the client's language."""

from __future__ import annotations

import re

from facturier.model.document import Document
from facturier.model.stripe import LinkText
from facturier.render.words import load_words

THANKS = "thanks"
_SUFFIX = 10  # characters behind the business's own prefix (10 at most) and `* ` on a card statement (22 in all)


def link_text(document: Document, *, part: int | None, site: str) -> LinkText:
    """The words of one link. `site` is the public address of the portals; "" keeps Stripe's own thanks page."""
    words = load_words(document.language)
    kind = words(f"document.kind.{document.type.value}")
    title = (
        words("pay_link.part", kind=kind, number=document.number, part=part)
        if part
        else words("pay_link.title", kind=kind, number=document.number)
    )
    return LinkText(
        title=title,
        inactive=words("pay_link.inactive"),
        back=thanks_address(site, document.language),
        suffix=statement_suffix(document.number),
    )


def thanks_address(site: str, language: str) -> str:
    """The public page a client comes back to: it holds no token and names no document. "" without a site."""
    return f"{site.rstrip('/')}/{THANKS}/{language}/" if site else ""


def statement_suffix(number: str) -> str:
    """The end of a document's number as card statements can print it: it must hold a letter."""
    plain = re.sub(r"[^A-Z0-9-]", "-", number.upper())[-_SUFFIX:].strip("-")
    return plain if re.search("[A-Z]", plain) else f"F{plain[1 - _SUFFIX :]}"
