"""tools/check-docs finds links that lead nowhere, and no others."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def check_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, at work in an empty folder."""
    loader = SourceFileLoader("check_docs", str(ROOT / "tools" / "check-docs"))
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    spec = spec_from_loader("check_docs", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def faults(check_docs: ModuleType, folder: Path, text: str) -> list[str]:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return list(check_docs.broken_links(page))


def test_missing_file_is_named_with_its_line(check_docs: ModuleType, tmp_path: Path) -> None:
    assert faults(check_docs, tmp_path, "one\n\n[two](two.md)\n") == ["page.md:3: no such file: two.md"]


def test_missing_heading_is_named(check_docs: ModuleType, tmp_path: Path) -> None:
    assert faults(check_docs, tmp_path, "# One\n[two](#two)\n") == ["page.md:2: no such heading: #two"]


def test_heading_with_accents_and_code_is_found(check_docs: ModuleType, tmp_path: Path) -> None:
    assert faults(check_docs, tmp_path, "## L'échéance `due_date`\n[it](#lecheance-due_date)\n") == []


@pytest.mark.parametrize(
    "text",
    ["[web](https://facturier.example/x)", "[mail](mailto:a@b.example)", "`[code](nowhere.md)`", "```\n[x](y.md)\n```"],
)
def test_what_is_no_link_inside_the_repository_is_left_alone(check_docs: ModuleType, tmp_path: Path, text: str) -> None:
    assert faults(check_docs, tmp_path, text) == []
