"""Each scenario of the corpus about published portals, and the test that plays it."""

import re
from pathlib import Path

import pytest
from tests.hostile.site import CASES

TESTS = Path(__file__).parents[1]
PLAYED = {
    "S226": ("browser/sealed/test_sealed_errors.py", "test_each_mistake_has_its_own_message"),
    "S228": ("browser/sealed/test_sealed_errors.py", "test_each_mistake_has_its_own_message"),
    "S230": ("browser/sealed/test_sealed_errors.py", "test_links_that_mail_programs_mangled_open_all_the_same"),
    "S232": ("browser/sealed/test_sealed_errors.py", "test_a_file_that_the_host_changed_is_not_shown"),
    "S234": ("browser/sealed/test_sealed_errors.py", "test_each_mistake_has_its_own_message"),
    "S236": ("browser/sealed/test_sealed_errors.py", "test_a_host_without_https_is_refused"),
    "S238": ("sealed/test_site.py", "test_nothing_of_any_client_is_readable_anywhere"),
    "S240": ("sealed/test_said.py", "test_no_secret_gets_into_what_a_command_says_or_commits"),
}


def test_every_scenario_is_played() -> None:
    assert {case["id"] for case in CASES if case["area"] == "portal"} == set(PLAYED)


@pytest.mark.parametrize("case", PLAYED)
def test_the_test_that_plays_it_is_there(case: str) -> None:
    file, name = PLAYED[case]
    assert re.search(rf"^def {name}\(", (TESTS / file).read_text("utf-8"), re.MULTILINE)
