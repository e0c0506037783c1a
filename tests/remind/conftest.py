"""A real mail server on loopback that keeps what it takes."""

from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
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


@pytest.fixture
def server() -> Iterator[Server]:
    kept, port = Server(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    kept.address = f"smtp://127.0.0.1:{port}"
    yield kept
    controller.stop()
