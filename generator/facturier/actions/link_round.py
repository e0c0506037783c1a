"""One round over all payment links: compares what should exist, what histories tell and what Stripe holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from facturier.actions.stripe_access import refused
from facturier.compute.pay_links import (
    host_allowed,
    live_links,
    recorded_links,
    superseded_links,
    wanted_link,
    wanted_links,
)
from facturier.compute.payment import host_of
from facturier.compute.payment_owners import Owners
from facturier.compute.stripe_known import CHARGES, MOVEMENT
from facturier.connect.stripe import links as at_stripe
from facturier.connect.stripe.client import Stripe, StripeProblemError, Trouble
from facturier.faults import Fault, Where, error, warning
from facturier.model.book import Book
from facturier.model.history import Event, EventKind
from facturier.model.settings import StripeSettings
from facturier.model.state import State
from facturier.model.stripe import Booked, LinkText, ListedLink, WantedLink
from facturier.render.link_text import link_text

_UNASKABLE = frozenset({"amount_too_small", "amount_too_large"})
_ATTEMPTS = 3  # links that turn out to be dead, one after the other, in one round


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """What was done with one link: kept | made | adopted | retired | switched-off | mended | waiting."""

    action: str
    number: str
    part: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    url: str = ""
    ref: str = ""


class LinkRound:
    """The work of one run. Nothing is written to histories here: `new` holds what is to be appended."""

    def __init__(
        self,
        book: Book,
        states: Mapping[str, State],
        booked: Sequence[Booked],
        stripe: Stripe,
        *,
        today: date,
        writing: bool,
    ) -> None:
        self.book, self.states, self.stripe, self.today, self.writing = book, states, stripe, today, writing
        self.settings = book.settings.stripe or StripeSettings()
        self.booked = {line.ref for line in booked}
        self.arrived = {line.intent for line in booked if line.kind in CHARGES and line.intent}
        self.listed: dict[str, ListedLink] = {}
        self.kept: set[str] = set()
        self.new: dict[str, list[Event]] = {}
        self.changes: list[LinkChange] = []
        self.faults: list[Fault] = []

    def run(self) -> None:
        """Retire what no longer holds, then make what is missing, then end what nobody may pay any more.

        A refusal concerns one document and the others go on; without an answer the round ends with what was done.
        """
        owners = Owners(self.book)
        self.listed = {
            link.ref: link
            for link in at_stripe.list_links(self.stripe)
            if owners.of(link.metadata, link.ref) is not None
        }
        wanted = {(want.number, want.part): want for want in wanted_links(self.book, self.states)}
        try:
            for number in sorted({*self._with_links(), *(number for number, _ in wanted)}):
                self._one(number, [want for (of, _), want in wanted.items() if of == number])
            self._tidy(owners)
        except StripeProblemError as problem:
            self.faults.append(refused(problem))

    def _one(self, number: str, wants: Sequence[WantedLink]) -> None:
        try:
            self._retire_stale(number, wants)
            for want in wants:
                self._settle(want)
        except StripeProblemError as problem:
            if problem.trouble is not Trouble.REFUSED:
                raise
            self.faults.append(error("PLK-025", self._where(number), number=number, problem=problem.text))

    def _retire_stale(self, number: str, wants: Sequence[WantedLink]) -> None:
        """What a history calls live although it is not wanted as it is."""
        digests = {want.part: want.digest for want in wants}
        events = self._events(number)
        for link in (*live_links(events).values(), *superseded_links(events)):
            if digests.get(link.part) != link.digest:
                self._retire(number, link)

    def _settle(self, want: WantedLink) -> None:
        """See to it that one wanted link exists and can be paid."""
        document = self.book.documents[want.number]
        for _ in range(_ATTEMPTS):
            standing = live_links(self._events(want.number)).get(want.part)
            found = self._find(want, standing)
            if found is not None and found.usable and not (wrong := self._wrong(found, want)):
                self._keep(want, found, standing)
                return
            if found is not None and found.usable:
                self.faults.append(
                    warning("PLK-024", self._where(want.number), number=want.number, ref=found.ref, what=wrong)
                )
            elif found is None and standing is None:
                self._make(want)
                return
            self._give_up(want, found, standing)
            want = wanted_link(document, self.settings, part=want.part, amount=want.amount, attempt=want.attempt + 1)

    def _find(self, want: WantedLink, standing: Event | None) -> ListedLink | None:
        if standing is not None:
            return self.listed.get(standing.ref)
        same = [link for link in self.listed.values() if link.metadata.get(at_stripe.DIGEST) == want.digest]
        return next((link for link in same if link.usable), same[0] if same else None)

    def _keep(self, want: WantedLink, found: ListedLink, standing: Event | None) -> None:
        if standing is None:
            self._record(want, found)
        self._act("kept" if standing else "adopted", want, found)
        self.kept.add(found.ref)
        back = self._text(want).back
        if back and found.back != back:
            if self.writing:
                at_stripe.lead_back(self.stripe, found.ref, back)
            self._act("mended", want, found)

    def _give_up(self, want: WantedLink, found: ListedLink | None, standing: Event | None) -> None:
        """A link that cannot be paid: history tells of it and of its end, so that the next one is another."""
        if standing is None and found is not None:
            self._record(want, found)
            standing = live_links(self._events(want.number))[want.part]
        if standing is not None:
            self._retire(want.number, standing)

    def _make(self, want: WantedLink) -> None:
        if not at_stripe.can_ask_for(want):
            self._cannot_ask(want)
            return
        if self._unrecorded(want.number):
            self.faults.append(warning("PLK-021", self._where(want.number), number=want.number))
            self._act("waiting", want)
            return
        if not self.writing:
            self._act("made", want)
            return
        try:
            made = at_stripe.make_link(self.stripe, want, self._text(want))
        except StripeProblemError as problem:
            if problem.code not in _UNASKABLE:
                raise
            self._cannot_ask(want)
            return
        if wrong := self._wrong(made, want):
            at_stripe.switch_off(self.stripe, made.ref)
            self.faults.append(error("PLK-026", self._where(want.number), number=want.number, ref=made.ref, what=wrong))
            return
        self.listed[made.ref] = made
        self.kept.add(made.ref)
        self._record(want, made)
        self._act("made", want, made)

    def _cannot_ask(self, want: WantedLink) -> None:
        where, amount = self._where(want.number), want.amount
        self.faults.append(warning("PLK-023", where, number=want.number, amount=amount, currency=want.currency))

    def _unrecorded(self, number: str) -> bool:
        """Whether somebody has paid on an earlier link and no history tells of it: another link would ask twice."""
        events = self._events(number)
        over = {event.ref for event in events if event.kind is EventKind.RETURNED} | self.arrived
        visits = {
            session.intent
            for link in recorded_links(events)
            for session in at_stripe.sessions_of(self.stripe, link.ref)
            if session.status == "complete" and session.intent
        }
        paid = {event.ref for event in events if event.kind is EventKind.PAID and event.ref.startswith(MOVEMENT)}
        return len(visits - over) > len(paid - self.booked)  # what an older record does not tell counts by number

    def _tidy(self, owners: Owners) -> None:
        """Nobody may pay what is not kept: links are switched off, and the visits that are open on them end."""
        for link in list(self.listed.values()):
            if link.active and link.ref not in self.kept:
                owner = owners.of(link.metadata, link.ref)
                if self.writing:
                    at_stripe.switch_off(self.stripe, link.ref)
                retired = any(change.ref == link.ref and change.action == "retired" for change in self.changes)
                if owner is not None and not retired:
                    self.changes.append(LinkChange(action="switched-off", number=owner.document.number, ref=link.ref))
        if not self.writing or not self.listed:
            return
        for session in at_stripe.open_sessions(self.stripe):
            if session.link in self.listed and session.link not in self.kept:
                at_stripe.expire(self.stripe, session.ref)

    def _wrong(self, found: ListedLink, want: WantedLink) -> str:
        """What of a link at Stripe is not as it should be, "" when all is."""
        checks = (
            ("amount", found.amount == want.amount),
            ("currency", found.currency == want.currency),
            ("mode", found.live == (self.settings.mode == "live")),
            ("host", host_allowed(host_of(found.url), self.book.settings)),
            ("digest", found.metadata.get(at_stripe.DIGEST) == want.digest),
            ("methods", not found.methods or set(found.methods) == set(want.methods)),
            ("limit", found.limit == 1),
        )
        return ", ".join(name for name, right in checks if not right)

    def _record(self, want: WantedLink, found: ListedLink) -> None:
        made = Event(
            kind=EventKind.PAYMENT_LINK,
            date=self.today,
            position=0,
            amount=want.amount,
            ref=found.ref,
            part=want.part,
            url=found.url,
            digest=want.digest,
        )
        self.new.setdefault(want.number, []).append(made)

    def _retire(self, number: str, link: Event) -> None:
        retired = Event(kind=EventKind.PAYMENT_LINK_RETIRED, date=self.today, position=0, ref=link.ref)
        self.new.setdefault(number, []).append(retired)
        self.changes.append(
            LinkChange(action="retired", number=number, part=link.part, amount=link.amount, ref=link.ref)
        )
        if self.writing and link.ref:
            at_stripe.switch_off(self.stripe, link.ref)

    def _act(self, action: str, want: WantedLink, found: ListedLink | None = None) -> None:
        self.changes.append(
            LinkChange(
                action=action,
                number=want.number,
                part=want.part,
                amount=want.amount,
                currency=want.currency,
                url=found.url if found else "",
                ref=found.ref if found else "",
            )
        )

    def _events(self, number: str) -> tuple[Event, ...]:
        """The history as it will be."""
        history = self.book.histories.get(number)
        events = history.events if history else ()
        new = self.new.get(number, ())
        return (*events, *(replace(event, position=len(events) + place) for place, event in enumerate(new)))

    def _with_links(self) -> Iterator[str]:
        for number, history in self.book.histories.items():
            if number in self.book.documents and recorded_links(history.events):
                yield number

    def _text(self, want: WantedLink) -> LinkText:
        return link_text(self.book.documents[want.number], part=want.part, site=self.book.settings.portal.url)

    def _where(self, number: str) -> Where:
        return Where(self.book.documents[number].file)
