"""Makes, finds, switches off and inspects payment links, and ends the visits that are open on them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from facturier.connect.stripe.client import Plain, Stripe, StripeProblemError, Trouble
from facturier.connect.stripe.money import from_minor, to_minor
from facturier.model.stripe import LinkText, ListedLink, PaySession, WantedLink

DIGEST = "facturier_digest"
_TRIES = 3  # idempotency keys to try when one stands for a failure of the past


def metadata_of(wanted: WantedLink) -> dict[str, str]:
    """Return what link, session and payment carry: enough to prove whose they are, and nobody's name."""
    facts = {
        "facturier_document": wanted.number,
        "facturier_part": str(wanted.part or ""),
        "facturier_amount": f"{wanted.amount:f}",
        "facturier_currency": wanted.currency,
        "facturier_methods": ",".join(wanted.methods),
        "facturier_attempt": str(wanted.attempt),
        DIGEST: wanted.digest,
    }
    return {name: value for name, value in facts.items() if value}


def can_ask_for(wanted: WantedLink) -> bool:
    """Whether Stripe can ask for this amount in this currency."""
    return to_minor(wanted.amount, wanted.currency) is not None


def list_links(stripe: Stripe) -> tuple[ListedLink, ...]:
    """Return every link of the account that carries our metadata, newest first."""
    found = stripe.every(stripe.client.v1.payment_links.list, {"expand": ["data.line_items"]})
    return tuple(_listed(stripe, one) for one in found if DIGEST in (one.get("metadata") or {}))


def make_link(stripe: Stripe, wanted: WantedLink, text: LinkText) -> ListedLink:
    """Make a link, once: a repeated request gives the same one, whatever was cut in between.

    Stripe keeps the answer to an idempotency key for a day, failures included. When a key stands for a failure, or the
    server failed and nobody knows how far it came, the link is looked for and then asked for under a new key. Raises
    StripeProblemError.
    """
    create = stripe.client.v1.payment_links.create
    params = _params(wanted, text)
    for attempt in range(_TRIES):
        key = f"facturier-{wanted.digest}" + (f"-{attempt}" if attempt else "")
        try:
            return _listed(stripe, stripe.ask(create, params, {"idempotency_key": key}))
        except StripeProblemError as problem:
            if problem.trouble not in {Trouble.REPLAYED, Trouble.UNREACHABLE}:
                raise
            failed = problem
        known = _found(stripe, wanted)
        if known is not None:
            return known
        if attempt == _TRIES - 1 or (failed.trouble is Trouble.UNREACHABLE and failed.status < 500):
            raise _as_refusal(failed)
    raise AssertionError


def _as_refusal(failed: StripeProblemError) -> StripeProblemError:
    """A refusal that Stripe repeats from memory concerns one document, as a fresh one does."""
    if failed.trouble is Trouble.REPLAYED and failed.status < 500:
        return StripeProblemError(Trouble.REFUSED, failed.text, failed.code, failed.status)
    return failed


def switch_off(stripe: Stripe, ref: str) -> None:
    """Make a link unusable; one that is gone already is fine."""
    with _gone_is_fine():
        stripe.ask(stripe.client.v1.payment_links.update, ref, {"active": False})


def lead_back(stripe: Stripe, ref: str, back: str) -> None:
    """Change where the payment page leads after the payment."""
    completion = {"type": "redirect", "redirect": {"url": back}}
    stripe.ask(stripe.client.v1.payment_links.update, ref, {"after_completion": completion})


def open_sessions(stripe: Stripe) -> tuple[PaySession, ...]:
    """Return the visits of payment pages that can still end in a payment."""
    found = stripe.every(stripe.client.v1.checkout.sessions.list, {"status": "open"})
    return tuple(session_of(one) for one in found if one.get("status") == "open")


def sessions_of(stripe: Stripe, ref: str) -> tuple[PaySession, ...]:
    """Return every visit of one link; none of a link that the account does not know (one of test mode, read live)."""
    visits: list[PaySession] = []
    with _gone_is_fine():
        found = stripe.every(stripe.client.v1.checkout.sessions.list, {"payment_link": ref})
        visits += [session_of(one) for one in found if ref_of(one.get("payment_link")) == ref]
    return tuple(visits)


def expire(stripe: Stripe, session: str) -> None:
    """End an open visit; one that has been completed or has ended meanwhile stays as it is."""
    try:
        stripe.ask(stripe.client.v1.checkout.sessions.expire, session)
    except StripeProblemError as problem:
        if problem.trouble not in {Trouble.REFUSED, Trouble.MISSING}:
            raise


def session_of(found: Plain) -> PaySession:
    """Read a checkout session. Only the payment status `paid` counts as paid."""
    return PaySession(
        ref=found["id"],
        link=ref_of(found.get("payment_link")),
        status=str(found.get("status") or ""),
        paid=found.get("payment_status") == "paid",
        intent=ref_of(found.get("payment_intent")),
        created=moment(found["created"]),
        metadata=words_of(found.get("metadata")),
    )


def ref_of(found: Any) -> str:
    """Return the id of what may be expanded or not, "" for nothing."""
    return str(found.get("id", "")) if isinstance(found, Mapping) else str(found or "")


def words_of(metadata: Plain | None) -> dict[str, str]:
    """Return metadata as texts."""
    return {str(name): str(value) for name, value in (metadata or {}).items()}


def moment(seconds: int) -> datetime:
    """Return a time of Stripe's, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _params(wanted: WantedLink, text: LinkText) -> dict[str, Any]:
    metadata = metadata_of(wanted)
    minor = to_minor(wanted.amount, wanted.currency)
    if minor is None:
        raise StripeProblemError(Trouble.REFUSED, f"{wanted.amount} {wanted.currency} cannot be asked for")
    intent: dict[str, Any] = {"metadata": metadata, "description": text.title}
    if text.suffix:
        intent["statement_descriptor_suffix"] = text.suffix
    price = {"currency": wanted.currency.lower(), "unit_amount": minor, "product_data": {"name": text.title}}
    params: dict[str, Any] = {
        "line_items": [{"price_data": price, "quantity": 1}],
        "payment_method_types": list(wanted.methods),
        "restrictions": {"completed_sessions": {"limit": 1}},
        "metadata": metadata,
        "payment_intent_data": intent,
        "inactive_message": text.inactive,
        "expand": ["line_items"],
    }
    if text.back:
        params["after_completion"] = {"type": "redirect", "redirect": {"url": text.back}}
    return params


def _found(stripe: Stripe, wanted: WantedLink) -> ListedLink | None:
    """A link that was made although its answer never came."""
    try:
        known = list_links(stripe)
    except StripeProblemError:
        return None
    return next((link for link in known if link.metadata.get(DIGEST) == wanted.digest), None)


def _listed(stripe: Stripe, found: Plain) -> ListedLink:
    completed = (found.get("restrictions") or {}).get("completed_sessions") or {}
    redirect = (found.get("after_completion") or {}).get("redirect") or {}
    return ListedLink(
        ref=found["id"],
        url=found["url"],
        active=found.get("active") is True,
        live=found.get("livemode") is True,
        metadata=words_of(found.get("metadata")),
        amount=_single_sum(stripe, found),
        currency=str(found.get("currency") or "").upper(),
        methods=tuple(found.get("payment_method_types") or ()),
        completed=completed.get("count") or 0,
        limit=completed.get("limit"),
        back=redirect.get("url") or "",
    )


def _single_sum(stripe: Stripe, found: Plain) -> Decimal | None:
    """What the link asks for: one thing, once, at a price nobody can change."""
    items = found.get("line_items")
    if not isinstance(items, Mapping) or not items.get("data"):
        items = stripe.ask(stripe.client.v1.payment_links.line_items.list, found["id"], {"limit": 2})
    lines = items["data"]
    if len(lines) != 1 or items.get("has_more") or found.get("optional_items"):
        return None
    line, price = lines[0], lines[0].get("price") or {}
    adjustable = (line.get("adjustable_quantity") or {}).get("enabled")
    changeable = adjustable or price.get("custom_unit_amount") or line.get("quantity") != 1
    unit = price.get("unit_amount")
    minor = line.get("amount_total") if unit is None else unit
    if changeable or minor is None or found.get("allow_promotion_codes"):
        return None
    return from_minor(minor, str(found.get("currency") or ""))


@contextlib.contextmanager
def _gone_is_fine() -> Iterator[None]:
    try:
        yield
    except StripeProblemError as problem:
        if problem.trouble is not Trouble.MISSING:
            raise
