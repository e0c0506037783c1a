"""Brings the files of a book that are still edited to the format this program writes; what is issued stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from facturier.actions.journal import BookBusyError, locked
from facturier.faults import Fault, Where, error
from facturier.read.upgrading import CONFIG, CURRENT, STEPS, Step, upgraded, version_of

EDITED = (CONFIG, "clients/*.yaml", "invoices/drafts/*.yaml", "invoices/recurring/*.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeResult:
    """The formats before and after, and the paths that changed (or would, in a dry run)."""

    before: int = CURRENT
    after: int = CURRENT
    changed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def upgrade(root: Path, *, dry_run: bool = False, steps: Sequence[Step] = STEPS) -> UpgradeResult:
    """Write the files that an older program made as this one wants them; running again changes nothing.

    UPG-001: no book, or one of a newer program. A run that is stopped leaves facturier.yaml as it was: run it again.
    """
    after = steps[-1].version if steps else CURRENT
    files = {path: (root / path).read_bytes() for path in _edited(root)}
    before = version_of(files.get(CONFIG, b""))
    if CONFIG not in files or before > after:
        return UpgradeResult(before=before, after=after, faults=(error("UPG-001", Where(CONFIG), known=after),))
    changed = upgraded(files, steps)
    if changed and not dry_run:
        try:
            with locked(root):
                for path, text in changed.items():
                    _replace(root / path, text)
        except BookBusyError:
            return UpgradeResult(before=before, after=after, faults=(error("DPL-004", Where(CONFIG)),))
    return UpgradeResult(before=before, after=after, changed=tuple(changed))


def _edited(root: Path) -> list[str]:
    return sorted(file.relative_to(root).as_posix() for pattern in EDITED for file in root.glob(pattern))


def _replace(file: Path, text: bytes) -> None:
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_bytes(text)
    fresh.replace(file)
