"""The rulings that settle where the description of the data could be read twice: each by an id, in one line.

`rules(ID…)` marks the tests that show a ruling at work; `ELSEWHERE` names tests that stand beside their own code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

RULINGS = {
    "money-1": "Everything typed in a gross document includes VAT; the surplus cent is BT-114; what was typed is due.",
    "money-2": "Deposits are negative lines, whole, less their credit notes, paid or not; never BT-113.",
    "money-3": "Interest is a claim beside the invoice; payments go to the principal first unless agreed otherwise.",
    "money-4": "Late rates: ECB + 10 points, fixed rates against each floor, public + 8, consumers after notice.",
    "money-5": "A document discount is on lines only; an amount is spread over the groups in their fixed order.",
    "money-6": "A client's standing discount is a document discount; not on deposits or credit notes.",
    "money-7": "A deposit is a share of the net of each group of its quote; instalments are exactly the amount due.",
    "money-8": "`45 days end of month` and `end of month + 45 days` are two ways to count.",
    "money-9": "An exchange rate is units for 1 EUR, needed on all but quotes; a credit note takes its invoice's.",
    "money-10": "Currencies with three decimals are shown with three and have no XML.",
    "money-11": "An early discount counts from the issue date; exactly the reduced amount in time closes the invoice.",
    "money-12": "How numbers are typed: decimals, digits, zeros, signs.",
    "money-13": "Two exemptions with different articles in one document are an error.",
    "money-14": "A total of zero is paid, without reminder or pay button.",
    "words-1": "A corrective replaces: the original is cancelled, its payments count for the corrective.",
    "words-2": "Line, document, client, defaults, in this order, key by key; a default is never typed.",
    "words-3": "A table of seller, client and nature gives the VAT word.",
    "words-4": "Units are a closed list, singular accepted; anything else is an error with a suggestion.",
    "words-5": "What may be left out: type, qty, discount.reason, charges.vat, subject; never the kind of a client.",
    "words-6": "Reminders have a policy or steps; a deadline is a duration or a date; steps and parts count from 1.",
    "words-7": "More keys of clients and seller; a franchise seller's VAT number is never derived.",
    "words-8": "Numbers and client ids are safe file names; what differs only in case collides.",
    "words-9": "{seq} restarts with {year} or {month}; proformas have a series of their own, self-billed shares.",
    "words-10": "`pay` names known ways; `quote` on any invoice; files live with their client or with everyone.",
    "words-11": "A section ends where the next begins; a wrong year folder or day of issue is a warning.",
    "status-1": "The order in which facts become the headline.",
    "status-2": "A past day ignores what came later, with one notice; an entry after the real day is an error.",
    "status-3": "Only the file grows: entries sort by date and position; out of order is no fault but before `issued`.",
    "status-4": "A credit note above the open part leaves a credit; it takes client, currency and VAT of its invoice.",
    "status-5": "A quote is invoiced when a document names it; its last valid day is still open.",
    "status-6": "`resolved` changes no amount; `promised` holds on its day; a plan adds up to what is open.",
    "status-7": "A payment may tell what arrived and the fee; it pays the oldest instalment; one under way ends.",
    "status-8": "A number without a seal counts, with a warning; a smaller write-off leaves the rest; 212 is no money.",
    "status-9": "For category O the XML leaves out VAT identifiers that the page shows.",
    "status-10": "Reminders hold while disputed, promised, under way, planned or paid, and resume by themselves.",
}
ELSEWHERE = {
    "money-10": (
        "tests/render/test_pdf.py::test_three_decimals_are_shown_and_have_no_xml",
        "tests/actions/test_issue.py::test_a_currency_with_three_decimals_is_told",
    ),
    "status-8": ("tests/actions/test_issue.py::test_an_imported_book_is_sealed_in_one_go",),
}
Test = TypeVar("Test", bound=Callable[..., None])


def rules(*ids: str) -> Callable[[Test], Test]:
    """Mark a test as one that shows these rulings at work."""

    def mark(test: Test) -> Test:
        test.rulings = ids  # type: ignore[attr-defined]
        return test

    return mark
