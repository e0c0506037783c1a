"""The shared files are few, named by their content, and hold nothing of a client."""

import re
import subprocess
import sys
import zlib

from tests.render.samples import portal

from facturier.render.html.assets import site_assets

ASSETS = site_assets(color="#0b6e4f")


def test_a_name_changes_with_the_content_alone() -> None:
    assert site_assets(color="#0b6e4f") == ASSETS
    other = site_assets(color="#aa2200")
    assert other.css != ASSETS.css
    assert other.script == ASSETS.script


def test_names_hold_a_hash() -> None:
    assert sorted(re.sub(r"\.[0-9a-f]{12}\.", ".HASH.", name) for name, _ in ASSETS.files) == [
        "assets/icon.HASH.svg",
        "assets/portal.HASH.css",
        "assets/portal.HASH.js",
        "assets/sealed.HASH.css",
        "assets/sealed.HASH.js",
        "assets/sealed.HASH.json",
    ]


def test_a_logo_keeps_its_kind_of_file() -> None:
    assets = site_assets(color="#0b6e4f", logo=("theme/Logo.PNG", b"\x89PNG"))
    assert re.fullmatch(r"assets/logo\.[0-9a-f]{12}\.png", assets.logo)
    assert dict(assets.files)[assets.logo] == b"\x89PNG"


def test_no_shared_file_names_a_client() -> None:
    everything = b"".join(content for _, content in ASSETS.files).decode()
    assert portal().client.name not in everything


def test_styles_and_script_ask_nothing_of_others() -> None:
    everything = b"".join(content for name, content in ASSETS.files if name.endswith(("css", "portal.js"))).decode()
    assert not re.search(r"url\(|@import|@font-face|https?:|fetch\(|XMLHttp|innerHTML|eval\(", everything)


def test_the_script_that_opens_sealed_portals_asks_its_own_host_alone_and_runs_nothing_it_read() -> None:
    script = dict(ASSETS.files)[ASSETS.opener].decode()
    assert re.findall(r"fetch\((.+?), {", script) == ["new URL(path, base)", "words"]
    assert not re.search(
        r"https?:/|XMLHttp|innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|import\(", script
    )


def test_the_script_that_opens_sealed_portals_has_at_most_five_kilobytes() -> None:
    assert len(zlib.compress(dict(ASSETS.files)[ASSETS.opener], 9)) <= 5 * 1024


def test_pages_are_made_without_loading_the_pdf_engine() -> None:
    code = "import sys, facturier.render.html.pages; sys.exit('weasyprint' in sys.modules or 'markdown' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
