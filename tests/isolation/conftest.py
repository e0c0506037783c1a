from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.isolation.business import published, site_of, write_business

from facturier.publish.site import Site


@dataclass(frozen=True, slots=True)
class Built:
    """A business, what its site is made from, and the site; shared by tests, so never changed."""

    root: Path
    out: Path
    site: Site

    def folder(self, client_id: str) -> Path:
        """The folder of a client's portal."""
        return self.out / "c" / self.site.tokens[client_id]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = write_business(tmp_path_factory.mktemp("business"))
    out = root / "site"
    result = published(root, out)
    assert result.faults == ()
    return Built(root, out, site_of(root))
