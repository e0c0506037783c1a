"""A small book with a quote, two rates and a consumer: what the tests of drafts and records share."""

from pathlib import Path
from typing import Any

from tests.seal.issuing import CONFIG, TODAY, git, how, write

from facturier.actions.drafting import Drafting
from facturier.actions.issue import issue
from facturier.actions.record import Entry, Recording, RecordResult, record
from facturier.faults import Fault
from facturier.publish.progress import Silent

CLIENT = """\
name: ACME France SAS
kind: business
siren: 999000029
address: {lines: [8 avenue des Champs], postcode: 75008, city: Paris, country: FR}
"""
DEFAULTS = "defaults: {vat: 20%, terms: {due: 30 days}}\n"
INVOICE = """\
client: acme
subject: Site et manuel
delivered: 2026-11-02
lines:
  # the work
  - section: Travail
  - {item: Développement, qty: 2 days, price: 500.00}
  - {item: Manuel, qty: 10, price: 20.00, vat: 5.5%, nature: goods}
  - {item: Conseil, price: 33.33}
"""
QUOTE = """\
client: acme
type: quote
subject: Site
valid: 30 days
deposit: 30%
lines:
  - {item: Développement, price: 1000.03}   # agreed on the phone
  - {item: Manuel, price: 200.01, vat: 5.5%, nature: goods}
discount: {percent: 3%}
"""


def desk(root: Path, **drafts: str) -> Path:
    """The book in git, with drafts by name, all of them issued: F2026-0001…, D2026-0001…"""
    write(root, "facturier.yaml", CONFIG + DEFAULTS)
    write(root, "clients/acme.yaml", CLIENT)
    write(root, "clients/beta.yaml", CLIENT.replace("ACME France", "Beta").replace("999000029", "999000037"))
    for name, text in drafts.items():
        write(root, f"invoices/drafts/{name}.yaml", text)
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Nour")
    git(root, "config", "user.email", "nour@lumen.example")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Begin")
    number(root, *drafts)
    return root


def number(root: Path, *names: str) -> list[str]:
    """Issue drafts; return their numbers."""
    if not names:
        return []
    result = issue(root, names, how())
    assert result.done, result.faults
    return [one.number for one in result.issued]


def drafting(**changes: Any) -> Drafting:
    given: dict[str, Any] = {"today": TODAY, "reporter": Silent()} | changes
    return Drafting(**given)


def recorded(root: Path, number: str, event: str, *, currency: str = "", **values: Any) -> RecordResult:
    """Record one event of today; keys that are options of recording go there."""
    options = {name: values.pop(name) for name in ("commit", "overpaid", "anyway", "dry_run") if name in values}
    day = values.pop("date", TODAY)
    entry = Entry(number=number, values={"date": day, "event": event, **values}, currency=currency)
    return record(root, [entry], Recording(today=TODAY, reporter=Silent(), **options))


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.code for fault in faults]
