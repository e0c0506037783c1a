"""Starts `facturier publish` again and again from one process that has imported everything, and kills it when told.

Reads lines of JSON [folder of the clone, folder of the site, seconds]; answers each with [exit code, stderr].
A run that takes longer is killed (SIGKILL), and its answer comes when what it had started has ended, too.
"""

import json
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from importlib import import_module

from tests.publish_e2e.sessions import wait_until_empty

PRELOADED = (
    "facturier.cli.publish",
    "facturier.cli.progress",
    "facturier.actions.publish",
    "facturier.publish.site",
    "facturier.publish.originals",
    "facturier.render.pdf.workshop",
    "facturier.read",
)


def run(root: str, www: str, seconds: float) -> tuple[int, str]:
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(said.fileno(), 2)
            os.chdir(root)
            publish(www)
        code = ended(child, seconds)
        said.seek(0)
        return code, said.read().decode("utf-8", "replace")


def publish(www: str) -> None:
    from facturier.cli.publish import command

    code = 70
    try:
        arguments = ["--to", f"dir:{www}", "--jobs", "1", "--today", "2026-11-22"]
        code = command.main(arguments, standalone_mode=False) or 0
    finally:
        os._exit(code)


def ended(child: int, seconds: float) -> int:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)  # it alone: a git that it started ends by itself, as after a real kill
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    wait_until_empty(child)
    return code


if __name__ == "__main__":
    for name in PRELOADED:
        import_module(name)
    for line in sys.stdin:
        print(json.dumps(run(*json.loads(line))), flush=True)
