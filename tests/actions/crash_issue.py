"""Run by test_issue_crash in a process of its own that is killed: issue drafts as soon as a line comes in."""

import sys
from pathlib import Path

from tests.seal.issuing import how

from facturier.actions.issue import issue

if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    result = issue(Path(sys.argv[1]), sys.argv[2:], how())
    print(",".join(one.number for one in result.issued) or ",".join(fault.code for fault in result.faults), flush=True)
