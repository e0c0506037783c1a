"""The figure at the top of a page is the one its payment details ask for."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.render.originals import INVOICE
from tests.render.pages import document_page, text
from tests.render.samples import TODAY, numbered, payment, with_status

from facturier.model.portal import PortalDocument
from facturier.model.state import InstalmentState, State, Status
from facturier.render.html.summary import summarise

OPEN = Decimal(1000)


def asking(amount: str, *, headline: Status = Status.SENT, **more: object) -> PortalDocument:
    item = with_status(INVOICE, headline)
    state = State(as_of=TODAY, headline=headline, due=OPEN, open=OPEN, payable=True, payable_amount=Decimal(amount))
    return replace(item, state=replace(state, **more), payment=payment(INVOICE, Decimal(amount)))  # type: ignore[arg-type]


PARTS = tuple(InstalmentState(part=part, due_date=TODAY, amount=Decimal(500), open=Decimal(500)) for part in (1, 2))


@pytest.mark.parametrize(
    ("item", "label", "amount", "rest"),
    [
        (asking("1000"), "to-pay", 1000, 0),
        (asking("1000", due=Decimal(1500)), "left", 1000, 0),
        (asking("500", instalments=PARTS, next_amount=Decimal(500)), "instalment", 500, 1000),
        (asking("700", instalments=PARTS, next_amount=Decimal(200), overdue=Decimal(700)), "late", 700, 1000),
        (asking("520", headline=Status.DISPUTED, contested=Decimal(480)), "to-pay", 520, 1000),
        (asking("0", headline=Status.DISPUTED, payable=False), "contested", 1000, 0),
        (asking("0", headline=Status.PAYMENT_UNDER_WAY, payable=False), "under-way", 1000, 0),
        (asking("0", headline=Status.CANCELLED, payable=False, open=Decimal(0)), "nothing", 0, 0),
    ],
    ids=["whole", "begun", "instalment", "late parts", "partly contested", "contested", "under way", "replaced"],
)
def test_the_figure(item: PortalDocument, label: str, amount: object, rest: object) -> None:
    summary = summarise(item)
    assert (summary.label, summary.amount, summary.rest) == (label, amount, rest)


def test_nobody_is_hurried_while_a_dispute_or_a_payment_is_under_way() -> None:
    waiting = asking("0", headline=Status.DISPUTED, payable=False, due_date=TODAY, days_left=-9)
    assert summarise(waiting).day is None


def test_what_is_contested_as_a_whole_is_named_once() -> None:
    item = with_status(numbered(INVOICE, "F2026-0042"), Status.DISPUTED)
    whole = replace(item, state=replace(item.state, contested=item.state.open))
    assert text(document_page(whole), ".hero").count("Montant contesté") == 1
