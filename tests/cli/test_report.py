import json
from pathlib import Path

import pytest

from facturier.cli.report import report, summary
from facturier.faults import Fault, Where, error, warning
from facturier.messages import load_catalogue

TEXTS = load_catalogue("en")
FAULTS = (
    error("PUB-009", Where("invoices/2026/a.yaml", ("number",)), number="F1\n::error::", suggestion="F2, F3"),
    warning(
        "GATE-010", Where("site/acme/index.html"), kind="name", client="other", also=[Where("b.yaml", line=3, column=1)]
    ),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "invoices" / "2026").mkdir(parents=True)
    (tmp_path / "invoices" / "2026" / "a.yaml").write_text("date: 2026-01-01\nnumber: F1\n")
    return tmp_path


def written(form: str, root: Path, faults: tuple[Fault, ...] = FAULTS) -> str:
    return report(faults, root, TEXTS, form)


def test_a_person_reads_place_excerpt_message_and_remedy(root: Path) -> None:
    lines = written("human", root).splitlines()
    assert "invoices/2026/a.yaml:2:9" in lines[0]
    assert "number: F1" in lines[1]
    assert any("Did you mean F2, F3?" in line for line in lines)


def test_a_text_of_the_book_cannot_write_a_command_of_its_own(root: Path) -> None:
    lines = written("github", root).splitlines()
    assert len(lines) == len(FAULTS)
    assert lines[0].startswith("::error file=invoices/2026/a.yaml,line=2,col=9,title=PUB-009 ")


def test_json_is_whole(root: Path) -> None:
    data = json.loads(written("json", root))
    assert (data["ok"], data["counts"]) == (False, {"error": 1, "warning": 1})
    assert data["faults"][0]["line"] == 2


def test_sarif_names_rules_and_places(root: Path) -> None:
    run = json.loads(written("sarif", root))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["GATE-010", "PUB-009"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "invoices/2026/a.yaml"
    assert place["region"] == {"startLine": 2, "startColumn": 9}


@pytest.mark.parametrize("form", ["human", "github"])
def test_nothing_to_report_is_nothing(root: Path, form: str) -> None:
    assert written(form, root, ()) == ""


def test_the_summary_counts() -> None:
    assert summary((*FAULTS, FAULTS[1])) == "1 error, 2 warnings"
    assert summary(()) == ""
