"""Builds a book once, its PDFs found made: `python -m tests.benchmarks.one_build FOLDER`, a process to measure."""

import sys
from base64 import b64encode
from pathlib import Path

from tests.benchmarks.build_speed import TODAY, Existing

from facturier.actions.build import build
from facturier.publish.progress import Silent

SECRET = b64encode(bytes(range(32))).decode()


def main(folder: str) -> int:
    """Build the book in a folder into `site` below it; 1 when nothing was published."""
    root = Path(folder)
    result = build(root, root / "site", today=TODAY, secret=SECRET, executor=Existing(), reporter=Silent())
    return 0 if result.published else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
