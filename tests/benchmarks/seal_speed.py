"""P8: sealing all portals, against the build that it follows and against bare gzip and AES-GCM of the same bytes.

`python -m tests.benchmarks.seal_speed [CLIENTS DOCUMENTS]` prints a table for the demo, with its PDFs, and for a
made-up book; processor time, not the clock on the wall.
"""

import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tests.benchmarks.build_speed import TODAY, Bench, copy_demo, cpu
from tests.benchmarks.make_book import make_book

from facturier.publish.sealed.doors import SEALED, Doors, Master, doors_of
from facturier.publish.sealed.kept import Kept
from facturier.publish.sealed.shells import shells_of
from facturier.publish.sealed.site import contents_of, put_behind_doors
from facturier.publish.site import Site
from facturier.publish.store import Store

GOAL = 0.10
MASTER = (Master(secret=bytes(range(32)), since=date.min),)


def doors_for(site: Site) -> dict[str, Doors]:
    """The doors of every client."""
    clients = site.book.clients.values()
    return {
        client.id: doors_of(client.id, client.epoch, access=SEALED, masters=MASTER, life=None, today=TODAY)
        for client in clients
    }


def bare(folder: Path, out: Path) -> None:
    """What the shortest possible program does: compress what is text, encrypt, write."""
    box, nonce = AESGCM(bytes(32)), bytes(12)
    for place, file in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
        data = file.read_bytes()
        data = data if file.suffix == ".pdf" else zlib.compress(data, 6)
        (out / str(place)).write_bytes(box.encrypt(nonce, data, None))


def table(name: str, make: Callable[[Path], Path]) -> float:
    """Print what sealing a book costs; return its ratio to the build."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        bench = Bench(root, make(root / "book"))
        bench.check()
        site = bench.site()
        bench.build(site)
        shutil.rmtree(bench.out)
        shutil.rmtree(bench.root / "store", ignore_errors=True)
        build = cpu(bench.check) + cpu(lambda: bench.build(bench.site()))
        size = sum(file.stat().st_size for file in (bench.out / "c").rglob("*") if file.is_file())
        out = root / "bare"
        out.mkdir()
        peer = cpu(lambda: bare(bench.out / "c", out))
        kept = Kept(store=Store(root / "sealed"), made_by="")
        seal(site, bench.out, root / "warm", kept=replace(kept, store=Store(root / "other")))
        fresh = seal(site, bench.out, root / "first", kept=kept)
        again = seal(site, bench.out, root / "second", kept=kept)
    documents, megabytes = len(site.book.documents), size / 1e6
    held = f"{documents} documents of {len(site.tokens)} clients, {megabytes:.1f} MB"
    print(f"| {name}: {held} | s of processor | of the build |")
    print("|---|---|---|")
    for part, seconds in (
        ("reading, checking and building, plain", build),
        ("bare gzip and AES-GCM of the same files", peer),
        ("sealing every portal", fresh),
        ("the same when nothing changed", again),
    ):
        print(f"| {part} | {seconds:.2f} | {seconds / build:.3f} |")
    print(f"\nsealing costs {fresh / peer:.2f} × bare gzip and AES-GCM\n")
    return fresh / build


def seal(site: Site, plain: Path, copy: Path, *, kept: Kept) -> float:
    """Seal a copy of the plain site; return the seconds it took."""
    shutil.copytree(plain, copy)
    settings = site.book.settings
    shells = shells_of(site.book.seller, language=settings.language, assets=site.assets, theme=site.theme)
    every = doors_for(site)
    contents = {client_id: contents_of(site.portal_of(client_id)) for client_id in every}

    def run() -> None:
        for client_id, doors in sorted(every.items()):
            put_behind_doors(copy, doors, contents[client_id], shells, kept)

    return cpu(run)


def main(clients: int = 100, documents: int = 1000) -> int:
    """Print both tables; 1 when the goal is missed."""
    demo = table("the demo", copy_demo)
    made = table("a made-up book", lambda folder: make_book(folder, clients, documents))
    print(f"goal P8: sealing at most {GOAL:.0%} of the build")
    return int(max(demo, made) > GOAL)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
