"""The identities are recomputed on the totals: a wrong cent, whoever made it, is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.faults.books import TODAY, write_book

from facturier.compute.expand import expand
from facturier.compute.totals import all_totals
from facturier.model.book import Book
from facturier.model.totals import Totals
from facturier.read import load_book
from facturier.rules import run_rules

CENT = Decimal("0.01")
NUMBER = "F2026-0014"  # two rates, discounts, a charge


@pytest.fixture
def book(tmp_path: Path) -> Book:
    write_book("clean.kinds", tmp_path)
    book, faults = load_book(tmp_path, today=TODAY)
    assert book is not None
    assert not faults
    return expand(book)


def found(book: Book, change: Callable[[Totals], Totals], number: str = NUMBER) -> set[tuple[str, str]]:
    totals = all_totals(book)
    totals[number] = change(totals[number])
    return {(fault.code, fault.named.get("rule", "")) for fault in run_rules(book, book, totals, today=TODAY)}


def test_right_totals_are_silent(book: Book) -> None:
    assert found(book, lambda totals: totals) == set()


@pytest.mark.parametrize(
    ("part", "rules"),
    [
        ("line_sum", {"BR-CO-10", "BR-CO-13"}),
        ("discount", {"BR-CO-11", "BR-CO-13"}),
        ("charge_sum", {"BR-CO-12", "BR-CO-13"}),
        ("net", {"BR-CO-13", "BR-CO-15"}),
        ("tax", {"BR-CO-14", "BR-CO-15"}),
        ("gross", {"BR-CO-15", "BR-CO-16"}),
        ("due", {"BR-CO-16"}),
    ],
)
def test_a_sum_that_is_a_cent_off(book: Book, part: str, rules: set[str]) -> None:
    def change(totals: Totals) -> Totals:
        return replace(totals, **{part: getattr(totals, part) + CENT})

    assert found(book, change) == {("VAT-016", rule) for rule in rules}


def test_vat_of_a_rate_that_is_a_cent_off(book: Book) -> None:
    def change(totals: Totals) -> Totals:
        first, *others = totals.groups
        groups = (replace(first, tax=first.tax + CENT), *others)
        tax, gross = totals.tax + CENT, totals.gross + CENT
        return replace(totals, groups=groups, tax=tax, gross=gross, due=totals.due + CENT)

    assert ("VAT-015", "") in found(book, change)


def test_vat_on_a_reverse_charged_group(book: Book) -> None:
    def change(totals: Totals) -> Totals:
        [group] = totals.groups
        return replace(totals, groups=(replace(group, vat=replace(group.vat, rate=Decimal(20))),))

    assert ("VAT-013", "") in found(book, change, "F2026-0009")


def test_a_category_that_france_does_not_know(book: Book) -> None:
    def change(totals: Totals) -> Totals:
        [group] = totals.groups
        return replace(totals, groups=(replace(group, vat=replace(group.vat, category="L")),))

    assert found(book, change, "F2026-0009") == {("VAT-014", "")}
