from pathlib import Path

import pytest
from tests.isolation.business import write_business


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small business on disk."""
    return write_business(tmp_path / "business")
