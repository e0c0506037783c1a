"""Turns the page specifications of one client into that client's folder: one MkDocs build, configured in code.

MkDocs gives the build its order and its files; nothing of its own reaches a page. There is no plugin, search index,
sitemap or navigation, no Markdown step and no template context but the page's own. Importing this module costs 0.3 s:
do it on the path that builds pages.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from facturier.publish.pages import PageBuildError
from facturier.render.html.environment import prepare
from facturier.render.html.loader import UnlistedTemplates
from facturier.render.html.pages import PageSpec

if TYPE_CHECKING:
    import jinja2

_NAME = "facturier"


def build_pages(specs: tuple[PageSpec, ...], folder: Path, *, language: str, theme: Path) -> None:
    """Write the pages of one client below `folder`, which is emptied first.

    Raises PageBuildError when a template fails or MkDocs has anything to say.
    """
    config, events = _configuration(language, theme)
    config.site_dir = str(folder)
    events.specs = specs
    with _warnings_are_errors():
        build(config)


@cache
def _configuration(language: str, theme: Path) -> tuple[MkDocsConfig, _Events]:
    """The configuration for one language, made once per process: its Jinja environment is what costs."""
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "portal",
            "docs_dir": _empty_folder().name,
            "site_dir": "/nowhere/until/a/build/names/it",
            "theme": {"name": None, "custom_dir": str(theme)},
            "plugins": [],
            "nav": [],
        }
    )
    errors, warned = config.validate()
    if errors or warned:
        raise PageBuildError(f"MkDocs refuses the configuration: {errors or warned}")
    config.theme = _PortalTheme(theme, language)
    events = _Events()
    config.plugins[_NAME] = events
    return config, events


class _PortalTheme(Theme):
    """Our templates alone, without the sitemap MkDocs adds to every theme, in an environment that is kept."""

    def __init__(self, folder: Path, language: str) -> None:
        super().__init__(custom_dir=str(folder))
        self.dirs = [str(folder)]
        self.static_templates = set()
        self._environment = super().get_env()
        self._environment.loader = UnlistedTemplates(folder)
        prepare(self._environment, language, folder)

    def get_env(self) -> jinja2.Environment:
        return self._environment


class _SpecifiedPage(Page):
    """A page whose content is its template and context: there is no Markdown to read."""

    def __init__(self, file: File, config: MkDocsConfig, spec: PageSpec) -> None:
        super().__init__(spec.path, file, config)
        self.spec = spec
        self.meta = {"template": spec.template}

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        self.content = ""

    def validate_anchor_links(self, *, files: Files, log_level: int) -> None:
        """There is no Markdown whose links could be wrong."""


class _Events(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """What MkDocs is given instead of a folder of Markdown."""

    specs: tuple[PageSpec, ...] = ()

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:  # noqa: ARG002
        return Files([_generated(spec, config) for spec in self.specs])

    def on_page_context(self, context: Any, /, *, page: Any, **_: Any) -> Any:  # noqa: ARG002
        return page.spec.context


def _generated(spec: PageSpec, config: MkDocsConfig) -> File:
    file = File.generated(config, f"{spec.path}.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = spec.path
    _SpecifiedPage(file, config, spec)
    return file


@cache
def _empty_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder without files for MkDocs to look through, gone when the process ends."""
    return tempfile.TemporaryDirectory(prefix="facturier-")


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    said = _Collector(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(said)
    try:
        yield
    except Abort as problem:
        raise PageBuildError("; ".join(said.messages) or str(problem)) from problem
    except Exception as problem:
        raise PageBuildError("; ".join(said.messages) or repr(problem)) from problem
    finally:
        logger.removeHandler(said)
        logger.propagate = propagate
    if said.messages:
        raise PageBuildError("; ".join(said.messages))


class _Collector(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
