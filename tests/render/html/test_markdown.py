"""Pages written in Markdown keep tables and footnotes and lose everything that runs, loads or leads astray."""

import pytest
from tests.render.samples import PAGE

from facturier.model.portal import PortalFile, PortalPage
from facturier.render.html.frame import page_title
from facturier.render.html.markdown import article

FILES = (PortalFile(name="plan.pdf", file="clients/acme/plan.pdf", digest="00", size=1),)


def made(text: str) -> str:
    return str(article(PortalPage(slug="notes", file="clients/acme/notes.md", text=text), FILES))


def test_tables_and_footnotes_are_kept() -> None:
    html = made(PAGE)
    assert '<div class="scroll" tabindex="0"><table>' in html
    assert 'href="#fn:1"' in html
    assert '<li id="fn:1">' in html


def test_the_first_heading_is_the_title_and_not_repeated() -> None:
    assert page_title(PortalPage(slug="x", file="x.md", text=PAGE)) == "Conditions générales de vente"
    assert "Conditions générales" not in made(PAGE)


def test_without_a_heading_the_name_of_the_file_is_the_title() -> None:
    assert page_title(PortalPage(slug="suivi-du-projet", file="x.md", text="Bonjour")) == "Suivi du projet"


def test_a_later_first_level_heading_does_not_compete_with_the_title() -> None:
    assert "<h2>Deux</h2>" in made("# Un\n\n# Deux\n")


def test_links_lead_to_https_mail_and_files_of_the_portal() -> None:
    html = made("[a](https://lumen.example/x) [b](mailto:n@lumen.example) [c](plan.pdf)")
    assert 'href="https://lumen.example/x" rel="noopener noreferrer"' in html
    assert 'href="mailto:n@lumen.example"' in html
    assert 'href="../../files/plan.pdf"' in html


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](java&#9;script:alert(1))",
        "[x](data:text/html,x)",
        "[x](http://lumen.example/)",
        "[x](//evil.example/)",
        "[x](../../../other/)",
        "[x](other.pdf)",
    ],
)
def test_any_other_link_loses_its_address(text: str) -> None:
    assert "href" not in made(text)


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://evil.example/pixel.png)",
        "![x](data:image/png;base64,AAAA)",
        '<img src="file:///etc/passwd">',
        '<img src="//evil.example/x.png">',
    ],
)
def test_no_image_is_fetched_from_elsewhere(text: str) -> None:
    assert "src" not in made(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        '<p onclick="alert(1)" style="position:fixed">x</p>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<form action="https://evil.example/"><input name=card></form>',
        '<meta http-equiv=refresh content="0;url=https://evil.example/">',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        '<base href="https://evil.example/">',
    ],
)
def test_no_element_that_runs_or_loads_is_kept(text: str) -> None:
    html = made(text)
    for gone in (
        "<script",
        "onload",
        "onclick",
        "onerror",
        "style",
        "<iframe",
        "<form",
        "<input",
        "<meta",
        "<base",
        "evil",
    ):
        assert gone not in html


def test_an_id_that_could_shadow_the_page_is_dropped() -> None:
    assert "id=" not in made('<li id="main">x</li>')


def test_attribute_lists_and_templates_are_plain_text() -> None:
    assert "{: onclick=alert(1) } {{ 7*7 }}" in made("{: onclick=alert(1) } {{ 7*7 }}")


def test_one_page_leaves_nothing_to_the_next() -> None:
    made("a[^1]\n\n[^1]: secret")
    assert "secret" not in made("b")
