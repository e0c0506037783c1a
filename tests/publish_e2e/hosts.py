"""Hosts on loopback that sites are deployed to: an rsync daemon, an sshd, an object store."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import IN_CI

from facturier.connect.deploy.signing import StoreAccess
from facturier.connect.deploy.store import Bucket

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "/usr/sbin/sshd"
MODULE = """\
use chroot = no
[site]
path = {folder}
read only = no
"""
AS_ROOT = "uid = 0\ngid = 0\n"  # instead of nobody; an ordinary user may not even name a group
SSH = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {place}/host
AuthorizedKeysFile {place}/user.pub
PidFile {place}/pid
StrictModes no
UsePAM no
PasswordAuthentication no
UseDNS no
"""


@contextlib.contextmanager
def served(command: list[str], port: int, place: Path) -> Iterator[None]:
    """Run a server until the block ends; it is up when its port answers."""
    with (place / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=place)
        try:
            for _ in range(1200):
                assert server.poll() is None, (place / "server.log").read_text()
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait(30)


def free_port() -> int:
    """A port for a server that cannot choose one itself.

    It lies below those that systems give away themselves: until the server listens, no connection and no other test
    gets it, and a test that asks whether the server is there already never meets itself.
    """
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@pytest.fixture
def rsync_daemon(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The target, and the folder that it writes to."""
    place, folder, port = tmp_path / "rsyncd", tmp_path / "www", free_port()
    place.mkdir()
    folder.mkdir()
    (place / "conf").write_text(MODULE.format(folder=folder) + (AS_ROOT if os.geteuid() == 0 else ""))
    command = [
        "rsync",
        "--daemon",
        "--no-detach",
        "--address=127.0.0.1",
        f"--port={port}",
        f"--config={place / 'conf'}",
    ]
    with served(command, port, place):
        yield f"rsync:rsync://127.0.0.1:{port}/site", folder


@pytest.fixture
def ssh_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """The target, and the folder that it writes to."""
    if not Path(SSHD).exists() and not IN_CI:
        pytest.skip("no sshd here; tools/setup brings one to a CI only, as at a desk it would begin to listen")
    place, folder, port = tmp_path / "sshd", tmp_path / "www", free_port()
    place.mkdir()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name)], check=True)
    (place / "conf").write_text(SSH.format(port=port, place=place))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd leaves its rights behind
    known = f"-o StrictHostKeyChecking=no -o UserKnownHostsFile={place / 'known'} -o LogLevel=ERROR"
    monkeypatch.setenv("RSYNC_RSH", f"ssh -F none -p {port} -i {place / 'user'} -o BatchMode=yes {known}")
    with served([SSHD, "-D", "-e", "-f", str(place / "conf")], port, place):
        yield f"rsync:127.0.0.1:{folder}", folder


@dataclass(frozen=True)
class ObjectStore:
    """A store with the buckets `site` and `other`; the key may write the first."""

    access: StoreAccess
    place: Path

    def mood(self, **moods: int) -> None:
        """Busy with every Nth request, down from the Nth on; nothing: well again."""
        for name in ("busy", "down"):
            (self.place / name).unlink(missing_ok=True)
        for name, count in moods.items():
            (self.place / name).write_text(str(count))

    def log(self) -> list[str]:
        """What was written and deleted since the last call."""
        lines = (self.place / "log").read_text().splitlines() if (self.place / "log").exists() else []
        (self.place / "log").unlink(missing_ok=True)
        return lines


@pytest.fixture
def object_store(one_store: ObjectStore) -> ObjectStore:
    """A store that is well, empty, and has written nothing."""
    one_store.mood()
    bucket = Bucket("site", one_store.access)
    for path in bucket.listed():
        bucket.delete(path)
    bucket.close()
    one_store.log()
    return one_store


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    place = tmp_path_factory.mktemp("store")
    script = Path(__file__).with_name("object_store.py")
    with (place / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(script)],
            cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line, (place / "server.log").read_text()
            port, key, secret = json.loads(line)
            access = StoreAccess(
                key_id=key,
                secret=secret,
                region="us-east-1",
                endpoint=f"http://127.0.0.1:{port}",
                now=time.time,
                sleep=lambda _: None,
            )
            yield ObjectStore(access, place)
        finally:
            server.terminate()
            server.communicate(timeout=30)
