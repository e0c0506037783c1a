"""Codes that no book alone can give: another process at work, a missing library, what only a bug or a forger brings."""

from __future__ import annotations

import shlex
import sys
from concurrent.futures import Future
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from tests.faults.books import write_book
from tests.faults.steps import SECRET, Paper, at_desk, begin, facturier, take

from facturier.actions.deploy import PUBLISHING
from facturier.actions.import_checks import differences
from facturier.actions.journal import locked
from facturier.actions.stripe_access import refused
from facturier.connect.stripe.client import StripeProblemError, Trouble
from facturier.model.incoming import Incoming, Terms
from facturier.publish.pages import PageBuildError
from facturier.publish.sealed.site import sealed_faults
from facturier.seal.load import load_seals
from facturier.seal.prove import totals_faults

OVERTAKEN = """\
git init -q --bare -b main ../remote.git
git remote add origin ../remote.git
git push -q --set-upstream origin main
git clone -q ../remote.git ../other
append ../other/clients/acme.yaml 'trade_name: ACME\\n'
git -C ../other commit -q -a -m theirs
git -C ../other push -q origin HEAD:main
append clients/acme.yaml 'trade_name: Acmé\\n'
git commit -q -a -m ours
""".splitlines()
AT_ONCE = patch.dict(locked.__wrapped__.__kwdefaults__, {"wait": 0.0})  # type: ignore[attr-defined]
"""Nobody waits for the other command to end."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The base business in git, with the draft `affiche`."""
    folder = tmp_path / "book"
    write_book("ISS-001", folder)
    begin(folder)
    return folder


def said(root: Path, *words: str) -> str:
    with at_desk("ISS-001"):
        output, code = facturier(words, root)
    assert code == 1, output
    return output


def test_a_book_that_another_command_writes_is_left_alone(root: Path) -> None:
    with locked(root), AT_ONCE:
        assert "ISS-005" in said(root, "facturier", "issue", "affiche")
    assert (root / "invoices" / "drafts" / "affiche.yaml").exists()


def test_two_do_not_publish_at_once(root: Path) -> None:
    with locked(root, name=PUBLISHING), AT_ONCE:
        assert "DPL-004" in said(root, f"FACTURIER_SECRET={SECRET}", "facturier", "deploy", "--to", "dir:public")


def test_who_is_overtaken_again_and_again_gives_up(root: Path) -> None:
    with patch("facturier.actions.publish._round", lambda _: True):
        told = said(root, f"FACTURIER_SECRET={SECRET}", "facturier", "publish", "--to", "dir:public")
    assert "DPL-007" in told


def test_commits_that_do_not_fit_are_left_to_a_person(root: Path) -> None:
    for step in OVERTAKEN:
        take(shlex.split(step), root)
    told = said(root, f"FACTURIER_SECRET={SECRET}", "facturier", "publish", "--to", "dir:public")
    assert "DPL-008" in told
    assert "hint:" not in told


def test_a_drawing_that_fails_issues_nothing(root: Path) -> None:
    class Torn(Paper):
        def submit(self, *args: Any, **kwargs: Any) -> Any:
            del args, kwargs
            drawn: Future[Any] = Future()
            drawn.set_exception(RuntimeError("no font"))
            return drawn

    with at_desk("ISS-001"), patch("facturier.cli.issue.Workers", Torn):
        output, code = facturier(["facturier", "issue", "affiche"], root)
    assert (code, "ISS-008" in output, "RuntimeError: no font" in output) == (1, True, True)


def test_originals_far_away_need_their_library(root: Path) -> None:
    settings = root / "facturier.yaml"
    settings.write_text(settings.read_text("utf-8") + "originals: s3://exemple/pdf\n", encoding="utf-8")
    with patch.dict(sys.modules, {"fsspec": None}):
        assert "ISS-012" in said(root, "facturier", "issue", "affiche")


def test_a_seal_whose_totals_come_out_otherwise_is_named(root: Path) -> None:
    with at_desk("ISS-001"):
        assert facturier(["facturier", "issue", "affiche"], root)[1] == 0
    seal = load_seals(root)[0]["F2026-0001"]
    other = replace(seal.content.totals, due=Decimal("1200.01"))
    [fault] = totals_faults(seal, other)
    assert (fault.code, fault.named["sealed"], fault.named["found"]) == ("SEAL-008", "1200.00", "1200.01")
    assert list(totals_faults(seal, seal.content.totals)) == []


def test_an_import_that_cannot_be_read_back_is_refused() -> None:
    read = Incoming(xml=b"", syntax="UBL", terms=Terms())
    faults = differences(read, "facture.xml", "invoices/2026/F2026-0001.yaml", None)
    assert [fault.code for fault in faults] == ["EIN-148"]


def test_a_page_that_cannot_be_built_publishes_nothing(root: Path) -> None:
    broken = patch("facturier.publish.site._write_client", side_effect=PageBuildError("no template"))
    with broken:
        told = said(root, f"FACTURIER_SECRET={SECRET}", "facturier", "build", "--jobs", "1")
    assert "PUB-007  A page cannot be built: no template" in told
    assert not (root / "site").exists()


def test_what_stripe_refuses_for_another_reason_is_told_in_its_words() -> None:
    fault = refused(StripeProblemError(Trouble.REFUSED, "No such price", status=400))
    assert (fault.code, fault.named["problem"]) == ("PLK-009", "No such price")


def test_a_readable_file_in_a_sealed_portal_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "c" / "token"
    folder.mkdir(parents=True)
    (folder / "index.html").write_bytes(b"<!doctype html>closed")
    (folder / "page.html").write_bytes(b"<!doctype html>1200.00")
    doors: Any = {"acme": SimpleNamespace(access="sealed-link", all=[SimpleNamespace(token="token")], replaced=())}
    shells: Any = SimpleNamespace(closed=b"<!doctype html>closed", locked=b"", replaced=b"")
    found = [(fault.code, fault.where.file) for fault in sealed_faults(tmp_path, doors, shells)]
    assert found == [("GATE-014", "c/acme/page.html")]
