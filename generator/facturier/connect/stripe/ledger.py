"""Reads what moved: balance transactions with the charge, refund or dispute behind each, and payments under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from facturier.connect.stripe.client import Plain, Stripe, StripeProblemError, Trouble
from facturier.connect.stripe.links import moment, ref_of, session_of, sessions_of, words_of
from facturier.connect.stripe.money import from_minor, money
from facturier.model.stripe import DisputeCase, Intent, IntentStatus, Movement, PaySession

if TYPE_CHECKING:
    from stripe._stripe_object import StripeObject

_UNDER_WAY = frozenset({"processing", "requires_action", "requires_capture", "requires_confirmation"})
_FAILED = frozenset({"requires_payment_method", "canceled"})
_WON = frozenset({"won", "warning_closed", "prevented"})


class Ledger:
    """One reading of the account. What several movements point at is asked for once."""

    def __init__(self, stripe: Stripe) -> None:
        self._stripe = stripe
        self._v1 = stripe.client.v1
        self._known: dict[str, Plain] = {}

    def movements(self, since: datetime | None) -> Iterator[Movement]:
        """Yield every movement since a moment (all when None), newest first."""
        params = {"expand": ["data.source"], **_created(since)}
        for found in self._stripe.every(self._v1.balance_transactions.list, params):
            yield self._movement(found)

    def movement(self, ref: str) -> Movement:
        """Return one movement by its id."""
        retrieve = self._v1.balance_transactions.retrieve
        return self._movement(self._stripe.ask(retrieve, ref, {"expand": ["source"]}))

    def made_of(self, payout: Movement) -> tuple[str, ...]:
        """Return the movements that a payout paid out; () when Stripe tells none that make its sum (manual payouts)."""
        try:
            found = list(self._stripe.every(self._v1.balance_transactions.list, {"payout": payout.source}))
        except StripeProblemError as problem:
            if problem.trouble in {Trouble.REFUSED, Trouble.MISSING, Trouble.PERMISSION}:
                return ()
            raise
        parts = [one for one in found if one["id"] != payout.ref]
        total = sum(from_minor(one.get("net") or 0, payout.currency) for one in parts)
        return tuple(one["id"] for one in parts) if total == -payout.net else ()

    def completed(self, since: datetime | None) -> Iterator[PaySession]:
        """Yield the completed visits that began since a moment and whose money is not there yet."""
        params = {"status": "complete", **_created(since)}
        for found in self._stripe.every(self._v1.checkout.sessions.list, params):
            session = session_of(found)
            if session.status == "complete" and session.intent and not session.paid:
                yield session

    def intent(self, ref: str, *, session: PaySession | None = None) -> Intent | None:
        """Return how far a payment has come; None when the account knows nothing of it."""
        try:
            found = self._intent(ref)
        except StripeProblemError as problem:
            if problem.trouble is Trouble.MISSING:
                return None
            raise
        charge = self._charge(found.get("latest_charge"))
        status = _intent_status(str(found.get("status")), charge)
        error = found.get("last_payment_error") or {}
        return Intent(
            ref=ref,
            status=status,
            started=moment(charge.get("created") or found["created"]),
            amount=money(found["amount"], found["currency"]),
            link=session.link if session else "",
            method=_method(charge),
            reason=str(charge.get("failure_code") or error.get("code") or ""),
            metadata={**words_of(found.get("metadata")), **(session.metadata if session else {})},
            movement=ref_of(charge.get("balance_transaction")),
        )

    def disputes(self, since: datetime | None) -> Iterator[DisputeCase]:
        """Yield the disputes opened since a moment."""
        for found in self._stripe.every(self._v1.disputes.list, _created(since)):
            yield self._dispute(found)

    def dispute(self, ref: str) -> DisputeCase | None:
        """Return one dispute by its id; None when the account knows nothing of it (one of test mode, read live)."""
        try:
            return self._dispute(self._stripe.ask(self._v1.disputes.retrieve, ref))
        except StripeProblemError as problem:
            if problem.trouble is Trouble.MISSING:
                return None
            raise

    def _movement(self, found: Plain) -> Movement:
        currency = str(found["currency"]).upper()
        source = self._source(found)
        charge = self._charge_behind(source)
        intent = ref_of(source.get("payment_intent")) or ref_of(charge.get("payment_intent"))
        metadata, link = self._proof(charge, intent)
        settled = money(source["amount"], source["currency"]) if charge and "currency" in source else None
        arrival = source.get("arrival_date")
        amount, fee = int(found["amount"]), int(found.get("fee") or 0)
        net = found.get("net")
        return Movement(
            ref=found["id"],
            kind=str(found["type"]),
            category=str(found.get("reporting_category") or ""),
            created=moment(found["created"]),
            available=_day(found.get("available_on") or found["created"]),
            amount=from_minor(amount, currency),
            fee=from_minor(fee, currency),
            net=from_minor(amount - fee if net is None else net, currency),
            currency=currency,
            source=ref_of(found.get("source")),
            settled=settled,
            status=str(charge.get("status") or ""),
            method=_method(charge),
            reason=str(source.get("reason") or source.get("failure_reason") or source.get("failure_code") or ""),
            charge=ref_of(charge),
            charged_by=ref_of(charge.get("balance_transaction")),
            intent=intent,
            link=link,
            metadata=metadata,
            arrival=_day(arrival) if arrival else None,
        )

    def _source(self, found: Plain) -> Plain:
        """The object behind a movement; only those that can concern a document are asked for."""
        source = found.get("source")
        if isinstance(source, Mapping):
            return source
        ref = str(source or "")
        readers: dict[str, Callable[..., StripeObject]] = {
            "ch": self._v1.charges.retrieve,
            "py": self._v1.charges.retrieve,
            "re": self._v1.refunds.retrieve,
            "pyr": self._v1.refunds.retrieve,
            "du": self._v1.disputes.retrieve,
            "dp": self._v1.disputes.retrieve,
            "po": self._v1.payouts.retrieve,
        }
        reader = readers.get(ref.partition("_")[0])
        return self._get(ref, reader, ref) if reader else {}

    def _charge_behind(self, source: Plain) -> Plain:
        """The charge itself, or that of a refund or dispute; some name nothing but the payment."""
        if source.get("object") == "charge":
            return source
        intent = ref_of(source.get("payment_intent"))
        if source.get("charge") or not intent:
            return self._charge(source.get("charge"))
        return self._charge(self._intent(intent).get("latest_charge"))

    def _charge(self, found: Any) -> Plain:
        if isinstance(found, Mapping) or not found:
            return found or {}
        return self._get(str(found), self._v1.charges.retrieve, str(found))

    def _intent(self, ref: str) -> Plain:
        return self._get(ref, self._v1.payment_intents.retrieve, ref, {"expand": ["latest_charge"]})

    def _proof(self, charge: Plain, intent: str) -> tuple[dict[str, str], str]:
        """The metadata that tells whose payment it is, and the link it was paid on when only that can tell."""
        metadata = words_of(charge.get("metadata"))
        if not charge or not intent or "facturier_digest" in metadata:
            return metadata, ""
        metadata |= words_of(self._intent(intent).get("metadata"))
        if "facturier_digest" in metadata:
            return metadata, ""
        listed = self._get(f"visits of {intent}", self._v1.checkout.sessions.list, {"payment_intent": intent})["data"]
        visits = [visit for visit in listed if ref_of(visit.get("payment_intent")) == intent]
        for visit in visits:
            metadata |= words_of(visit.get("metadata"))
        return metadata, next((ref_of(visit["payment_link"]) for visit in visits if visit.get("payment_link")), "")

    def _dispute(self, found: Plain) -> DisputeCase:
        charge = self._charge_behind(found)
        intent = ref_of(found.get("payment_intent")) or ref_of(charge.get("payment_intent"))
        metadata, link = self._proof(charge, intent)
        status = str(found.get("status"))
        return DisputeCase(
            ref=found["id"],
            outcome="won" if status in _WON else "lost" if status == "lost" else "",
            reason=str(found.get("reason") or ""),
            amount=money(found["amount"], found["currency"]),
            created=moment(found["created"]),
            link=link,
            intent=intent,
            metadata=metadata,
        )

    def _get(self, name: str, request: Callable[..., StripeObject], *given: object) -> Plain:
        if name not in self._known:
            self._known[name] = self._stripe.ask(request, *given)
        return self._known[name]


def unrecorded(stripe: Stripe, ref: str) -> tuple[PaySession, ...]:
    """Return the completed visits of a link, paid or under way."""
    return tuple(session for session in sessions_of(stripe, ref) if session.status == "complete" and session.intent)


def _intent_status(status: str, charge: Plain) -> IntentStatus:
    if status == "succeeded" and charge.get("status") in {"succeeded", None}:
        return IntentStatus.SUCCEEDED
    if status in _FAILED:
        return IntentStatus.FAILED
    return IntentStatus.UNDER_WAY if status in _UNDER_WAY or status == "succeeded" else IntentStatus.UNKNOWN


def _method(charge: Plain) -> str:
    return str((charge.get("payment_method_details") or {}).get("type") or "")


def _created(since: datetime | None) -> dict[str, Any]:
    return {"created": {"gte": int(since.timestamp())}} if since else {}


def _day(seconds: int) -> date:
    return moment(seconds).date()
