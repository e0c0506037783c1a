"""A folder becomes a book: defaults fill in, references are followed, one broken file hides no other."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.read.books import CLIENT, CONFIG, INVOICE, USUAL, codes, write

from facturier.model.document import DocumentType
from facturier.model.settings import ReminderPolicy
from facturier.model.terms import DueIn, MonthEnd
from facturier.read import load_book

HISTORY = "- {date: 2026-11-02, event: issued}\n"


def book_of(root: Path, files: dict[str, str | bytes] | None = None):
    book, faults = load_book(write(root, {**USUAL, **(files or {})}))
    assert codes(faults) == []
    assert book is not None
    return book


def faults_of(root: Path, files: dict[str, str | bytes]) -> list[str]:
    return codes(load_book(write(root, {**USUAL, **files}))[1])


def test_the_usual_book_reads_without_a_fault(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"invoices/2026/F2026-0001.history.yaml": HISTORY})
    document = book.documents["F2026-0001"]
    assert (document.client.name, document.lines[0].quantity, document.lines[0].unit) == ("ACME France SAS", 2, "day")
    assert document.lines[0].vat.rate == 20
    assert book.histories["F2026-0001"].events[0].kind == "issued"


def test_the_vat_number_follows_from_the_siren(tmp_path: Path) -> None:
    assert book_of(tmp_path).seller.vat_number == "FR66999000011"


def test_a_franchise_seller_gets_no_vat_number(tmp_path: Path) -> None:
    config = CONFIG.replace("siren: 999000011", "siren: 999000011\n  vat_regime: franchise").replace("vat: 20%, ", "")
    assert book_of(tmp_path, {"facturier.yaml": config}).seller.vat_number == ""


def test_portals_are_sealed_unless_said_otherwise(tmp_path: Path) -> None:
    assert book_of(tmp_path).settings.portal.access == "sealed-link"


def test_terms_merge_key_by_key_from_document_to_client_to_defaults(tmp_path: Path) -> None:
    config = CONFIG.replace("due: 30 days", "due: 30 days, late_penalty: {yearly: 12%, recovery_fee: 50.00}")
    client = CLIENT + "terms: {due: 45 days end of month}\n"
    invoice = INVOICE + "terms: {late_penalty: {yearly: 15%}}\n"
    files: dict[str, str | bytes] = {
        "facturier.yaml": config,
        "clients/acme.yaml": client,
        "invoices/2026/F2026-0001.yaml": invoice,
    }
    terms = book_of(tmp_path, files).documents["F2026-0001"].terms
    assert terms.due == DueIn(days=45, month_end=MonthEnd.AFTER_DAYS)
    assert (terms.late_penalty.yearly, terms.late_penalty.recovery_fee) == (Decimal(15), Decimal("50.00"))


def test_none_takes_an_early_discount_back(tmp_path: Path) -> None:
    client = CLIENT + "terms: {early_discount: {percent: 2%, within: 10 days}}\n"
    invoice = INVOICE + "terms: {early_discount: none}\n"
    book = book_of(tmp_path, {"clients/acme.yaml": client, "invoices/2026/F2026-0001.yaml": invoice})
    assert book.documents["F2026-0001"].terms.early_discount is None


def test_a_standing_discount_holds_where_the_document_has_none(tmp_path: Path) -> None:
    client = CLIENT + "discount: {percent: 5%, reason: Fidélité}\n"
    discount = book_of(tmp_path, {"clients/acme.yaml": client}).documents["F2026-0001"].discount
    assert discount is not None
    assert (discount.percent, discount.reason) == (Decimal(5), "Fidélité")


def test_a_standing_discount_does_not_hold_on_a_deposit(tmp_path: Path) -> None:
    client = CLIENT + "discount: {percent: 5%}\n"
    invoice = INVOICE + "type: deposit\n"
    book = book_of(tmp_path, {"clients/acme.yaml": client, "invoices/2026/F2026-0001.yaml": invoice})
    assert book.documents["F2026-0001"].discount is None


def test_a_default_vat_is_never_typed(tmp_path: Path) -> None:
    assert book_of(tmp_path).documents["F2026-0001"].lines[0].vat_typed == ""


def test_a_word_on_the_document_is_typed_on_each_line(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"invoices/2026/F2026-0001.yaml": INVOICE + "vat: 5.5%\n"})
    line = book.documents["F2026-0001"].lines[0]
    assert (line.vat_typed, line.vat.rate) == ("5.5%", Decimal("5.5"))


def test_sections_gather_the_lines_after_them(tmp_path: Path) -> None:
    lines = "lines:\n - {item: a, price: 1}\n - section: S\n - {item: b, price: 1}\n"
    invoice = INVOICE[: INVOICE.index("lines:")] + lines
    document = book_of(tmp_path, {"invoices/2026/F2026-0001.yaml": invoice}).documents["F2026-0001"]
    assert (document.sections, [line.section for line in document.lines]) == (("S",), [None, 0])
    assert document.lines[1].path == ("lines", 2)


def test_a_credit_note_looks_up_client_currency_rate_and_vat(tmp_path: Path) -> None:
    invoice = INVOICE.replace("price: 620.00", "price: 620.00, vat: 5.5%")
    invoice += "currency: USD\nexchange_rate: {rate: 1.0850, date: 2026-11-02}\n"
    note = "number: A2026-0001\ndate: 2026-11-03\ntype: credit-note\ncredits: F2026-0001\n"
    note += "lines: [{item: Geste, price: 10}]\n"
    files: dict[str, str | bytes] = {"invoices/2026/F2026-0001.yaml": invoice, "invoices/2026/A2026-0001.yaml": note}
    credit = book_of(tmp_path, files).documents["A2026-0001"]
    assert (credit.client.id, credit.currency, credit.lines[0].vat.rate) == ("acme", "USD", Decimal("5.5"))
    assert credit.exchange_rate is not None


def test_a_draft_takes_today_and_its_file_name_as_key(tmp_path: Path) -> None:
    draft = "client: acme\nlines: [{item: a, price: 1}]\n"
    book, _ = load_book(write(tmp_path, {**USUAL, "invoices/drafts/next one.yaml": draft}), today=date(2026, 11, 22))
    assert book is not None
    made = book.drafts["drafts/next one"]
    assert (made.is_draft, made.date) == (True, date(2026, 11, 22))


def test_a_recurring_template_reads(tmp_path: Path) -> None:
    text = "every: month\non_day: 1\nfrom: 2026-12-01\nclient: acme\n"
    text += "lines: [{item: 'Hébergement, {period}', price: 47.50}]\n"
    [made] = book_of(tmp_path, {"invoices/recurring/acme.yaml": text}).recurring
    assert (made.every, made.on_day, made.start, made.document.type) == (
        "month",
        1,
        date(2026, 12, 1),
        DocumentType.INVOICE,
    )


def test_a_clients_own_reminders_stand_beside_the_books(tmp_path: Path) -> None:
    config = (
        CONFIG + "reminders: {policy: progressive, never_more_than: {messages: 1, per: 10 days}, quiet: [sunday]}\n"
    )
    book = book_of(tmp_path, {"facturier.yaml": config, "clients/acme.yaml": CLIENT + "reminders: none\n"})
    assert [step.day for step in book.settings.reminders.steps] == [5, 10, 15, 20]
    assert book.settings.client_reminders["acme"] == ReminderPolicy(max_messages=1, per_days=10, quiet=("sunday",))


def test_pages_and_files_of_a_client_are_part_of_the_book(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "clients/acme/Suivi été.md": "# Suivi\n",
        "clients/acme/pv.pdf": b"%PDF-1.7 x",
        "clients/everyone/cgv.md": "# CGV\n",
        "invoices/2026/F2026-0001.yaml": INVOICE + "attachments: [clients/acme/pv.pdf]\n",
    }
    book = book_of(tmp_path, files)
    assert [(page.client, page.slug) for page in book.pages] == [("acme", "suivi-ete"), ("everyone", "cgv")]
    assert book.files[0].size == 10


def test_accepted_warnings_are_kept_by_file(tmp_path: Path) -> None:
    invoice = INVOICE + "accept: [MEN-034, {code: MEN-038, reason: commande orale}]\n"
    book = book_of(tmp_path, {"invoices/2026/F2026-0001.yaml": invoice})
    assert book.accepts == {"invoices/2026/F2026-0001.yaml": ("MEN-034", "MEN-038")}


def test_a_broken_document_hides_no_other_fault(tmp_path: Path) -> None:
    broken = INVOICE.replace("F2026-0001", "F2026-0002").replace("620.00", "6,2O")
    other = INVOICE.replace("F2026-0001", "F2026-0003").replace("client: acme", "client: acmee")
    files: dict[str, str | bytes] = {"invoices/2026/F2026-0002.yaml": broken, "invoices/2026/F2026-0003.yaml": other}
    book, faults = load_book(write(tmp_path, {**USUAL, **files}))
    assert book is not None
    assert codes(faults) == ["READ-023", "REF-001"]
    assert set(book.documents) == {"F2026-0001"}
    assert book.unread == ("F2026-0002", "F2026-0003")


def test_a_broken_client_is_one_fault_however_many_documents_it_has(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"clients/acme.yaml": CLIENT.replace("business", "busines")}
    for number in range(2, 20):
        files[f"invoices/2026/F2026-00{number:02}.yaml"] = INVOICE.replace("F2026-0001", f"F2026-00{number:02}")
    assert faults_of(tmp_path, files) == ["TYPE-030"]


def test_a_broken_config_still_shows_the_faults_of_documents(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "facturier.yaml": "seller: {}\n",
        "invoices/2026/F2026-0001.yaml": INVOICE.replace("2026-11-02", "2026-11-31"),
    }
    book, faults = load_book(write(tmp_path, {**USUAL, **files}))
    assert book is None
    assert codes(faults) == ["READ-021", "READ-021", "TYPE-021"]


def test_a_folder_without_a_book_is_a_fault(tmp_path: Path) -> None:
    book, faults = load_book(tmp_path)
    assert (book, codes(faults)) == (None, ["READ-033"])


FILES_OUT_OF_PLACE = [
    ("invoices/2026/notes.txt", "READ-030"),
    ("invoices/2026/F2026-0009.yml", "READ-030"),
    ("invoices/F2026-0009.yaml", "READ-030"),
    ("invoices/archive/x.yaml", "READ-030"),
    ("invoices/2026/F 1.yaml", "TYPE-040"),
    ("invoices/drafts/x.txt", "READ-030"),
    ("clients/ACME.yaml", "TYPE-041"),
    ("clients/everyone.yaml", "TYPE-041"),
    ("clients/acme/macro.docm", "READ-032"),
    ("clients/acme/logo.svg", "READ-032"),
    ("clients/acme/sub/x.md", "READ-030"),
    ("clients/acme/fake.pdf", "READ-035"),
    ("clients/nobody/x.md", "REF-005"),
    ("invoices/2026/F2026-0009.history.yaml", "REF-012"),
]


@pytest.mark.parametrize(("name", "code"), FILES_OUT_OF_PLACE)
def test_a_file_out_of_place_is_a_fault(tmp_path: Path, name: str, code: str) -> None:
    assert faults_of(tmp_path, {name: "[]\n"}) == [code]


@pytest.mark.parametrize(
    "name",
    [
        "invoices/2026/F2026-0001.seal.json",
        "invoices/2026/F2026-0001.pdf",
        "invoices/2026/.gitkeep",
        "clients/.DS_Store",
    ],
)
def test_seals_originals_and_hidden_files_are_no_fault(tmp_path: Path, name: str) -> None:
    assert faults_of(tmp_path, {name: "{}"}) == []


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    write(tmp_path, dict(USUAL))
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "clients/acme").mkdir()
    (tmp_path / "clients/acme/x.md").symlink_to(tmp_path / "secret.md")
    book, faults = load_book(tmp_path)
    assert codes(faults) == ["READ-031"]
    assert book is not None
    assert book.pages == ()


DOCUMENT_FAULTS = [
    ("number: F2026-0009\n", "number: F2026-0001\n", "REF-014"),
    ("date: 2025-11-02\n", "date: 2026-11-02\n", "REF-013"),
    ("client: acne\n", "client: acme\n", "REF-001"),
    ("pay: [paypal]\nclient: acme\n", "client: acme\n", "REF-022"),
    ("attachments: [clients/other/x.pdf]\nclient: acme\n", "client: acme\n", "REF-020"),
    ("attachments: [clients/acme/x.pdf]\nclient: acme\n", "client: acme\n", "REF-021"),
    ("valid: 30 days\nclient: acme\n", "client: acme\n", "TYPE-072"),
    ("type: credit-note\nclient: acme\n", "client: acme\n", "READ-021"),
    ("discount: {amount: 1.005}\nclient: acme\n", "client: acme\n", "TYPE-011"),
    ("", "client: acme\n", "READ-021"),
    ("lines: [{section: x}]\n", "lines:\n  - {item: Conseil, qty: 2 days, price: 620.00}\n", "TYPE-075"),
]


@pytest.mark.parametrize(("new", "old", "code"), DOCUMENT_FAULTS)
def test_a_document_that_points_at_nothing(tmp_path: Path, new: str, old: str, code: str) -> None:
    assert faults_of(tmp_path, {"invoices/2026/F2026-0001.yaml": INVOICE.replace(old, new)}) == [code]


def test_amounts_may_have_the_decimals_of_their_currency(tmp_path: Path) -> None:
    invoice = INVOICE + "currency: TND\ndiscount: {amount: 1.005}\nexchange_rate: {rate: 3.4, date: 2026-11-02}\n"
    assert faults_of(tmp_path, {"invoices/2026/F2026-0001.yaml": invoice}) == []


def test_one_number_in_two_folders_is_named_once_with_both_files(tmp_path: Path) -> None:
    _, faults = load_book(write(tmp_path, {**USUAL, "invoices/2025/F2026-0001.yaml": INVOICE}))
    assert "REF-010" in codes(faults)
    [fault] = [fault for fault in faults if fault.code == "REF-010"]
    assert {fault.where.file, fault.also[0].file} == {"invoices/2025/F2026-0001.yaml", "invoices/2026/F2026-0001.yaml"}


def test_numbers_that_differ_only_in_case_collide(tmp_path: Path) -> None:
    other = INVOICE.replace("F2026-0001", "f2026-0001")
    assert "REF-011" in faults_of(tmp_path, {"invoices/2026/f2026-0001.yaml": other})


@pytest.mark.parametrize(
    ("svg", "code"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', []),
        ("<svg><script>alert(1)</script></svg>", ["READ-036"]),
        ('<svg onload="x"></svg>', ["READ-036"]),
        ('<svg><image href="file:///etc/passwd"/></svg>', ["READ-036"]),
        ('<!DOCTYPE svg [<!ENTITY x "y">]><svg/>', ["READ-036"]),
        ('<svg><path style="fill:url(http://x.example)"/></svg>', ["READ-036"]),
        ("not xml", ["READ-036"]),
    ],
)
def test_a_logo_draws_and_does_nothing_else(tmp_path: Path, svg: str, code: list[str]) -> None:
    config = CONFIG.replace("  siren", "  logo: theme/logo.svg\n  siren")
    assert faults_of(tmp_path, {"facturier.yaml": config, "theme/logo.svg": svg}) == code


def test_payment_links_lead_to_known_hosts_alone(tmp_path: Path) -> None:
    history = HISTORY + "- {date: 2026-11-03, event: payment-link, url: 'https://evil.example/buy.stripe.com'}\n"
    assert faults_of(tmp_path, {"invoices/2026/F2026-0001.history.yaml": history}) == ["REF-025"]


def test_a_name_of_mixed_letters_is_a_warning(tmp_path: Path) -> None:
    client = CLIENT.replace("ACME France", "Раypal")
    assert faults_of(tmp_path, {"clients/acme.yaml": client}) == ["READ-015"]


def test_faults_come_sorted_by_file_and_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "clients/zoe.yaml": "",
        "clients/acme.yaml": CLIENT + "contacts: [{email: x}, {email: y}]\nlanguage: xx\n",
    }
    _, faults = load_book(write(tmp_path, {**USUAL, **files}))
    assert [(fault.where.file, fault.where.path) for fault in faults] == [
        ("clients/acme.yaml", ("contacts", 0, "email")),
        ("clients/acme.yaml", ("contacts", 1, "email")),
        ("clients/acme.yaml", ("language",)),
        ("clients/zoe.yaml", ()),
    ]


def test_a_draft_with_a_number_says_who_gives_numbers(tmp_path: Path) -> None:
    assert faults_of(tmp_path, {"invoices/drafts/a.yaml": INVOICE}) == ["READ-024"]


def test_a_warning_can_be_accepted_in_its_file(tmp_path: Path) -> None:
    client = CLIENT.replace("ACME France", "Раypal") + "accept: [{code: READ-015, reason: so registered}]\n"
    assert faults_of(tmp_path, {"clients/acme.yaml": client}) == []


def test_an_error_cannot_be_accepted(tmp_path: Path) -> None:
    invoice = INVOICE.replace("client: acme", "client: acne") + "accept: [REF-001]\n"
    assert faults_of(tmp_path, {"invoices/2026/F2026-0001.yaml": invoice}) == ["REF-001"]


def test_the_demo_reads_without_a_fault() -> None:
    book, faults = load_book(Path(__file__).parents[2])
    assert codes(faults) == []
    assert book is not None
    assert len(book.documents) >= 60
