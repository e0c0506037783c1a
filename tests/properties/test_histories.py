"""What holds of every history, however long and in whatever order it was written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.compute.books import book, early, event, history, invoice, on, other, plan, shares, totals_of

from facturier.compute.balances import balances
from facturier.compute.headline import PRECEDENCE
from facturier.compute.index import index_of
from facturier.compute.ledger import ledger
from facturier.compute.statement import between, statements
from facturier.compute.status import states
from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.state import State, Status
from facturier.model.terms import Terms

LAST_DAY = 120
DAYS = st.integers(0, LAST_DAY)
AMOUNTS = st.sampled_from(["0.01", "98.00", "100.00", "333.33", "490.00", "500.00", "980.00", "1000.00", "1500.00"])
TERMS = st.sampled_from(
    [Terms(), early("2", 10), early("2", 10, due=Terms().due), shares((10, "30"), (40, "30"), (70, "40"))]
)
REFERENCES = st.sampled_from(["", "a", "b"])
CLOSED = frozenset(PRECEDENCE[: PRECEDENCE.index(Status.FORMAL_NOTICE)]) - {Status.REFUNDED}  # a part paid may go back


@st.composite
def payments(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(["paid", "paid", "paid", "returned", "refunded"]))
    part = draw(st.sampled_from([None, None, 1, 2, 5])) if kind == "paid" else None
    return event(draw(DAYS), kind, draw(AMOUNTS), ref=draw(REFERENCES), part=part)


@st.composite
def talk(draw: st.DrawFn) -> Event:
    day = draw(DAYS)
    kind = draw(
        st.sampled_from(
            ["issued", "sent", "reminded", "disputed", "resolved", "promised", "formal-notice", "handed-over"]
        )
    )
    if kind == "promised":
        return event(day, kind, until=on(day + draw(st.integers(0, 20))))
    return event(day, kind, draw(st.none() | AMOUNTS) if kind == "disputed" else None)


@st.composite
def closings(draw: st.DrawFn) -> Event:
    day = draw(DAYS)
    kind = draw(st.sampled_from(["written-off", "payment-started", "plan-agreed"]))
    if kind == "plan-agreed":
        return plan(day, (day + 10, draw(AMOUNTS)), (day + 40, draw(AMOUNTS)))
    return event(day, kind, draw(st.none() | AMOUNTS) if kind == "written-off" else None)


ENTRIES = st.lists(payments() | talk() | closings(), max_size=8)


@dataclass(frozen=True)
class Story:
    """A book around one invoice F1, and the day from which it is seen."""

    papers: Book
    day: int

    def states(self) -> dict[str, State]:
        return states(self.papers, totals_of(self.papers), today=on(self.day))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """An invoice, up to two credit notes, up to two correctives one after the other, and a second invoice in peace."""
    papers: list[Document] = [invoice("1000.00", terms=draw(TERMS)), invoice("500.00", "G1")]
    for place, day in enumerate(draw(st.lists(DAYS, max_size=2))):
        papers.append(other("credit-note", draw(AMOUNTS), f"A{place}", day, credits="F1"))
    for place, day in enumerate(sorted(draw(st.lists(DAYS, max_size=2))), start=1):
        papers.append(other("corrective", draw(AMOUNTS), f"F{place + 1}", day, replaces=f"F{place}"))
    histories = {
        paper.key: [entry for entry in draw(ENTRIES) if entry.date >= paper.date]
        for paper in papers
        if paper.key in {"F1", "F2", "G1"}
    }
    return Story(book(*papers, **histories), draw(DAYS))


@given(stories())
def test_the_amount_due_is_the_sum_of_what_became_of_it(story: Story) -> None:
    for key, state in story.states().items():
        if story.papers.documents[key].type.is_invoice:
            kept = state.paid + state.credited + state.discounted + state.written_off
            assert kept + state.replaced + state.given_back + state.open == state.due


@given(stories())
def test_instalments_add_up_to_what_is_open_and_none_is_negative(story: Story) -> None:
    for key, state in story.states().items():
        if story.papers.documents[key].type.is_invoice:
            assert sum((part.open for part in state.instalments), Decimal(0)) == max(state.open, Decimal(0))
            assert all(part.open >= 0 and part.paid >= 0 for part in state.instalments)


@given(stories())
def test_nobody_is_asked_for_more_than_is_open_or_for_anything_closed(story: Story) -> None:
    for state in story.states().values():
        assert state.payable == (state.payable_amount > 0)
        assert not state.payable or state.payable_amount <= state.open
        assert not (state.payable and state.headline in CLOSED)


@given(stories())
def test_headline_and_badges_are_in_order_of_precedence(story: Story) -> None:
    for state in story.states().values():
        if state.headline in PRECEDENCE:
            assert list(state.statuses) == sorted(set(state.statuses), key=PRECEDENCE.index)


@given(stories())
def test_nothing_is_overdue_before_its_date(story: Story) -> None:
    for state in story.states().values():
        if Status.OVERDUE in state.statuses:
            assert any(part.due_date < state.as_of and part.open > 0 for part in state.instalments)


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_writing_does_not_matter_between_days(story: Story, chance) -> None:
    """An older entry found later is appended: the same days tell the same story."""
    histories = {}
    for number, written in story.papers.histories.items():
        shuffled = list(written.events)
        chance.shuffle(shuffled)
        histories[number] = history(number, _by_day_as_written(shuffled, written.events))

    assert Story(replace(story.papers, histories=histories), story.day).states() == story.states()


def _by_day_as_written(shuffled: Sequence[Event], written: Sequence[Event]) -> list[Event]:
    """Another order of writing in which the entries of one day keep theirs."""
    waiting = {entry.date: [same for same in written if same.date == entry.date] for entry in written}
    return [waiting[entry.date].pop(0) for entry in shuffled]


@given(stories(), DAYS)
def test_later_days_add_movements_and_change_none(story: Story, later: int) -> None:
    totals = totals_of(story.papers)
    early_day, late_day = sorted((story.day, later))
    for document in story.papers.documents.values():
        before = ledger(story.papers, totals, document, index_of(story.papers, today=on(early_day)))
        after = ledger(story.papers, totals, document, index_of(story.papers, today=on(late_day)))

        assert after[: len(before)] == before


@given(
    st.lists(payments().filter(lambda entry: entry.kind is not EventKind.RETURNED) | talk(), max_size=6).map(tuple),
    TERMS,
    AMOUNTS,
    st.tuples(DAYS, DAYS).map(sorted),
    DAYS,
)
def test_paid_then_returned_is_as_if_never_paid(
    events: tuple[Event, ...], terms: Terms, amount: str, days: list[int], today: int
) -> None:
    bounced = (event(days[0], "paid", amount, ref="bounced"), event(days[1], "returned", amount, ref="bounced"))
    document = invoice("1000.00", terms=terms)
    today = max(today, days[1])

    with_it = Story(book(document, F1=(*events, *bounced)), today).states()["F1"]
    without = Story(book(document, F1=events), today).states()["F1"]

    assert with_it == without


@given(stories())
def test_the_statement_closes_with_the_balance(story: Story) -> None:
    found = story.states()
    (account,) = statements(
        story.papers, totals_of(story.papers), "acme", index=index_of(story.papers, today=on(story.day))
    )
    (balance,) = balances((story.papers.documents[key], state) for key, state in found.items())

    assert account.closing == balance.open - balance.credit
    assert account.closing == sum((line.amount for line in account.lines), Decimal(0))


@given(stories(), DAYS, DAYS)
def test_a_period_opens_with_the_balance_of_the_day_before(story: Story, first: int, second: int) -> None:
    start, end = sorted((first, second))
    totals = totals_of(story.papers)

    def whole(day: int):
        return statements(story.papers, totals, "acme", index=index_of(story.papers, today=on(day)))[0]

    part = between(whole(LAST_DAY), on(start), on(end))

    assert part.opening + sum((line.amount for line in part.lines), Decimal(0)) == part.closing == whole(end).closing
    assert start == 0 or part.opening == whole(start - 1).closing
