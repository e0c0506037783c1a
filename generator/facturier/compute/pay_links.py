"""Turns what is open into the payment links that should exist, and tells which recorded ones stand.

Pure: what Stripe holds is compared elsewhere. The digest of a link is its identity: the same book always wants the
same link, so whoever was interrupted finds it again instead of making a second one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256

from facturier.model.book import Book
from facturier.model.document import Document
from facturier.model.history import Event, EventKind
from facturier.model.settings import Settings, StripeSettings
from facturier.model.state import State, Status
from facturier.model.stripe import WantedLink

STRIPE = "stripe"
STRIPE_HOST = "buy.stripe.com"
_EUR = frozenset({"EUR"})
_ONLY_IN = {  # the currencies of the methods that do not take them all
    "sepa_debit": _EUR,
    "bancontact": _EUR,
    "ideal": _EUR,
    "customer_balance": frozenset[str](),  # no payment link takes it
    "paypal": frozenset(
        {"AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "NOK", "NZD", "PLN", "SEK", "SGD", "USD"}
    ),
}

Part = int | None
Asked = Mapping[Part, Decimal]


def asked_parts(state: State) -> dict[Part, Decimal]:
    """What may be asked for now, by instalment (None when there is only one); empty when nothing may be.

    A contested part is taken off the newest instalments: the others are asked for in full.
    """
    if not state.payable:
        return {}
    if len(state.instalments) < 2:
        return {None: state.payable_amount}
    asked: dict[Part, Decimal] = {}
    left = state.payable_amount
    for instalment in state.instalments:
        amount = min(instalment.open, left)
        left -= amount
        if amount > 0:
            asked[instalment.part] = amount
    return asked


def shown_parts(state: State) -> dict[Part, Decimal]:
    """What a page asks for: what is overdue, else the next instalment."""
    asked = asked_parts(state)
    late = {part.part for part in state.instalments if part.status is Status.OVERDUE}
    shown = {part: amount for part, amount in asked.items() if part is None or part in late}
    return shown or dict(list(asked.items())[:1])


def recorded_links(events: Iterable[Event]) -> tuple[Event, ...]:
    """The links a history tells of in the order of the file, each once (two runners may have noted the same)."""
    made: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.position):
        if event.kind is EventKind.PAYMENT_LINK:
            made.setdefault(event.ref or event.url, event)
    return tuple(made.values())


def live_links(events: Iterable[Event]) -> dict[Part, Event]:
    """The links that were made and not retired: the latest of each part."""
    ordered = sorted(events, key=lambda event: event.position)
    retired = [event for event in ordered if event.kind is EventKind.PAYMENT_LINK_RETIRED]
    return {
        link.part: link
        for link in recorded_links(ordered)
        if not any(_retires(event, link) for event in retired if event.position > link.position)
    }


def superseded_links(events: Iterable[Event]) -> tuple[Event, ...]:
    """The links not retired although a later one was made for the same part."""
    ordered = tuple(events)
    live = live_links(ordered)
    gone = [event for event in ordered if event.kind is EventKind.PAYMENT_LINK_RETIRED]
    return tuple(
        link
        for link in recorded_links(ordered)
        if live.get(link.part) not in {None, link} and not any(_retires(event, link) for event in gone)
    )


def wanted_links(book: Book, states: Mapping[str, State]) -> tuple[WantedLink, ...]:
    """Every link that should exist for an expanded book, by number and part."""
    stripe = book.settings.stripe
    if stripe is None:
        return ()
    return tuple(
        wanted
        for number, document in sorted(book.documents.items())
        if number in states
        for wanted in wanted_of(document, states[number], _events(book, number), stripe)
    )


def wanted_of(
    document: Document, state: State, events: Sequence[Event], stripe: StripeSettings
) -> Iterator[WantedLink]:
    """The links one document should have."""
    methods = methods_for(document.currency, stripe)
    if STRIPE not in document.pay or not methods:
        return
    live = live_links(events)
    for part, amount in asked_parts(state).items():
        made = [link for link in recorded_links(events) if link.part == part]
        standing = live.get(part)
        attempt = made.index(standing) + 1 if standing else len(made) + 1
        wanted = wanted_link(document, stripe, part=part, amount=amount, attempt=attempt)
        if standing and standing.digest != wanted.digest:
            wanted = wanted_link(document, stripe, part=part, amount=amount, attempt=len(made) + 1)
        yield wanted


def wanted_link(document: Document, stripe: StripeSettings, *, part: Part, amount: Decimal, attempt: int) -> WantedLink:
    """A link over an amount of a document, with its identity."""
    methods = methods_for(document.currency, stripe)
    return WantedLink(
        number=document.number,
        part=part,
        amount=amount,
        currency=document.currency,
        methods=methods,
        attempt=attempt,
        digest=link_digest(document, stripe, part=part, amount=amount, methods=methods, attempt=attempt),
    )


def methods_for(currency: str, stripe: StripeSettings) -> tuple[str, ...]:
    """The methods of the settings with which a link in a currency can be paid, in their order."""
    return tuple(method for method in stripe.methods if method not in _ONLY_IN or currency in _ONLY_IN[method])


def link_digest(
    document: Document,
    stripe: StripeSettings,
    *,
    part: Part,
    amount: Decimal,
    methods: Sequence[str],
    attempt: int,
) -> str:
    """The identity of a link: sha256 in hex of account, mode, seller, document, part, sum, methods and attempt."""
    seller = document.seller.siren or document.seller.vat_number or document.seller.name
    facts = [
        stripe.account,
        stripe.mode,
        seller,
        document.number,
        part,
        f"{amount:f}",
        document.currency,
        list(methods),
        attempt,
    ]
    return sha256(json.dumps(facts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def host_allowed(host: str, settings: Settings) -> bool:
    """Whether a page may lead there: Stripe's own host, or the one the business set up with Stripe."""
    own = settings.stripe.host if settings.stripe else ""
    return bool(host) and host in {STRIPE_HOST, own}


def _events(book: Book, number: str) -> tuple[Event, ...]:
    history = book.histories.get(number)
    return history.events if history else ()


def _retires(retired: Event, link: Event) -> bool:
    return bool(retired.ref and retired.ref == link.ref) or bool(retired.url and retired.url == link.url)
