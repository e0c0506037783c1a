"""The command `facturier`: its groups, its last line of defence against tracebacks, and nothing else."""

from __future__ import annotations

import signal
import sys
import threading
from _thread import interrupt_main
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword

import click

from facturier.cli.secrets import hide_secrets

EPILOG = "Exit codes: 0 all is well, 1 something must be mended (it says what), 2 the command was not understood."
COMMANDS = {
    "init": "Write a first business: settings, one client, one draft, a workflow.",
    "check": "Read the whole book and report everything that is wrong, all at once.",
    "new": "Write a draft for a client, or one like another document.",
    "invoice": "Write the deposit, progress or final invoice on a quote.",
    "recurring": "Write the drafts that recurring templates are due for.",
    "credit": "Write a credit note: lines, an amount, or everything that is left.",
    "correct": "Write the corrective that replaces an invoice, or a new version of a quote.",
    "issue": "Number, seal and draw drafts: what is issued stays as it is.",
    "record": "Add what happened to a document to its history: sent, paid, promised…",
    "reconcile": "Compare bank statements with what is owed, and record what was paid.",
    "pay-links": "Make, find again and switch off the Stripe links for what is due.",
    "sync": "Add to the histories what Stripe received, refunded or took back.",
    "renumber-draft": "Mend a number that two branches gave at the same time.",
    "verify": "Prove that everything issued is unchanged.",
    "export": "Write a document as CII, UBL, Peppol, PDF or JSON.",
    "validate": "Check e-invoice files, yours or a supplier's.",
    "import": "Turn e-invoices made elsewhere into clients and documents of the book.",
    "archive": "Put everything issued into one ZIP that proves itself.",
    "build": "Check, then build the portals of all clients and swap the site in.",
    "serve": "Show the portals on this machine and follow every change; drafts included.",
    "show": "Show one document in the terminal: totals, status, timeline.",
    "links": "Print the links that open the clients' portals, or one document.",
    "rotate": "Replace every link of one client with the next build.",
    "unseal": "Write the files of a sealed portal into a folder, as its link opens them.",
    "headers": "Print the response headers of the portals as a host reads them.",
    "remind": "Send the reminders that are due, and record them.",
    "diff": "Show what each client will see change.",
    "publish": "Issue what is due, build, push and deploy: the whole way, as often as needed.",
    "deploy": "Build the site and bring it to its host.",
    "upgrade": "Bring the files of the book to the format this program writes.",
    "explain": "Explain the code of a fault.",
    "schema": "Print the JSON Schema of a kind of file, for editors.",
}


def _module(name: str) -> str:
    """The module of a command: `renumber_draft`, and `import_` because Python has a word of its own."""
    return f"{name.replace('-', '_')}{'_' * iskeyword(name)}"


class LazyGroup(click.Group):
    """A group that imports a command only when it is used: `facturier --help` loads none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order of use, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"facturier.cli.{_module(cmd_name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for a mistyped one."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else f" Commands: {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command `{name}`.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="facturier", message="facturier %(version)s")
@click.option("--debug", is_flag=True, help="Show the whole trace of an internal error.")
def cli(debug: bool) -> None:
    """Invoices as YAML in git, published as a private portal for each client."""
    del debug  # read by main, before anything can fail


def main() -> None:
    """Run the command; a bug ends in a short message, Ctrl-C in silence."""
    sys.unraisablehook = _interrupted_later
    try:
        _run()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: while Python tidies up there is nothing to stop


def _run() -> None:
    try:
        _never_fail_to_print()
        hide_secrets()
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped. Nothing was published.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as problem:
        if "--debug" in sys.argv:
            raise
        click.echo(_refused(problem), err=True)
        sys.exit(1)
    except Exception as bug:  # whatever it is, the user gets a sentence
        if "--debug" in sys.argv:
            raise
        click.echo(_sorry(bug), err=True)
        sys.exit(70)


def _interrupted_later(raised: sys.UnraisableHookArgs) -> None:
    """Ctrl-C may strike inside a destructor, where Python only prints it: then it is given again a moment later."""
    if raised.exc_type is KeyboardInterrupt:
        threading.Timer(0.01, interrupt_main).start()
    else:
        sys.__unraisablehook__(raised)


def _never_fail_to_print() -> None:
    """What the terminal's character set cannot show (李, €) becomes `?`: a name must not stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _refused(problem: OSError) -> str:
    """A full disk, a folder that may not be written: the machine's doing, told like any other fault."""
    from pathlib import Path

    from facturier.actions.refusals import file_refused
    from facturier.cli.options import catalogue
    from facturier.cli.report import report

    return report([file_refused(problem)], Path(), catalogue(None))


def _sorry(bug: Exception) -> str:
    where = bug.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_globals.get('__name__', '?')}:{where.tb_lineno}" if where is not None else "?"
    return (
        f"facturier has a bug: {type(bug).__name__} in {place}. Your files are untouched.\n"
        "Please report it with the output of `facturier --debug …`; look it through first, it may quote your data."
    )
