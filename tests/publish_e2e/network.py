"""A git daemon on loopback behind a proxy that cuts one connection, before it says a word or in the middle of it."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.publish_e2e.hosts import free_port, served


class Proxy:
    """Forwards connections to a port; the one numbered `cut` (from 1) is closed after `after` bytes of the answer."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.count, self.cut, self.after = 0, 0, 0
        threading.Thread(target=self._accept, daemon=True).start()

    def begin(self, *, cut: int = 0, after: int = 0) -> None:
        self.count, self.cut, self.after = 0, cut, after

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self.count += 1
                left = self.after if self.count == self.cut else -1
                threading.Thread(target=self._serve, args=(client, left), daemon=True).start()

    def _serve(self, client: socket.socket, left: int) -> None:
        with client, socket.create_connection(self._to) as server:
            there = threading.Thread(target=_copy, args=(client, server, -1), daemon=True)
            if left != 0:
                there.start()
                _copy(server, client, left)
            for one in (client, server):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            if left != 0:
                there.join(10)


def _copy(source: socket.socket, target: socket.socket, left: int) -> None:
    """Until the source ends, or `left` bytes have passed (-1: all)."""
    with contextlib.suppress(OSError):
        while left != 0 and (data := source.recv(4096 if left < 0 else min(4096, left))):
            target.sendall(data)
            left -= len(data) if left > 0 else 0
        if left < 0:
            target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def git_over_network(remote: Path, place: Path) -> Iterator[tuple[str, Proxy]]:
    """The address of a bare repository, and the proxy in front of it."""
    place.mkdir()
    port = free_port()
    here = ["--listen=127.0.0.1", f"--port={port}", f"--base-path={remote.parent}", "--export-all"]
    with served(["git", "daemon", "--reuseaddr", "--enable=receive-pack", *here], port, place):
        proxy = Proxy(port)
        try:
            yield f"git://127.0.0.1:{proxy.port}/{remote.name}", proxy
        finally:
            proxy.close()
