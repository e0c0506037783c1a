"""A slip in facturier.yaml hides no mistake elsewhere, unless everything hangs on it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from facturier.read import load_book

ROOT = Path(__file__).resolve().parents[2]


def book_with(tmp_path: Path, old: str, new: str):
    text = (ROOT / "facturier.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "facturier.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copytree(ROOT / "clients", tmp_path / "clients")
    return load_book(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("yearly: statutory", "yearly: legal"),
        ("size: micro", "size: mikro"),
        ("originals: git", "originals: git\nsmpt: mail.example"),
        ('"#0b6e4f"', '"green"'),
    ],
)
def test_the_rest_of_the_book_is_read_all_the_same(tmp_path: Path, old: str, new: str) -> None:
    book, faults = book_with(tmp_path, old, new)
    assert book is not None
    assert "acme" in book.clients
    assert [fault.where.file for fault in faults if fault.code.startswith(("TYPE", "READ"))] == ["facturier.yaml"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("vat_regime: normal", "vat_regime: normale"),
        ('invoice: "F{year}-{seq:04}"', 'invoice: "F{yaer}-{seq:04}"'),
        ("currency: EUR", "currency: EURO"),
        ("  name: Atelier Lumen", "  nom: Atelier Lumen"),
    ],
)
def test_without_what_bears_the_whole_book_nothing_is_judged(tmp_path: Path, old: str, new: str) -> None:
    book, faults = book_with(tmp_path, old, new)
    assert book is None
    assert {fault.where.file for fault in faults} == {"facturier.yaml"}
