"""Statements for a spreadsheet: the same sums as the page, and nothing in them runs."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.samples import statement

from facturier.compute.statement import account_parts
from facturier.model.statement import Statement
from facturier.render.csv_cells import harmless
from facturier.render.feeds.statement_csv import statement_csv
from facturier.render.formats import load_formats
from facturier.render.words import LANGUAGES, load_words


def made(*statements: Statement, language: str = "fr") -> bytes:
    return statement_csv(statements, load_words(language), load_formats(language))


def rows(*statements: Statement, language: str = "fr") -> list[list[str]]:
    delimiter = "," if language == "en" else ";"
    return list(csv.reader(io.StringIO(made(*statements, language=language).decode("utf-8-sig")), delimiter=delimiter))


def test_it_begins_with_the_mark_that_spreadsheets_need() -> None:
    assert made(statement()).startswith(b"\xef\xbb\xbfDate;")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_every_column(language: str) -> None:
    assert {len(row) for row in rows(statement(), language=language)} == {9}


@pytest.mark.parametrize(("language", "amount"), [("fr", "-768,00"), ("en", "-768.00")])
def test_amounts_are_numbers_as_the_language_writes_them(language: str, amount: str) -> None:
    assert amount in [row[7] for row in rows(statement(), language=language)]


def test_it_adds_up() -> None:
    table = rows(statement(), language="en")[1:]
    moved = sum((Decimal(row[7]) for row in table if row[7]), Decimal(table[0][8]))
    assert moved == Decimal(table[-1][8]) == statement().closing


@pytest.mark.parametrize("text", ["=1+1", "+33 6", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "|calc", "%0A"])
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    assert harmless(text).startswith("'")


@given(st.text())
def test_a_cell_is_one_line_and_no_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(cell.splitlines()) <= 1


def test_a_reference_that_is_a_formula_is_disarmed_in_the_file() -> None:
    line = replace(statement().lines[0], ref='=HYPERLINK("http://x";"y")')
    assert rows(replace(statement(), lines=(line,)))[2][5].startswith("'=HYPERLINK")


def test_the_years_meet() -> None:
    whole, newest, oldest = (parts[0] for _, parts in account_parts([statement()]))
    assert oldest.closing == newest.opening
    assert newest.closing == whole.closing


def test_no_part_depends_on_the_day() -> None:
    later = replace(statement(), end=statement().end.replace(day=30))
    assert account_parts([later]) == account_parts([statement()])
