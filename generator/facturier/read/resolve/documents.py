"""A document's shape to a Document: its parties attached, its lines taxed, every default filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturier.faults import Path
from facturier.model.document import (
    Charge,
    Document,
    DocumentType,
    ExchangeRate,
    Line,
    Nature,
    Occurrence,
    Period,
    Prices,
)
from facturier.model.law import Law
from facturier.model.party import Client, Seller
from facturier.model.vat import Vat
from facturier.read.resolve.cascade import Standing, discount_of, standing
from facturier.read.resolve.vat import VatChooser
from facturier.read.shapes.base import accepted_codes
from facturier.read.shapes.client import ClientShape
from facturier.read.shapes.config import DefaultsShape
from facturier.read.shapes.document import (
    AllowanceShape,
    ChargeShape,
    CommonShape,
    DraftShape,
    LineShape,
    NumberedShape,
    SectionShape,
)

WITHOUT_STANDING_DISCOUNT = frozenset({DocumentType.DEPOSIT, DocumentType.CREDIT_NOTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document's shape, the file it stands in, and its key in the book."""

    key: str
    file: str
    shape: CommonShape


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What documents are resolved against."""

    seller: Seller
    law: Law
    defaults: DefaultsShape | None
    clients: dict[str, tuple[Client, ClientShape]]


def document_of(source: Source, world: World, *, client_id: str, on: date, base: Document | None = None) -> Document:
    """Return the document. `base` is the invoice a credit note reduces: what that one says holds here too."""
    shape = source.shape
    client, client_shape = world.clients[client_id]
    holds = standing(shape, client_shape, world.defaults)
    kind = DocumentType(shape.type)
    chooser = VatChooser(seller=world.seller, client=client, law=world.law, on=on, default=holds.vat)
    taxed = _Taxed(holds=holds, chooser=chooser, base=base)
    lines, sections = _lines(shape, taxed)
    return Document(
        key=source.key,
        type=kind,
        seller=world.seller,
        client=client,
        file=source.file,
        number=shape.number if isinstance(shape, NumberedShape) else "",
        date=on,
        currency=shape.currency or (base.currency if base else holds.currency),
        language=shape.language or (base.language if base else holds.language),
        prices=Prices(shape.prices) if shape.prices else base.prices if base else Prices(holds.prices),
        subject=shape.subject or "",
        lines=lines,
        sections=sections,
        charges=_charges(shape, taxed),
        discount=discount_of(shape.discount or (None if kind in WITHOUT_STANDING_DISCOUNT else client_shape.discount)),
        rounding=shape.rounding or Decimal(0),
        terms=holds.terms,
        order=shape.order or "",
        contract=shape.contract or "",
        buyer_reference=shape.buyer_reference or "",
        project=shape.project or "",
        period=Period(start=shape.period.from_, end=shape.period.to) if shape.period else None,
        delivered=shape.delivered,
        credits=shape.credits or "",
        everything=bool(shape.everything),
        replaces=shape.replaces or "",
        quote=shape.quote or "",
        share=shape.share,
        deducts=tuple(shape.deducts or ()),
        valid_days=shape.valid,
        deposit=shape.deposit,
        exchange_rate=_rate(shape) or (base.exchange_rate if base else None),
        pay=holds.pay,
        notes=shape.notes or "",
        attachments=tuple(shape.attachments or ()),
        accepts=accepted_codes(shape.accept),
        recurring=_occurrence(shape),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taxed:
    """What decides the VAT of a line besides the line itself."""

    holds: Standing
    chooser: VatChooser
    base: Document | None

    def vat(self, item: str, nature: Nature, typed: str) -> Vat:
        """Return the typed treatment, that of the credited invoice, or the lawful one."""
        inherited = None if typed or self.base is None else _vat_of(self.base, item)
        return inherited or self.chooser.choose(nature, typed)


def _lines(shape: CommonShape, taxed: _Taxed) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    lines: list[Line] = []
    sections: list[str] = []
    for index, one in enumerate(shape.lines or ()):
        if isinstance(one, SectionShape):
            sections.append(one.section)
        else:
            lines.append(_line(one, taxed, path=("lines", index), section=len(sections) - 1 if sections else None))
    return tuple(lines), tuple(sections)


def _line(shape: LineShape, taxed: _Taxed, *, path: Path, section: int | None) -> Line:
    nature = Nature(shape.nature or taxed.holds.nature)
    typed = shape.vat or taxed.holds.vat_typed
    quantity, unit = shape.qty or (Decimal(1), "piece")
    return Line(
        item=shape.item,
        price=shape.price,
        vat=taxed.vat(shape.item, nature, typed),
        quantity=quantity,
        unit=unit,
        nature=nature,
        details=shape.details or "",
        ref=shape.ref or "",
        discount=discount_of(shape.discount),
        section=section,
        vat_typed=typed,
        path=path,
    )


def _charges(shape: CommonShape, taxed: _Taxed) -> tuple[Charge, ...]:
    """The charges, then the allowances as negative ones."""
    charges = (_charge(one, taxed, 1, ("charges", place)) for place, one in enumerate(shape.charges or ()))
    taken = (_charge(one, taxed, -1, ("allowances", place)) for place, one in enumerate(shape.allowances or ()))
    return (*charges, *taken)


def _charge(one: ChargeShape | AllowanceShape, taxed: _Taxed, sign: int, path: Path) -> Charge:
    typed = one.vat or taxed.holds.vat_typed
    vat = taxed.vat(one.item, Nature(taxed.holds.nature), typed)
    return Charge(item=one.item, amount=sign * one.amount, vat=vat, vat_typed=typed, path=path)


def _vat_of(base: Document, item: str) -> Vat | None:
    """Return how the credited invoice taxed this item, or its only treatment; None when it leaves a choice."""
    named = {line.vat for line in base.lines if line.item == item}
    named |= {one.vat for one in base.charges if one.item == item}
    treatments = named or {line.vat for line in base.lines}
    return treatments.pop() if len(treatments) == 1 else None


def _occurrence(shape: CommonShape) -> Occurrence | None:
    given = shape.recurring if isinstance(shape, NumberedShape | DraftShape) else None
    return Occurrence(template=given.template, on=given.on) if given else None


def _rate(shape: CommonShape) -> ExchangeRate | None:
    given = shape.exchange_rate
    return ExchangeRate(rate=given.rate, date=given.date, source=given.source or "BCE") if given else None
