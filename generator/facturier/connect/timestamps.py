"""Proves the signature of a time-stamp response with openssl, against the certificates of an authority."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from facturier.connect import programs


class NoOpensslError(Exception):
    """openssl cannot be run; the message says why."""


def signature_problem(response: Path, *, sha256: str, at: datetime, authority: Path) -> str:
    """Return why a response is not what `authority` (PEM) signed for a digest at a moment, "" when it is.

    Certificates are judged as on the moment of the stamp: it outlives them. Raises NoOpensslError.
    """
    asked = ["-verify", "-in", str(response), "-digest", sha256, "-CAfile", str(authority)]
    command = ["openssl", "ts", *asked, "-attime", str(int(at.timestamp()))]
    try:
        done = programs.run(command)
    except OSError as problem:
        raise NoOpensslError(problem.strerror or "openssl") from None
    if done.returncode == 0 and b"Verification: OK" in done.stdout:
        return ""
    lines = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    reasons = [line.rpartition("reason(")[0] or line.split(":")[-2] if line.count(":") > 3 else line for line in lines]
    return " / ".join(dict.fromkeys(reason.strip() for reason in reasons if reason.strip()))[:300] or "not signed by it"
