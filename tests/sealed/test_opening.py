"""Our own reader opens what a browser opens, and nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.sealed.conftest import Business, digests

from facturier.publish.sealed.blob import BlobError
from facturier.publish.sealed.opening import NotOpenedError, open_link, read_link


@pytest.mark.parametrize("wanted", ["acme", "F2026-0001"])
def test_links_open_the_same_files_as_in_the_plain_portal(sealed: Business, plain: Business, wanted: str) -> None:
    opened = open_link(sealed.site, read_link(sealed.link(wanted).address))
    folder = plain.folder("acme")
    assert opened == {name: (folder / name).read_bytes() for name in opened}
    wanted_names = set(digests(folder)) - {"404.html"}
    own = {name for name in wanted_names if name.startswith("F2026-0001/")} | {"files/plan.pdf"}
    assert set(opened) == (wanted_names if wanted == "acme" else own)


@pytest.mark.parametrize("wanted", ["acme", "F2026-0001"])
def test_a_passcode_is_needed_where_there_is_one(locked: Business, wanted: str) -> None:
    link = locked.link(wanted)
    assert open_link(locked.site, read_link(link.address), link.passcode)
    with pytest.raises(NotOpenedError):
        open_link(locked.site, read_link(link.address), "0000")


@pytest.mark.parametrize("text", ["", "https://factures.lumen.example/", "https://x.example/c/short/#k=abc"])
def test_what_is_no_link_opens_nothing(text: str) -> None:
    with pytest.raises(NotOpenedError):
        read_link(text)


def test_a_portal_that_is_not_there_opens_nothing(sealed: Business, tmp_path: Path) -> None:
    with pytest.raises(NotOpenedError):
        open_link(tmp_path, read_link(sealed.link().address))


def test_damage_and_loss_are_told(sealed: Business, tmp_path: Path) -> None:
    shutil.copytree(sealed.site, tmp_path / "site")
    folder = tmp_path / "site" / "c" / sealed.folder().name
    for blob in sorted(folder.glob("*.bin")):
        whole = blob.read_bytes()
        blob.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(BlobError):
        open_link(tmp_path / "site", read_link(sealed.link().address))


def unseal(site: Path, out: Path, said: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "facturier", "unseal", str(site), "--out", str(out)]
    return subprocess.run(command, input=said, capture_output=True, text=True, check=False)


@pytest.mark.filterwarnings("ignore")
def test_the_command_writes_the_files_and_never_says_the_link(
    sealed: Business, plain: Business, tmp_path: Path
) -> None:
    link = sealed.link().address
    done = unseal(sealed.site, tmp_path / "out", f"{link}\n")
    assert done.returncode == 0, done.stderr
    wanted = digests(plain.folder("acme"))
    del wanted["404.html"]
    assert digests(tmp_path / "out") == wanted
    assert link not in done.stdout + done.stderr


def test_the_command_says_when_a_link_opens_nothing(sealed: Business, tmp_path: Path) -> None:
    assert unseal(sealed.site, tmp_path / "out", "https://x.example/\n").returncode == 1
    assert not (tmp_path / "out").exists()
