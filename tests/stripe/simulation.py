"""Months in the life of a business: clients pay, banks refuse, machines stop; repeatable by its seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from tests.stripe.books import (
    HALVES,
    add,
    all_states,
    cents,
    run_links,
    run_sync,
    today_of,
    write_credit_note,
    write_invoice,
)
from tests.stripe_fake.server import FakeStripe
from tests.stripe_fake.world import DAY, CannotError

from facturier.actions import journal
from facturier.compute.pay_links import asked_parts
from facturier.connect.stripe.client import Stripe

SMALLEST = 50  # cents that Stripe can ask for
FAULTS = ("429", "500", "503", "cut-before", "cut-after")


class Stop(BaseException):
    """The machine stops here: nothing that catches errors may catch this."""


@dataclass
class Life:
    """One run: what the seed decides, and what happened."""

    root: Path
    fake: FakeStripe
    seed: int
    random: Random = field(init=False)
    numbers: list[str] = field(default_factory=list)
    credited: list[str] = field(default_factory=list)
    tabs: list[str] = field(default_factory=list)
    debits: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)
    refunds: list[str] = field(default_factory=list)
    disputes: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    outage_until: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.fake.world.sepa_moves_at_once = self.random.random() < 0.5

    def live(self, days: int) -> None:
        """So many days, then a quiet end in which everything that is under way comes to rest."""
        for day in range(days):
            self._issue(day)
            for _ in range(self.random.randint(0, 3)):
                self._happen()
            self._run()
            self.fake.world.now += DAY + self.random.randint(-3600, 3600)
        self.fake.world.now += 10 * DAY
        for _ in range(3):
            for result in (run_sync(self.root, self.fake), run_links(self.root, self.fake)):
                assert result.done, result.faults

    def _count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1

    def _issue(self, day: int) -> None:
        if day % 6:
            return
        number, today = f"F2026-{len(self.numbers) + 1:04}", today_of(self.fake)
        price = f"{self.random.randint(10, 900)}.{self.random.randint(0, 99):02}"
        first, second = today + timedelta(10), today + timedelta(25)
        more = HALVES.format(first=first, second=second) if self.random.random() < 0.3 else ""
        write_invoice(self.root, number, price=price, on=str(today), more=more)
        self.numbers.append(number)

    def _happen(self) -> None:
        happenings: dict[Callable[[], None], int] = {
            self._pay: 8,
            self._open: 3,
            self._complete: 3,
            self._settle: 5,
            self._bounce: 2,
            self._refund: 2,
            self._fail_refund: 1,
            self._dispute: 1,
            self._judge: 2,
            self._transfer: 1,
            self._credit: 1,
            self._late: 1,
        }
        [what] = self.random.choices(list(happenings), list(happenings.values()))
        try:
            what()
        except CannotError:
            self._count("closed")

    def _link(self) -> str:
        links = [link["id"] for number in self.numbers for link in self.fake.world.links_of(number)]
        if not links:
            raise CannotError
        return str(self.random.choice(links))

    def _pay(self) -> None:
        method = self.random.choice(("card", "card", "sepa_debit"))
        payment = self.fake.world.pay(self._link(), method)
        (self.payments if method == "card" else self.debits).append(payment)
        self._count(method)

    def _open(self) -> None:
        self.tabs.append(self.fake.world.visit(self._link()))

    def _complete(self) -> None:
        if self.tabs:
            self.payments.append(self.fake.world.complete(self.tabs.pop(self.random.randrange(len(self.tabs)))))
            self._count("tab")

    def _settle(self) -> None:
        if self.debits:
            payment = self.debits.pop(self.random.randrange(len(self.debits)))
            self.fake.world.settle(payment)
            self.payments.append(payment)
            self._count("settled")

    def _bounce(self) -> None:
        if self.debits:
            self.fake.world.bounce(self.debits.pop(self.random.randrange(len(self.debits))))
            self._count("bounced")

    def _refund(self) -> None:
        if self.payments:
            payment = self.random.choice(self.payments)
            charge = self.fake.world.charge_of(payment)
            left = charge["amount"] - charge["amount_refunded"]
            if left > 0 and not charge["disputed"]:
                amount = left if self.random.random() < 0.5 else self.random.randint(1, left)
                self.refunds.append(self.fake.world.refund(payment, amount))
                self._count("refunded")

    def _fail_refund(self) -> None:
        if self.refunds:
            ref = self.refunds.pop()
            if not self.fake.world.objects["charge"][self.fake.world.objects["refund"][ref]["charge"]]["disputed"]:
                self.fake.world.fail_refund(ref)
                self._count("refund failed")

    def _dispute(self) -> None:
        fresh = [one for one in self.payments if not self.fake.world.charge_of(one)["disputed"]]
        fresh = [one for one in fresh if self.fake.world.charge_of(one)["amount_refunded"] == 0]
        if fresh:
            lost = self.random.random() < 0.4
            dispute = self.fake.world.dispute(self.random.choice(fresh), lost=lost)
            self._count("disputed")
            if not lost:
                self.disputes.append(dispute)

    def _judge(self) -> None:
        if self.disputes:
            dispute = self.disputes.pop(0)
            self.random.choice((self.fake.world.win, self.fake.world.lose))(dispute)
            self._count("judged")

    def _transfer(self) -> None:
        number = self.random.choice(self.numbers)
        amount = f"{self.random.randint(1, 60)}.{self.random.randint(0, 99):02}"
        reference = f"VIR-{self.fake.world.now}-{len(self.done)}"
        add(
            self.root,
            number,
            f"date: {today_of(self.fake)}, event: paid, amount: {amount}, by: transfer, ref: {reference}",
        )
        self._count("transfer")

    def _credit(self) -> None:
        number = self.random.choice(self.numbers)
        if number not in self.credited and all_states(self.root, self.fake)[number].open > 0:
            self.credited.append(number)
            note = f"A2026-{len(self.credited):04}"
            write_credit_note(self.root, note, of=number, on=str(today_of(self.fake)))
            self._count("credited")

    def _late(self) -> None:
        """From now on movements can be read only days after they were made, or at once again."""
        self.fake.world.late = 0 if self.fake.world.late else self.random.randint(1, 5) * DAY

    def _run(self) -> None:
        """What CI does every day, on a machine that may stop and a network that may fail."""
        if self.fake.world.now < self.outage_until:
            return
        if self.random.random() < 0.03:
            self.outage_until = self.fake.world.now + self.random.randint(3, 20) * DAY
        rate = self.random.choice((0.0, 0.0, 0.02, 0.2))
        self.fake.faults = lambda _: self.random.choice(FAULTS) if self.random.random() < rate else ""
        for run in (run_sync, run_links):
            try:
                with self._stopping():
                    run(self.root, self.fake)
            except Stop:
                self._count("stopped")
        if self.random.random() < 0.1:
            self.fake.world.payout()
        self.fake.faults = lambda _: ""

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Stop after so many steps of writing, or after so many requests; often not at all."""
        if self.random.random() < 0.7:
            yield
            return
        steps = iter(range(self.random.randint(0, 25)))

        def stopping(real: Callable[..., Any]) -> Callable[..., Any]:
            def step(*arguments: Any) -> Any:
                if next(steps, None) is None:
                    raise Stop
                return real(*arguments)

            return step

        with (
            patch.object(journal, "_write_flushed", stopping(journal._write_flushed)),
            patch.object(journal, "_put", stopping(journal._put)),
            patch.object(Stripe, "ask", stopping(Stripe.ask)),
        ):
            yield


def differences(life: Life) -> list[str]:
    """Where the book and the account disagree: money kept, entries doubled, links that ask for a wrong sum."""
    found = []
    for number, now in all_states(life.root, life.fake).items():
        if not number.startswith("F"):
            continue
        text = (life.root / "invoices/2026" / f"{number}.history.yaml").read_text()
        transferred = sum(cents_of(line) for line in text.splitlines() if "by: transfer" in line)
        truth = life.fake.world.truth[number]
        if cents(now.paid) != truth.kept + transferred:
            found.append(f"{number}: book {cents(now.paid) - transferred}, account {truth.kept}")
        refs = [part.split(",")[0].strip("}\n ") for part in text.split("ref: txn_")[1:]]
        if len(refs) != len(set(refs)):
            found.append(f"{number}: doubled")
        links = sum(life.fake.world.asked_by(link) for link in life.fake.world.links_of(number))
        asked = sum(cents(amount) for amount in asked_parts(now).values() if cents(amount) >= SMALLEST)
        if links != asked:
            found.append(f"{number}: links ask for {links}, due is {asked} ({now.headline})")
    return found


def cents_of(line: str) -> int:
    """The amount of an entry written on one line."""
    return int(line.split("amount: ")[1].split(",", maxsplit=1)[0].replace(".", ""))
