"""MkDocs gives order and files; nothing of its own reaches a page."""

from pathlib import Path

import pytest

from facturier.publish.mkdocs_build import build_pages
from facturier.publish.pages import PageBuildError
from facturier.render.html.pages import PageSpec


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A theme of one template, with a style sheet that must not be copied."""
    folder = tmp_path / "theme"
    (folder / "words" / "fr").mkdir(parents=True)
    (folder / "words" / "fr" / "frame.toml").write_text('hello = "Bonjour"')
    (folder / "portal").mkdir()
    (folder / "portal" / "page.html").write_text("<p>{{ text }}</p>\n")
    (folder / "portal" / "strict.html").write_text("{{ nothing }}")
    (folder / "portal" / "spy.html").write_text("{{ config is defined }}{{ nav is defined }}{{ page is defined }}")
    (folder / "portal" / "style.css").write_text("p {}")
    return folder


def spec(path: str, text: str = "", template: str = "page.html") -> PageSpec:
    context = {"text": text}
    return PageSpec(path=path, template=f"portal/{template}", title="", language="fr", context=context)


def build(theme: Path, folder: Path, *specs: PageSpec) -> list[str]:
    build_pages(specs, folder, language="fr", theme=theme)
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_each_page_lies_where_it_is_meant_to_and_nothing_else(theme: Path, tmp_path: Path) -> None:
    paths = ["404.html", "F2026-0042/index.html", "index.html", "pages/cgv/index.html"]
    assert build(theme, tmp_path / "out", *map(spec, paths)) == paths


def test_text_is_escaped(theme: Path, tmp_path: Path) -> None:
    build(theme, tmp_path / "out", spec("index.html", "<script>&é"))
    assert (tmp_path / "out" / "index.html").read_text("utf-8") == "<p>&lt;script&gt;&amp;é</p>"


def test_text_never_passes_through_markdown(theme: Path, tmp_path: Path) -> None:
    build(theme, tmp_path / "out", spec("index.html", "# a *b* [c](d)"))
    assert (tmp_path / "out" / "index.html").read_text("utf-8") == "<p># a *b* [c](d)</p>"


def test_a_template_sees_its_own_context_alone(theme: Path, tmp_path: Path) -> None:
    build(theme, tmp_path / "out", spec("index.html", template="spy.html"))
    assert (tmp_path / "out" / "index.html").read_text("utf-8") == "FalseFalseFalse"


def test_pages_of_an_earlier_client_are_gone(theme: Path, tmp_path: Path) -> None:
    build(theme, tmp_path / "out", spec("F1/index.html"))
    assert build(theme, tmp_path / "out", spec("F2/index.html")) == ["F2/index.html"]


def test_a_name_that_does_not_exist_is_an_error(theme: Path, tmp_path: Path) -> None:
    with pytest.raises(PageBuildError, match="nothing"):
        build(theme, tmp_path / "out", spec("index.html", template="strict.html"))


def test_the_build_works_after_an_error(theme: Path, tmp_path: Path) -> None:
    with pytest.raises(PageBuildError):
        build(theme, tmp_path / "out", spec("index.html", template="absent.html"))
    assert build(theme, tmp_path / "out", spec("index.html")) == ["index.html"]
