"""A small book in git, and issuing without drawing: what the tests of seals, crashes and tampering share."""

import itertools
import subprocess
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

from facturier.actions.issue import IssueResult, Issuing, issue, seal_numbered
from facturier.publish.progress import Silent

TODAY = date(2026, 11, 22)
CONFIG = """\
seller:
  name: Atelier Lumen
  legal_form: SARL
  capital: 5000.00
  registry: RCS Bourg-en-Bresse
  siren: 999000011
  address: {lines: [12 rue Sainte-Marie], postcode: 01000, city: Bourg-en-Bresse, country: FR}
  contact: {name: Nour Diallo, email: nour@lumen.example}
  bank: {holder: Atelier Lumen, iban: FR76 3000 6000 0112 3456 7890 189, bic: AGRIFRPPXXX}
numbering:
  invoice: "F{year}-{seq:04}"
  credit-note: "A{year}-{seq:04}"
  quote: "D{year}-{seq:04}"
portal: {url: "https://factures.lumen.example/", access: open-link}
"""
CLIENT = """\
name: {name}
kind: business
siren: {siren}
address: {{lines: [8 avenue des Champs], postcode: 75008, city: Paris, country: FR}}
"""
CLIENTS = {"acme": ("ACME France SAS", "999000029"), "boutique": ("Boutique du Port", "999000037")}
DRAFT = """\
# yaml-language-server: $schema=document.schema.json
client: {client}   # a comment the author wants to keep
lines:
  - {{item: Travail {name}, qty: 2 hours, price: 50.00}}
subject: {name}
delivered: 2026-11-02
"""


class Paper(Executor):
    """Draws nothing: every original is a few bytes that name the document."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        drawn: Future[Any] = Future()
        drawn.set_result(b"%PDF-1.7 " + args[0].shown.document.number.encode() + args[0].shown.fingerprint.encode())
        return drawn


def salts() -> Callable[[], str]:
    """The same salts in the same order, for seals that can be compared."""
    counter = itertools.count()
    return lambda: f"{next(counter):032x}"


def how(**changes: Any) -> Issuing:
    given: dict[str, Any] = {"today": TODAY, "executor": Paper(), "reporter": Silent(), "salt": salts()} | changes
    return Issuing(**given)


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=Nour", "-c", "user.email=nour@lumen.example", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def write(root: Path, path: str, text: str | bytes) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def book(root: Path, drafts: tuple[str, ...] = ("one",), *, config: str = CONFIG, in_git: bool = True) -> Path:
    """A book with two clients and drafts by name; the drafts alternate between the clients."""
    write(root, "facturier.yaml", config)
    for client, (name, siren) in CLIENTS.items():
        write(root, f"clients/{client}.yaml", CLIENT.format(name=name, siren=siren))
    for name, client in zip(drafts, itertools.cycle(CLIENTS), strict=False):
        draft(root, name, client)
    if in_git:
        git(root, "init", "--quiet", "--initial-branch=main")
        git(root, "config", "user.name", "Nour")
        git(root, "config", "user.email", "nour@lumen.example")
        commit(root, "start")
    return root


def draft(root: Path, name: str, client: str = "acme", *, more: str = "") -> str:
    write(root, f"invoices/drafts/{name}.yaml", DRAFT.format(client=client, name=name) + more)
    return name


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)


def issued(root: Path, *names: str, **changes: Any) -> IssueResult:
    """Issue drafts and insist that it worked."""
    result = issue(root, names, how(**changes))
    assert result.done, result.faults
    return result


def sealed(root: Path, **changes: Any) -> IssueResult:
    result = seal_numbered(root, how(**changes))
    assert result.done, result.faults
    return result


def codes(faults: Any) -> set[str]:
    return {fault.code for fault in faults}


def tree(root: Path) -> dict[str, bytes]:
    """Every file of the book by path, git's and the program's own apart."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and not {".git", ".facturier"} & set(file.relative_to(root).parts)
    }
