"""`facturier check`: everything that is wrong with a book, all at once."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option
from facturier.cli.report import FORMATS, report, summary

EPILOG = """
\b
Examples:
  facturier check                          every mistake, with its place and remedy
  facturier check NUM VAT                  these families alone: numbering and VAT
  facturier check --format github          annotations on a pull request
  facturier check --format sarif > r.sarif for code scanners
  facturier check --today 2027-01-01       as it will be judged next year
"""


@click.command(epilog=EPILOG)
@click.argument("families", nargs=-1, metavar="[RULE-FAMILY]...")
@book_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="human", show_default=True, help="Who reads it.")
@json_option
@language_option
@today_option
def command(
    families: tuple[str, ...], *, root: Path, form: str, as_json: bool, lang: str | None, today: date | None
) -> int:
    """Read the whole book and report everything that is wrong, all at once.

    With RULE-FAMILY (the letters before the dash of a code, or a whole code), only what belongs to it is told.
    """
    texts = catalogue(lang)
    form = "json" if as_json else form
    wanted = _known(families, frozenset(texts.texts))
    from facturier.actions.check import check
    from facturier.cli.progress import Progress
    from facturier.faults import has_errors

    with Progress() as progress:
        checked = check(root, today=day_or_today(today), reporter=progress, real_day=day_or_today(None))
    everything = not wanted or checked.book is None  # without settings no rule could run
    faults = tuple(fault for fault in checked.faults if everything or _belongs(fault.code, wanted))
    text = report(faults, root, texts, form)
    if text:
        click.echo(text)
    if form == "human":
        book = checked.book
        held = (
            f"{len(book.clients)} clients, {len(book.documents)} documents, {len(book.drafts)} drafts" if book else ""
        )
        click.echo(_verdict(summary(faults), held, wanted, failed=has_errors(faults)), err=True)
    return 1 if has_errors(faults) else 0


def _known(families: tuple[str, ...], codes: frozenset[str]) -> frozenset[str]:
    wanted = frozenset(family.upper() for family in families)
    for family in sorted(wanted):
        if not any(_belongs(code, {family}) for code in codes):
            known = ", ".join(sorted({code.partition("-")[0] for code in codes}))
            raise click.UsageError(f"There is no family of rules `{family}`. Families: {known}.")
    return wanted


def _belongs(code: str, wanted: AbstractSet[str]) -> bool:
    return code in wanted or code.partition("-")[0] in wanted


def _verdict(counts: str, held: str, wanted: AbstractSet[str], *, failed: bool) -> str:
    if failed:
        return f"\n{counts}. Mend what is told and check again; `facturier explain CODE` tells more about a code."
    if wanted:
        names = ", ".join(sorted(wanted))
        return f"{counts + '. ' if counts else ''}No error of {names}; `facturier check` alone judges the whole book."
    return f"{counts + '. ' if counts else ''}All sound: {held}. Next: `facturier build`."
