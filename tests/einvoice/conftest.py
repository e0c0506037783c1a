from collections.abc import Callable
from pathlib import Path

import pytest
from tests.isolation.business import TODAY, write_business

from facturier.actions.export import Exported, export
from facturier.publish.progress import Silent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small business on disk."""
    return write_business(tmp_path / "business")


@pytest.fixture
def exported(root: Path) -> Callable[..., Exported]:
    """Export a document of the small business: `exported("F2026-0001", "ubl")`."""
    return lambda key, form="": export(root, key, form, today=TODAY, reporter=Silent())
