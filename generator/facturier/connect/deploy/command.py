"""Hands a site to any program that brings it to its host: rsync, the tool of an object store, a host's own."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

PLACE = "{site}"


def to_command(root: Path, site: Path, line: str) -> str:
    """Run a command line in the book's folder, without a shell, `{site}` being the site's folder.

    Return what went wrong, "" when the program ended with 0.
    """
    try:
        words = [word.replace(PLACE, str(site)) for word in shlex.split(line)]
    except ValueError as problem:
        return str(problem)
    if PLACE not in line:
        return f"the command does not say {PLACE}, the folder to bring"
    try:
        done = subprocess.run(words, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as problem:
        return f"{problem.strerror}: {words[0]}"
    said = done.stderr.decode("utf-8", "replace").strip()
    return "" if done.returncode == 0 else said[-500:] or f"{words[0]} ended with {done.returncode}"
