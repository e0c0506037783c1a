"""A typed VAT word to its one spelling: `20%`, `reverse-charge`, `exempt: 261-4-4°`, `margin: second-hand`."""

from __future__ import annotations

import re

from facturier.read.scalars import MisfitError, closest, percent

WORDS = ("reverse-charge", "intra-community", "export", "outside-scope", "franchise")
MARGINS = ("second-hand", "art", "collection", "travel")
_ARTICLE = re.compile(r"[0-9]{3}[A-Za-z0-9 .°-]{0,30}")


def vat_word(value: object) -> str:
    """Return the word; `{exempt: {article: 261-4-4°}}` becomes `exempt: 261-4-4°`, `{margin: art}` `margin: art`."""
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, dict) and len(value) == 1:
        [(key, inner)] = value.items()
        if key == "margin":
            return f"margin: {_margin(inner)}"
        if key == "exempt":
            return f"exempt: {_article(inner)}"
    raise MisfitError("TYPE-060", value="{…}" if isinstance(value, dict) else "[…]", suggestion="")


def _word(value: str) -> str:
    if value in WORDS:
        return value
    if value.endswith("%"):
        rate = percent(value, decimals=2)
        plain = format(rate, "f")
        return f"{plain.rstrip('0').rstrip('.') if '.' in plain else plain}%"
    near = closest(value, (*WORDS, "exempt", "margin"))
    raise MisfitError("TYPE-060", value=value[:60], suggestion=near)


def _margin(value: object) -> str:
    if not isinstance(value, str) or value not in MARGINS:
        given = value if isinstance(value, str) else ""
        raise MisfitError("TYPE-030", value=given[:40], suggestion=closest(given, MARGINS), words=", ".join(MARGINS))
    return value


def _article(value: object) -> str:
    article = value.get("article") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(article, str) or _ARTICLE.fullmatch(article) is None:
        raise MisfitError("TYPE-061")
    return article
