"""What independent checkers say of every kind of page: html-validate, the Nu Html Checker, Lighthouse."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOOLS = Path(__file__).parents[1] / "tools"
MODULES = TOOLS / "node_modules"
LIGHTHOUSE = {"home": "c/full/", "document": "c/full/F2026-0009/", "statement": "c/full/statement/"}
CATEGORIES = ("accessibility", "best-practices")


def pages(folder: Path) -> list[str]:
    return sorted(map(str, folder.rglob("*.html")))


def said(command: list[str | Path], **more: Any) -> tuple[int, str]:
    """The exit code and the end of what a checker writes."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    return done.returncode, done.stdout[-6000:] + done.stderr[-6000:]


def test_html_validate_has_nothing_to_say(site_folder: Path) -> None:
    program = MODULES / "html-validate/bin/html-validate.mjs"
    assert said(["node", program, "--config", TOOLS / "html-validate.json", *pages(site_folder)]) == (0, "")


def test_the_nu_html_checker_has_nothing_to_say(site_folder: Path) -> None:
    """But of a directive and an attribute that it does not know yet (Trusted Types, inputmode)."""
    jar = MODULES / "vnu-jar/build/dist/vnu.jar"
    unknown = ".*(require-trusted-types-for|inputmode).*"
    options = ["--format", "gnu", "--also-check-svg", "--filterpattern", unknown]
    icons = map(str, sorted((site_folder / "assets").glob("*.svg")))
    assert said(["java", "-jar", jar, *options, *pages(site_folder), *icons]) == (0, "")


@pytest.mark.parametrize("path", LIGHTHOUSE.values(), ids=LIGHTHOUSE)
def test_lighthouse_gives_full_marks(site: str, path: str, tmp_path: Path, chromium_options: dict[str, Any]) -> None:
    """Of performance only what does not depend on how busy the machine is: what is loaded, and that nothing moves."""
    report = lighthouse(site + path, tmp_path / "report.json", chromium_options)
    assert {name: report["categories"][name]["score"] for name in CATEGORIES} == dict.fromkeys(CATEGORIES, 1)
    assert report["audits"]["cumulative-layout-shift"]["numericValue"] <= 0.02
    assert report["audits"]["total-byte-weight"]["numericValue"] <= 30_000


def lighthouse(address: str, out: Path, chromium_options: dict[str, Any]) -> Any:
    flags = " ".join(["--headless=new", *chromium_options["args"]])
    path = chromium_options["executable_path"]
    code, words = said(
        [
            *("node", MODULES / "lighthouse/cli/index.js", address),
            *("--quiet", "--output=json", f"--output-path={out}"),
            *(f"--only-categories=performance,{','.join(CATEGORIES)}", f"--chrome-flags={flags}"),
        ],
        env={**os.environ, **({"CHROME_PATH": path} if path else {})},
        timeout=170,
    )
    assert code == 0, words
    return json.loads(out.read_text("utf-8"))
