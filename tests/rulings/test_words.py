"""The rulings about words and keys, from a typed file to the model."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.rulings.desk import ACME, CONFIG, TODAY, book_of, configured, history, line, paper
from tests.rulings.index import rules

from facturier.actions.show import show
from facturier.faults import Severity
from facturier.model.state import Status
from facturier.model.units import UNITS
from facturier.publish.progress import Silent

ALL_LATE = "terms: {due: 60 days, late_penalty: {yearly: 15%}}"


# 1 · correctives


@rules("words-1")
def test_a_corrective_cancels_the_original_and_takes_its_payments(tmp_path: Path) -> None:
    corrective = paper(f"type: corrective\nreplaces: F2026-0001\n{line('90.00')}", "F2026-0002", day="2026-11-10")
    paid = history("date: 2026-11-05, event: paid, amount: 60.00")
    book = book_of(tmp_path, {**paper(line("100.00")), **corrective, **paid})
    assert book.state("F2026-0001").headline is Status.CANCELLED
    assert (book.state("F2026-0002").paid, book.state("F2026-0002").open) == (Decimal("60.00"), Decimal("48.00"))


# 2 · what holds


@rules("words-2")
def test_line_document_client_defaults_in_this_order(tmp_path: Path) -> None:
    config = CONFIG.replace("defaults: {vat: 20%,", "defaults: {vat: 20%, nature: services, language: en,")
    client = f"{ACME}vat: 10%\nlanguage: de\nnature: goods\n"
    body = f"vat: 5.5%\n{line()}  - {{item: Manuel imprimé, price: 1.00, vat: 2.1%, nature: services}}\n"
    plain = paper(line(), "F2026-0002")
    book = book_of(tmp_path, {"facturier.yaml": config, "clients/acme.yaml": client, **paper(body), **plain})
    first, second = book.document("F2026-0001").lines
    [third] = book.document("F2026-0002").lines
    assert [str(one.vat.rate) for one in (first, second, third)] == ["5.5", "2.1", "10"]
    assert [one.nature for one in (first, second, third)] == ["goods", "services", "goods"]
    assert book.document("F2026-0001").language == "de"


@rules("words-2")
@pytest.mark.parametrize(
    ("key", "given", "attribute"),
    [
        ("currency", "CHF", "currency"),
        ("language", "it", "language"),
        ("prices", "gross", "prices"),
        ("pay", "[stripe]", "pay"),
    ],
)
def test_every_default_may_be_set_again_for_a_client_and_a_document(
    tmp_path: Path, key: str, given: str, attribute: str
) -> None:
    usual = book_of(tmp_path / "a", paper(line())).document("F2026-0001")
    of_client = book_of(tmp_path / "b", {"clients/acme.yaml": f"{ACME}{key}: {given}\n", **paper(line())})
    of_document = book_of(tmp_path / "c", paper(f"{key}: {given}\n{line()}"))
    wanted = (given.strip("[]"),) if key == "pay" else given
    for book in (of_client, of_document):
        assert getattr(book.document("F2026-0001"), attribute) == wanted != getattr(usual, attribute)


@rules("words-2")
def test_terms_merge_key_by_key(tmp_path: Path) -> None:
    early = "early_discount: {percent: 2%, within: 10 days}"
    config = CONFIG.replace("terms: {due: 30 days}", f"terms: {{due: 30 days, {early}}}")
    client = f"{ACME}terms: {{late_penalty: {{yearly: 15%}}}}\n"
    body = f"{line()}terms: {{late_penalty: {{payments_first_on: interest}}, early_discount: {{within: 5 days}}}}\n"
    book = book_of(tmp_path, {"facturier.yaml": config, "clients/acme.yaml": client, **paper(body)})
    terms = book.document("F2026-0001").terms
    assert (terms.late_penalty.yearly, terms.late_penalty.payments_first_on) == (Decimal(15), "interest")
    assert terms.late_penalty.recovery_fee == Decimal("40.00")
    assert terms.early_discount is not None
    assert (terms.early_discount.percent, terms.early_discount.days) == (Decimal(2), 5)


@rules("words-2")
def test_half_an_early_discount_is_an_error_where_nothing_gives_the_other_half(tmp_path: Path) -> None:
    [fault] = book_of(tmp_path, paper(f"{line()}terms: {{early_discount: {{within: 5 days}}}}\n")).of("READ-021")
    assert (fault.where.path, fault.named["key"]) == (("terms", "early_discount"), "percent")


@rules("words-2")
def test_none_takes_an_early_discount_back(tmp_path: Path) -> None:
    config = configured("terms: {due: 30 days}", "terms: {early_discount: {percent: 2%, within: 10 days}}")
    body = f"{line()}terms: {{early_discount: none}}\n"
    assert book_of(tmp_path, {**config, **paper(body)}).document("F2026-0001").terms.early_discount is None


BERLIN = """\
name: Berliner Beispiel GmbH
kind: business
vat_number: DE136695976
address: {lines: [Beispielweg 1], postcode: 10115, city: Berlin, country: DE}
"""


@rules("words-2", "words-3")
def test_what_is_derived_wins_over_a_default_and_a_typed_word_can_contradict(tmp_path: Path) -> None:
    files = {
        "clients/berlin.yaml": f"{BERLIN}vat: 20%\n",
        **paper(line(), client="berlin"),
        **paper(f"vat: 20%\n{line()}", "F2026-0002", client="berlin"),
    }
    book = book_of(tmp_path, files)
    assert book.document("F2026-0001").lines[0].vat.word == "reverse-charge"
    [fault] = book.of("VAT-005")
    assert fault.where.file.endswith("F2026-0002.yaml")


@rules("words-2")
@pytest.mark.parametrize(("client", "told"), [("berlin", (("reverse-charge", "CGI 259-1°, 283-2"),)), ("acme", ())])
def test_what_is_derived_is_said_with_its_article(tmp_path: Path, client: str, told: object) -> None:
    book_of(tmp_path, {"clients/berlin.yaml": BERLIN, **paper(line(), client=client)})
    assert show(tmp_path, "F2026-0001", today=TODAY, reporter=Silent()).derived == told


# 3 · the table


@rules("words-3")
@pytest.mark.parametrize(
    ("client", "nature", "word"),
    [
        ("kind: business\nvat_number: DE136695976\naddress: {country: DE}", "goods", "intra-community"),
        ("kind: business\naddress: {country: DE}", "services", "20%"),
        ("kind: consumer\naddress: {country: DE}", "services", "20%"),
        ("kind: business\naddress: {country: US}", "goods", "export"),
        ("kind: business\naddress: {country: US}", "services", "outside-scope"),
        ("kind: business\naddress: {country: FR, postcode: 97300}", "goods", "export"),
        ("kind: business\naddress: {country: MC}", "services", "20%"),
        (
            "kind: business\nvat_number: XI980780684\naddress: {country: GB, postcode: BT1 1AA}",
            "goods",
            "intra-community",
        ),
        (
            "kind: business\nvat_number: XI980780684\naddress: {country: GB, postcode: BT1 1AA}",
            "services",
            "outside-scope",
        ),
        ("kind: public\naddress: {country: FR, postcode: 75001}", "services", "20%"),
    ],
)
def test_seller_client_and_nature_give_the_word(tmp_path: Path, client: str, nature: str, word: str) -> None:
    book = book_of(tmp_path, {"clients/acme.yaml": f"name: A\n{client}\n", **paper(f"nature: {nature}\n{line()}")})
    assert book.document("F2026-0001").lines[0].vat.word == word


@rules("words-3")
def test_building_works_of_a_subcontractor_need_the_word(tmp_path: Path) -> None:
    client = f"{ACME}vat_number: FR23999000029\n"
    files = {**paper(line()), **paper(f"vat: reverse-charge\n{line()}", "F2026-0002"), "clients/acme.yaml": client}
    book = book_of(tmp_path, files)
    cases = [book.document(number).lines[0].vat.case for number in ("F2026-0001", "F2026-0002")]
    assert cases == ["FR_STANDARD", "BTP_SUBCONTRACT"]
    assert not [code for code in book.codes if code.startswith(("VAT", "MEN-020"))]


# 4, 5 · units, what may be left out


@rules("words-4")
@pytest.mark.parametrize(("typed", "unit"), [("1 day", "day"), ("12.5 days", "day"), ("3 kg", "kg"), ("40", "piece")])
def test_units_are_known_in_both_numbers(tmp_path: Path, typed: str, unit: str) -> None:
    assert book_of(tmp_path, paper(line(qty=typed))).document("F2026-0001").lines[0].unit == unit
    assert UNITS[unit]


@rules("words-4")
def test_another_unit_is_an_error_with_a_suggestion(tmp_path: Path) -> None:
    [fault] = book_of(tmp_path, paper(line(qty="2 dayz"))).of("TYPE-016")
    assert fault.named["suggestion"] in ("day", "days")


@rules("words-5")
def test_what_may_be_left_out(tmp_path: Path) -> None:
    body = f"{line()}discount: {{percent: 5%}}\ncharges: [{{item: Port, amount: 5.00}}]\n"
    book = book_of(tmp_path, paper(body))
    document = book.document("F2026-0001")
    assert (str(document.type), document.subject, document.lines[0].quantity) == ("invoice", "", Decimal(1))
    assert document.charges[0].vat.rate == 20
    assert not [one for one in book.faults if one.severity is Severity.ERROR]


@rules("words-5")
def test_the_kind_of_a_client_is_required(tmp_path: Path) -> None:
    [fault] = book_of(tmp_path, {"clients/acme.yaml": ACME.replace("kind: business\n", "")}).of("READ-021")
    assert fault.named["key"] == "kind"


# 6 · reminders


@rules("words-6")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("{policy: weekly}", None),
        ("{steps: [{day: 5, by: email}, {day: 37, by: registered-letter, deadline: 8 days}]}", None),
        ("{policy: weekly, steps: [{day: 5, by: email}]}", "TYPE-071"),
        ("{steps: [{day: 37, by: letter, deadline: 2026-12-01}]}", "TYPE-025"),
    ],
)
def test_a_policy_or_steps(tmp_path: Path, given: str, code: str | None) -> None:
    book = book_of(tmp_path, configured("defaults:", f"reminders: {given}\ndefaults:"))
    assert {one for one in book.codes if one.startswith("TYPE")} == ({code} if code else set())


@rules("words-6")
@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("event: formal-notice, deadline: 2026-11-20", None),
        ("event: formal-notice, deadline: 8 days", "TYPE-020"),
        ("event: reminded, step: 1", None),
        ("event: reminded, step: 0", "TYPE-027"),
        ("event: paid, amount: 120.00, part: 0", "TYPE-027"),
        (f"event: reminded, digest: {'0f' * 32}", None),
        ("event: reminded, digest: abc", "TYPE-056"),
    ],
)
def test_deadlines_are_dates_and_steps_count_from_one_in_a_history(
    tmp_path: Path, entry: str, code: str | None
) -> None:
    book = book_of(tmp_path, {**paper(line()), **history(f"date: 2026-11-03, {entry}")})
    assert {one for one in book.codes if one.startswith("TYPE")} == ({code} if code else set())


# 7 · more keys


@rules("words-7")
def test_more_keys_of_clients_and_seller_arrive(tmp_path: Path) -> None:
    client = f"""{ACME}siret: 99900002900010
trade_name: ACME
billing_address: {{lines: [1 rue B], postcode: 69001, city: Lyon}}
e_invoice: {{format: ubl, address: 999000029_compta}}
"""
    config = CONFIG.replace(
        "  platform",
        "  trade_name: Lumen\n  insurance: {insurer: Assurances Exemple, area: France}\n  sector: building\n  platform",
    )
    book = book_of(
        tmp_path,
        {
            "facturier.yaml": config,
            "clients/acme.yaml": client.replace("Paris, country", "Paris, region: IdF, country"),
            **paper(line()),
        },
    )
    made, seller = book.document("F2026-0001").client, book.document("F2026-0001").seller
    assert (made.siret, made.trade_name, made.address.region) == ("99900002900010", "ACME", "IdF")
    assert made.billing_address is not None
    assert (made.e_invoice.format, made.e_invoice.address) == ("ubl", "999000029_compta")
    assert seller.insurance is not None
    assert (seller.trade_name, seller.sector, seller.insurance.area) == ("Lumen", "building", "France")
    assert (seller.platform, seller.siret) == ("Plateforme d'exemple", "99900001100018")
    assert seller.mediator


@rules("words-7")
@pytest.mark.parametrize(("regime", "number"), [("normal", "FR66999000011"), ("franchise", "")])
def test_a_vat_number_is_derived_under_the_normal_regime_alone(tmp_path: Path, regime: str, number: str) -> None:
    config = configured("  siren:", f"  vat_regime: {regime}\n  siren:")
    assert book_of(tmp_path, {**config, **paper(line())}).document("F2026-0001").seller.vat_number == number


# 8, 9 · numbers


@rules("words-8")
@pytest.mark.parametrize(
    ("number", "fine"), [("F-2026_1", True), ("F2026/1", False), ("F 2026", False), ("F" * 36, False)]
)
def test_a_number_is_a_safe_file_name(tmp_path: Path, number: str, fine: bool) -> None:
    name = number if fine else "F2026-0001"
    files = {f"invoices/2026/{name}.yaml": f'number: "{number}"\ndate: 2026-11-02\nclient: acme\n{line()}'}
    assert ("TYPE-040" not in book_of(tmp_path, files).codes) == fine


@rules("words-8")
def test_what_differs_only_in_case_collides(tmp_path: Path) -> None:
    [fault] = book_of(tmp_path, {**paper(line()), **paper(line(), "f2026-0001")}).of("REF-011")
    assert len({fault.where.file, *(one.file for one in fault.also)}) == 2


@rules("words-8")
@pytest.mark.parametrize("name", ["everyone", "ACME", "a_b", "a" * 65])
def test_client_ids_are_small_letters_digits_and_dashes(tmp_path: Path, name: str) -> None:
    assert "TYPE-041" in book_of(tmp_path, {f"clients/{name}.yaml": ACME}).codes


@rules("words-9")
def test_a_series_restarts_with_its_year(tmp_path: Path) -> None:
    papers = {**paper(line(), "F2025-0001", day="2025-12-31"), **paper(line(), "F2026-0001", day="2026-01-05")}
    assert not [code for code in book_of(tmp_path, papers).codes if code.startswith("NUM")]


@rules("words-9")
@pytest.mark.parametrize(("pattern", "gap"), [("F{year}-{month}-{seq:02}", False), ("F-{seq:04}", True)])
def test_a_series_restarts_with_its_month_and_never_without_either(tmp_path: Path, pattern: str, gap: bool) -> None:
    numbers = ("F-0001", "F-0003") if gap else ("F2026-10-01", "F2026-11-01")
    config = configured("defaults:", f'numbering: {{invoice: "{pattern}"}}\ndefaults:')
    days = ("2026-10-05", "2026-11-02")
    papers = {
        key: text
        for number, day in zip(numbers, days, strict=True)
        for key, text in paper(line(), number, day=day).items()
    }
    assert ("NUM-001" in book_of(tmp_path, {**config, **papers}).codes) == gap


@rules("words-9")
def test_a_proforma_has_its_own_series_and_is_no_invoice(tmp_path: Path) -> None:
    book = book_of(tmp_path, {**paper(f"type: proforma\n{line()}", "P2026-0001"), **paper(line())})
    assert not [code for code in book.codes if code.startswith("NUM")]
    assert (book.state("P2026-0001").open, book.state("P2026-0001").payable) == (Decimal(0), False)


@rules("words-9")
def test_self_billed_takes_the_invoice_series_unless_given_one(tmp_path: Path) -> None:
    shared = {**paper(line()), **paper(f"type: self-billed\n{line()}", "F2026-0002")}
    assert "NUM-013" not in book_of(tmp_path / "a", shared).codes
    config = configured("defaults:", 'numbering: {self-billed: "S{year}-{seq:04}"}\ndefaults:')
    own = {**config, **paper(line()), **paper(f"type: self-billed\n{line()}", "S2026-0001")}
    assert "NUM-013" not in book_of(tmp_path / "b", own).codes
    assert "NUM-013" in book_of(tmp_path / "c", {**config, **shared}).codes


# 10, 11


@rules("words-10")
@pytest.mark.parametrize(
    ("files", "place"),
    [
        (paper(f"pay: [bank, PayPall]\n{line()}"), ("invoices/2026/F2026-0001.yaml", ("pay", 1))),
        ({"clients/acme.yaml": f"{ACME}pay: [PayPall]\n", **paper(line())}, ("clients/acme.yaml", ("pay", 0))),
        (
            {**configured("pay: [bank]", "pay: [bank, PayPall]"), **paper(line())},
            ("facturier.yaml", ("defaults", "pay", 1)),
        ),
    ],
)
def test_an_unknown_way_to_pay_is_told_once_where_it_stands(
    tmp_path: Path, files: dict[str, str], place: object
) -> None:
    config = (
        files.get("facturier.yaml", CONFIG) + 'payments: {links: [{label: PayPal, url: "https://paypal.me/lumen"}]}\n'
    )
    [fault] = book_of(tmp_path, {**files, "facturier.yaml": config}).of("REF-022")
    assert ((fault.where.file, fault.where.path), fault.named["suggestion"]) == (place, "PayPal")


@rules("words-10")
@pytest.mark.parametrize(
    ("kind", "number"),
    [("invoice", "F2026-0001"), ("self-billed", "F2026-0001"), ("deposit", "F2026-0001"), ("proforma", "P2026-0001")],
)
def test_a_quote_may_stand_on_any_invoice(tmp_path: Path, kind: str, number: str) -> None:
    files = {
        **paper(f"type: quote\n{line()}", "D2026-0001"),
        **paper(f"type: {kind}\nquote: D2026-0001\n{line()}", number),
    }
    assert "TYPE-072" not in book_of(tmp_path, files).codes


@rules("words-10")
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("clients/acme/a.pdf", None),
        ("clients/everyone/a.pdf", None),
        ("clients/other/a.pdf", "REF-020"),
        ("theme/a.pdf", "REF-020"),
    ],
)
def test_files_live_with_their_client_or_with_everyone(tmp_path: Path, path: str, code: str | None) -> None:
    files = {
        "clients/other.yaml": ACME,
        path: "%PDF-1.7",
        **paper(f"{line()}attachments: [{path}]\n"),
        **history(f"date: 2026-11-03, event: disputed, evidence: [{path}]"),
    }
    assert [one for one in book_of(tmp_path, files).codes if one.startswith("REF")] == ([code, code] if code else [])


@rules("words-11")
def test_a_section_ends_where_the_next_begins_and_adds_up_after_line_discounts(tmp_path: Path) -> None:
    body = """lines:
  - {item: Accueil, price: 1.00}
  - section: Développement
  - {item: Back-end, price: 100.00, discount: {percent: 10%}}
  - {item: Front-end, price: 50.00}
  - section: Formation
  - {item: Atelier, price: 20.00}
"""
    totals = book_of(tmp_path, paper(body)).totals("F2026-0001")
    assert [(one.title, str(one.amount)) for one in totals.sections] == [
        ("Développement", "140.00"),
        ("Formation", "20.00"),
    ]


@rules("words-11")
def test_a_wrong_year_folder_or_day_of_issue_is_a_warning(tmp_path: Path) -> None:
    [(_, text)] = paper(line()).items()
    files = {"invoices/2025/F2026-0001.yaml": text, **history("date: 2026-11-03, event: issued", year="2025")}
    book = book_of(tmp_path, files)
    assert {one.severity for code in ("REF-013", "HIS-002") for one in book.of(code)} == {Severity.WARNING}
    assert len(book.of("REF-013")) == len(book.of("HIS-002")) == 1
