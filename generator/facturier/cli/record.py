"""`facturier record`: what happened to a document, added to its history."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facturier.cli.options import (
    Day,
    book_option,
    catalogue,
    day_or_today,
    json_option,
    language_option,
    today_option,
)
from facturier.cli.report import as_data, report

if TYPE_CHECKING:
    from facturier.actions.record import RecordResult
    from facturier.messages import Catalogue

EPILOG = """
\b
Examples:
  facturier record F2026-0042 paid 1200.00 --by transfer --ref VIR-8812
  facturier record F2026-0042 paid 600.00 --part 1 --on 2026-11-20
  facturier record F2026-0042 sent --by e-mail --to compta@acme.example
  facturier record F2026-0042 called --with "Hélène Marsan" --note "Pays on Friday" --private
  facturier record F2026-0042 promised --until 2026-11-30
  facturier record F2026-0042 disputed 120.00 --reason "Two copies missing"
  facturier record F2026-0042 resolved --outcome accepted
  facturier record F2026-0042 plan-agreed --instalment 2026-12-15=300.00 --instalment 2027-01-15=300.00
  facturier record F2026-0042 refunded 50.00 --ref CB-45102-R
  facturier record F2026-0042 written-off --reason "Insolvent"
  facturier record D2026-0007 accepted --by "Léonie Marchand" --evidence clients/leon/bon-pour-accord.pdf
\b
Events: issued sent delivered viewed, paid refunded returned, payment-started, payment-link payment-link-retired,
reminded called wrote met answered, promised disputed resolved plan-agreed, formal-notice handed-over written-off,
accepted declined (quotes), e-invoice, note.
"""
_TEXTS = {
    "by": "Who or what: transfer, card, e-mail, a name.",
    "to": "To whom it was sent or handed over (agency, court).",
    "with": "With whom you spoke.",
    "ref": "Reference of the payment or of the file.",
    "part": "The instalment it pays, from 1.",
    "step": "The step of the reminder policy, from 1.",
    "subject": "Subject of what was sent.",
    "reason": "Why.",
    "outcome": "Of a dispute, from the client's side: accepted, rejected, settled.",
    "note": "What is worth remembering.",
    "tracking": "Number of the registered letter.",
    "status": "Of an e-invoice: 200 to 213.",
    "platform": "Which platform told it.",
    "fee": "What the provider kept.",
    "url": "Of a payment link.",
    "digest": "sha256 of what was sent or asked for.",
}
_DAYS = {"until": "The day promised.", "deadline": "The last day given."}


def _event_options(command: Any) -> Any:
    for name, meaning in reversed(_DAYS.items()):
        command = click.option(f"--{name}", type=Day(), default=None, metavar="DATE", help=meaning)(command)
    for name, meaning in reversed(_TEXTS.items()):
        command = click.option(f"--{name}", default=None, metavar="TEXT", help=meaning)(command)
    return command


@click.command(epilog=EPILOG)
@click.argument("number")
@click.argument("event")
@click.argument("amount", required=False, default="")
@click.option("--on", type=Day(), default=None, metavar="DATE", help="The day it happened.  [default: today]")
@_event_options
@click.option("--received", default="", metavar="'AMOUNT CURRENCY'", help="What arrived, when in another currency.")
@click.option("--evidence", multiple=True, metavar="FILE", help="A file under clients/ID/; may be repeated.")
@click.option("--instalment", multiple=True, metavar="DATE=AMOUNT", help="Of an agreed plan; repeated.")
@click.option("--private", is_flag=True, help="Keep the entry out of the client's portal.")
@click.option("--overpaid", is_flag=True, help="The client really paid more than was open.")
@click.option("--anyway", is_flag=True, help="Record it although a rule warns of it.")
@click.option("--commit/--no-commit", default=True, help="Make one git commit.  [default: commit]")
@click.option("--dry-run", is_flag=True, help="Check and show the entry, write nothing.")
@book_option
@language_option
@today_option
@json_option
def command(**given: Any) -> int:
    """Add what happened to a document to its history.

    AMOUNT is in the document's currency (`100.00`, or `"100.00 EUR"` to be sure). The entry is checked as the whole
    book is; what a history may not hold is refused, and nothing in the file is changed but its end.
    """
    from facturier.actions.record import Entry, Recording, record
    from facturier.publish.progress import Silent

    today = day_or_today(given["today"])
    amount, _, currency = given["amount"].partition(" ")
    root: Path = given["root"].resolve()
    entry = Entry(number=given["number"], values=_values(given, amount, today), currency=currency.strip())
    how = Recording(
        today=today,
        reporter=Silent(),
        commit=given["commit"],
        overpaid=given["overpaid"],
        anyway=given["anyway"],
        dry_run=given["dry_run"],
    )
    result = record(root, [entry], how)
    texts = catalogue(given["lang"])
    if given["as_json"]:
        click.echo(_as_json(result, root, texts))
    else:
        _tell(result, root, texts, dry_run=given["dry_run"])
    return 0 if result.done else 1


def _values(given: dict[str, Any], amount: str, today: date) -> dict[str, Any]:
    """The keys of the entry in the order in which people read them."""
    values: dict[str, Any] = {"date": given["on"] or today, "event": given["event"]}
    if amount:
        values["amount"] = amount
    values |= {name: given[name] for name in (*_TEXTS, *_DAYS) if given[name] is not None}
    if given["received"]:
        received, _, currency = given["received"].partition(" ")
        values["received"] = {"amount": received, "currency": currency.strip()}
    if given["instalment"]:
        values["instalments"] = [_instalment(text) for text in given["instalment"]]
    if given["evidence"]:
        values["evidence"] = list(given["evidence"])
    if given["private"]:
        values["private"] = True
    return values


def _instalment(text: str) -> dict[str, str]:
    day, equals, amount = text.partition("=")
    if not equals:
        raise click.UsageError(f"--instalment {text!r}: write it like 2026-12-15=300.00")
    return {"date": day.strip(), "amount": amount.strip()}


def _tell(result: RecordResult, root: Path, texts: Catalogue, *, dry_run: bool) -> None:
    if result.faults:
        click.echo(report(result.faults, root, texts, "human"), err=True)
    if not result.done:
        click.echo("\nNothing was recorded.", err=True)
        return
    from facturier.render.formats import load_formats
    from facturier.render.words import load_words

    words, formats = load_words(texts.language), load_formats(texts.language)
    for one in result.recorded:
        click.echo(f"{one.file}{' would get' if dry_run else ''}:\n{one.lines}", nl=False)
        status = ", ".join(words(f"status.{status.value}") for status in one.state.statuses)
        rest = f", {formats.amount(one.state.open, one.currency)} open" if one.state.open else ""
        click.echo(f"{one.number} is now: {status}{rest}.", err=True)
    if dry_run:
        click.echo("Nothing was written (--dry-run).", err=True)
    else:
        done = f"Committed as {result.commit[:10]}." if result.commit else "Written, not committed."
        click.echo(f"{done} Next: `facturier build` shows it to the client.", err=True)


def _as_json(result: RecordResult, root: Path, texts: Catalogue) -> str:
    data = {
        "done": result.done,
        "commit": result.commit,
        "recorded": [
            {
                "number": one.number,
                "client": one.client,
                "file": one.file,
                "lines": one.lines,
                "status": one.state.headline.value,
                "open": f"{one.state.open:f}",
                "currency": one.currency,
            }
            for one in result.recorded
        ],
        "faults": as_data(result.faults, root, texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
