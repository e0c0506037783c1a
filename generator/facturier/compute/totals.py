"""Turns a document into its totals: every amount that page, PDF and XML show, computed once (BG-22, BG-23)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from facturier.compute.deductions import credit_notes, deducted_by
from facturier.compute.gross import GroupNets, group_nets, line_total
from facturier.compute.groups import TypedGroup, typed_groups, typed_lines
from facturier.compute.lines import TypedLine
from facturier.compute.rounding import EXACT, cent, percent_of
from facturier.model.book import Book
from facturier.model.document import Document, Prices
from facturier.model.money import ZERO
from facturier.model.totals import ChargeTotal, Deducted, LineTotal, SectionTotal, Totals, VatGroup


def total(document: Document, *, deducted: Sequence[Deducted] = ()) -> Totals:
    """Add up one (expanded) document; any document has totals, lawful or not.

    `deducted` is passed on for information; `work_net` and `work_gross` leave out the deposits taken off.
    """
    with localcontext(EXACT):
        whole = work = _add_up(document)
        if any(line.deducts for line in document.lines):
            kept = tuple(line for line in document.lines if not line.deducts)
            work = _add_up(replace(document, lines=kept, rounding=ZERO))
    return replace(whole, deducted=tuple(deducted), work_net=work.net, work_gross=work.due)


def all_totals(book: Book) -> dict[str, Totals]:
    """The totals of every document and draft of an expanded book, by its key, deposits taken off named and added up."""
    totals = {key: total(document) for papers in (book.documents, book.drafts) for key, document in papers.items()}
    notes = credit_notes(book)
    for papers in (book.documents, book.drafts):
        for key, document in papers.items():
            if any(line.deducts for line in document.lines):
                totals[key] = replace(totals[key], deducted=deducted_by(document, book, totals, notes))
    return totals


def _add_up(document: Document) -> Totals:
    typed = typed_lines(document)
    charges = [cent(charge.amount, currency=document.currency) for charge in document.charges]
    groups = typed_groups(document, typed)
    nets = [group_nets(group, typed, charges, prices=document.prices, currency=document.currency) for group in groups]
    breakdown = tuple(_vat_group(document, group, net, typed, charges) for group, net in zip(groups, nets, strict=True))
    lines = _line_totals(document, typed, groups, nets)
    return _document_totals(document, lines, _charge_totals(charges, groups, nets), breakdown)


def _vat_group(
    document: Document, group: TypedGroup, nets: GroupNets, typed: Sequence[TypedLine], charges: Sequence[Decimal]
) -> VatGroup:
    zero = cent(ZERO, currency=document.currency)
    lines, charged = sum(nets.lines, zero), sum(nets.charges, zero)
    base = lines - nets.discount + charged
    tax = percent_of(base, group.vat.rate, currency=document.currency)
    gross = base + tax
    if document.prices is Prices.GROSS:
        gross = sum((typed[place].amount for place in group.lines), zero) - group.discount
        gross += sum((charges[place] for place in group.charges), zero)
    return VatGroup(
        vat=group.vat, lines=lines, discount=nets.discount, charges=charged, base=base, tax=tax, gross=gross
    )


def _line_totals(
    document: Document, typed: Sequence[TypedLine], groups: Sequence[TypedGroup], nets: Sequence[GroupNets]
) -> tuple[LineTotal, ...]:
    net_of = {
        place: net
        for group, amounts in zip(groups, nets, strict=True)
        for place, net in zip(group.lines, amounts.lines, strict=True)
    }
    return tuple(
        line_total(line, amounts, net_of[place], prices=document.prices, currency=document.currency)
        for place, (line, amounts) in enumerate(zip(document.lines, typed, strict=True))
    )


def _charge_totals(
    charges: Sequence[Decimal], groups: Sequence[TypedGroup], nets: Sequence[GroupNets]
) -> tuple[ChargeTotal, ...]:
    net_of = {
        place: net
        for group, amounts in zip(groups, nets, strict=True)
        for place, net in zip(group.charges, amounts.charges, strict=True)
    }
    return tuple(ChargeTotal(net=net_of[place], typed=typed) for place, typed in enumerate(charges))


def _document_totals(
    document: Document,
    lines: tuple[LineTotal, ...],
    charges: tuple[ChargeTotal, ...],
    groups: tuple[VatGroup, ...],
) -> Totals:
    """BR-CO-10 to 16; the surplus or missing cent of gross prices is BT-114."""
    currency = document.currency
    line_sum = _sum((line.net for line in lines), currency)
    taken = (-charge.net for charge in charges if charge.typed < 0)
    discount = _sum((group.discount for group in groups), currency) + _sum(taken, currency)
    charge_sum = _sum((charge.net for charge in charges if charge.typed >= 0), currency)
    net = line_sum - discount + charge_sum
    tax = _sum((group.tax for group in groups), currency)
    rounding = _sum((group.gross - group.base - group.tax for group in groups), currency) + document.rounding
    return Totals(
        currency=currency,
        lines=lines,
        sections=_sections(document, lines),
        charges=charges,
        groups=groups,
        line_sum=line_sum,
        discount=discount,
        charge_sum=charge_sum,
        net=net,
        tax=tax,
        gross=net + tax,
        rounding=rounding,
        due=net + tax + rounding,
        tax_eur=_tax_eur(document, tax),
    )


def _sections(document: Document, lines: Sequence[LineTotal]) -> tuple[SectionTotal, ...]:
    """The subtotal of every section, after line discounts."""
    inside: list[list[LineTotal]] = [[] for _ in document.sections]
    for line, amounts in zip(document.lines, lines, strict=True):
        if line.section is not None:
            inside[line.section].append(amounts)
    return tuple(
        SectionTotal(
            title=title,
            amount=_sum((line.net for line in members), document.currency),
            typed=_sum((line.typed for line in members), document.currency),
        )
        for title, members in zip(document.sections, inside, strict=True)
    )


def _tax_eur(document: Document, tax: Decimal) -> Decimal | None:
    """The VAT in euros (BT-111) when the document is in another currency and its rate is known."""
    exchange = document.exchange_rate
    if document.currency == "EUR" or exchange is None or not exchange.rate:
        return None
    return cent(EXACT.divide(tax, exchange.rate), currency="EUR")


def _sum(amounts: Iterable[Decimal], currency: str) -> Decimal:
    return sum(amounts, cent(ZERO, currency=currency))
