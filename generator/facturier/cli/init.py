"""`facturier init`: from nothing to a business that builds."""

from __future__ import annotations

import json
import re
import shlex
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facturier.cli.options import json_option

if TYPE_CHECKING:
    from facturier.actions.init import InitResult

EPILOG = """
\b
Examples:
  facturier init invoices                asks, then writes into invoices/
  facturier init --yes                   here, with invented values to be replaced
  facturier init --forge gitlab          with a workflow for GitLab
\b
A file that stands already is left as it is; a folder that is no git repository becomes one.
"""
_QUESTIONS = {
    "name": ("Name of the business", "Atelier Exemple"),
    "siren": ("SIREN (9 digits)", "999000011"),
    "street": ("Street and number", "12 rue de l'Exemple"),
    "postcode": ("Postcode", "01000"),
    "city": ("City", "Bourg-en-Bresse"),
    "email": ("E-mail that clients write to", "factures@exemple.example"),
    "iban": ("IBAN for transfers", "FR76 3000 6000 0112 3456 7890 189"),
}
_REFUSED = {
    "siren": "nine digits, of which the last proves the others; one of them is wrong",
    "postcode": "five digits",
    "email": "an address like name@example.com",
    "iban": "its check digits do not fit; one sign is wrong or missing",
}


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--yes", is_flag=True, help="Ask nothing; what is not given is invented, to be replaced.")
@click.option("--name", default=None, help="Name of the business.")
@click.option("--siren", default=None, help="Its SIREN.")
@click.option("--street", default=None, help="Street and number.")
@click.option("--postcode", default=None, help="Postcode.")
@click.option("--city", default=None, help="City.")
@click.option("--email", default=None, help="E-mail that clients write to.")
@click.option("--iban", default=None, help="Bank account for transfers.")
@click.option(
    "--forge",
    type=click.Choice(("github", "forgejo", "gitlab", "cron", "none")),
    default=None,
    help="Which workflow to write.  [default: by the remote, else github]",
)
@click.option("--no-git", is_flag=True, help="Make no repository and no commit.")
@json_option
def command(*, folder: Path, yes: bool, forge: str | None, no_git: bool, as_json: bool, **given: Any) -> int:
    """Write a first business: settings, one client, one draft, editor settings, a workflow."""
    from facturier.actions.init import Answers, forge_of, init

    ask = not yes and not as_json and sys.stdin.isatty()
    if not ask and not yes and None in given.values():
        missing = ", ".join(f"--{key}" for key, value in given.items() if value is None)
        raise click.UsageError(f"Nobody is there to be asked: give {missing}, or --yes for invented values.")
    answers = {key: _answer(key, value, ask=ask) for key, value in given.items()}
    result = init(
        folder.absolute(),
        Answers(**answers),
        forge=forge or forge_of(folder.absolute()),
        version=version("facturier"),
        git=not no_git,
    )
    click.echo(json.dumps(asdict(result), ensure_ascii=False, indent=2)) if as_json else _tell(result, folder)
    return 0


def _answer(key: str, given: str | None, *, ask: bool) -> str:
    if given is not None:
        return given
    question, invented = _QUESTIONS[key]
    return str(click.prompt(question, value_proc=lambda typed: _plausible(key, typed))) if ask else invented


def _plausible(key: str, typed: str) -> str:
    """Return an answer without spaces around it; one that `check` would refuse is asked for again."""
    answer = "".join(typed.split()) if key == "siren" else typed.strip()
    if not _fits(key, answer):
        raise click.UsageError(_REFUSED.get(key, "something must stand here"))
    return answer


def _fits(key: str, answer: str) -> bool:
    from facturier.compute.identifiers import iban_is_valid, siren_is_valid

    match key:
        case "siren":
            return siren_is_valid(answer)
        case "iban":
            return iban_is_valid(answer)
        case "postcode":
            return re.fullmatch("[0-9]{5}", answer) is not None
        case "email":
            return re.fullmatch(r"[^@\s]+@[^@\s]+", answer) is not None
        case _:
            return answer != ""


def _tell(result: InitResult, folder: Path) -> None:
    for path in result.written:
        click.echo(f"written  {path}")
    for path in result.kept:
        click.echo(f"kept     {path}")
    if result.problem:
        click.echo(f"Not committed: {result.problem.splitlines()[0]}", err=True)
    elif result.commit:
        click.echo(f"Committed as {result.commit[:12]}.", err=True)
        if result.signed:
            click.echo(
                f"Commits here are by {result.signed}; `git config user.name` and `user.email` change it.", err=True
            )
    where = "" if folder == Path() else f"cd {shlex.quote(str(folder))}\n  "
    click.echo(
        f"\nNext:\n  {where}facturier serve          look at the draft as its client will\n"
        "  facturier issue first    number it, seal it, draw its PDF\n"
        "  facturier build          the portals, into site/",
        err=True,
    )
