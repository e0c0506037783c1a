"""The commands as a person types them: what they say, where, and with which exit code."""

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.isolation.business import SECRET

from facturier.cli.main import COMMANDS

PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("FACTURIER", "LC_", "LANG", "CI"))}


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "facturier", *arguments]
    return subprocess.run(command, cwd=cwd, env=PLAIN | environment, capture_output=True, text=True, check=False)


@pytest.fixture
def broken(root: Path) -> Path:
    invoice = root / "invoices" / "2026" / "F2026-0001.yaml"
    invoice.write_text(invoice.read_text("utf-8").replace("price:", "prise:"), "utf-8")
    return root


def test_help_lists_every_command_and_loads_none(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom facturier.cli.main import main\nsys.argv = ['facturier', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'weasyprint', 'mkdocs', 'pydantic', 'yaml', 'babel', 'jinja2', 'rich', 'pikepdf', 'stripe'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert all(name in done.stdout for name in COMMANDS)
    assert "LOADED []" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_examples(name: str, tmp_path: Path) -> None:
    done = run(name, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert f"facturier {name}" in done.stdout


def test_a_mistyped_command_is_suggested(tmp_path: Path) -> None:
    done = run("chek", cwd=tmp_path)
    assert (done.returncode, "Did you mean `check`?" in done.stderr) == (2, True)


def test_a_terminal_without_the_characters_shows_what_it_can(root: Path) -> None:
    done = run("show", "F2026-0001", cwd=root, PYTHONIOENCODING="ascii")
    assert (done.returncode, "Traceback" in done.stderr, "bug" in done.stderr) == (0, False, False)
    assert "?" in done.stdout


def test_check_tells_one_family_alone(broken: Path) -> None:
    read, vat = run("check", "read", cwd=broken), run("check", "VAT", cwd=broken)
    assert (read.returncode, "READ-020" in read.stdout) == (1, True)
    assert (vat.returncode, "READ-020" in vat.stdout, "No error of VAT" in vat.stderr) == (0, False, True)


def test_check_refuses_a_family_that_is_none(root: Path) -> None:
    done = run("check", "VTA", cwd=root)
    assert (done.returncode, "VAT" in done.stderr) == (2, True)


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "22/11/2026"])
def test_a_day_that_is_none_is_a_usage_error(root: Path, day: str) -> None:
    done = run("check", "--today", day, cwd=root)
    assert (done.returncode, "2026-11-22" in done.stderr) == (2, True)


def test_check_of_a_sound_book(root: Path) -> None:
    done = run("check", "--today", "2026-11-22", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 clients, 3 documents, 1 drafts" in done.stderr


def test_check_shows_place_source_line_and_remedy(broken: Path) -> None:
    done = run("check", "--today", "2026-11-22", cwd=broken)
    assert done.returncode == 1
    assert "invoices/2026/F2026-0001.yaml:4:" in done.stdout
    assert "prise: 620.00" in done.stdout
    assert "`price`" in done.stdout


def test_check_speaks_french(broken: Path) -> None:
    english, french = (run("check", "--lang", language, cwd=broken).stdout for language in ("en", "fr"))
    assert english != french


def test_check_speaks_the_language_of_the_terminal(broken: Path) -> None:
    assert run("check", cwd=broken, LANG="fr_FR.UTF-8").stdout == run("check", "--lang", "fr", cwd=broken).stdout


def test_a_folder_without_a_book_is_a_fault_and_no_trace(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "facturier.yaml" in done.stdout
    assert "Traceback" not in done.stderr


def test_build_says_what_it_did_and_what_comes_next(root: Path) -> None:
    done = run("build", "--today", "2026-11-22", "--jobs", "1", cwd=root, FACTURIER_SECRET=SECRET)
    assert done.returncode == 0, done.stderr
    assert "3 portals" in done.stderr
    assert "facturier serve" in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_check_as_json_is_its_json_format(broken: Path) -> None:
    done = run("check", "--json", cwd=broken)
    assert done.returncode == 1
    assert json.loads(done.stdout) == json.loads(run("check", "--format", "json", cwd=broken).stdout)


def test_build_as_json(broken: Path) -> None:
    done = run("build", "--json", cwd=broken)
    data = json.loads(done.stdout)
    assert (done.returncode, data["published"]) == (1, False)
    assert "invoices/2026/F2026-0001.yaml" in {fault["file"] for fault in data["faults"]}


def test_show_in_the_terminal(root: Path) -> None:
    done = run("show", "F2026-0001", "--lang", "en", "--today", "2026-11-22", cwd=root, NO_COLOR="1")
    assert done.returncode == 0
    assert "ACME France SAS" in done.stdout
    assert "€2,232.00" in done.stdout
    assert "\x1b" not in done.stdout


def test_show_as_json_has_no_binary_fractions(root: Path) -> None:
    done = run("show", "F2026-0001", "--json", cwd=root)
    data = json.loads(done.stdout, parse_float=pytest.fail)
    assert data["totals"]["due"] == "2232.00"


def test_show_of_an_unknown_number(root: Path) -> None:
    done = run("show", "F2026-0009", cwd=root)
    assert (done.returncode, "F2026-0001" in done.stderr) == (1, True)


def test_links_print_addresses(root: Path) -> None:
    done = run("links", cwd=root, FACTURIER_SECRET=SECRET)
    assert done.stdout.count("https://factures.lumen.example/c/") == 3


def test_links_are_never_printed_in_ci(root: Path) -> None:
    done = run("links", cwd=root, FACTURIER_SECRET=SECRET, CI="true")
    assert (done.returncode, done.stdout) == (2, "")
    assert "/c/" not in done.stderr


def test_links_written_to_a_file_are_for_its_owner_alone(root: Path) -> None:
    (root / "links.txt").write_text("older, readable by all")
    done = run("links", "--out", "links.txt", cwd=root, FACTURIER_SECRET=SECRET, CI="true")
    assert (done.returncode, done.stdout) == (0, "")
    assert stat.S_IMODE((root / "links.txt").stat().st_mode) == 0o600
    assert (root / "links.txt").read_text().count("/c/") == 3


def test_explain(tmp_path: Path) -> None:
    done = run("explain", "gate-001", "--lang", "en", cwd=tmp_path)
    assert "GATE-001" in done.stdout
    assert run("explain", "GATE-9", cwd=tmp_path).returncode == 2


def test_schema_is_json(tmp_path: Path) -> None:
    done = run("schema", "document", cwd=tmp_path)
    assert json.loads(done.stdout)["$schema"].endswith("2020-12/schema")


def test_a_bug_ends_in_a_sentence(root: Path) -> None:
    script = (
        "import facturier.actions.check as c, sys\n"
        "def fail(*a, **k): raise ZeroDivisionError('secret amount 42')\n"
        "c.check = fail\nsys.argv = ['facturier', 'check']\nfrom facturier.cli.main import main\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr, "42" in done.stderr) == (70, False, False)
    assert "--debug" in done.stderr


def test_a_build_that_draws_nothing_never_imports_weasyprint(root: Path) -> None:
    assert run("build", "--today", "2026-11-22", "--jobs", "1", cwd=root, FACTURIER_SECRET=SECRET).returncode == 0
    script = (
        "import sys\nsys.argv = ['facturier', 'build', '--today', '2026-11-22']\nfrom facturier.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'weasyprint', 'pikepdf', 'mkdocs', 'stripe'}\nprint(sorted(heavy & set(sys.modules)))\n"
    )
    environment = PLAIN | {"FACTURIER_SECRET": SECRET}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1] == "['mkdocs']", done.stderr


BUILD = """
import sys
import facturier.cli.main as program

hide_secrets = program.hide_secrets


def begun():
    print("begun", flush=True)
    hide_secrets()


program.hide_secrets = begun
sys.argv = ["facturier", "build", "--jobs", "2", "--today", "2026-11-22"]
program.main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.6, 2.0, 4.0])
def test_an_interrupted_build_is_quiet_and_leaves_nothing(root: Path, delay: float) -> None:
    """Ctrl-C reaches every process of the terminal at whatever moment after Python itself has started."""
    build = subprocess.Popen(
        [sys.executable, "-c", BUILD],
        cwd=root,
        env=PLAIN,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert build.stdout is not None
    assert build.stdout.readline() == "begun\n"
    with contextlib.suppress(subprocess.TimeoutExpired):
        build.wait(delay)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(build.pid, signal.SIGINT)
    said, _ = build.communicate()
    assert "Traceback" not in said
    assert build.returncode in {0, 130, -signal.SIGINT}
    assert not [entry.name for entry in root.iterdir() if entry.name.startswith(".site")]
