"""Lines, sections and their totals → rows of the printed table."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import bidirectional

from facturier.compute.lines import typed_line
from facturier.model.document import Document, Line, Prices
from facturier.model.money import ZERO
from facturier.model.portal import PortalDocument
from facturier.model.totals import LineTotal, SectionTotal
from facturier.model.vat import Vat
from facturier.render.formats import Formats
from facturier.render.naming import line_name
from facturier.render.pdf.view import Row
from facturier.render.words import Words


def columns(document: Document, words: Words) -> tuple[str, ...]:
    """The five headings: prices say whether VAT is in them (arrêté 83-50/A for consumers)."""
    net = document.prices is Prices.NET
    keys = ("item", "quantity", "price_net" if net else "price_gross", "vat", "amount_net" if net else "amount_gross")
    return tuple(words(f"document.{key}", currency=document.currency) for key in keys)


def rows(shown: PortalDocument, words: Words, formats: Formats) -> Iterator[Row]:
    """Every line in order, each section between its heading and its subtotal, deposits taken off last."""
    document, section, deducting = shown.document, None, False
    for line, total in zip(document.lines, shown.totals.lines, strict=True):
        if line.deducts and not deducting:
            yield from _close(shown, section, words, formats)
            section, deducting = None, True
            yield Row(kind="section", item=words(f"document.{_taken(line, shown)}"))
        elif line.section != section and not deducting:
            yield from _close(shown, section, words, formats)
            section = line.section
            if section is not None:
                yield Row(kind="section", item=document.sections[section])
        name = line_name(line, document, shown.totals, words, formats)
        yield _line(document, line, total, words, formats, name=name)
    yield from _close(shown, section, words, formats)


def _close(shown: PortalDocument, section: int | None, words: Words, formats: Formats) -> Iterator[Row]:
    if section is None or section >= len(shown.totals.sections):
        return
    total: SectionTotal = shown.totals.sections[section]
    net = shown.document.prices is Prices.NET
    yield Row(
        kind="subtotal",
        item=words("document.subtotal", title=total.title),
        amount=formats.plain_amount(total.amount if net else total.typed, shown.document.currency),
    )


def _taken(line: Line, shown: PortalDocument) -> str:
    """The heading over what is taken off: deposits, or the credit notes that came before this one."""
    earlier = {paper.number for paper in shown.totals.deducted if paper.credit_note}
    return "credited_before" if line.deducts in earlier else "deposits"


def _line(document: Document, line: Line, total: LineTotal, words: Words, formats: Formats, *, name: str) -> Row:
    amount = total.net if document.prices is Prices.NET else total.typed
    return Row(
        kind="line",
        item=name,
        details=line.details.strip("\n"),
        ref=line.ref,
        discount=_discount(document, line, total, words, formats),
        quantity=formats.number(line.quantity),
        unit=unit_name(line, words),
        price=formats.plain_amount(line.price, document.currency, most=6),
        vat=rate(line.vat, words, formats),
        amount=formats.plain_amount(amount, document.currency),
        leftward=_is_leftward(name),
    )


def _is_leftward(text: str) -> bool:
    """Whether the first letter that has a direction is Arabic or Hebrew, as browsers decide for `dir="auto"`."""
    directions = (bidirectional(char) for char in text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"


def _discount(document: Document, line: Line, total: LineTotal, words: Words, formats: Formats) -> str:
    """The line's reduction as an amount (MEN-036), VAT included when the prices are."""
    discount = line.discount
    if discount is None:
        return ""
    reason = discount.reason or words("document.discount")
    taken = typed_line(line, currency=document.currency).discount if document.prices is Prices.GROSS else total.discount
    shown = formats.amount(-taken, document.currency)
    if discount.percent is None:
        return words("document.discount_amount", reason=reason, amount=shown)
    percent = formats.percent(-discount.percent)
    return words("document.discount_percent", reason=reason, percent=percent, amount=shown)


def rate(vat: Vat, words: Words, formats: Formats) -> str:
    """The rate, or a short word for why no VAT is charged; its sentence stands below the totals (MEN-035)."""
    return formats.percent(vat.rate) if vat.category in {"S", "Z"} else words(f"document.category.{vat.category}")


def unit_name(line: Line, words: Words) -> str:
    """The unit in the client's language, plural by quantity; nothing for pieces."""
    if line.unit == "piece":
        return ""
    key = f"units.{line.unit}"
    if key not in words:
        return line.unit
    whole = line.quantity.to_integral_value() if line.quantity == line.quantity.to_integral_value() else None
    if whole is None:
        return words(key, count=1 if words.language == "fr" and ZERO < abs(line.quantity) < 2 else 2)
    return words(key, count=int(whole))
