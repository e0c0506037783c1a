"""Reaches Stripe's API: pinned version, no telemetry, bounded patience, answers as plain data, errors without keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from facturier.connect.stripe.keys import API

if TYPE_CHECKING:
    from stripe._stripe_object import StripeObject

    from stripe import StripeClient, StripeError

API_VERSION = "2026-10-28.endive"
"""The version this program was written for; a test compares it with that of the installed library."""

TIMEOUT = 30.0  # seconds
NETWORK_RETRIES = 2
PATIENCE = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between tries of what the library does not wait out: see _passing
LONGEST_WAIT = 20.0
PAGE = 100

Plain = Mapping[str, Any]
T = TypeVar("T")


class Trouble(StrEnum):
    """What kind of no Stripe gave."""

    KEY = "key"
    PERMISSION = "permission"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    MISSING = "missing"
    REPLAYED = "replayed"  # an idempotency key that stands for something else, or for a failure of the past
    REFUSED = "refused"


class StripeProblemError(Exception):
    """A request that failed for good; `text` is safe to print, `code` is Stripe's own."""

    def __init__(self, trouble: Trouble, text: str, code: str = "", status: int = 0) -> None:
        super().__init__(text)
        self.trouble = trouble
        self.text = text
        self.code = code
        self.status = status  # of HTTP, 0 when no answer came


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A key and where it is good; never shown."""

    key: str
    base: str = API

    def __repr__(self) -> str:
        """Hold the key back."""
        return f"Access(base={self.base!r})"


class Stripe:
    """One account through one key. Every request waits out what passes, a bounded number of times."""

    def __init__(self, access: Access, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._access, self._sleep = access, sleep
        self.client = _client(access)

    def ask(self, request: Callable[..., StripeObject], *given: object) -> Plain:
        """Return the answer to one request as plain data; raises StripeProblemError."""
        return self._patiently(lambda: request(*given)).to_dict()

    def every(self, listing: Callable[..., StripeObject], params: Plain) -> Iterator[Plain]:
        """Yield all objects of a list, each once, page after page; raises StripeProblemError.

        A page that brings nothing new ends the list: whoever ignores cursors keeps nobody here for ever.
        """
        seen: set[str] = set()
        after: dict[str, Any] = {}
        while True:
            page = self.ask(listing, {**params, "limit": PAGE, **after})
            fresh = [one for one in page["data"] if one["id"] not in seen]
            yield from fresh
            if not page.get("has_more") or not fresh:
                return
            seen |= {one["id"] for one in fresh}
            after = {"starting_after": page["data"][-1]["id"]}

    def _patiently(self, request: Callable[[], T]) -> T:
        from stripe import StripeError

        for wait in (*PATIENCE, None):
            try:
                return request()
            except StripeError as problem:
                if wait is None or not _passing(problem):
                    raise self._problem(problem) from None
                self._sleep(_pause(problem, wait))
        raise AssertionError

    def _problem(self, problem: StripeError) -> StripeProblemError:
        said = str(problem.user_message or problem).replace(self._access.key, "…")
        text = " ".join(said.split())[:300]
        code = problem.code or ""
        return StripeProblemError(
            _trouble(problem), f"{text} ({code})" if code else text, code, problem.http_status or 0
        )


def _client(access: Access) -> StripeClient:
    import requests

    import stripe

    stripe.enable_telemetry = False
    session = requests.Session()
    session.trust_env = access.base.startswith("https://")  # a key in clear goes to this machine, never to a proxy
    return stripe.StripeClient(
        access.key,
        stripe_version=API_VERSION,
        base_addresses={"api": access.base},
        max_network_retries=NETWORK_RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT, session=session),
    )


def _passing(problem: StripeError) -> bool:
    """Whether asking again soon may help: 429, 409 (somebody else holds the object), an answer that broke off."""
    from stripe import APIConnectionError, APIError, RateLimitError

    if isinstance(problem, APIConnectionError):
        return not problem.should_retry and "ChunkedEncodingError" in str(problem)
    broken = isinstance(problem, APIError) and 200 <= (problem.http_status or 0) < 300
    return isinstance(problem, RateLimitError) or problem.http_status == 409 or broken


def _pause(busy: StripeError, usual: float) -> float:
    """What Stripe asks for, else the usual pause."""
    given = str((busy.headers or {}).get("retry-after", ""))
    return min(float(given), LONGEST_WAIT) if given.isdecimal() else usual


def _trouble(problem: StripeError) -> Trouble:
    import stripe

    kinds: tuple[tuple[type[StripeError], Trouble], ...] = (
        (stripe.AuthenticationError, Trouble.KEY),
        (stripe.PermissionError, Trouble.PERMISSION),
        (stripe.RateLimitError, Trouble.BUSY),
        (stripe.IdempotencyError, Trouble.REPLAYED),
        (stripe.APIConnectionError, Trouble.UNREACHABLE),
    )
    for kind, trouble in kinds:
        if isinstance(problem, kind):
            return trouble
    status = problem.http_status or 0
    if (problem.headers or {}).get("idempotent-replayed") == "true":
        return Trouble.REPLAYED
    if status == 409:
        return Trouble.BUSY
    if status == 404 or problem.code == "resource_missing":
        return Trouble.MISSING
    return Trouble.REFUSED if 400 <= status < 500 else Trouble.UNREACHABLE
