"""Each hostile value of the corpus in a real browser, with the security policy and without: escaping holds alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog
from tests.actions.test_build import NoDrawing
from tests.browser.conftest import Visit
from tests.browser.sealed.conftest import hosted
from tests.hostile.site import READ, Site, hostile_site, number

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHAPE = """() => [...document.querySelectorAll('*')].map((element) =>
  [element.localName, ...[...element.attributes].map(({name}) => name)].join(' '))"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return hostile_site(tmp_path_factory.mktemp("hostile"), NoDrawing())


def _without_policy(_: str, body: bytes) -> bytes:
    return re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", body)


@pytest.fixture(scope="module", params=["with policy", "without policy"])
def served(request: Any, hostile: Site) -> Iterator[tuple[str, bool]]:
    bare = request.param == "without policy"
    rewrite = _without_policy if bare else lambda _, body: body
    with hosted(hostile.out, rewrite=rewrite, headers=not bare) as base:
        yield base, bare


class Watched(Visit):
    """A page whose every dialog, window and download is noted."""

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self.happened: list[str] = []
        self.page.on("dialog", self.dismiss)
        self.page.on("download", lambda download: self.happened.append(download.url))
        context.on("page", lambda page: self.happened.append(page.url))

    def dismiss(self, dialog: Dialog) -> None:
        self.happened.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="module")
def watched(browser: Browser, served: tuple[str, bool]) -> Iterator[Watched]:
    context = browser.new_context(locale="fr-FR")
    yield Watched(context)
    context.close()


@pytest.fixture(scope="module")
def plain_shapes(hostile: Site, served: tuple[str, bool], watched: Watched) -> list[list[str]]:
    return [_shape(watched, served[0] + address) for address in _addresses(hostile, "plain")]


def _addresses(hostile: Site, case: str) -> list[str]:
    home = hostile.address[case]
    return [f"{home}{number(case)}/", home, f"{home}statement/"]


def _shape(watched: Watched, address: str) -> list[str]:
    watched.page.goto(address)
    found: list[str] = watched.page.evaluate(SHAPE)
    return found


@pytest.mark.parametrize("case", sorted(READ))
def test_a_hostile_value_is_text_alone(
    hostile: Site, served: tuple[str, bool], watched: Watched, plain_shapes: list[list[str]], case: str
) -> None:
    base, bare = served
    watched.said.clear()
    watched.asked.clear()
    for address, plain in zip(_addresses(hostile, case), plain_shapes, strict=True):
        assert _shape(watched, base + address) == plain
        assert watched.page.url == base + address
    watched.page.goto(base + _addresses(hostile, case)[0])
    texts = watched.page.locator("main *").all_text_contents()
    assert READ[case] in [text.strip() for text in texts]
    assert (watched.happened, watched.said) == ([], [])
    assert [url for url in watched.asked if not url.startswith(base)] == []
    assert (watched.page.locator('meta[http-equiv="Content-Security-Policy"]').count() == 0) is bare
