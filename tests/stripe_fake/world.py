"""A Stripe account that lives in memory: objects, and what clients, banks and the business do to them.

The clock stands until a test moves it. `truth` is the account's own bookkeeping, by document: what every test compares
the book with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.stripe_fake.contract import blank

import stripe

DAY = 24 * 3600
SESSION_LIFE = DAY
CARD_FEE, SEPA_FEE, DISPUTE_FEE = 25, 35, 1500

Plain = dict[str, Any]


class CannotError(Exception):
    """What a client cannot do: the page is closed, the link is dead, the sum too small (`code`)."""

    def __init__(self, text: str = "", code: str = "") -> None:
        super().__init__(text)
        self.code = code


@dataclass
class Truth:
    """What one document got, in the smallest unit of its currency."""

    paid: int = 0  # succeeded charges
    refunded: int = 0  # refunds less failed ones
    taken_back: int = 0  # by disputes and bounces after success, less what was given back
    movements: int = 0

    @property
    def kept(self) -> int:
        return self.paid - self.refunded - self.taken_back


@dataclass
class World:
    """The account. Objects are kept by id in the order in which they were made."""

    now: int = 1_767_225_600  # 2026-01-01T00:00:00Z
    live: bool = False
    sepa_moves_at_once: bool = True  # the movement of a debit appears while it is pending, or only when it succeeds
    metadata_on_charges: bool = True
    objects: dict[str, dict[str, Plain]] = field(default_factory=lambda: defaultdict(dict))
    seen_from: dict[str, int] = field(default_factory=dict)  # movements that can be read only later
    truth: dict[str, Truth] = field(default_factory=lambda: defaultdict(Truth))
    paid_out: dict[str, str] = field(default_factory=dict)  # movement → payout
    late: int = 0  # seconds until the next movement can be read
    _made: int = 0

    def make_link(self, params: Mapping[str, Any]) -> Plain:
        """Create a payment link from checked parameters."""
        [item] = params["line_items"].values()
        price = item["price_data"]
        currency, amount = price["currency"], int(price["unit_amount"])
        if currency == "eur" and amount < 50:
            raise CannotError("Amount must be at least €0.50 eur", "amount_too_small")
        redirect = params.get("after_completion", {}).get("redirect", {})
        link = self._new("payment_link", "plink", stripe.PaymentLink)
        line = self._line(link["id"], price, amount, currency)
        limit = params.get("restrictions", {}).get("completed_sessions", {}).get("limit")
        link |= {
            "active": True,
            "currency": currency,
            "metadata": dict(params.get("metadata", {})),
            "url": f"https://buy.stripe.com/{'' if self.live else 'test_'}{link['id'][6:]}",
            "payment_method_types": list(params.get("payment_method_types", {}).values()) or None,
            "restrictions": {"completed_sessions": {"count": 0, "limit": int(limit)}} if limit else None,
            "inactive_message": params.get("inactive_message"),
            "payment_intent_data": self._intent_data(params.get("payment_intent_data", {})),
        }
        link["after_completion"] = (
            {"type": "redirect", "redirect": {"url": redirect["url"]}}
            if redirect
            else {"type": "hosted_confirmation", "hosted_confirmation": {"custom_message": None}}
        )
        self.objects["line_items"][link["id"]] = line
        return link

    def update_link(self, link: Plain, params: Mapping[str, Any]) -> Plain:
        """Change what may be changed of a link: never its sum."""
        if "active" in params:
            link["active"] = params["active"] == "true"
        if "after_completion" in params:
            link["after_completion"] = {"type": "redirect", "redirect": dict(params["after_completion"]["redirect"])}
        if "metadata" in params:
            link["metadata"] |= params["metadata"]
        return link

    def expire(self, session: Plain) -> Plain:
        """End an open visit."""
        if session["status"] != "open":
            raise CannotError('Only Checkout Sessions with a status in ["open"] can be expired.')
        session["status"] = "expired"
        return session

    def visit(self, ref: str) -> str:
        """A client opens the payment page; returns the session."""
        link = self.objects["payment_link"][ref]
        if not self.usable(link):
            raise CannotError("this link is no longer active")
        session = self._new("checkout.session", "cs_test", stripe.checkout.Session)
        amount = self.objects["line_items"][ref]["amount_total"]
        session |= {
            "payment_link": ref,
            "status": "open",
            "mode": "payment",
            "payment_status": "unpaid",
            "currency": link["currency"],
            "amount_total": amount,
            "amount_subtotal": amount,
            "metadata": dict(link["metadata"]),
            "payment_method_types": link["payment_method_types"] or ["card"],
            "expires_at": self.now + SESSION_LIFE,
            "payment_intent": None,
        }
        return str(session["id"])

    def complete(self, ref: str, method: str = "card") -> str:
        """A client pays on an open page; returns the payment. A page that was opened in time can be used to its end."""
        session = self.objects["checkout.session"][ref]
        link = self.objects["payment_link"][session["payment_link"]]
        if session["status"] != "open" or self.now > session["expires_at"] or not self._below_limit(link):
            raise CannotError("this page is closed")
        intent = self._intent(session, link, method)
        session |= {"status": "complete", "payment_intent": intent["id"]}
        if link["restrictions"]:
            link["restrictions"]["completed_sessions"]["count"] += 1
        if method == "card":
            self._arrive(intent)
        elif self.sepa_moves_at_once:
            self._move_charge(intent)
        return str(intent["id"])

    def pay(self, ref: str, method: str = "card") -> str:
        """Visit and complete."""
        return self.complete(self.visit(ref), method)

    def settle(self, intent: str) -> None:
        """The bank pays a debit that was under way."""
        self._arrive(self.objects["payment_intent"][intent])

    def bounce(self, intent: str) -> None:
        """The bank refuses a debit that was under way."""
        found = self.objects["payment_intent"][intent]
        charge = self.objects["charge"][found["latest_charge"]]
        found["status"] = "requires_payment_method"
        charge |= {"status": "failed", "paid": False, "failure_code": "insufficient_funds"}
        if charge["balance_transaction"]:
            moved = self._move("payment_failure_refund", "charge_failure", -charge["amount"], charge["id"], charge)
            charge["failure_balance_transaction"] = moved["id"]

    def refund(self, intent: str, amount: int) -> str:
        """The business gives money back; returns the refund."""
        charge = self.charge_of(intent)
        refund = self._new("refund", "re", stripe.Refund)
        refund |= {
            "amount": amount,
            "currency": charge["currency"],
            "charge": charge["id"],
            "payment_intent": intent,
            "status": "succeeded",
            "metadata": {},
        }
        charge["amount_refunded"] += amount
        kind = "refund" if charge["payment_method_details"]["type"] == "card" else "payment_refund"
        moved = self._move(kind, "refund", -amount, refund["id"], charge)
        refund["balance_transaction"] = moved["id"]
        self._truth(charge).refunded += amount
        return str(refund["id"])

    def fail_refund(self, ref: str) -> None:
        """The bank sends a refund back."""
        refund = self.objects["refund"][ref]
        charge = self.objects["charge"][refund["charge"]]
        refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
        charge["amount_refunded"] -= refund["amount"]
        moved = self._move("refund_failure", "refund_failure", refund["amount"], ref, charge)
        refund["failure_balance_transaction"] = moved["id"]
        self._truth(charge).refunded -= refund["amount"]

    def dispute(self, intent: str, *, reason: str = "fraudulent", lost: bool = False) -> str:
        """The client's bank takes a payment back; SEPA returns after success are lost at once."""
        charge = self.charge_of(intent)
        dispute = self._new("dispute", "du", stripe.Dispute)
        amount = charge["amount"] - charge["amount_refunded"]
        dispute |= {
            "amount": amount,
            "currency": charge["currency"],
            "charge": charge["id"],
            "payment_intent": intent,
            "reason": reason,
            "status": "lost" if lost else "needs_response",
        }
        charge["disputed"] = True
        moved = self._move("adjustment", "dispute", -amount, dispute["id"], charge, fee=DISPUTE_FEE)
        dispute["balance_transactions"] = [moved]
        self._truth(charge).taken_back += amount
        return str(dispute["id"])

    def win(self, ref: str) -> None:
        """The bank sides with the business and gives the money back."""
        dispute = self.objects["dispute"][ref]
        charge = self.objects["charge"][dispute["charge"]]
        dispute["status"] = "won"
        moved = self._move("adjustment", "dispute_reversal", dispute["amount"], ref, charge)
        dispute["balance_transactions"].append(moved)
        self._truth(charge).taken_back -= dispute["amount"]

    def lose(self, ref: str) -> None:
        """The bank sides with the client."""
        self.objects["dispute"][ref]["status"] = "lost"

    def payout(self) -> None:
        """Stripe sends the balance to the bank."""
        balance = sum(moved["net"] for moved in self.objects["balance_transaction"].values())
        if balance <= 0:
            return
        payout = self._new("payout", "po", stripe.Payout)
        payout |= {"amount": balance, "currency": "eur", "arrival_date": self.now + 2 * DAY, "status": "paid",
                   "automatic": True, "method": "standard", "type": "bank_account"}  # fmt: skip
        self.paid_out |= {ref: payout["id"] for ref in self.objects["balance_transaction"] if ref not in self.paid_out}
        moved = self._move("payout", "payout", -balance, payout["id"], None)
        self.paid_out[moved["id"]] = payout["id"]
        payout["balance_transaction"] = moved["id"]

    def charge_of(self, intent: str) -> Plain:
        """The charge of a payment."""
        return self.objects["charge"][self.objects["payment_intent"][intent]["latest_charge"]]

    def links_of(self, number: str) -> list[Plain]:
        """The usable links of a document."""
        return [
            link
            for link in self.objects["payment_link"].values()
            if link["metadata"].get("facturier_document") == number and self.usable(link)
        ]

    def usable(self, link: Plain) -> bool:
        """Whether a client can open a link."""
        return bool(link["active"]) and self._below_limit(link)

    def asked_by(self, link: Plain) -> int:
        """What a link asks for."""
        return int(self.objects["line_items"][link["id"]]["amount_total"])

    def _below_limit(self, link: Plain) -> bool:
        completed = (link["restrictions"] or {}).get("completed_sessions")
        return completed is None or completed["count"] < completed["limit"]

    def _new(self, kind: str, prefix: str, answer: type) -> Plain:
        self._made += 1
        made = blank(answer) | {"id": f"{prefix}_{self._made:08}", "object": kind}
        if "created" in made:
            made["created"] = self.now
        if "livemode" in made:
            made["livemode"] = self.live
        self.objects[kind][made["id"]] = made
        return made

    def _line(self, link: str, price: Mapping[str, Any], amount: int, currency: str) -> Plain:
        made = blank(stripe.Price) | {"id": f"price_{link}", "object": "price", "unit_amount": amount,
                                      "currency": currency, "product": "prod_1", "type": "one_time"}  # fmt: skip
        return blank(stripe.LineItem) | {
            "id": f"li_{link}",
            "object": "item",
            "price": made,
            "quantity": 1,
            "currency": currency,
            "amount_total": amount,
            "amount_subtotal": amount,
            "description": price["product_data"]["name"],
        }

    def _intent_data(self, given: Mapping[str, Any]) -> Plain | None:
        return {
            "metadata": dict(given.get("metadata", {})),
            "description": given.get("description"),
            "statement_descriptor_suffix": given.get("statement_descriptor_suffix"),
        }

    def _intent(self, session: Plain, link: Plain, method: str) -> Plain:
        intent = self._new("payment_intent", "pi", stripe.PaymentIntent)
        metadata = dict((link["payment_intent_data"] or {}).get("metadata", {}))
        intent |= {
            "amount": session["amount_total"],
            "currency": session["currency"],
            "status": "processing",
            "metadata": metadata,
            "payment_method_types": [method],
        }
        charge = self._new("charge", "ch" if method == "card" else "py", stripe.Charge)
        charge |= {
            "amount": session["amount_total"],
            "currency": session["currency"],
            "status": "pending",
            "paid": False,
            "captured": True,
            "metadata": metadata if self.metadata_on_charges else {},
            "payment_intent": intent["id"],
            "payment_method_details": {"type": method},
            "balance_transaction": None,
        }
        intent["latest_charge"] = charge["id"]
        return intent

    def _arrive(self, intent: Plain) -> None:
        charge = self.charge_of(intent["id"])
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        charge |= {"status": "succeeded", "paid": True}
        session = next(
            one for one in self.objects["checkout.session"].values() if one["payment_intent"] == intent["id"]
        )
        session["payment_status"] = "paid"
        if not charge["balance_transaction"]:
            self._move_charge(intent)
        self._truth(charge).paid += charge["amount"]

    def _move_charge(self, intent: Plain) -> None:
        charge = self.charge_of(intent["id"])
        card = charge["payment_method_details"]["type"] == "card"
        fee = CARD_FEE if card else SEPA_FEE
        moved = self._move("charge" if card else "payment", "charge", charge["amount"], charge["id"], charge, fee=fee)
        charge["balance_transaction"] = moved["id"]

    def _move(self, kind: str, category: str, amount: int, source: str, charge: Plain | None, *, fee: int = 0) -> Plain:
        moved = self._new("balance_transaction", "txn", stripe.BalanceTransaction)
        moved |= {
            "type": kind,
            "reporting_category": category,
            "amount": amount,
            "fee": fee,
            "net": amount - fee,
            "currency": charge["currency"] if charge else "eur",
            "source": source,
            "status": "pending",
            "available_on": self.now + 3 * DAY,
        }
        if charge is not None:
            self._truth(charge).movements += 1
        if self.late:
            self.seen_from[moved["id"]] = self.now + self.late
        return moved

    def _truth(self, charge: Plain) -> Truth:
        intent = self.objects["payment_intent"][charge["payment_intent"]]
        return self.truth[intent["metadata"].get("facturier_document", "")]
