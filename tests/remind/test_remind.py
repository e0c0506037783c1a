"""Reminders go out through a real mail server, once each, and stand in the history."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.publish_e2e.conftest import SECRET, _alone, clone, git, how
from tests.remind.books import CLIENT, write_book
from tests.remind.conftest import Server

from facturier.actions import publish_steps
from facturier.actions import remind as remind_action
from facturier.actions.journal import locked
from facturier.actions.publish import publish
from facturier.actions.record import record
from facturier.actions.remind import Reminding, remind
from facturier.connect.mail import Mail, MailAccess, MailError, post_office
from facturier.publish.progress import Silent
from facturier.render.words import LANGUAGES, load_words

__all__ = ["_alone"]

DUE, FIFTH = date(2026, 10, 1), date(2026, 10, 6)
HISTORY = "invoices/2026/F2026-0001.history.yaml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    write_book(root, "", due=DUE)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Begin")
    return root


def reminding(server: Server, **changes: object) -> Reminding:
    given = Reminding(today=FIFTH, reporter=Silent(), mail=MailAccess(server.address), secret=SECRET)
    return replace(given, **changes)  # type: ignore[arg-type]


def test_a_reminder_goes_to_the_desk_for_bills_and_into_the_history(book: Path, server: Server) -> None:
    result = remind(book, reminding(server))
    assert (result.sent, result.faults) == (("F2026-0001",), ())
    (mail,) = server.taken
    content = mail.get_payload(decode=True)
    assert isinstance(content, bytes)
    body = content.decode()
    assert (mail["To"], mail["Auto-Submitted"]) == ("accounts@example.example", "auto-generated")
    assert mail["Subject"] == "Reminder: Invoice F2026-0001"
    assert "€120.00" in body
    assert "https://factures.example/c/" in body
    assert "#i=F2026-0001&k=" in body
    assert "ending in 0189" in body
    assert "FR76" not in body
    entry = (book / HISTORY).read_text().split("- date: ")[1]
    assert "event: reminded\n  step: 1\n  by: email\n  to: accounts@example.example\n" in entry
    assert git(book, "status", "--porcelain") == ""


def test_running_again_sends_nothing(book: Path, server: Server) -> None:
    remind(book, reminding(server))
    assert remind(book, reminding(server)).sent == ()
    assert len(server.taken) == 1


def test_a_dry_run_sends_and_writes_nothing(book: Path, server: Server) -> None:
    assert remind(book, reminding(server, dry_run=True)).sent == ("F2026-0001",)
    assert server.taken == []
    assert "reminded" not in (book / HISTORY).read_text()


def test_a_call_is_for_a_person(book: Path, server: Server) -> None:
    assert remind(book, reminding(server, today=date(2026, 10, 12))).todo == ("F2026-0001 phone",)
    assert server.taken == []


def test_what_the_server_refuses_is_not_in_the_history(book: Path, server: Server) -> None:
    server.refuses = "accounts@example.example"
    result = remind(book, reminding(server))
    assert [fault.code for fault in result.faults] == ["REM-001"]
    assert result.faults[0].named["problem"] == "F2026-0001: 550 no such mailbox"  # a log names no client's address
    assert "reminded" not in (book / HISTORY).read_text()
    server.refuses = ""
    assert remind(book, reminding(server)).sent == ("F2026-0001",)


def test_an_address_that_is_refused_keeps_no_other_client_from_hearing(book: Path, server: Server) -> None:
    write_book(book, "", "", due=DUE)
    gone = CLIENT.replace("Example Ltd", "Gone Ltd").replace("accounts@", "gone@").replace("siren: 999000029\n", "")
    (book / "clients/gone.yaml").write_text(gone)
    invoice = book / "invoices/2026/F2026-0001.yaml"
    invoice.write_text(invoice.read_text().replace("client: example", "client: gone"))
    git(book, "add", ".")
    git(book, "commit", "--quiet", "--message", "Two clients")
    server.refuses = "gone@example.example"
    result = remind(book, reminding(server))
    assert ([fault.code for fault in result.faults], result.sent) == (["REM-001"], ("F2026-0002",))
    assert [mail["To"] for mail in server.taken] == ["accounts@example.example"]


def test_a_run_that_died_after_the_server_took_it_writes_it_down(
    book: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(remind_action, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            remind(book, reminding(server))
    assert "reminded" not in (book / HISTORY).read_text()
    assert remind(book, reminding(server)).sent == ("F2026-0001",)
    assert (book / HISTORY).read_text().count("event: reminded") == 1
    assert len(server.taken) == 1


def test_a_run_beside_another_that_is_sending_sends_nothing(
    book: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second begins while the first has handed over its message and written nothing yet."""
    others = []

    def meanwhile(*given: Any) -> Any:
        others.append(remind(book, reminding(server)))
        return record(*given)

    monkeypatch.setattr(remind_action, "record", meanwhile)
    monkeypatch.setattr(remind_action, "locked", partial(locked, wait=0.0))
    assert remind(book, reminding(server)).sent == ("F2026-0001",)
    assert [[fault.code for fault in other.faults] for other in others] == [["ISS-005"]]
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <accounts@example.example>: Recipient address rejected: User unknown",
        "550 accounts: no such mailbox",
        "550 'Accounts@Example.example' is over quota; write to zoe@example.example",
    ],
)
def test_the_words_of_a_mail_server_name_no_address(book: Path, server: Server, said: str) -> None:
    server.refuses, server.says = "accounts@example.example", said
    (fault,) = remind(book, reminding(server)).faults
    problem = str(fault.named["problem"]).lower()
    assert problem.startswith("f2026-0001: 550 ")
    assert "accounts" not in problem
    assert "@" not in problem


# --- While publishing ------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(book: Path, tmp_path: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", "--bare", str(book), str(tmp_path / "remote.git")], check=True)
    return clone(tmp_path / "remote.git", tmp_path / "desk")


@pytest.mark.slow
def test_publishing_sends_what_is_due_when_there_is_a_mail_server(desk: Path, server: Server, tmp_path: Path) -> None:
    given = how(f"dir:{tmp_path / 'www'}", today=FIFTH, mail=MailAccess(server.address))
    result = publish(desk, given)
    assert result.faults == ()
    assert {stage.name: stage.about for stage in result.stages}["remind"] == "F2026-0001"
    assert "event: reminded" in git(tmp_path / "remote.git", "show", f"main:{HISTORY}")
    assert publish(desk, replace(given, today=date(2026, 10, 7))).faults == ()
    assert len(server.taken) == 1


@pytest.mark.slow
def test_without_a_mail_server_publishing_writes_to_nobody(desk: Path, tmp_path: Path) -> None:
    result = publish(desk, how(f"dir:{tmp_path / 'www'}", today=FIFTH))
    assert (result.faults, [stage.name for stage in result.stages if stage.name == "remind"]) == ((), [])


@pytest.mark.slow
def test_a_mail_server_that_is_down_stops_nothing(desk: Path, server: Server, tmp_path: Path) -> None:
    result = publish(desk, how(f"dir:{tmp_path / 'www'}", today=FIFTH, mail=MailAccess("smtp://127.0.0.1:1")))
    assert ([fault.code for fault in result.faults], result.done, result.deployed) == (["REM-001"], True, True)
    again = publish(desk, how(f"dir:{tmp_path / 'www'}", today=FIFTH, mail=MailAccess(server.address)))
    assert again.faults == ()
    assert len(server.taken) == 1


@pytest.mark.slow
def test_who_is_overtaken_after_sending_does_not_send_again(
    desk: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, todo = publish_steps.Work.build, [True]

    def build(self: publish_steps.Work) -> None:
        real(self)
        if todo:
            todo.pop()
            other = clone(tmp_path / "remote.git", tmp_path / "other")
            (other / "NOTES").write_text("x")
            git(other, "add", "NOTES")
            git(other, "commit", "--quiet", "--message", "Note")
            git(other, "push", "--quiet")

    monkeypatch.setattr(publish_steps.Work, "build", build)
    result = publish(desk, how(f"dir:{tmp_path / 'www'}", today=FIFTH, mail=MailAccess(server.address)))
    assert (result.faults, result.rounds) == ((), 2)
    assert len(server.taken) == 1
    assert git(tmp_path / "remote.git", "show", f"main:{HISTORY}").count("event: reminded") == 1


@pytest.mark.slow
def test_what_was_sent_is_pushed_though_nothing_can_be_built(
    desk: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run may start from a fresh clone, which knows only what was pushed."""

    def fails(_: publish_steps.Work) -> None:
        raise publish_steps.StoppedError(())

    monkeypatch.setattr(publish_steps.Work, "build", fails)
    given = how(f"dir:{tmp_path / 'www'}", today=FIFTH, mail=MailAccess(server.address))
    publish(desk, given)
    publish(clone(tmp_path / "remote.git", tmp_path / "fresh"), given)
    assert len(server.taken) == 1


# --- The post


@pytest.mark.parametrize("address", ["", "smtp://", "mail.example", "http://mail.example:25", "smtp://127.0.0.1:1"])
def test_a_mail_server_that_cannot_be_reached_is_said(address: str) -> None:
    with pytest.raises(MailError), post_office(MailAccess(address)):
        pass


def test_the_same_message_has_the_same_name_should_it_go_out_twice(server: Server) -> None:
    mail = Mail(sender="Léa <l@a.example>", to="b@b.example", subject="Été", body="Œ\n", day=FIFTH, key="abc")
    with post_office(MailAccess(server.address)) as post:
        post.send(mail)
        post.send(mail)
    assert [one["Message-ID"] for one in server.taken] == ["<abc@a.example>"] * 2


@pytest.mark.parametrize("password", ["hunt/er2", "hunt?er2", "hunt#er2", "[hunter2"])
def test_a_password_that_was_not_quoted_is_not_said(password: str) -> None:
    with pytest.raises(MailError) as caught, post_office(MailAccess(f"smtps://me:{password}@127.0.0.1:1")):
        pass
    assert "hunt" not in str(caught.value)


def test_the_password_is_in_no_repr() -> None:
    assert "hunter2" not in repr(MailAccess("smtps://me:hunter2@mail.example"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_threatens(language: str) -> None:
    """Nothing that imitates a bailiff, a court or an agency (CPCE R124-1 ff.)."""
    words = load_words(language)
    texts = " ".join(form for key in words.under("reminder.formal") for form in words.forms(key)).lower()
    assert not [word for word in ("huissier", "bailiff", "gericht", "tribunal", "incasso") if word in texts]


def test_the_command_says_what_is_due(book: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "facturier", "remind", "--dry-run", "--today", "2026-10-06"],
        cwd=book, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "to send  F2026-0001\n")
