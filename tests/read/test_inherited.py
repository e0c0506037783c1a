"""What a document inherits is at fault where it is said: the client's file, or the defaults of the book."""

from pathlib import Path

import pytest
from tests.rulings.desk import ACME, CONFIG, Read, book_of, configured, line, opened, paper

from facturier.faults import Fault
from facturier.read import locate, told_once

LATE = "terms: {due: 90 days}\n"
IN_DEFAULTS = configured("due: 30 days", "due: 90 days")


def told(book: Read, code: str) -> Fault:
    [fault] = [one for one in locate(book.faults, book.root) if one.code == code]
    return fault


@pytest.mark.parametrize(
    ("files", "file", "column"),
    [
        (paper(f"{line()}{LATE}"), "invoices/2026/F2026-0001.yaml", 14),
        ({**paper(line()), "clients/acme.yaml": ACME + LATE}, "clients/acme.yaml", 14),
        ({**paper(line()), **IN_DEFAULTS}, "facturier.yaml", 35),
        ({**paper(line()), **IN_DEFAULTS, "clients/acme.yaml": ACME + LATE}, "clients/acme.yaml", 14),
        ({**paper(f"{line()}terms: {{early_discount: none}}\n"), **IN_DEFAULTS}, "facturier.yaml", 35),
    ],
)
def test_a_term_that_is_too_long(tmp_path: Path, files: dict[str, str], file: str, column: int) -> None:
    fault = told(book_of(tmp_path, files), "PAY-010")
    assert (fault.where.file, fault.where.column) == (file, column)
    named = {where.file for where in (fault.where, *fault.also)}
    assert "invoices/2026/F2026-0001.yaml" in named


def test_what_nobody_says_stays_with_the_document(tmp_path: Path) -> None:
    consumer = ACME.replace("business", "consumer").replace("siren: 999000029\n", "")
    fault = told(book_of(tmp_path, {**paper(line()), "clients/acme.yaml": consumer}), "B2C-002")
    assert (fault.where.file, fault.also) == ("invoices/2026/F2026-0001.yaml", ())


@pytest.mark.parametrize("file", ["clients/acme.yaml", "facturier.yaml", "invoices/2026/F2026-0001.yaml"])
def test_a_warning_is_accepted_where_it_is_said_or_shown(tmp_path: Path, file: str) -> None:
    public = ACME.replace("business", "public") + "siret: 99900002900010\n" + LATE
    files = {**paper(line()), "clients/acme.yaml": public}
    assert "PAY-015" in book_of(tmp_path, files).codes
    whole = {"facturier.yaml": CONFIG, **files}
    with_accept = {**whole, file: f"{whole[file]}accept: [{{code: PAY-015, reason: Un hôpital paie à 50 jours.}}]\n"}
    book_of(tmp_path, with_accept)
    assert "PAY-015" not in opened(tmp_path).codes


def test_a_word_that_holds_for_all_lines_is_told_once_where_it_stands(tmp_path: Path) -> None:
    lines = "lines:\n  - {item: Un conseil, price: 1.00}\n  - {item: Deux conseils, price: 2.00}\n"
    own = "  - {item: Trois conseils, price: 3.00, vat: 7%}\ncharges:\n  - {item: Port, amount: 4.00}\n"
    book = book_of(tmp_path, paper(f"vat: 19.6%\n{lines}{own}"))
    found = [fault.where.path for fault in told_once(book.of("VAT-012"), book.root)]
    assert found == [("vat",), ("lines", 2, "vat")]
