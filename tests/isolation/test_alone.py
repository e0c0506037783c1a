"""A client's folder holds the same bytes whether it is built alone or among all."""

from pathlib import Path

import pytest
from tests.isolation.business import contents, published, write_business
from tests.isolation.conftest import Built

ALONE = {
    "acme": ("bergerie", "solveig", "F2026-0002", "F2026-0003"),
    "bergerie-du-lac": ("acme", "solveig", "F2026-0001", "F2026-0003", "drafts"),
    "solveig-aubry": ("acme", "bergerie", "F2026-0001", "F2026-0002", "drafts"),
}


@pytest.mark.parametrize("client", ALONE)
def test_alone_or_among_all(built: Built, tmp_path: Path, client: str) -> None:
    root = write_business(tmp_path / "alone", without=ALONE[client])
    result = published(root, tmp_path / "site")
    assert (result.faults, result.portals) == ((), 1)
    token = built.site.tokens[client]
    assert contents(tmp_path / "site" / "c" / token) == contents(built.folder(client))


def test_the_shared_files_do_not_depend_on_who_the_clients_are(built: Built, tmp_path: Path) -> None:
    root = write_business(tmp_path / "alone", without=ALONE["acme"])
    published(root, tmp_path / "site")
    shared = {name: data for name, data in contents(built.out).items() if not name.startswith("c/")}
    assert shared == {name: data for name, data in contents(tmp_path / "site").items() if not name.startswith("c/")}
