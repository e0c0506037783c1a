"""Shows long work on the terminal: one line on stderr that goes away when the work is done."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import TaskID

STAGES = {
    "read": "Reading the book",
    "check": "Checking every rule",
    "portals": "Building portals and PDFs",
    "gate": "Looking for what is not theirs",
    "seal": "Sealing portals",
    "swap": "Swapping the site in",
}


class Progress:
    """A Reporter for people. In a pipe or a log, where nothing can be redrawn, it stays silent."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        console = Console(stderr=True)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(STAGES.get(name, name), total=total)

    def advance(self, count: int = 1) -> None:
        """Count what is done."""
        if self._task is not None:
            self._bar.advance(self._task, count)
