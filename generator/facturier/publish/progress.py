"""How long work tells where it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Reporter(Protocol):
    """Told of each stage (`read`, `check`, `portals`, `gate`, `swap`), how much it has, and each part done."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; the one before it is over."""

    def advance(self, count: int = 1) -> None:
        """So many parts of the stage are done."""


class Silent:
    """Nobody listens: tests, and output that another program reads."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Nothing."""

    def advance(self, count: int = 1) -> None:
        """Nothing."""
