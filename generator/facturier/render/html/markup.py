"""Puts values into texts of the theme so that what a person typed can never become markup."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape


def filled(template: str, values: Mapping[str, object]) -> Markup:
    """A text with its `{placeholders}` filled: every value escaped, unless it is markup already."""
    return escape(template).format(**values)


def bdi(text: object) -> Markup:
    """Text a person typed, kept from turning the direction of what stands around it."""
    return Markup("<bdi>{}</bdi>").format(text)
