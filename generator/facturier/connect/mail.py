"""Sends e-mails through the business's own mail server (SMTP)."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECURE = {"smtps": 465, "smtp": 587}


class MailError(Exception):
    """The mail server cannot be reached, or refused; in its own words."""


class RefusedError(MailError):
    """The mail server refused this one message; it may take the next."""


@dataclass(frozen=True, slots=True)
class MailAccess:
    """Where mail is handed over: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://…` with STARTTLS; "" for nowhere."""

    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message. `key` tells it from every other: the same key gives the same Message-ID, should it go out twice."""

    sender: str
    to: str
    subject: str
    body: str
    day: date
    key: str


class Post:
    """An open connection to a mail server."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def send(self, mail: Mail) -> None:
        """Hand one message over; MailError when the server did not take it, RefusedError when it takes others."""
        try:
            self._server.send_message(_message(mail))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as problem:
            raise RefusedError(_without_names(_words(problem), mail.to)) from None
        except (smtplib.SMTPException, OSError) as problem:
            raise MailError(_without_names(_words(problem), mail.to)) from None


@contextmanager
def post_office(access: MailAccess) -> Iterator[Post]:
    """Connect to the mail server, in secret unless it is on this machine. Raises MailError."""
    try:
        server = _connected(access.address)
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        raise MailError(_words(problem)) from None
    try:
        yield Post(server)
    finally:
        server.close()


def _connected(address: str) -> smtplib.SMTP:
    parts, host, port = _parts(address)
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=60, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=60)
        if host not in _LOOPBACK:
            server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _parts(address: str) -> tuple[SplitResult, str, int]:
    """The address in parts; Python's own words about one that is none would quote the password."""
    with suppress(ValueError):
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _SECURE.get(parts.scheme, 0)
        if host and port and not (parts.path.strip("/") or parts.query or parts.fragment):
            return parts, host, port
    raise ValueError("write smtps://USER:PASSWORD@HOST:465 or smtp://USER:PASSWORD@HOST:587; a / in it is %2F")


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, mail.to, mail.subject
    message["Date"] = format_datetime(datetime.combine(mail.day, time(8), UTC))
    message["Message-ID"] = f"<{mail.key}@{parseaddr(mail.sender)[1].partition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _words(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "; ".join(_answer(*answer) for answer in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPResponseException):
        return _answer(problem.smtp_code, problem.smtp_error)
    return str(problem) or type(problem).__name__


def _answer(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"


def _without_names(words: str, to: str) -> str:
    """What a server said, for a log that others read: no address, and no name of the box that a client reads."""
    box = parseaddr(to)[1].partition("@")[0]
    named = re.sub(r"[^\s<>()\[\]{}'\",;:]+@[^\s<>()\[\]{}'\",;]+", "…", words.replace(to, "…"))
    return re.sub(rf"(?<![\w.+-]){re.escape(box)}(?![\w+-])", "…", named, flags=re.IGNORECASE) if box else named
