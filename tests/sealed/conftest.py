"""The small business with sealed portals, built once, beside the same business with plain ones."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.actions.test_build import NoDrawing
from tests.isolation.business import SECRET, TODAY, write_business

from facturier.actions.build import build
from facturier.actions.links import Link, links
from facturier.publish.progress import Silent

READER = Path(__file__).with_name("reader.mjs")


def read_by_node(site: Path, link: Link) -> Any:
    """What an independent reader finds behind a link."""
    arguments = ["node", str(READER), str(site), link.address, link.passcode]
    return json.loads(subprocess.run(arguments, capture_output=True, text=True, check=True).stdout)


@dataclass(frozen=True)
class Business:
    """A book on disk and the site built from it."""

    root: Path
    secret: str = SECRET
    today: date = TODAY

    @property
    def site(self) -> Path:
        return self.root / "site"

    def build(self) -> "Business":
        result = build(
            self.root, self.site, today=self.today, secret=self.secret, executor=NoDrawing(), reporter=Silent()
        )
        assert result.published, [fault.code for fault in result.faults]
        return self

    def link(self, wanted: str = "acme") -> Link:
        return self.links(wanted)[0]

    def links(self, wanted: str = "", *, documents: bool = False) -> tuple[Link, ...]:
        found = links(self.root, wanted, documents=documents, today=self.today, secret=self.secret, reporter=Silent())
        return found.links

    def folder(self, client: str = "acme") -> Path:
        return self.site / "c" / self.link(client).address.partition("#")[0].rstrip("/").rpartition("/")[2]

    def edit(self, file: str, change: Callable[[str], str]) -> None:
        path = self.root / file
        path.write_text(change(path.read_text("utf-8")), "utf-8")


def sealed_business(root: Path, access: str = "sealed-link") -> Business:
    """The small business, an attachment on its first invoice, with this kind of access."""
    business = Business(write_business(root))
    business.edit("facturier.yaml", lambda text: text.replace("access: open-link", f"access: {access}"))
    business.edit("invoices/2026/F2026-0001.yaml", lambda text: text + "attachments: [clients/acme/plan.pdf]\n")
    return business


@pytest.fixture
def business(tmp_path: Path) -> Business:
    """A sealed business of one's own, not built yet."""
    return sealed_business(tmp_path / "business")


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Business:
    """A sealed business, built; to be read only."""
    return sealed_business(tmp_path_factory.mktemp("sealed") / "business").build()


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Business:
    """The same with passcodes."""
    return sealed_business(tmp_path_factory.mktemp("locked") / "business", "sealed-link+passcode").build()


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Business:
    """The same with plain pages."""
    return sealed_business(tmp_path_factory.mktemp("plain") / "business", "open-link").build()


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its path."""
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
