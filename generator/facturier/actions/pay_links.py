"""Turns what is due into payment links at Stripe: made once, found again, switched off when the sum has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from facturier.actions.appending import append_events
from facturier.actions.check import CheckResult, check, in_order
from facturier.actions.journal import BookBusyError, locked, recover
from facturier.actions.link_round import LinkChange, LinkRound
from facturier.actions.refusals import file_refused
from facturier.actions.stripe_access import StripeAccess, reached, refused
from facturier.actions.sync import unreadable_histories
from facturier.compute.stripe_known import stripes_day
from facturier.connect.stripe.client import Stripe, StripeProblemError
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.publish.progress import Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLinking:
    """How to make links. `dry_run` writes nothing anywhere; `verify` too, and every difference is an error."""

    today: date
    access: StripeAccess
    reporter: Reporter
    commit: bool = True
    dry_run: bool = False
    verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLinksResult:
    """Every link that was looked at. With an error something is not as it should be."""

    changes: tuple[LinkChange, ...] = ()
    faults: tuple[Fault, ...] = ()
    commit: str = ""

    @property
    def done(self) -> bool:
        """Whether every link is as it should be."""
        return not has_errors(self.faults)


def pay_links(root: Path, how: PayLinking) -> PayLinksResult:
    """Bring the links at Stripe in line with what is due, and write down what changed; again changes nothing."""
    try:
        with locked(root):
            recover(root)
            checked = check(root, today=how.today, reporter=how.reporter)
            day = stripes_day(checked.book, how.today) if checked.book else how.today
            if day > how.today:
                how = replace(how, today=day)
                checked = check(root, today=day, reporter=how.reporter)
            return _pay_links(root, checked, how)
    except BookBusyError:
        return PayLinksResult(faults=(error("ISS-005", Where("invoices")),))
    except StripeProblemError as problem:
        return PayLinksResult(faults=(refused(problem),))
    except OSError as problem:
        return PayLinksResult(faults=(file_refused(problem),))


def _pay_links(root: Path, checked: CheckResult, how: PayLinking) -> PayLinksResult:
    from facturier.compute.status import states
    from facturier.read.stripe_record import read_booked

    book = checked.expanded
    booked, unread = read_booked(root)
    faults = (*checked.faults, *unread)
    if book is None or has_errors(faults) or unreadable_histories(checked):
        return PayLinksResult(faults=in_order(faults))
    stripe = reached(book, how.access)
    if not isinstance(stripe, Stripe):
        return PayLinksResult(faults=stripe)
    how.reporter.stage("stripe")
    known = states(book, checked.totals, today=how.today)
    work = LinkRound(book, known, booked, stripe, today=how.today, writing=not (how.dry_run or how.verify))
    work.run()
    changes = tuple(work.changes)
    if how.verify:
        return PayLinksResult(changes=changes, faults=in_order((*work.faults, *_differences(book, changes))))
    if how.dry_run:
        return PayLinksResult(changes=changes, faults=in_order(work.faults))
    written = append_events(root, book, work.new, message=_message(changes), commit=how.commit)
    return PayLinksResult(changes=changes, faults=in_order((*work.faults, *written.faults)), commit=written.commit)


def _differences(book: Book, changes: Sequence[LinkChange]) -> list[Fault]:
    """PLK-022: what the command would have changed."""
    return [
        error("PLK-022", Where(book.documents[change.number].file), number=change.number, action=change.action,
              ref=change.ref or f"{change.amount} {change.currency}")
        for change in changes
        if change.action != "kept"
    ]  # fmt: skip


def _message(changes: Sequence[LinkChange]) -> str:
    told = [
        f"{change.number}: {change.action} {change.ref}"
        for change in changes
        if change.action in {"made", "adopted", "retired"}
    ]
    return "\n".join((f"Payment links: {len(told)} changed", "", *told))
