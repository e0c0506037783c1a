"""Runs a program of this machine (git, rsync, openssl) without the keys of an object store, unless it needs them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

_KEYS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"})


def run(
    command: Sequence[str], *, data: bytes = b"", cwd: Path | None = None, keyless: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end; raises OSError when there is none of that name.

    The keys cannot leave the environment of this process, as other secrets do: drivers of `originals:` look for them
    there. So what is `keyless`, and the hooks and remote shells that it starts, is not handed them.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _KEYS} if keyless else None  # noqa: TID251
    return subprocess.run(command, cwd=cwd, input=data, capture_output=True, check=False, env=kept)
