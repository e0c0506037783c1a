"""Options that several commands share, and what the environment says."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import click

from facturier.cli.secrets import held
from facturier.messages import Catalogue, load_catalogue

LANGUAGES = ("en", "fr")


class Day(click.ParamType[date]):
    """A civil day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or say how it is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it like 2026-11-22", param, ctx)


book_option = click.option(
    "--book",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder that holds facturier.yaml.  [default: this one]",
)
today_option = click.option(
    "--today", type=Day(), default=None, metavar="DATE", help="Judge everything as on this day.  [default: today]"
)
language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Language of the messages.  [default: that of the terminal]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON for another program.")


def day_or_today(day: date | None) -> date:
    """Return the day asked for, or the real one."""
    return day or date.today()


def catalogue(language: str | None) -> Catalogue:
    """Return the messages in the language asked for, or in that of the terminal (LC_ALL, LC_MESSAGES, LANG)."""
    if language is None:
        said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
        language = said[:2] if said[:2] in LANGUAGES else "en"
    return load_catalogue(language)


def in_ci() -> bool:
    """Whether this runs where logs are kept and read by others."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def secret() -> str:
    """Return what FACTURIER_SECRET holds, "" when it is not set."""
    return held("FACTURIER_SECRET")
