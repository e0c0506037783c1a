"""Runs the `steps` of a case in its book: commands as they are typed, and what happens to files in between.

- `facturier issue poster`: a command, in this process; the last one's output is what the case expects
- `KEY=value facturier deploy`: with the environment changed for it; `$SECRET` is a secret long enough
- `git revert HEAD`: git, with a fixed identity and day; `try git merge …` may stop
- `replace FILE OLD NEW`: a text that stands in a file, once; `everywhere FILE OLD NEW`: as often as it stands there
- `append FILE TEXT`: `\\n` in TEXT is a line end; `repeat FILE TEXT COUNT`: the same many times
- `bytes FILE HEX`: write these bytes
- `copy FILE NEW`, `move FILE NEW`, `link NEW FILE`, `remove FILE`, `mkdir FILE`, `chmod FILE` (a program from now on)
- `member ZIP NAME [TEXT]`: change, add or take away a file of a ZIP
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pikepdf
from click.testing import CliRunner
from tests.faults.books import FOLDER, change_of, day_of

from facturier import read
from facturier.cli import options
from facturier.cli.main import cli
from facturier.faults import Fault
from facturier.messages import load_catalogue
from facturier.read import formats

SECRET = "c2VjcmV0IG9mIGEgYnVzaW5lc3MgdGhhdCBkb2VzIG5vdCBleGlzdA=="
_OURS = ("FACTURIER", "LC_", "LANG", "CI", "STRIPE", "GIT_", "NO_COLOR")


def steps_of(case: str) -> list[str]:
    """The steps of a case, one a line; [] for a book that only has to be checked."""
    return str(change_of(case).get("steps", "")).splitlines()


def has_command(case: str) -> bool:
    """Whether what a case expects is the output of a command."""
    return any("facturier" in shlex.split(step) for step in steps_of(case)[-1:])


def prepare(case: str, root: Path) -> None:
    """Take the steps of a case that no command follows."""
    for step in steps_of(case):
        take(shlex.split(step), root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the last command of a case printed in English, the same faults in French, and its exit code."""

    english: str
    french: str
    code: int
    faults: tuple[Fault, ...]


def run(case: str, root: Path) -> Said:
    """Take the steps of a case; return what its last command said."""
    begin(root)
    told: list[tuple[tuple[Fault, ...], Path]] = []
    with at_desk(case), _heard(told):
        for step in steps_of(case)[:-1]:
            take(shlex.split(step), root)
        told.clear()
        output, code = facturier(shlex.split(steps_of(case)[-1]), root)
    with contextlib.chdir(root):
        french = "\n".join(formats.human(faults, load_catalogue("fr"), place) for faults, place in told)
    faults = tuple(fault for faults, _ in told for fault in faults)
    return Said(english=_steady(output, root), french=_steady(french, root), code=code, faults=faults)


def begin(root: Path) -> None:
    """The book is in git, as it was written."""
    for arguments in (["init", "-q", "-b", "main"], ["add", "--all"], ["commit", "-q", "-m", "Begin"]):
        git(arguments, root)


def take(words: Sequence[str], root: Path) -> None:
    """Take one step, and insist that it worked."""
    if "facturier" in words:
        output, code = facturier(words, root)
        assert code == 0, output
    elif words[0] == "git":
        git(words[1:], root)
    elif words[0] == "try":
        with contextlib.suppress(subprocess.CalledProcessError):
            take(words[1:], root)
    else:
        FILES[words[0]](_one(root, words[1]), *words[2:])


def facturier(words: Sequence[str], root: Path) -> tuple[str, int]:
    """Run a command in this process; return what it printed and its exit code."""
    place = list(words).index("facturier")
    said = dict(word.replace("$SECRET", SECRET).split("=", 1) for word in words[:place])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    with (
        contextlib.chdir(root),
        patch.dict(os.environ, {**kept, **_identity(), "LC_ALL": "en", **said}, clear=True),
    ):
        done = CliRunner().invoke(cli, list(words[place + 1 :]), standalone_mode=False, catch_exceptions=False)
    return done.output, int(done.return_value or 0)


def git(arguments: Sequence[str], root: Path) -> None:
    """Run git, whose commits are the same on every machine."""
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **_identity()})


class Paper(Executor):
    """Draws nothing: every original is an empty page that names the document."""

    def __init__(self, *_: Any) -> None:
        pass

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        del fn, kwargs
        drawn: Future[Any] = Future()
        drawn.set_result(_page(f"{args[0].shown.document.number} {args[0].shown.fingerprint}"))
        return drawn


def _page(title: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = title
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _one(root: Path, name: str) -> Path:
    """A path of the book; `*` stands for what differs from run to run."""
    [found] = root.glob(name) if "*" in name else [root / name]
    return found


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, file.name)
    file.write_text(text.replace(old, new), encoding="utf-8")


def _everywhere(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, (old, file.name)
    file.write_text(text.replace(old, new), encoding="utf-8")


def _append(file: Path, text: str, count: str = "1") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(text.replace("\\n", "\n") * int(count))


def _bytes(file: Path, digits: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bytes.fromhex(digits))


def _link(file: Path, target: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(target)


def _member(file: Path, name: str, text: str | None = None) -> None:
    """Write a ZIP again with another text in one of its files, or without it."""
    with zipfile.ZipFile(file) as packed:
        kept = {one: packed.read(one) for one in packed.namelist() if one != name}
    with zipfile.ZipFile(file, "w") as packed:
        for one, data in (kept | ({name: text.encode()} if text is not None else {})).items():
            packed.writestr(one, data)


def _beside(file: Path, new: str) -> Path:
    """`new` counted from the book, of which `file` is a path."""
    root = next(folder for folder in file.parents if (folder / "facturier.yaml").exists())
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    return root / new


FILES: dict[str, Callable[..., Any]] = {
    "replace": _replace,
    "everywhere": _everywhere,
    "append": _append,
    "repeat": _append,
    "bytes": _bytes,
    "link": _link,
    "copy": lambda file, new: shutil.copy(file, _beside(file, new)),
    "move": lambda file, new: file.rename(_beside(file, new)),
    "remove": lambda file: shutil.rmtree(file) if file.is_dir() else file.unlink(),
    "member": _member,
    "chmod": lambda file: file.chmod(0o755),
    "mkdir": lambda file: file.mkdir(parents=True),
}


def _identity() -> dict[str, str]:
    who = {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in _WHO.items()}
    return {**who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


_WHO = {"NAME": "Nour", "EMAIL": "nour@exemple.example", "DATE": "2026-11-22T09:00:00+01:00"}


@contextlib.contextmanager
def at_desk(case: str) -> Iterator[None]:
    """The clock stands at the day of a case, and nothing is drawn."""
    today = day_of(case)

    class Day(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return today

    with (
        patch.object(options, "date", Day),
        patch("facturier.cli.issue.Workers", Paper),
        patch("facturier.publish.serial.SerialExecutor", Paper),
    ):
        yield


@contextlib.contextmanager
def _heard(told: list[tuple[tuple[Fault, ...], Path]]) -> Iterator[None]:
    """Every fault that a command shows, and the folder its places are counted from."""
    locate = read.locate

    def listening(faults: Any, root: Path) -> Any:
        located = locate(faults, root)
        told.append((located, root))
        return located

    with patch.object(read, "locate", listening):
        yield


def _steady(output: str, root: Path) -> str:
    """What differs from run to run is left out: digests, and where the book lies."""
    text = output.replace(str(root), "…").replace(str(FOLDER), "…")
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    text = re.sub(r"\b[A-Z2-7]{4}(-[A-Z2-7]{4}){3}\b", "<fingerprint>", text)
    return re.sub(r"\b(?=[0-9a-f]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,64}\b", "<digest>", text)
