import warnings

import pytest
from tests.hostile.site import Site, hostile_site

from facturier.publish.serial import SerialExecutor


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The corpus, built with every PDF; to be read only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile open
        return hostile_site(tmp_path_factory.mktemp("hostile"), SerialExecutor())
