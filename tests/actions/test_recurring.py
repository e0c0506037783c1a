"""Templates become drafts on their days: missed ones too, none twice, whatever became of the drafts."""

from datetime import date
from pathlib import Path

import pytest
from tests.actions.desk import codes, desk, drafting, number
from tests.seal.issuing import how, write

from facturier.actions.drafting import DraftResult
from facturier.actions.issue import issue
from facturier.actions.recurring import recurring

TEMPLATE = """\
# Hosting, paid in advance.
every: month
on_day: 31
from: 2026-09-15
client: acme
subject: Hébergement, {period}
lines:
  - {item: "Hébergement, {period}", qty: 1 month, price: 47.50}   # since 2024
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = desk(tmp_path)
    write(root, "invoices/recurring/hosting.yaml", TEMPLATE)
    return root


def run(root: Path, day: date = date(2026, 11, 22)) -> DraftResult:
    return recurring(root, drafting(today=day))


def files(result: DraftResult) -> list[str]:
    return [draft.file for draft in result.drafts]


def test_missed_days_are_caught_up_once_each(book: Path) -> None:
    assert files(run(book)) == ["invoices/drafts/hosting-2026-09-30.yaml", "invoices/drafts/hosting-2026-10-31.yaml"]
    assert files(run(book)) == []
    assert files(run(book, date(2026, 11, 30))) == ["invoices/drafts/hosting-2026-11-30.yaml"]


def test_a_draft_names_its_period_in_the_clients_language(book: Path) -> None:
    assert run(book).drafts[0].text.partition("\n")[2] == (
        "client: acme\nsubject: Hébergement, septembre 2026\nlines:\n"
        '  - {item: "Hébergement, septembre 2026", qty: 1 month, price: 47.50}   # since 2024\n'
        "recurring: {template: hosting, on: 2026-09-30}\nperiod: {from: 2026-09-01, to: 2026-09-30}\n"
    )
    config = (book / "clients/acme.yaml").read_text()
    write(book, "clients/acme.yaml", f"{config}language: nl\n")
    assert "november 2026" in run(book, date(2026, 11, 30)).drafts[0].text


def test_an_issued_renamed_or_redated_draft_is_not_made_again(book: Path) -> None:
    run(book)
    first, second = sorted((book / "invoices/drafts").iterdir())
    number(book, first.stem)
    second.rename(second.with_name("other.yaml"))
    text = (book / "invoices/drafts/other.yaml").read_text()
    write(book, "invoices/drafts/other.yaml", text.replace("from: 2026-10-01", "from: 2026-10-05"))
    assert files(run(book)) == []


def test_nothing_is_made_while_a_paper_cannot_be_read(book: Path) -> None:
    run(book)
    write(book, "invoices/drafts/hosting-2026-09-30.yaml", "client: [\n")
    result = run(book, date(2026, 11, 30))
    assert files(result) == []
    assert codes(result.faults)[-1] == "DRA-018"


def test_a_template_that_issues_gives_its_drafts_a_date(book: Path) -> None:
    write(book, "invoices/recurring/hosting.yaml", TEMPLATE.replace("client:", "issue: true\nclient:"))
    run(book)
    result = issue(book, [], how(), due=True)
    assert [(one.number, one.date) for one in result.issued] == [
        ("F2026-0001", date(2026, 11, 22)),
        ("F2026-0002", date(2026, 11, 22)),
    ]
    assert files(run(book)) == []


def test_a_template_without_that_is_left_to_its_author(book: Path) -> None:
    run(book)
    assert issue(book, [], how(), due=True).issued == ()


def test_nothing_is_due_after_the_last_day(book: Path) -> None:
    write(book, "invoices/recurring/hosting.yaml", TEMPLATE.replace("client:", "until: 2026-10-01\nclient:"))
    assert files(run(book)) == ["invoices/drafts/hosting-2026-09-30.yaml"]
