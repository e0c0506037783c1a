"""`facturier reconcile`: bank statements become payments."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facturier.cli.options import book_option, catalogue, day_or_today, json_option, language_option, today_option

if TYPE_CHECKING:
    from facturier.actions.reconcile import Proposed
    from facturier.actions.review import Review
    from facturier.model.bank import Proposal

    Chosen = tuple[list[Proposal], list[Proposal]]  # sure, and chosen by a person

EPILOG = """
\b
Examples:
  facturier reconcile november.xml                       look, and decide line by line in a terminal
  facturier reconcile bank/*.xml --accept exact          record what is sure (in CI), show the rest
  facturier reconcile export.csv --accept exact --review bank/review.yaml
                                                         the rest into a file to edit and give again
  facturier reconcile november.ofx --dry-run             say what would be recorded
\b
Reads camt.053/054/052, OFX, MT940, and CSV whose columns facturier.yaml names under `bank_statements: csv:`.
A line is never recorded twice, whatever file it comes from. Sure is a line that names a document by its
payment reference or full number and pays what it asks for.
"""


@click.command(epilog=EPILOG)
@click.argument("statements", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--accept", type=click.Choice(["exact"]), default=None, help="Record without asking what is sure.")
@click.option(
    "--review",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Decisions are read from and left in this file.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and write nothing.")
@click.option("--no-commit", is_flag=True, help="Leave the git commit to you.")
@book_option
@language_option
@today_option
@json_option
def command(
    *,
    statements: tuple[Path, ...],
    accept: str | None,
    review: Path | None,
    dry_run: bool,
    no_commit: bool,
    root: Path,
    lang: str | None,
    today: date | None,
    as_json: bool,
) -> int:
    """Compare bank statements with what is owed, and record what was paid."""
    from facturier.actions.reconcile import propose, record_proposals
    from facturier.actions.record import Recording
    from facturier.actions.review import Review, accepted, load_review, save_review
    from facturier.cli.progress import Progress
    from facturier.cli.reconcile_words import Outcome, told
    from facturier.faults import has_errors

    day, book = day_or_today(today), root.resolve()
    decisions = load_review(review) if review else Review(file=Path())
    with Progress() as progress:
        proposed = propose(book, statements, today=day, reporter=progress)
    by_person, wrong = accepted(decisions, proposed.proposals)
    faults = (*proposed.faults, *decisions.faults, *wrong)
    outcome = Outcome(proposed=proposed, faults=faults, dry_run=dry_run, stopped=has_errors(faults))
    if not outcome.stopped:
        asks = not (accept or review or dry_run or as_json) and sys.stdin.isatty() and sys.stdout.isatty()
        sure, chosen = _by_asking(proposed) if asks else (_sure(proposed, decisions) if accept else [], list(by_person))
        with Progress() as progress:
            how = Recording(today=day, reporter=progress, commit=not no_commit, dry_run=dry_run)
            outcome.applied = record_proposals(book, sure, chosen, how, issued=proposed.issued)
        if review and not dry_run:
            recorded = [one.line.key for one in outcome.applied.lines]
            outcome.waiting = save_review(decisions, proposed.proposals, recorded)
    click.echo(told(outcome, root, catalogue(lang), as_json=as_json), nl=False)
    return 1 if outcome.failed else 0


def _sure(proposed: Proposed, decisions: Review) -> list[Proposal]:
    """What is sure and was not decided otherwise by a person."""
    from facturier.model.bank import Confidence

    decided = {key for key, one in decisions.decisions.items() if one.decision != "open"}
    return [one for one in proposed.of(Confidence.EXACT) if one.line.key not in decided]


def _by_asking(proposed: Proposed) -> Chosen:
    """What a person at the terminal decides: the sure ones at once, the others line by line."""
    from facturier.actions.review import asked
    from facturier.cli.reconcile_words import about
    from facturier.model.bank import Confidence

    sure = list(proposed.of(Confidence.EXACT))
    for one in sure:
        click.echo(about(one))
    if sure and not click.confirm(f"Record these {len(sure)}?", default=True):
        sure = []
    chosen: list[Proposal] = []
    for one in proposed.proposals:
        if one.confidence is Confidence.EXACT or not asked(one):
            continue
        click.echo(f"\n{about(one)}")
        answer = click.prompt(_question(one), default="s", show_default=False).strip()
        if answer.lower() == "q":
            break
        if answer.lower() != "s" and (shared := _answered(one, answer)):
            chosen.append(shared)
    return sure, chosen


def _question(proposal: Proposal) -> str:
    yes = "[y]es, " if proposal.shares else ""
    return f"Record? {yes}[s]kip, [q]uit, or NUMBER AMOUNT, NUMBER AMOUNT…"


def _answered(proposal: Proposal, answer: str) -> Proposal | None:
    """The proposal as answered: as it stands, or with documents and amounts as typed; asked again until it adds up."""
    from dataclasses import replace

    from facturier.actions.reconcile import not_the_sum
    from facturier.cli.reconcile_words import typed_shares

    while answer.lower() not in {"y", "yes", "s", "q"}:
        shares = typed_shares(answer, proposal.line)
        if shares and not_the_sum(proposal.line, shares) is None:
            return replace(proposal, shares=shares)
        click.echo(f"The documents must make {proposal.line.amount:f} {proposal.line.currency} together.", err=True)
        answer = click.prompt(_question(proposal), default="s", show_default=False).strip()
    return proposal if answer.lower() in {"y", "yes"} and proposal.shares else None
