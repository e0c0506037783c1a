"""Every spelling a value may have, and those it may not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from facturier.model.terms import DueIn, MonthEnd
from facturier.read import scalars, strings, vat_words
from facturier.read.scalars import MisfitError

PARIS_WINTER = timezone(timedelta(hours=1))

ACCEPTED: list[tuple[Callable[[str], Any], str, Any]] = [
    (scalars.amount, "0", Decimal(0)),
    (scalars.amount, "1234.50", Decimal("1234.50")),
    (scalars.amount, "0.084", Decimal("0.084")),
    (scalars.amount, "-0", Decimal(0)),
    (scalars.amount, "999999999999.99", Decimal("999999999999.99")),
    (scalars.unit_price, "47.515", Decimal("47.515")),
    (scalars.unit_price, "0.000001", Decimal("0.000001")),
    (scalars.rate_of_exchange, "1.0850", Decimal("1.0850")),
    (scalars.quantity_with_unit, "12.5 days", (Decimal("12.5"), "day")),
    (scalars.quantity_with_unit, "1 day", (Decimal(1), "day")),
    (scalars.quantity_with_unit, "40", (Decimal(40), "piece")),
    (scalars.quantity_with_unit, "-1", (Decimal(-1), "piece")),
    (scalars.quantity_with_unit, "3 months", (Decimal(3), "month")),
    (scalars.quantity_with_unit, "6.4 m²", (Decimal("6.4"), "m²")),
    (scalars.quantity_with_unit, "6.4 m2", (Decimal("6.4"), "m²")),
    (scalars.quantity_with_unit, "0.1234 kg", (Decimal("0.1234"), "kg")),
    (scalars.percent, "5%", Decimal(5)),
    (scalars.percent, "5.5 %", Decimal("5.5")),
    (scalars.percent, "100%", Decimal(100)),
    (scalars.share, "33.33%", Decimal("33.33")),
    (scalars.yearly_rate, "statutory", "statutory"),
    (scalars.yearly_rate, "12%", Decimal(12)),
    (scalars.civil_date, "2026-11-02", date(2026, 11, 2)),
    (scalars.civil_date, "2028-02-29", date(2028, 2, 29)),
    (scalars.moment, "2026-11-02", (date(2026, 11, 2), None)),
    (
        scalars.moment,
        "2026-11-02T10:30:00+01:00",
        (date(2026, 11, 2), datetime(2026, 11, 2, 10, 30, tzinfo=PARIS_WINTER)),
    ),
    (scalars.moment, "2026-11-02 10:30Z", (date(2026, 11, 2), datetime(2026, 11, 2, 10, 30, tzinfo=UTC))),
    (scalars.duration, "30 days", 30),
    (scalars.duration, "1 day", 1),
    (scalars.due, "30 days", DueIn(days=30)),
    (scalars.due, "0 days", DueIn(days=0)),
    (scalars.due, "on receipt", DueIn(days=0)),
    (scalars.due, "45 days end of month", DueIn(days=45, month_end=MonthEnd.AFTER_DAYS)),
    (scalars.due, "end of month + 45 days", DueIn(days=45, month_end=MonthEnd.BEFORE_DAYS)),
    (scalars.due, "end of month", DueIn(days=0, month_end=MonthEnd.BEFORE_DAYS)),
    (scalars.due, "2026-12-31", date(2026, 12, 31)),
    (scalars.whole, "3", 3),
    (scalars.signed_days, "-3", -3),
    (scalars.signed_days, "0", 0),
    (scalars.yes_no, "true", True),
    (scalars.yes_no, "false", False),
    (scalars.currency, "TND", "TND"),
    (scalars.country, "NO", "NO"),
    (strings.text, " ACME ", "ACME"),
    (strings.long_text, "a\nb\n", "a\nb"),
    (strings.document_number, "F2026-0042", "F2026-0042"),
    (strings.client_id, "acme-2", "acme-2"),
    (strings.email, "compta+a@acme.example", "compta+a@acme.example"),
    (strings.mailbox, "Atelier Lumen <nour@lumen.example>", "Atelier Lumen <nour@lumen.example>"),
    (strings.mailbox, "nour@lumen.example", "nour@lumen.example"),
    (strings.https_url, "https://buy.stripe.com/x?y=1", "https://buy.stripe.com/x?y=1"),
    (strings.url_template, "https://paypal.me/l/{amount}{currency}", "https://paypal.me/l/{amount}{currency}"),
    (strings.color, "#0B6E4F", "#0b6e4f"),
    (strings.iban, "FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
    (strings.bic, "agrifrppxxx", "AGRIFRPPXXX"),
    (strings.siren, "999 000 011", "999000011"),
    (strings.siret, "99900001100018", "99900001100018"),
    (strings.vat_number, "FR 66 999000011", "FR66999000011"),
    (strings.vat_number, "CHE-999.000.108 TVA", "CHE999000108TVA"),
    (strings.phone, "+33 6 12 34 56 78", "+33 6 12 34 56 78"),
    (strings.safe_path, "clients/acme/pv-recette.pdf", "clients/acme/pv-recette.pdf"),
    (strings.number_pattern, "F{year}-{seq:04}", "F{year}-{seq:04}"),
    (strings.number_pattern, "{seq}", "{seq}"),
    (strings.originals, "git", "git"),
    (strings.originals, "/srv/originals", "/srv/originals"),
    (vat_words.vat_word, "20%", "20%"),
    (vat_words.vat_word, "5.50%", "5.5%"),
    (vat_words.vat_word, "0%", "0%"),
    (vat_words.vat_word, "reverse-charge", "reverse-charge"),
]

REFUSED: list[tuple[Callable[[str], Any], str, str]] = [
    *(
        (scalars.amount, text, "TYPE-010")
        for text in (
            "1,234.50", "1 234.50", "1_000", "0x10", "1e3", ".5", "5.", "007", "NaN", "inf", "+5", "--1", "=1+1",
            "１２３", "12 €", "1.2.3", "\n1", "1\n", "²",
        )
    ),
    (scalars.amount, "1.2345", "TYPE-011"),
    (scalars.amount, "-5", "TYPE-013"),
    (scalars.amount, "1234567890123", "TYPE-012"),
    (scalars.unit_price, "0.0000001", "TYPE-011"),
    (scalars.unit_price, "-620.00", "TYPE-013"),
    (scalars.rate_of_exchange, "0", "TYPE-014"),
    (scalars.quantity_with_unit, "12.5 dayz", "TYPE-016"),
    (scalars.quantity_with_unit, "days", "TYPE-015"),
    (scalars.quantity_with_unit, "12,5 days", "TYPE-015"),
    (scalars.quantity_with_unit, "1.23456", "TYPE-011"),
    (scalars.percent, "5", "TYPE-017"),
    (scalars.percent, "%", "TYPE-017"),
    (scalars.percent, "101%", "TYPE-018"),
    (scalars.percent, "-5%", "TYPE-013"),
    (scalars.share, "0%", "TYPE-014"),
    (scalars.share, "33.333%", "TYPE-011"),
    (scalars.yearly_rate, "legal", "TYPE-019"),
    *(
        (scalars.civil_date, text, "TYPE-020")
        for text in ("28/02/2025", "2025-2-3", "20250203", "２０２５-01-01", "today", "2025-01-01T00:00")
    ),
    (scalars.civil_date, "2025-02-30", "TYPE-021"),
    (scalars.civil_date, "0001-01-01", "TYPE-022"),
    (scalars.civil_date, "2100-01-01", "TYPE-022"),
    (scalars.moment, "2026-11-02T10:30:00", "TYPE-024"),
    (scalars.moment, "2026-11-02T25:30:00Z", "TYPE-023"),
    (scalars.moment, "2026-11-02 at noon", "TYPE-023"),
    (scalars.duration, "30", "TYPE-025"),
    (scalars.duration, "0 days", "TYPE-025"),
    (scalars.due, "30 jours", "TYPE-026"),
    (scalars.due, "2026-13-01", "TYPE-021"),
    (scalars.whole, "0", "TYPE-027"),
    (scalars.signed_days, "1.5", "TYPE-028"),
    *((scalars.yes_no, text, "TYPE-029") for text in ("yes", "no", "on", "True", "1")),
    (scalars.currency, "eur", "TYPE-031"),
    (scalars.currency, "EURO", "TYPE-031"),
    (scalars.country, "UK", "TYPE-032"),
    (scalars.country, "fr", "TYPE-032"),
    (strings.text, "a\nb", "TYPE-003"),
    (strings.text, "x" * 201, "TYPE-002"),
    (strings.text, "   ", "TYPE-001"),
    *(
        (strings.document_number, text, "TYPE-040")
        for text in ("", "a/b", "..", "INV 1", "F-1\n", "x" * 36, "nul", "é", "F.1", "$(id)")
    ),
    *((strings.client_id, text, "TYPE-041") for text in ("ACME", "everyone", "a_b", "x" * 65, "../x", "con")),
    *(
        (strings.email, text, "TYPE-043")
        for text in (
            "a@b", "a b@c.example", "a@b.example\nBcc: x@y.example", '"<script>"@b.example', "a@b.example?cc=x"
        )
    ),
    (strings.https_url, "http://a.example/", "TYPE-044"),
    (strings.https_url, "https://a.example/{x}", "TYPE-045"),
    (strings.https_url, "https://127.0.0.1/", "TYPE-047"),
    (strings.https_url, "https://user@evil.example/", "TYPE-047"),
    (strings.https_url, "https://localhost/", "TYPE-047"),
    (strings.url_template, "https://a.example/{client}", "TYPE-046"),
    (strings.url_template, "https://{number}.example/", "TYPE-047"),
    (strings.color, "green", "TYPE-048"),
    (strings.iban, "FR", "TYPE-050"),
    (strings.bic, "AGRI", "TYPE-051"),
    (strings.siren, "99900001", "TYPE-052"),
    (strings.siren, "９９９０００011", "TYPE-052"),
    (strings.siret, "999000011", "TYPE-053"),
    (strings.vat_number, "66999000011", "TYPE-054"),
    (strings.phone, "call me", "TYPE-055"),
    (strings.digest, "ABC", "TYPE-056"),
    (strings.rule_code, "men 34", "TYPE-057"),
    *(
        (strings.safe_path, text, "TYPE-058")
        for text in (
            "/etc/passwd", "../x", "a/../b", ".git/config", "a//b", "C:\\x", "file:///x", "a/nul.pdf", "a/", ""
        )
    ),
    (strings.number_pattern, "F{year}", "TYPE-059"),
    (strings.number_pattern, "F{seq}/{year}", "TYPE-059"),
    (strings.originals, "http://x.example", "TYPE-044"),
    (strings.originals, "/srv/../etc", "TYPE-058"),
    (strings.originals, "/", "TYPE-058"),
    (vat_words.vat_word, "AE", "TYPE-060"),
    (vat_words.vat_word, "reverse charge", "TYPE-060"),
    (vat_words.vat_word, "20.555%", "TYPE-011"),
]  # fmt: skip


@pytest.mark.parametrize(("parse", "text", "value"), ACCEPTED)
def test_a_spelling_that_is_read(parse: Callable[[str], Any], text: str, value: Any) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(("parse", "text", "code"), REFUSED)
def test_a_spelling_that_is_refused(parse: Callable[[str], Any], text: str, code: str) -> None:
    with pytest.raises(MisfitError) as refused:
        parse(text)
    assert refused.value.code == code


def test_a_negative_zero_is_zero_without_a_sign() -> None:
    assert str(scalars.amount("-0.00")) == "0.00"


def test_exempt_and_margin_are_words_with_their_detail() -> None:
    assert vat_words.vat_word({"exempt": {"article": "261-4-4°"}}) == "exempt: 261-4-4°"
    assert vat_words.vat_word({"margin": "second-hand"}) == "margin: second-hand"


@pytest.mark.parametrize("value", [{"exempt": "x"}, {"margin": "cars"}, {"exempt": {}}, {}, [], {"a": "b", "c": "d"}])
def test_other_mappings_are_no_vat_word(value: object) -> None:
    with pytest.raises(MisfitError):
        vat_words.vat_word(value)


def test_an_unknown_unit_names_the_nearest() -> None:
    with pytest.raises(MisfitError) as refused:
        scalars.quantity_with_unit("3 hourz")
    assert refused.value.values["suggestion"] in {"hour", "hours"}
