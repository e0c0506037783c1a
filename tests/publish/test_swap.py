"""At every moment one whole site exists, the previous or the new one: also after kill -9."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from facturier.publish import swap as swapping
from facturier.publish.swap import OutputBusyError, OutputForeignError, locked, recover, refuse_foreign, staging, swap

OWN = frozenset({"index.html", "c"})


def site(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in "abc":
        (folder / name).write_text(text)
    return folder


def test_a_first_site_appears(tmp_path: Path) -> None:
    out = tmp_path / "site"
    swap(site(staging(out), "new"), out)
    assert (out / "a").read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_new_site_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(swapping, "_exchange", lambda *_: False)
    out = site(tmp_path / "site", "old")
    (out / "gone").write_text("old")
    swap(site(staging(out), "new"), out)
    assert sorted(entry.name for entry in out.iterdir()) == ["a", "b", "c"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_the_files_that_keep_the_folder_in_git_stay(tmp_path: Path) -> None:
    out = site(tmp_path / "site", "old")
    (out / ".gitkeep").write_text("")
    swap(site(staging(out), "new"), out)
    assert (out / ".gitkeep").is_file()


def test_recovery_puts_back_a_site_that_was_renamed_away(tmp_path: Path) -> None:
    site(tmp_path / ".site.old-x", "old")
    site(tmp_path / ".site.new-x", "half")
    recover(tmp_path / "site")
    assert (tmp_path / "site" / "a").read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_recovery_leaves_a_published_site_alone(tmp_path: Path) -> None:
    site(tmp_path / "site", "now")
    site(tmp_path / ".site.old-x", "old")
    recover(tmp_path / "site")
    assert (tmp_path / "site" / "a").read_text() == "now"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(OutputForeignError, match=r"thesis\.doc"):
        refuse_foreign(tmp_path, OWN)


def test_an_earlier_site_may_be_replaced(tmp_path: Path) -> None:
    for name in ("index.html", ".gitkeep"):
        (tmp_path / name).write_text("")
    refuse_foreign(tmp_path, OWN)
    refuse_foreign(tmp_path / "absent", OWN)


def test_a_link_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(tmp_path)
    with pytest.raises(OutputForeignError):
        refuse_foreign(tmp_path / "site", OWN)


def test_one_build_at_a_time_writes_an_output(tmp_path: Path) -> None:
    with locked(tmp_path / "site"), pytest.raises(OutputBusyError), locked(tmp_path / "site"):
        pass
    with locked(tmp_path / "site"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_different_outputs_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with locked(tmp_path / "one"), locked(tmp_path / "two"):
        assert len(list(tmp_path.iterdir())) == 2


PUBLISHER = """
import itertools, sys
from pathlib import Path
from facturier.publish import swap as s
if sys.argv[2] == "renames":
    s._exchange = lambda *_: False
out = Path(sys.argv[1])
for count in itertools.count():
    with s.locked(out):
        s.recover(out)
        new = s.staging(out)
        for name in "abcdefgh":
            (new / name).write_text(f"{count}")
        s.swap(new, out)
        print(count, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["exchange", "renames"])
def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path: Path, how: str) -> None:
    out = tmp_path / "site"
    for turn in range(12):
        process = subprocess.Popen([sys.executable, "-c", PUBLISHER, str(out), how], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()  # at least one site was published
        time.sleep(0.003 * turn)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        if how == "exchange":
            assert_whole(out)
        with locked(out):
            recover(out)
        assert_whole(out)
        assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def assert_whole(out: Path) -> None:
    assert sorted(entry.name for entry in out.iterdir()) == list("abcdefgh")
    assert len({file.read_text() for file in out.iterdir()}) == 1
