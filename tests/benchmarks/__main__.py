"""Runs every benchmark, each in a process of its own, and writes docs/performance.md: `python -m tests.benchmarks`."""

import platform
import subprocess
import sys
from pathlib import Path

BENCHMARKS = {
    "pdf_speed": "P1 · Drawing an original",
    "build_speed": "P2 · Building all portals, PDFs at hand",
    "growth_speed": "P3, P4, P5, P7, P9 · Building again, memory, growth",
    "read_speed": "P6 · Reading and checking the book",
    "seal_speed": "P8 · Sealing portals",
    "cluster_speed": "P10 · Drawing on a cluster",
    "einvoice_speed": "Writing e-invoices",
}
HEAD = """\
# Performance

Every figure is a ratio against a peer measured in the same run: processor time, user and system, on one machine.
Absolute times say little; ratios stay. `python -m tests.benchmarks` runs all of this again and writes this page.

Python {python}, {machine}.
"""
ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Write the page; say which goals were missed."""
    parts, missed = [HEAD.format(python=platform.python_version(), machine=platform.machine())], []
    for name, title in BENCHMARKS.items():
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{name}"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        print(f"\n{title}\n\n{done.stdout}{done.stderr}")
        if not done.stdout:
            return 2
        parts.append(f"## {title}\n\n{done.stdout.strip()}\n")
        if done.returncode:
            missed.append(title)
    (ROOT / "docs" / "performance.md").write_text("\n".join(parts), "utf-8")
    print(f"missed: {', '.join(missed) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
