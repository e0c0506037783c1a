"""A real mail server on loopback that keeps what it takes."""

import asyncio
import threading
from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from aiosmtpd.smtp import SMTP
from tests.publish_e2e.hosts import free_port


class Server(MessageHandler):
    """`refuses`: the address that is unknown here, of which it `says` so."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Message] = []
        self.refuses = ""
        self.says = "550 no such mailbox"
        self.address = ""

    def handle_message(self, message: Message) -> None:
        self.taken.append(message)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address == self.refuses:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Counted(Controller):
    """Knows whether somebody is still connected: stopped before, it would leave sockets open."""

    def __init__(self, handler: Server, port: int) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=port, ready_timeout=60)
        self.connected, self.changed = 0, threading.Condition()

    def factory(self) -> SMTP:
        counted = self

        class Session(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                counted.count(1)
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                super().connection_lost(error)
                counted.count(-1)

        return Session(self.handler, **self.SMTP_kwargs)

    def count(self, change: int) -> None:
        with self.changed:
            self.connected += change
            self.changed.notify_all()

    def stop(self, no_assert: bool = False) -> None:
        with self.changed:
            self.changed.wait_for(lambda: not self.connected, timeout=60)
        super().stop(no_assert)


@pytest.fixture
def server() -> Iterator[Server]:
    kept, port = Server(), free_port()
    controller = Counted(kept, port)
    controller.start()
    kept.address = f"smtp://127.0.0.1:{port}"
    yield kept
    controller.stop()
