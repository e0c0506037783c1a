"""Holds requests and answers to the contract that the installed stripe library was generated from.

The library's parameter TypedDicts say what a request may carry, its resource classes what an answer holds. Nothing is
copied: another version of the library brings another contract.
"""

from __future__ import annotations

import importlib
import re
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ForwardRef, Literal, Union

import typing_extensions
from stripe._request_options import RequestOptions

import stripe

_OWN = frozenset(RequestOptions.__annotations__)
_WHOLE = re.compile(r"-?[0-9]+", re.ASCII)


class ContractError(Exception):
    """A request or an answer that Stripe's specification does not know; `param` names the place."""

    def __init__(self, param: str, problem: str) -> None:
        super().__init__(f"{param}: {problem}")
        self.param, self.problem = param, problem


@dataclass(frozen=True, slots=True)
class Operation:
    """One request Stripe understands: its name, parameters, and what comes back (`*` before the class: a list)."""

    name: str
    method: str
    path: str
    params: str  # TypedDict below stripe.params
    answer: type
    listed: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[A-Za-z0-9_]+)", self.path))


def _operation(name: str, method: str, path: str, params: str, answer: type) -> Operation:
    return Operation(name, method, path, params, answer, listed=name.endswith(".list") or "line_items" in path)


OPERATIONS = tuple(
    _operation(*row)
    for row in (
        ("payment_links.create", "POST", "/v1/payment_links", "PaymentLinkCreateParams", stripe.PaymentLink),
        ("payment_links.list", "GET", "/v1/payment_links", "PaymentLinkListParams", stripe.PaymentLink),
        ("payment_links.retrieve", "GET", "/v1/payment_links/{id}", "PaymentLinkRetrieveParams", stripe.PaymentLink),
        ("payment_links.update", "POST", "/v1/payment_links/{id}", "PaymentLinkUpdateParams", stripe.PaymentLink),
        (
            "payment_links.line_items",
            "GET",
            "/v1/payment_links/{id}/line_items",
            "PaymentLinkLineItemListParams",
            stripe.LineItem,
        ),
        ("sessions.list", "GET", "/v1/checkout/sessions", "checkout.SessionListParams", stripe.checkout.Session),
        (
            "sessions.retrieve",
            "GET",
            "/v1/checkout/sessions/{id}",
            "checkout.SessionRetrieveParams",
            stripe.checkout.Session,
        ),
        (
            "sessions.expire",
            "POST",
            "/v1/checkout/sessions/{id}/expire",
            "checkout.SessionExpireParams",
            stripe.checkout.Session,
        ),
        ("payment_intents.list", "GET", "/v1/payment_intents", "PaymentIntentListParams", stripe.PaymentIntent),
        (
            "payment_intents.retrieve",
            "GET",
            "/v1/payment_intents/{id}",
            "PaymentIntentRetrieveParams",
            stripe.PaymentIntent,
        ),
        ("charges.list", "GET", "/v1/charges", "ChargeListParams", stripe.Charge),
        ("charges.retrieve", "GET", "/v1/charges/{id}", "ChargeRetrieveParams", stripe.Charge),
        ("refunds.list", "GET", "/v1/refunds", "RefundListParams", stripe.Refund),
        ("refunds.retrieve", "GET", "/v1/refunds/{id}", "RefundRetrieveParams", stripe.Refund),
        ("disputes.list", "GET", "/v1/disputes", "DisputeListParams", stripe.Dispute),
        ("disputes.retrieve", "GET", "/v1/disputes/{id}", "DisputeRetrieveParams", stripe.Dispute),
        (
            "balance_transactions.list",
            "GET",
            "/v1/balance_transactions",
            "BalanceTransactionListParams",
            stripe.BalanceTransaction,
        ),
        (
            "balance_transactions.retrieve",
            "GET",
            "/v1/balance_transactions/{id}",
            "BalanceTransactionRetrieveParams",
            stripe.BalanceTransaction,
        ),
        ("payouts.list", "GET", "/v1/payouts", "PayoutListParams", stripe.Payout),
        ("payouts.retrieve", "GET", "/v1/payouts/{id}", "PayoutRetrieveParams", stripe.Payout),
        ("events.list", "GET", "/v1/events", "EventListParams", stripe.Event),
    )
)


def operation_of(method: str, path: str) -> tuple[Operation, str]:
    """Return the operation and the id of its object ("" without one); raises ContractError."""
    for operation in OPERATIONS:
        found = operation.pattern.fullmatch(path)
        if found and operation.method == method:
            return operation, found.groupdict().get("id", "")
    raise ContractError("path", f"{method} {path} is not part of the contract")


def check_request(operation: Operation, given: Mapping[str, Any]) -> None:
    """Raise ContractError unless Stripe would understand these parameters (as decoded from the form)."""
    module = importlib.import_module("stripe.params" + (".checkout" if "." in operation.params else ""))
    kind = getattr(module, operation.params.rpartition(".")[2])
    _check_mapping(kind, given, "")


def blank(kind: type) -> dict[str, Any]:
    """Return the emptiest answer that has everything the class promises."""
    return {
        name: _blank(hint, kind)
        for name, hint in _fields(kind).items()
        if not _optional(hint) and name not in {"deleted", "last_response"}
    }


def check_answer(kind: type, answer: Mapping[str, Any], *, at: str = "") -> None:
    """Raise ContractError unless an answer holds what the resource class promises, and nothing else."""
    fields = _fields(kind)
    for name in answer:
        if name not in fields:
            raise ContractError(f"{at}{name}", f"{kind.__name__} has no such field")
    for name, hint in fields.items():
        if name in answer:
            _check_value(hint, answer[name], kind, f"{at}{name}")
        elif not _optional(hint) and name not in {"deleted", "last_response"}:
            raise ContractError(f"{at}{name}", f"{kind.__name__} needs it")


def _fields(kind: type) -> dict[str, Any]:
    hints = {name: hint for name, hint in kind.__annotations__.items() if not name.startswith("_")}
    return {name: _seen(hint, kind) for name, hint in hints.items() if name != "OBJECT_NAME"}


def _check_mapping(kind: Any, given: Any, at: str) -> None:
    if not isinstance(given, Mapping):
        raise ContractError(at, "must be an object")
    hints = {name: hint for name, hint in kind.__annotations__.items() if name not in _OWN}
    for name in given:
        if name not in hints:
            raise ContractError(_below(at, name), "received unknown parameter")
    for name, hint in hints.items():
        needed, inner = _needed(hint, kind)
        if name in given:
            _check_param(inner, given[name], kind, _below(at, name))
        elif needed:
            raise ContractError(_below(at, name), "missing required parameter")


def _needed(hint: Any, kind: Any) -> tuple[bool, Any]:
    seen = _seen(hint, kind)
    if typing.get_origin(seen) is typing.NotRequired:
        return False, _seen(typing.get_args(seen)[0], kind)
    return True, seen


def _check_param(hint: Any, given: Any, kind: Any, at: str) -> None:
    """The hint of a parameter against what a form can carry: texts, and objects of texts."""
    hint = _seen(hint, kind)
    choices = list(_choices(hint, kind))
    if literals := [
        one for choice in choices if typing.get_origin(choice) is Literal for one in typing.get_args(choice)
    ]:
        plain = [choice for choice in choices if typing.get_origin(choice) is not Literal and choice is not str]
        if given in literals or any(_fits(choice, given, kind) for choice in plain):
            return
        raise ContractError(at, f"must be one of {', '.join(map(str, literals))}, not {given!r}")
    problems = []
    for choice in choices:
        try:
            _check_choice(choice, given, kind, at)
        except ContractError as problem:
            problems.append(problem)
        else:
            return
    raise problems[-1]


def _check_choice(choice: Any, given: Any, kind: Any, at: str) -> None:
    origin = typing.get_origin(choice)
    if choice is Any:
        return
    if origin is list:
        if not isinstance(given, Mapping) or list(given) != [str(place) for place in range(len(given))]:
            raise ContractError(at, "must be a list")
        for place, one in given.items():
            _check_param(typing.get_args(choice)[0], one, kind, f"{at}[{place}]")
    elif origin is dict or choice.__class__.__name__ == "UntypedStripeObject" or "Untyped" in str(choice):
        if not isinstance(given, Mapping) or not all(isinstance(one, str) for one in given.values()):
            raise ContractError(at, "must be an object of texts")
    elif typing_extensions.is_typeddict(choice):
        _check_mapping(choice, given, at)
    elif not _fits(choice, given, kind):
        raise ContractError(at, f"{given!r} is no {getattr(choice, '__name__', choice)}")


def _fits(choice: Any, given: Any, kind: Any) -> bool:
    if typing.get_origin(choice) is list:
        try:
            _check_choice(choice, given, kind, "")
        except ContractError:
            return False
        return True
    if not isinstance(given, str):
        return False
    if choice is bool:
        return given in {"true", "false"}
    if choice is int:
        return _WHOLE.fullmatch(given) is not None
    return choice in {str, float} or "Decimal" in str(choice)


def _check_value(hint: Any, given: Any, kind: Any, at: str) -> None:
    choices = list(_choices(hint, kind))
    if Any in choices or (given is None and type(None) in choices):
        return
    if any(_is(choice, given, kind, at) for choice in choices):
        return
    raise ContractError(at, f"{given!r} is none of {choices}"[:300])


def _is(choice: Any, given: Any, kind: Any, at: str) -> bool:  # noqa: C901, PLR0911
    origin = typing.get_origin(choice)
    if origin is Literal:
        return given in typing.get_args(choice)
    if origin is list:
        inner = typing.get_args(choice)[0]
        if not isinstance(given, list):
            return False
        for place, one in enumerate(given):
            _check_value(_seen(inner, kind), one, kind, f"{at}[{place}]")
        return True
    if choice in {int, float}:
        return isinstance(given, int) and not isinstance(given, bool)
    if choice in {str, bool}:
        return isinstance(given, choice)
    if "ListObject" in str(choice):
        return isinstance(given, Mapping) and given.get("object") == "list" and isinstance(given.get("data"), list)
    if "Untyped" in str(choice) or origin is dict:
        return isinstance(given, Mapping)
    if isinstance(choice, type) and issubclass(choice, stripe.StripeObject):
        named = getattr(choice, "OBJECT_NAME", None)
        if not isinstance(given, Mapping) or (named and given.get("object") != named):
            return False
        check_answer(choice, given, at=f"{at}.")
        return True
    return False


def _choices(hint: Any, kind: Any) -> Iterator[Any]:
    hint = _seen(hint, kind)
    if typing.get_origin(hint) in {Union, type(int | str)}:
        for one in typing.get_args(hint):
            yield from _choices(one, kind)
    else:
        yield hint


def _optional(hint: Any) -> bool:
    return type(None) in typing.get_args(hint) and typing.get_origin(hint) in {Union, type(int | str)}


def _blank(hint: Any, kind: type) -> Any:
    choices = list(_choices(hint, kind))
    makers: tuple[tuple[Callable[[Any], bool], Callable[[Any], Any]], ...] = (
        (lambda one: typing.get_origin(one) is Literal, lambda one: typing.get_args(one)[0]),
        (lambda one: one is bool, lambda _: False),
        (lambda one: one in {int, float}, lambda _: 0),
        (lambda one: one is str, lambda _: ""),
        (lambda one: typing.get_origin(one) is list, lambda _: []),
        (
            lambda one: "ListObject" in str(one),
            lambda _: {"object": "list", "data": [], "has_more": False, "url": "/v1"},
        ),
        (lambda one: "Untyped" in str(one) or typing.get_origin(one) is dict, lambda _: {}),
        (lambda one: isinstance(one, type) and issubclass(one, stripe.StripeObject), blank),
    )
    for fits, make in makers:
        for one in choices:
            if fits(one):
                return make(one)
    raise ContractError(kind.__name__, f"no blank for {choices}")


class _Names(dict[str, Any]):
    """The names an annotation may use: its class's own, its module's, those of stripe; anything else is Any."""

    def __missing__(self, name: str) -> Any:
        return getattr(stripe, name, getattr(stripe.checkout, name, getattr(typing, name, Any)))


def _seen(hint: Any, kind: Any) -> Any:
    """The hint with its text evaluated once."""
    text = hint.__forward_arg__ if isinstance(hint, ForwardRef) else hint
    if not isinstance(text, str):
        return hint
    module = vars(sys.modules[kind.__module__])
    names = _Names({**vars(typing), **module, **vars(kind)})
    for word in set(re.findall(r"[A-Za-z_]\w*", text)) - names.keys():
        if not hasattr(__builtins__, word) and word not in {"str", "int", "bool", "float", "dict", "list"}:
            names[word] = names[word]
    return eval(text, names)


def _below(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name
