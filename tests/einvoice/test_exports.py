"""Exports of other programs become documents to the cent; what no key holds is named, and nothing is guessed."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.isolation.business import TODAY

from facturier.actions.import_ import Importing, ImportResult, import_files
from facturier.cli.import_ import command
from facturier.connect.exports import read_export
from facturier.publish.progress import Silent
from facturier.read import load_book

TABLE = """Numéro;Date;Échéance;Client;Description;Quantité;Prix unitaire;TVA %;Total TTC;Note interne
F2026-0004;03/11/2026;03/12/2026;ACME France SAS;Conseil;2,5;620,00;20;2 657,58;à revoir
F2026-0004;03/11/2026;;ACME France SAS;Manuel;40;18,90;5,5;;
F2026-0005;15/11/2026;;ACME France SAS;Port;1;"1 000,00";20;"1 200,00 €";
"""
STRIPE: dict[str, Any] = {
    "id": "in_1",
    "object": "invoice",
    "number": "F2026-0004",
    "created": 1793700000,
    "due_date": 1796300000,
    "currency": "eur",
    "customer_name": "ACME France SAS",
    "status": "paid",
    "total": 24000,
    "tax": 4000,
    "amount_paid": 24000,
    "footer": "Merci",
    "lines": {
        "data": [
            {
                "id": "il_1",
                "description": "Conseil",
                "quantity": 2,
                "amount": 25000,
                "discount_amounts": [{"amount": 5000}],
                "tax_amounts": [{"amount": 4000, "inclusive": False, "taxable_amount": 20000}],
            }
        ]
    },
}
NINJA: dict[str, Any] = {
    "number": "F2026-0004",
    "client_id": "c",
    "date": "2026-11-03",
    "due_date": "2026-12-03",
    "amount": 264.0,
    "total_taxes": 44.0,
    "discount": 0,
    "is_amount_discount": False,
    "status_id": "4",
    "paid_to_date": 64.0,
    "terms": "30 jours",
    "line_items": [
        {"quantity": 2, "cost": 120, "product_key": "CONS", "notes": "Conseil", "discount": 10, "tax_rate1": 20},
        {"quantity": 1, "cost": 4, "product_key": "", "notes": "Port", "discount": 0, "tax_rate1": 20},
    ],
}
CLIENT = {
    "id": "c",
    "name": "Zeta SARL",
    "address1": "1 rue du Lac",
    "city": "Annecy",
    "postal_code": "74000",
    "country_id": "250",
    "settings": {"currency_id": "3"},
}
Import = Callable[..., ImportResult]


@pytest.fixture
def imported(root: Path, tmp_path: Path) -> Import:
    """Import one export into the small business: text, bytes, or an object as JSON."""

    def do(data: str | bytes | dict[str, Any], *, issued: bool = True, **columns: str) -> ImportResult:
        source = tmp_path / "export"
        text = json.dumps(data) if isinstance(data, dict) else data
        source.write_bytes(text if isinstance(text, bytes) else text.encode())
        how = Importing(today=TODAY, reporter=Silent(), issued=issued, commit=False, columns=columns)
        return import_files(root, [source], how)

    return do


def codes(result: ImportResult) -> set[str]:
    return {fault.code for fault in result.faults}


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_any_encoding(root: Path, imported: Import, encode: str) -> None:
    result = imported(TABLE.encode(encode), vat_rate="TVA %")

    assert [(one.number, one.due) for one in result.documents] == [
        ("F2026-0004", Decimal("2657.58")),
        ("F2026-0005", Decimal("1200.00")),
    ]
    book, _ = load_book(root)
    assert book is not None
    made = book.documents["F2026-0004"]
    assert [(one.item, one.quantity, one.price, one.vat.rate) for one in made.lines] == [
        ("Conseil", Decimal("2.5"), Decimal("620.00"), Decimal(20)),
        ("Manuel", Decimal(40), Decimal("18.90"), Decimal("5.5")),
    ]


def test_columns_without_a_key_are_named(imported: Import) -> None:
    told = {(one.named["term"], one.named["text"]) for one in imported(TABLE, vat_rate="TVA %").faults}
    assert told == {("Note interne", "à revoir")}


def test_another_total_is_refused(imported: Import) -> None:
    assert "EIN-142" in codes(imported(TABLE.replace("2 657,58", "2 657,59"), vat_rate="TVA %"))


def test_a_table_without_totals_says_so(imported: Import) -> None:
    bare = "number,date,client,item,quantity,price,vat rate\nF2026-0004,2026-11-03,ACME France SAS,Conseil,1,10.00,20\n"
    assert codes(imported(bare)) == {"EIN-152"}


def test_totals_alone_make_one_line(root: Path, imported: Import) -> None:
    stripe = (
        "id,Number,Date (UTC),Currency,Customer Name,Subtotal,Total Discount Amount,Tax,Total,Amount Paid\n"
        "in_1,F2026-0004,2026-11-03 10:00,eur,ACME France SAS,250.00,50.00,40.00,240.00,240.00\n"
    )
    assert imported(stripe).documents[0].due == Decimal("240.00")
    assert "amount: 240.00" in (root / "invoices/2026/F2026-0004.history.yaml").read_text("utf-8")


def test_stripe_invoices(root: Path, imported: Import) -> None:
    result = imported({"object": "list", "data": [STRIPE]})
    book, _ = load_book(root)

    assert result.documents[0].due == Decimal("240.00")
    assert {one.named["term"] for one in result.faults if one.code == "EIN-143"} == {"footer"}
    assert book is not None
    [line] = book.documents["F2026-0004"].lines
    assert (line.quantity, line.price, line.vat.rate) == (Decimal(2), Decimal(125), Decimal(20))
    assert line.discount is not None
    assert line.discount.amount == Decimal("50.00")
    assert book.documents["F2026-0004"].date == date(2026, 11, 3)


def total_of(export: str) -> Decimal:
    """The total with VAT (BT-112) of the one invoice in an export."""
    read = read_export(export.encode(), "export", {}, "EUR")
    assert isinstance(read, list), read
    return Decimal(read[0].terms.one("BG-22").text("BT-112"))


def test_stripe_counts_crowns_of_iceland_in_hundredths() -> None:
    assert total_of(json.dumps({**STRIPE, "currency": "isk"})) == 240


def test_what_credit_notes_took_off_at_stripe_is_told(imported: Import) -> None:
    result = imported({**STRIPE, "pre_payment_credit_notes_amount": 24000, "post_payment_credit_notes_amount": 0})

    told = [fault.named["term"] for fault in result.faults if fault.code == "EIN-143"]
    assert "pre_payment_credit_notes_amount" in told
    assert "post_payment_credit_notes_amount" not in told


def test_invoice_ninja_with_its_clients(root: Path, imported: Import) -> None:
    result = imported({"invoices": [NINJA], "clients": [CLIENT]})
    book, _ = load_book(root)

    assert result.documents[0].due == Decimal("264.00")
    assert {one.named["term"] for one in result.faults if one.code == "EIN-143"} == {"terms"}
    assert book is not None
    assert book.clients["zeta-sarl"].address.country == "FR"
    assert [one.item for one in book.documents["F2026-0004"].lines] == ["CONS", "Port"]


def test_prices_with_vat_become_net_amounts(imported: Import) -> None:
    inside = {**NINJA, "uses_inclusive_taxes": True, "amount": 220.0, "total_taxes": 36.67}
    assert imported({"invoices": [inside], "clients": [CLIENT]}).documents[0].due == Decimal("220.00")


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(("1000,00 EUR", "1200,00 EUR"), id="a currency behind"),
        pytest.param(("EUR 1000,00", "EUR 1200,00"), id="a currency before"),
        pytest.param(("1000,00+", "1200,00+"), id="a sign behind"),
    ],
)
def test_the_decimal_sign_is_seen_beside_a_currency(cells: tuple[str, str]) -> None:
    net, gross = cells
    table = f"Number;Date;Client;Net;Gross\nF2026-0004;2026-11-03;ACME France SAS;{net};{gross}\n"

    assert total_of(table) == 1200


REFUSED = {
    "a formula": ("number,date,client,gross\n1,2026-11-03,=cmd|' /C calc'!A0,12.00\n", "EIN-151"),
    "an ambiguous amount": ('number,date,client,gross\n1,2026-11-03,A,"1,234"\n', "EIN-151"),
    "an ambiguous day": ("number,date,client,gross\n1,03/04/2026,A,12.00\n", "EIN-151"),
    "no day": ("number,date,client,gross\n1,2026-13-03,A,12.00\n", "EIN-151"),
    "no amount": ("number,date,client,gross\n1,2026-11-03,A,twelve\n", "EIN-151"),
    "a row without number": ("number,date,client,gross\n,2026-11-03,A,12.00\n", "EIN-151"),
    "no client column": ("number,date,gross\n1,2026-11-03,12.00\n", "EIN-150"),
    "no client": ("number,date,client,gross\n1,2026-11-03,,12.00\n", "EIN-120"),
    "no table": ("just words\n", "EIN-111"),
    "broken quotes": ('number,date,client,gross\n1,2026-11-03,"A,12.00\n', "EIN-111"),
    "other JSON": ('{"a": 1}', "EIN-111"),
    "broken JSON": ('{"a": ', "EIN-111"),
    "deep JSON": ("[" * 100_000, "EIN-111"),
    "a draft of Stripe": (json.dumps({**STRIPE, "status": "draft"}), "EIN-151"),
    "a page of Stripe's lines": (json.dumps({**STRIPE, "lines": {"data": [], "has_more": True}}), "EIN-151"),
    "an amount that is an object": (json.dumps({**STRIPE, "total": {}}), "EIN-151"),
    "two taxes": (json.dumps({**NINJA, "tax_rate2": 5.0, "line_items": [{"quantity": 1, "cost": 1}]}), "EIN-151"),
    "a cancelled invoice": (json.dumps({**NINJA, "status_id": "5"}), "EIN-151"),
    "eleven megabytes": ("number,date\n" + "1,2\n" * 2_800_000, "EIN-110"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_doubtful_or_hostile_is_refused(root: Path, imported: Import, name: str) -> None:
    data, code = REFUSED[name]
    before = {path for path in root.rglob("*") if ".facturier" not in path.parts}
    result = imported(data)

    assert code in codes(result)
    assert not result.done
    assert {path for path in root.rglob("*") if ".facturier" not in path.parts} == before


def test_an_unknown_key_or_header_is_refused(imported: Import) -> None:
    assert "EIN-150" in codes(imported(TABLE, vat_rate="TVA en trop"))
    assert "EIN-150" in codes(imported(TABLE, wrong="TVA %"))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_bytes_raise_an_exception(data: bytes) -> None:
    assert read_export(data, "export", {}, "EUR") is not None


def test_the_command_takes_columns(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(TABLE, "utf-8")
    arguments = [str(file), "--as", "issued", "--book", str(root), "--today", "2026-11-22", "--no-commit"]
    done = CliRunner().invoke(command, [*arguments, "--column", "vat_rate=TVA %", "--json"], standalone_mode=False)

    assert json.loads(done.output)["done"]


NEGATIVE = """Number;Date;Client;Net;VAT;Total;Amount refunded
AV-7;03/11/2026;ACME France SAS;-100,00;-20,00;-120,00;
F-8;15/11/2026;ACME France SAS;100,00;20,00;120,00;0,00
"""
REFUNDED = """Number;Date;Client;Net;VAT;Total;Paid;Amount refunded
F-8;15/11/2026;ACME France SAS;100,00;20,00;120,00;120,00;50,00
"""


@pytest.fixture
def table(root: Path, tmp_path: Path) -> Callable[..., ImportResult]:
    """Import a table into the small business."""

    def do(text: str, *, issued: bool = True) -> ImportResult:
        source = tmp_path / "table.csv"
        source.write_text(text, "utf-8")
        columns = {"gross": "Total", "net": "Net", "paid": "Paid"} if "Paid" in text else {"gross": "Total"}
        how = Importing(today=TODAY, reporter=Silent(), issued=issued, commit=False, columns=columns)
        return import_files(root, [source], how)

    return do


def test_a_total_below_zero_is_a_credit_note(root: Path, table: Callable[..., ImportResult]) -> None:
    result = table(NEGATIVE)
    book, _ = load_book(root)

    assert result.done, result.faults
    assert book is not None
    note = book.documents["AV-7"]
    assert (note.type.value, [(line.quantity, line.price) for line in note.lines]) == (
        "credit-note",
        [(Decimal(1), Decimal("100.00"))],
    )
    assert {one.number: one.due for one in result.documents} == {"AV-7": Decimal("120.00"), "F-8": Decimal("120.00")}


def test_what_was_refunded_stands_in_the_history(root: Path, table: Callable[..., ImportResult]) -> None:
    assert table(REFUNDED).done

    history = (root / "invoices/2026/F-8.history.yaml").read_text("utf-8")
    assert "event: paid, amount: 120.00" in history
    assert "event: refunded, amount: 50.00" in history


def test_what_was_paid_since_does_not_change_what_was_invoiced(root: Path, table: Callable[..., ImportResult]) -> None:
    assert table(REFUNDED).done
    book, _ = load_book(root)

    assert book is not None
    assert book.histories["F-8"].prepaid == 0


def test_a_refund_of_what_was_never_paid_is_refused(table: Callable[..., ImportResult]) -> None:
    result = table(REFUNDED.replace("120,00;120,00;50,00", "120,00;0,00;50,00"))

    assert not result.done
    assert "HIS-021" in {fault.code for fault in result.faults}


def test_what_was_refunded_is_told_of_a_draft(table: Callable[..., ImportResult]) -> None:
    told = {fault.named.get("term") for fault in table(REFUNDED, issued=False).faults}

    assert "refunded" in told
