"""The VAT words that hold for a line to its treatment; the law is asked once per nature and word of a document."""

from __future__ import annotations

from datetime import date

from facturier.compute.vat import treatment
from facturier.model.document import Nature
from facturier.model.law import Law
from facturier.model.party import Client, Seller
from facturier.model.vat import Vat

USUAL_RATE = "20%"  # CGI art. 278: where neither the book nor the client names a rate


class VatChooser:
    """Chooses the VAT of the lines of one document."""

    def __init__(self, *, seller: Seller, client: Client, law: Law, on: date, default: str) -> None:
        self._seller = seller
        self._client = client
        self._law = law
        self._on = on
        self._default = default or USUAL_RATE
        self._known: dict[tuple[Nature, str], Vat] = {}

    def choose(self, nature: Nature, typed: str) -> Vat:
        """Return the treatment of a typed word, or what the law derives (a default fills what it leaves open)."""
        key = (nature, typed)
        if key not in self._known:
            self._known[key] = treatment(
                seller=self._seller,
                client=self._client,
                nature=nature,
                word=typed,
                law=self._law,
                on=self._on,
                default=self._default,
            )
        return self._known[key]
