"""Links between documents, both ways."""

from dataclasses import replace

import pytest
from tests.compute.books import book, invoice, on, other, totals_of
from tests.compute.papers import BETA

from facturier.compute.index import index_of
from facturier.compute.related import related

PAPERS = book(
    other("quote", "1000.00", "D1", 0),
    other("deposit", "300.00", "F1", 1, quote="D1"),
    other("invoice", "700.00", "F2", 2, quote="D1", deducts=("F1",)),
    other("credit-note", "50.00", "A1", 3, credits="F2"),
    other("corrective", "650.00", "F3", 4, replaces="F2", deducts=("F1",)),
)


@pytest.mark.parametrize(
    ("key", "links"),
    [
        ("D1", "invoiced-by F1 300.00, invoiced-by F2 700.00"),
        ("F1", "quote D1 1000.00, deducted-by F2 700.00, deducted-by F3 650.00"),
        ("F2", "quote D1 1000.00, deducts F1 300.00, credited-by A1 50.00, replaced-by F3 650.00"),
        ("A1", "credits F2 700.00"),
        ("F3", "replaces F2 700.00, deducts F1 300.00"),
    ],
)
def test_both_directions(key: str, links: str) -> None:
    found = related(PAPERS, key, totals_of(PAPERS), index=index_of(PAPERS, today=on(9)))

    assert ", ".join(f"{link.kind} {link.number} {link.amount}" for link in found) == links


def test_documents_of_a_later_day_are_not_linked():
    found = related(PAPERS, "F2", totals_of(PAPERS), index=index_of(PAPERS, today=on(3)))

    assert [link.kind for link in found] == ["quote", "deducts", "credited-by"]


def test_a_draft_links_to_what_it_names():
    draft = replace(other("credit-note", "1.00", "drafts/x", 9, credits="F2"), number="")
    papers = book(*PAPERS.documents.values(), draft)

    assert [
        link.number for link in related(papers, "drafts/x", totals_of(papers), index=index_of(papers, today=on(9)))
    ] == ["F2"]


def test_a_reference_never_crosses_clients():
    papers = book(invoice(), replace(other("credit-note", "1.00", "A1", 1, credits="F1"), client=BETA))
    index = index_of(papers, today=on(9))

    assert [related(papers, key, totals_of(papers), index=index) for key in ("F1", "A1")] == [(), ()]


def test_a_number_that_does_not_exist_is_no_link():
    papers = book(invoice(quote="D404", deducts=("F404",)))

    assert related(papers, "F1", totals_of(papers), index=index_of(papers, today=on(9))) == ()
