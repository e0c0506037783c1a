"""`facturier --help` is quick because it loads none of what only some commands need."""

import json
import subprocess
import sys

HEAVY = ("babel", "cryptography", "jinja2", "lxml", "mkdocs", "pikepdf", "pydantic", "stripe", "weasyprint", "yaml")

ASK_FOR_HELP = f"""
import json, sys
from facturier.cli.main import main
sys.argv = ["facturier", "--help"]
try:
    main()
finally:
    print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]), file=sys.stderr)
"""


def test_help_loads_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", ASK_FOR_HELP], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == []
