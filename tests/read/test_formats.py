"""Faults as people, GitHub, SARIF readers and programs get them."""

import json
from pathlib import Path

import pytest
from tests.read.books import write

from facturier.faults import Fault, Where, error, warning
from facturier.messages import load_catalogue
from facturier.read import locate
from facturier.read.formats import FORMATS
from facturier.read.formats.human import human

EVIL = "x\n::error::planted\x1b[2J%"


@pytest.fixture
def faults(tmp_path: Path) -> tuple[Fault, ...]:
    write(tmp_path, {"a.yaml": "date: 2026-02-30\nprise: 1\n"})
    return locate(
        [
            error("TYPE-021", Where("a.yaml", ("date",)), value="2026-02-30"),
            error("READ-020", Where("a.yaml", ("prise",), on_key=True), key="prise", suggestion="price", keys="price"),
            warning("REF-013", Where("b.yaml"), also=[Where("a.yaml", ("date",))], folder="2025", year="2026"),
        ],
        tmp_path,
    )


def test_people_read_place_code_reason_line_and_remedy(faults: tuple[Fault, ...], tmp_path: Path) -> None:
    assert FORMATS["human"](faults, load_catalogue("en"), tmp_path) == (
        "a.yaml:1:7  error TYPE-021  `2026-02-30` is not in the calendar.\n"
        "  1 | date: 2026-02-30\n"
        "    |       ^\n"
        "  → Check day and month.\n"
        "\n"
        "a.yaml:2:1  error READ-020  `prise` is no key that is known here.\n"
        "  2 | prise: 1\n"
        "    | ^\n"
        "  → Did you mean `price`?\n"
        "\n"
        "b.yaml  warning REF-013  The document of 2026 lies in the folder 2025.\n"
        "  see a.yaml:1:7\n"
        "  → Move the file and what belongs to it to invoices/2026/.\n"
    )


def test_french_people_read_french(faults: tuple[Fault, ...], tmp_path: Path) -> None:
    shown = FORMATS["human"](faults, load_catalogue("fr"), tmp_path)
    assert "erreur TYPE-021  `2026-02-30` n’est pas dans le calendrier." in shown
    assert "attention REF-013" in shown


def test_a_code_that_comes_often_tells_its_remedy_three_times(tmp_path: Path) -> None:
    many = [error("TYPE-021", Where(f"{name}.yaml"), value="2026-02-30") for name in "abcde"]
    shown = FORMATS["human"](many, load_catalogue("en"), tmp_path)
    assert shown.count("error TYPE-021") == 5
    assert shown.count("→ Check day and month.") == 3


def test_colour_is_asked_for(faults: tuple[Fault, ...], tmp_path: Path) -> None:
    assert "\033[31merror TYPE-021\033[0m" in human(faults, load_catalogue("en"), tmp_path, color=True)
    assert "\033" not in human(faults, load_catalogue("en"), tmp_path)


def test_no_fault_no_text(tmp_path: Path) -> None:
    assert FORMATS["human"]([], load_catalogue("en"), tmp_path) == ""


def test_github_annotates_the_line(faults: tuple[Fault, ...], tmp_path: Path) -> None:
    first = FORMATS["github"](faults, load_catalogue("en"), tmp_path).splitlines()[0]
    assert first == (
        "::error file=a.yaml,line=1,col=7,title=TYPE-021 Day that does not exist::"
        "`2026-02-30` is not in the calendar. Check day and month."
    )


def test_a_value_cannot_plant_a_workflow_command(tmp_path: Path) -> None:
    planted = [error("TYPE-021", Where("a:b,c.yaml"), value=EVIL)]
    shown = FORMATS["github"](planted, load_catalogue("en"), tmp_path)
    assert shown.count("\n") == 1
    assert "file=a%3Ab%2Cc.yaml" in shown


def test_a_value_cannot_steer_a_terminal(tmp_path: Path) -> None:
    planted = [error("TYPE-021", Where("a.yaml"), value=EVIL)]
    assert "\x1b" not in FORMATS["human"](planted, load_catalogue("en"), tmp_path)


def test_sarif_names_rule_level_and_region(faults: tuple[Fault, ...], tmp_path: Path) -> None:
    made = json.loads(FORMATS["sarif"](faults, load_catalogue("en"), tmp_path))
    run = made["runs"][0]
    assert made["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["READ-020", "REF-013", "TYPE-021"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a.yaml"}, "region": {"startLine": 1, "startColumn": 7}}
    assert all(run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_json_holds_everything_a_program_needs(faults: tuple[Fault, ...], tmp_path: Path) -> None:
    entry = json.loads(FORMATS["json"](faults, load_catalogue("en"), tmp_path))["faults"][1]
    assert (entry["code"], entry["line"], entry["column"], entry["path"]) == ("READ-020", 2, 1, ["prise"])
    assert entry["values"]["suggestion"] == "price"
