"""Ctrl-C reaches every process of a terminal: only the one that the person started answers it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
import json, signal, sys
from facturier.cli.workers import Workers

def deaf(_):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])

if __name__ == "__main__":
    workers = Workers(int(sys.argv[1]))
    told = [workers.submit(deaf, count).result() for count in range(4)]
    workers.shutdown()
    print(json.dumps([told, deaf(0)]))
"""


@pytest.mark.parametrize(("jobs", "deaf"), [(2, True), (1, False)])
def test_workers_are_deaf_to_ctrl_c_from_birth_and_we_are_not(tmp_path: Path, jobs: int, deaf: bool) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    done = subprocess.run([sys.executable, program, str(jobs)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[deaf] * 4, False]
