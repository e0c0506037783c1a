"""Turns the seller and the theme into the page that stands in place of a sealed portal, the same for every client."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from facturier.model.party import Seller
from facturier.render.html.assets import SiteAssets
from facturier.render.html.frame import frame
from facturier.render.html.links import form_origin
from facturier.render.html.pages import PageSpec
from facturier.render.words import LANGUAGES, load_words

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types facturier"
)
_TO_ROOT = "../../"  # a portal lies in c/TOKEN/


def policy_for(form: str) -> str:
    """The security policy of a page that may post its form to the host of `form`, and to no other."""
    origin = form_origin(form)
    return POLICY.replace("form-action 'none'", f"form-action {origin}") if origin else POLICY


def shell_page(
    seller: Seller,
    *,
    language: str,
    assets: SiteAssets,
    rounds: int = 0,
    state: str = "",
    form: str = "",
    theme: Path | None = None,
) -> PageSpec:
    """The page that `scripts/sealed.js` fills. `rounds` of PBKDF2 for a portal with a passcode; `state` of a dead one.

    `language` and `form` are the seller's: nothing here tells one client from another.
    """
    name = seller.trade_name or seller.name
    context = frame("index.html", name, language, assets, to_root=_TO_ROOT) | {
        "seller": seller,
        "name": name,
        "policy": policy_for(form),
        "form": form if form_origin(form) else "",
        "rounds": rounds,
        "state": state,
        "noscript": _noscript(language, theme),
        **_with_digests(assets),
    }
    return PageSpec(path="index.html", template="sealed/shell.html", title=name, language=language, context=context)


def _noscript(language: str, theme: Path | None) -> tuple[tuple[str, str], ...]:
    """The sentence for browsers without scripts, the seller's language first."""
    order = sorted(LANGUAGES, key=lambda other: other != language)
    return tuple((other, load_words(other, theme)("sealed.noscript")) for other in order)


def _with_digests(assets: SiteAssets) -> dict[str, Any]:
    """Addresses and Subresource Integrity digests of what the shell loads."""
    contents = dict(assets.files)
    parts = {"css": assets.css, "script": assets.script, "opener": assets.opener, "words": assets.sealed_words}
    parts["sealed_css"] = assets.sealed_css
    urls = {f"{name}_url": _TO_ROOT + path for name, path in parts.items()}
    return urls | {f"{name}_digest": _digest(contents[path]) for name, path in parts.items()}


def _digest(content: bytes) -> str:
    return "sha256-" + b64encode(sha256(content).digest()).decode("ascii")
