"""Killed at each step of sending: a reminder goes out at least once, and stands in the history once."""

from email.message import Message
from pathlib import Path

import pytest
from tests.publish_e2e.conftest import _alone, git, how
from tests.publish_e2e.killed import killed_at
from tests.remind.conftest import Server
from tests.remind.test_remind import FIFTH, HISTORY, book, desk

from facturier.actions.publish import publish
from facturier.connect.mail import MailAccess

__all__ = ["_alone", "book", "desk"]


def message_ids(taken: list[Message]) -> list[str]:
    return [str(mail["Message-ID"]) for mail in taken]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "sent_before", "sent_after"),
    [
        ("facturier.connect.mail:Post.send 1 before", 0, 1),
        ("facturier.connect.mail:Post.send 1 after", 1, 2),  # nobody knows; the same Message-ID
        ("facturier.actions.remind:_Note.add 1 after", 1, 1),
        ("facturier.actions.remind:record 1 after", 1, 1),
        ("facturier.connect.git:Git.push 2 before", 1, 1),
    ],
)
def test_killed_while_sending(
    desk: Path, server: Server, tmp_path: Path, place: str, sent_before: int, sent_after: int
) -> None:
    target = f"dir:{tmp_path / 'www'}"
    assert killed_at(place, desk, target, today=FIFTH.isoformat(), FACTURIER_SMTP=server.address) == -9
    assert len(server.taken) == sent_before
    assert publish(desk, how(target, today=FIFTH, mail=MailAccess(server.address))).faults == ()
    assert len(server.taken) == sent_after
    assert len(set(message_ids(server.taken))) == 1
    assert git(tmp_path / "remote.git", "show", f"main:{HISTORY}").count("event: reminded") == 1
