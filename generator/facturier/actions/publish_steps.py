"""The steps of publishing: each does its verb, tells what it did, and stops everything when it must."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from facturier.actions.build import BuildResult, build
from facturier.actions.check import check
from facturier.actions.deploy import outgoing
from facturier.actions.drafting import Drafting
from facturier.actions.issue import issue_and_seal
from facturier.actions.issuing import Issuing
from facturier.actions.recurring import recurring
from facturier.actions.remind import Reminding, anything_due, remind
from facturier.actions.stripe_access import StripeAccess
from facturier.actions.targets import Delivery
from facturier.connect.git import Git
from facturier.connect.mail import MailAccess
from facturier.faults import Fault, Severity, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.settings import Settings
from facturier.publish.progress import Reporter

_WHERE = Where("facturier.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """How to publish, and where to (`target`: see actions.deploy). `key` signs seals unless empty.

    `sync_access`, `links_access`: how Stripe is reached, if the book has it; without a key its step is left out.
    `patience`: seconds to wait for another run. `delivery`: what the target needs. `mail`: where
    reminders are handed over, if anywhere.
    """

    today: date
    target: str
    executor: Executor
    reporter: Reporter
    secret: str = field(repr=False)
    sync_access: StripeAccess
    links_access: StripeAccess
    key: bytes = field(default=b"", repr=False)
    theme: Path | None = None
    dry_run: bool = False
    patience: float = 600.0
    delivery: Delivery = field(default_factory=Delivery)
    mail: MailAccess = field(default_factory=MailAccess)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step: its name, `done`, `nothing` or `left out`, and what it is about (numbers, files, counts)."""

    name: str
    state: str
    about: str = ""


class StoppedError(Exception):
    """A step cannot be done; the book says why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(str(len(faults)))
        self.faults = faults


class Work:
    """One run on one book."""

    def __init__(self, root: Path, how: Publishing, git: Git) -> None:
        self.root, self.how, self.git = root, how, git
        self.stages: list[Stage] = []
        self.made = BuildResult()
        self.deployed = False
        self.settings = Settings()
        self.warnings: tuple[Fault, ...] = ()

    def begin(self) -> None:
        """Forget the round before."""
        self.stages, self.made, self.warnings = [], BuildResult(), ()

    def tell(self, name: str, state: str, about: str = "") -> None:
        """Note what a step did."""
        self.stages.append(Stage(name, state, about))

    def pull(self) -> None:
        """Take over what others have pushed."""
        if not self.git.upstream():
            self.tell("pull", "left out", "no remote")
            return
        self._git(self.git.fetch())
        moved = self.has_moved(fetch=False)
        if moved and (problem := self.git.take_over()):
            raise StoppedError((error("DPL-008", _WHERE, problem=problem),))
        self.tell("pull", "done" if moved else "nothing")

    def number(self) -> bool:
        """Write the drafts of templates, give numbers and seals; return whether Stripe or clients hear of them now."""
        settings = self.settings = self._checked().settings
        self._recurring()
        self._issue()
        reminds = not self._mute(settings) and anything_due(self.root, self._reminding())
        return settings.stripe is not None or reminds

    def collect(self) -> bool:
        """Write down what Stripe received, bring its links in line with what is due, and send the reminders.

        Return whether a client was written to: the remote has to know before anything can go wrong.
        """
        if self.settings.stripe is not None:
            self._sync()
            self._links()
        return self._remind()

    def build(self) -> None:
        """Build and inspect the site that is to be deployed."""
        how = self.how
        self.made = build(
            self.root,
            outgoing(self.root),
            today=how.today,
            secret=how.secret,
            executor=how.executor,
            reporter=how.reporter,
            theme=how.theme,
        )
        if not self.made.published:
            raise StoppedError(self.made.faults)
        self.tell("build", "done", f"{self.made.portals} portals, {self.made.pages} pages, {self.made.originals} PDFs")

    def push(self) -> bool:
        """Push what was appended; return whether somebody else was faster."""
        if not self.git.upstream():
            self.tell("push", "left out", "no remote")
            return False
        if self.git.is_pushed():
            self.tell("push", "nothing")
            return self.has_moved()
        problem = self.git.push()
        if problem and self.has_moved():
            return True
        self._git("" if self.git.is_pushed() else problem)  # it may have arrived although its answer did not
        self.tell("push", "done", self.git.head()[:12])
        return False

    def has_moved(self, *, fetch: bool = True) -> bool:
        """Whether the remote has commits that this clone lacks."""
        upstream = self.git.upstream()
        if upstream and fetch:
            self._git(self.git.fetch())
        return bool(upstream) and not self.git.is_ancestor(upstream, "HEAD")

    def _checked(self) -> Book:
        checked = check(self.root, today=self.how.today, reporter=self.how.reporter)
        if checked.book is None or has_errors(checked.faults):
            raise StoppedError(checked.faults)
        return checked.book

    def _recurring(self) -> None:
        how = Drafting(today=self.how.today, reporter=self.how.reporter, dry_run=self.how.dry_run)
        result = recurring(self.root, how)
        self._stop(result.faults)
        fresh = [path for path, letters in self.git.unfinished("invoices/drafts").items() if letters == "??"]
        names = [Path(draft.file).stem for draft in result.drafts]
        if fresh and not self.how.dry_run:
            self._git(self.git.commit(sorted(fresh), f"Draft {', '.join(names) or 'what is recurring'}"))
        self._counted("recurring", names)

    def _issue(self) -> None:
        how = self.how
        issuing = Issuing(
            today=how.today,
            executor=how.executor,
            reporter=how.reporter,
            theme=how.theme,
            key=how.key,
            dry_run=how.dry_run,
        )
        result = issue_and_seal(self.root, (), issuing, due=True, numbered=True)
        self._stop(result.faults)
        self._counted("issue", [one.number for one in result.issued])

    def _sync(self) -> None:
        from facturier.actions.sync import Syncing, sync

        how = self.how
        if not how.sync_access.key:
            self.tell("sync", "left out", "no key")
            return
        result = sync(
            self.root, Syncing(today=how.today, access=how.sync_access, reporter=how.reporter, dry_run=how.dry_run)
        )
        self._stop(result.faults)
        self._counted("sync", [f"{one.number} {one.event.kind.value}" for one in result.entries])

    def _links(self) -> None:
        from facturier.actions.pay_links import PayLinking, pay_links

        how = self.how
        if not how.links_access.key:
            self.tell("pay-links", "left out", "no key")
            return
        result = pay_links(
            self.root, PayLinking(today=how.today, access=how.links_access, reporter=how.reporter, dry_run=how.dry_run)
        )
        self._stop(result.faults)
        changed = [f"{one.number} {one.action}" for one in result.changes if one.action != "kept"]
        self._counted("pay-links", changed)

    def _mute(self, settings: Settings) -> str:
        """Why no reminder can go out; "" when one can."""
        policies = (settings.reminders, *settings.client_reminders.values())
        if not any(policy.steps for policy in policies):
            return "no steps"
        if not self.how.mail.address:
            return "no FACTURIER_SMTP"
        return "" if settings.mail_from else "no mail.from"

    def _reminding(self) -> Reminding:
        how = self.how
        return Reminding(
            today=how.today,
            reporter=how.reporter,
            mail=how.mail,
            secret=how.secret,
            theme=how.theme,
            dry_run=how.dry_run,
        )

    def _remind(self) -> bool:
        result = remind(self.root, self._reminding())
        self._stop(tuple(fault for fault in result.faults if fault.code != "REM-001"))
        self.warnings += tuple(replace(fault, severity=Severity.WARNING) for fault in result.faults)
        self._counted("remind", [*result.sent, *(f"to do: {one}" for one in result.todo)])
        return bool(result.sent)

    def _counted(self, name: str, what: list[str]) -> None:
        shown = ", ".join(what[:8]) + (f" and {len(what) - 8} more" if len(what) > 8 else "")
        self.tell(name, "done" if what else "nothing", shown)

    def _stop(self, faults: tuple[Fault, ...]) -> None:
        if has_errors(faults):
            raise StoppedError(faults)

    def _git(self, problem: str) -> None:
        if problem:
            raise StoppedError((error("DPL-006", _WHERE, problem=problem),))
