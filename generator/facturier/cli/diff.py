"""`facturier diff`: what each client will see change."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option
from facturier.cli.report import as_data, report

if TYPE_CHECKING:
    from facturier.actions.diff import Change, DiffResult, Fact

EPILOG = """
\b
Examples:
  facturier diff                        what is not pushed yet, whether committed or not
  facturier diff main                   what this branch changes
  facturier diff HEAD~1 --markdown      the last commit, for a pull request
\b
Drafts are not shown: no client sees them before they are issued.
"""


@click.command(epilog=EPILOG)
@click.argument("base", default="")
@click.option("--markdown", is_flag=True, help="Write Markdown.")
@book_option
@language_option
@today_option
@json_option
def command(*, base: str, markdown: bool, root: Path, lang: str | None, today: date | None, as_json: bool) -> int:
    """Show for each client which documents, amounts, statuses and links a change alters."""
    from facturier.actions.diff import diff
    from facturier.cli.progress import Progress

    with Progress() as progress:
        result = diff(root.resolve(), base, today=day_or_today(today), reporter=progress)
    texts = catalogue(lang)
    if as_json:
        data = asdict(result) | {"faults": as_data(result.faults, root, texts)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo(_markdown(result) if markdown else _plain(result), nl=False)
        if result.faults:
            click.echo(report(result.faults, root, texts, "human"), err=True)
    return 1 if result.faults else 0


def _plain(result: DiffResult) -> str:
    lines = []
    for client, changes in groupby(result.changes, key=lambda change: change.client):
        lines.append(click.style(client, bold=True))
        lines += [f"  {_named(change)}{_facts(change)}" for change in changes]
    return "".join(f"{line}\n" for line in lines) or ("" if result.faults else "No client will see a change.\n")


def _markdown(result: DiffResult) -> str:
    head = "### What clients will see change\n\n"
    if result.faults:
        return f"{head}The book has {len(result.faults)} errors; the check shows them.\n"
    if not result.changes:
        return f"{head}Nothing.\n"
    rows = (
        f"| {_cell(change.client)} | {_cell(change.number) or 'portal'} | {change.kind} | {_cell(_listed(change))} |\n"
        for change in result.changes
    )
    return f"{head}| client | document | | |\n|---|---|---|---|\n{''.join(rows)}"


def _named(change: Change) -> str:
    return f"{change.kind:<8} {change.number or 'portal'}"


def _facts(change: Change) -> str:
    listed = _listed(change)
    return f"  {listed}" if listed else ""


def _listed(change: Change) -> str:
    texts = "texts" if change.kind == "changed" else ""
    return "; ".join(_told(fact) for fact in change.facts) or texts


def _told(fact: Fact) -> str:
    if fact.before and fact.after:
        return f"{fact.name} {fact.before} → {fact.after}"
    return f"{fact.name} {fact.after}" if fact.after else f"no {fact.name} (was {fact.before})"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
