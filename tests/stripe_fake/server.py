"""Serves a World over HTTP on this machine, as strictly as Stripe does, with faults on demand."""

from __future__ import annotations

import copy
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.stripe_fake.contract import ContractError, Operation, check_answer, check_request, operation_of
from tests.stripe_fake.world import DAY, CannotError, Plain, World

FaultChoice = Callable[[str], str]
"""Asked before each request with the operation's name: "" for none, else 429 | 500 | 503 | cut-before | cut-after."""

KINDS = {
    "payment_links": "payment_link",
    "sessions": "checkout.session",
    "payment_intents": "payment_intent",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "balance_transactions": "balance_transaction",
    "payouts": "payout",
    "events": "event",
}
VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.[a-z]+")


@dataclass
class Kept:
    """What an idempotency key stands for."""

    asked: str
    status: int
    body: str
    at: int


@dataclass
class FakeStripe:
    """The account behind an address. `permissions` is by key: names of operations, or `*`."""

    world: World
    base: str = ""
    permissions: dict[str, set[str]] = field(default_factory=lambda: {"rk_test_all": {"*"}})
    faults: FaultChoice = lambda _: ""
    requests: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    kept: dict[str, Kept] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)  # requests the contract does not know: a test fails on them
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, form: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
        """Answer one request: status, headers, body."""
        try:
            operation, ref = operation_of(method, path)
            params = decoded(form)
            self._allow(operation, headers)
            check_request(operation, params)
        except ContractError as problem:
            self.refusals.append(f"{method} {path} {problem}")
            return _error(400, "invalid_request_error", str(problem), param=problem.param)
        except PermissionError as problem:
            status = 403 if "permission" in str(problem) else 401
            return _error(status, "invalid_request_error", str(problem))
        key = headers.get("Idempotency-Key", "")
        asked = f"{method} {path} {json.dumps(params, sort_keys=True)}"
        known = self.kept.get(key) if method == "POST" else None
        if known is not None and self.world.now - known.at < DAY:
            if known.asked != asked:
                return _error(400, "idempotency_error", "Keys for idempotent requests can only be used with the same …")
            return known.status, {"Idempotent-Replayed": "true"}, known.body
        status, more, body = self._done(operation, ref, params)
        if method == "POST" and key:
            self.kept[key] = Kept(asked, status, body, self.world.now)
        return status, more, body

    def _allow(self, operation: Operation, headers: Mapping[str, str]) -> None:
        key = headers.get("Authorization", "").removeprefix("Bearer ")
        if key not in self.permissions:
            raise PermissionError("Invalid API Key provided")
        if not self.permissions[key] & {"*", operation.name}:
            raise PermissionError(f"The provided key does not have the required permission for {operation.name}")
        if not VERSION.fullmatch(headers.get("Stripe-Version", "")):
            raise ContractError("Stripe-Version", "must name a version")

    def _done(self, operation: Operation, ref: str, params: Plain) -> tuple[int, dict[str, str], str]:
        resource, _, verb = operation.name.partition(".")
        known = self.world.objects[KINDS[resource]]
        if ref and ref not in known:
            return _error(404, "invalid_request_error", f"No such object: {ref}", code="resource_missing")
        try:
            found = self._found(operation, ref, params, known, verb)
        except CannotError as problem:
            return _error(400, "invalid_request_error", str(problem), code=problem.code)
        for one in found["data"] if operation.listed else [found]:
            check_answer(operation.answer, one)
        return 200, {}, json.dumps(found)

    def _found(self, operation: Operation, ref: str, params: Plain, known: dict[str, Plain], verb: str) -> Plain:
        expand = list(params.get("expand", {}).values())
        if verb == "list":
            return self._listed(operation, params, known, expand)
        if verb == "line_items":
            line = self.world.objects["line_items"][ref]
            return {"object": "list", "data": [line], "has_more": False, "url": operation.path}
        if verb == "create":
            found = self.world.make_link(params)
        elif verb == "update":
            found = self.world.update_link(known[ref], params)
        elif verb == "expire":
            found = self.world.expire(known[ref])
        else:
            found = known[ref]
        return self._expanded(found, expand)

    def _listed(self, operation: Operation, params: Plain, known: dict[str, Plain], expand: list[str]) -> Plain:
        """Newest first, below the cursor, as many as asked for."""
        seen = [one for one in known.values() if self.world.seen_from.get(one["id"], 0) <= self.world.now]
        if payout := params.get("payout"):
            seen = [one for one in seen if self.world.paid_out.get(one["id"]) == payout]
        fitting = [one for one in reversed(seen) if _fits(one, params)]
        after = params.get("starting_after")
        if after is not None:
            places = [place for place, one in enumerate(fitting) if one["id"] == after]
            if not places:
                raise CannotError(f"No such object: {after}")
            fitting = fitting[places[0] + 1 :]
        limit = int(params.get("limit", 10))
        if not 1 <= limit <= 100:
            raise CannotError("limit must be between 1 and 100")
        inner = [path.removeprefix("data.") for path in expand if path.startswith("data.")]
        page = [self._expanded(one, inner) for one in fitting[:limit]]
        return {"object": "list", "data": page, "has_more": len(fitting) > limit, "url": operation.path}

    def _expanded(self, found: Plain, paths: list[str]) -> Plain:
        made = copy.deepcopy(found)
        for path in paths:
            if path == "line_items":
                line = self.world.objects["line_items"][found["id"]]
                made["line_items"] = {"object": "list", "data": [line], "has_more": False, "url": "/v1"}
            else:
                made[path] = self._object(str(found.get(path) or "")) or found.get(path)
        return made

    def _object(self, ref: str) -> Plain | None:
        for kind in KINDS.values():
            if ref in self.world.objects[kind]:
                return copy.deepcopy(self.world.objects[kind][ref])
        return None


def decoded(form: str) -> Plain:
    """`a[b][0]=c` as nested objects; lists stay objects with numbers as keys."""
    tree: Plain = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        keys = re.findall(r"[^\[\]]+", name)
        place = tree
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return tree


def _fits(one: Plain, params: Plain) -> bool:
    created = params.get("created", {})
    if isinstance(created, str):
        created = {"gte": created, "lte": created}
    compare: dict[str, Callable[[int, int], bool]] = {
        "gt": int.__gt__,
        "gte": int.__ge__,
        "lt": int.__lt__,
        "lte": int.__le__,
    }
    if not all(compare[how](one["created"], int(when)) for how, when in created.items()):
        return False
    plain = {name: value for name, value in params.items() if name not in
             {"created", "limit", "starting_after", "ending_before", "expand", "payout"}}  # fmt: skip
    return all(str(one.get(name)).lower() == value for name, value in plain.items())


def _error(status: int, kind: str, message: str, **more: str) -> tuple[int, dict[str, str], str]:
    return status, {}, json.dumps({"error": {"type": kind, "message": message, **more}})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeStripe

    def do_GET(self) -> None:
        self._serve("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._serve("POST", self.rfile.read(length).decode())

    def _serve(self, method: str, form: str) -> None:
        path = urlsplit(self.path).path
        with self.fake.lock:
            self.fake.requests.append(f"{method} {path}")
            self.fake.headers.append(dict(self.headers))
            fault = self.fake.faults(f"{method} {path}")
            if fault == "cut-before":
                self._cut()
                return
            if fault.isdecimal():
                status, more, body = _error(int(fault), "api_error", "made up for a test")
            else:
                status, more, body = self.fake.answer(method, path, form, dict(self.headers))
            if fault == "cut-after":
                self._cut()
                return
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **more}.items():
            self.send_header(name, value)
        self.send_header("Request-Id", f"req_{len(self.fake.requests):06}")
        self.end_headers()
        self.wfile.write(data)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving(world: World | None = None) -> Iterator[FakeStripe]:
    """Serve a world until the block ends."""
    fake = FakeStripe(world or World())
    handler = type("Handler", (_Handler,), {"fake": fake})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        fake.base = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
