"""What the commands that write drafts have in common: how they tell what they did, and the editor."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facturier.cli.options import catalogue, day_or_today
from facturier.cli.report import as_data, report

if TYPE_CHECKING:
    from facturier.actions.drafting import Draft, Drafting, DraftResult
    from facturier.messages import Catalogue

name_option = click.option("--name", default="", metavar="NAME", help="Name of the draft's file, without .yaml.")
edit_option = click.option(
    "--edit/--no-edit", default=True, help="Open $EDITOR when a person is there.  [default: edit]"
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Show the draft, write nothing.")


def drafting(given: dict[str, Any]) -> Drafting:
    """Return how to draft, from the options of a command."""
    from facturier.actions.drafting import Drafting
    from facturier.publish.progress import Silent

    name = given.get("name", "")
    if name and (Path(name).name != name or name.startswith(".")):
        raise click.UsageError(f"--name {name!r}: a plain name, without a folder")
    return Drafting(today=day_or_today(given["today"]), reporter=Silent(), dry_run=given["dry_run"])


def finish(result: DraftResult, given: dict[str, Any], *, nothing: str = "Nothing to do.") -> int:
    """Tell what was written and what comes next; return the exit code."""
    root, texts = given["root"].resolve(), catalogue(given["lang"])
    if given["as_json"]:
        click.echo(_as_json(result, root, texts))
    else:
        _tell(result, root, texts, dry_run=given["dry_run"], nothing=nothing)
        if result.drafts and given.get("edit") and not given["dry_run"]:
            _edit(root / result.drafts[0].file)
    return 0 if result.done else 1


def _tell(result: DraftResult, root: Path, texts: Catalogue, *, dry_run: bool, nothing: str) -> None:
    for draft in result.drafts:
        click.echo(f"{draft.file}{_sum(draft)}")
        if dry_run:
            click.echo(draft.text, nl=False)
    if result.faults:
        click.echo(report(result.faults, root, texts, "human"), err=True)
    if not result.drafts:
        click.echo("\nNo draft was written." if result.faults else nothing, err=True)
        return
    if result.left:
        amount = result.left.split(" ")[0].strip("0.")
        told = f"{result.left} of the quote are left to invoice" if amount else "the quote is invoiced in full"
        click.echo(f"With this draft {told}.", err=True)
    names = " ".join(Path(draft.file).stem for draft in result.drafts)
    done = "Nothing was written (--dry-run)." if dry_run else "Look it through."
    click.echo(f"{done} Next: `facturier show drafts/{names.split(' ')[0]}`, then `facturier issue {names}`.", err=True)


def _sum(draft: Draft) -> str:
    if draft.document is None or draft.totals is None:
        return ""
    return f"  {draft.document.type.value}, {draft.document.client.id}, {draft.totals.due:f} {draft.document.currency}"


def _edit(file: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and sys.stdin.isatty() and sys.stdout.isatty():
        click.edit(editor=editor, filename=str(file))


def _as_json(result: DraftResult, root: Path, texts: Catalogue) -> str:
    drafts = [
        {
            "file": draft.file,
            "about": draft.about,
            "type": draft.document.type.value if draft.document else None,
            "client": draft.document.client.id if draft.document else None,
            "due": f"{draft.totals.due:f}" if draft.totals else None,
            "currency": draft.document.currency if draft.document else None,
            "text": draft.text,
        }
        for draft in result.drafts
    ]
    data = {"done": result.done, "drafts": drafts, "left": result.left, "faults": as_data(result.faults, root, texts)}
    return json.dumps(data, ensure_ascii=False, indent=2)
