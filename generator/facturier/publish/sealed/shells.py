"""Draws the shells of a site: the same bytes for every client."""

from __future__ import annotations

from pathlib import Path

from facturier.model.party import Seller
from facturier.publish.sealed.keys import ROUNDS
from facturier.publish.sealed.site import Shells
from facturier.render.html.assets import SiteAssets
from facturier.render.html.environment import environment, render
from facturier.render.html.shell import shell_page


def shells_of(seller: Seller, *, language: str, assets: SiteAssets, theme: Path, form: str = "") -> Shells:
    """Return the shells that a site of this seller needs; its pages may post to the address `form`."""

    def drawn(*, rounds: int = 0, state: str = "") -> bytes:
        to = "" if state else form
        spec = shell_page(seller, language=language, assets=assets, rounds=rounds, state=state, form=to, theme=theme)
        return render(spec, environment(theme, language)).encode()

    return Shells(closed=drawn(), locked=drawn(rounds=ROUNDS), replaced=drawn(state="replaced"))
