"""Follows a book: shows it page by page as its portals would be, and reads it again after every change."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from facturier.actions.check import check
from facturier.actions.edition import TYPES, Edition
from facturier.actions.watch import signature
from facturier.connect.local_server import Answer
from facturier.messages import Catalogue
from facturier.publish.progress import Silent

LOOK_EVERY = 0.4  # seconds
HOLD = 20.0  # seconds that a browser's question "has it changed?" waits for its answer


class Preview:
    """The living preview of a book: `respond` answers a path, `follow` watches the files until it is told to stop."""

    def __init__(self, root: Path, *, today: date, theme: Path, texts: Catalogue) -> None:
        self.root, self.today, self.theme, self.texts = root, today, theme, texts
        self._places = (root / "facturier.yaml", root / "clients", root / "invoices", theme)
        self._changed = threading.Condition()
        self._seen = signature(self._places)
        self.version = 1
        self.edition = self._read()

    def follow(self, stop: threading.Event) -> None:
        """Read the book again whenever a file changes."""
        while not stop.wait(LOOK_EVERY):
            now = signature(self._places)
            if now != self._seen:
                self._seen = now
                self._renew()

    def respond(self, path: str) -> Answer:
        """Return what is shown at a path."""
        parts = urlsplit(path)
        if parts.path == "/_version":
            return self._wait(parts.query.partition("after=")[2])
        if parts.path == "/_live.js":
            return Answer(body=(self.theme / "scripts" / "live.js").read_bytes(), kind=TYPES[".js"])
        answer = self.edition.answer(unquote(parts.path))
        return self._alive(answer) if answer.kind.startswith("text/html") else answer

    def _read(self) -> Edition:
        checked = check(self.root, today=self.today, reporter=Silent())
        return Edition(checked, root=self.root, today=self.today, theme=self.theme, texts=self.texts)

    def _renew(self) -> None:
        _forget_theme()
        edition = self._read()
        with self._changed:
            self.edition, self.version = edition, self.version + 1
            self._changed.notify_all()

    def _wait(self, known: str) -> Answer:
        with self._changed:
            self._changed.wait_for(lambda: str(self.version) != known, timeout=HOLD)
            return Answer(body=str(self.version).encode(), kind="text/plain")

    def _alive(self, answer: Answer) -> Answer:
        """The page with the script that reloads it; a page of a site has none."""
        script = f'<script src="/_live.js" data-version="{self.version}" defer></script></body>'.encode()
        body = answer.body.replace(b"</body>", script, 1)
        body = body.replace(b"default-src 'none';", b"default-src 'none'; connect-src 'self';", 1)
        return replace(answer, body=body)


def _forget_theme() -> None:
    """Templates and words are kept per process; a changed file must be read again."""
    from facturier.render.html.environment import environment
    from facturier.render.words import load_words

    environment.cache_clear()
    load_words.cache_clear()
