"""Feeds the readers bytes nobody would type, led by coverage, and keeps what breaks them.

Not part of the test command. atheris needs an environment of its own, which reads this one's packages:

    python -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris
    export PYTHONPATH=.:generator:.venv/lib/python3.11/site-packages
    nice -n 19 /tmp/fuzz/bin/python -m tests.fuzz FINDINGS SECONDS [TARGET…]

Each kind of failure is written to FINDINGS once: the bytes and the traceback. The run goes on after it.
"""

from __future__ import annotations

import hashlib
import importlib
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SLOW = 2.0  # seconds of CPU for one input
SEEDS = {
    "config": ("facturier.yaml", "tests/examples/schema/facturier.yaml"),
    "client": ("clients/*.yaml", "tests/examples/schema/clients/*.yaml"),
    "document": ("invoices/2*/F*[0-9].yaml", "tests/examples/schema/invoices/2*/F*[0-9].yaml"),
    "credit-note": ("invoices/2*/A*[0-9].yaml",),
    "quote": ("invoices/2*/D*[0-9].yaml",),
    "draft": ("invoices/drafts/*.yaml", "invoices/2*/F*[0-9].yaml"),
    "recurring": ("invoices/recurring/*.yaml",),
    "history": ("invoices/2*/*.history.yaml",),
    "page": ("clients/*/*.md",),
    "e-invoice": ("invoices/2*/*.pdf",),
    "bank": ("tests/bank/statements/*",),
}
TOKENS = re.compile(rb"[\w.%+-]+|\s+|.", re.DOTALL)


def main(arguments: list[str]) -> None:
    """Fuzz until the seconds are over."""
    findings, seconds = Path(arguments[0]).resolve(), int(arguments[1])
    findings.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    atheris: Any = importlib.import_module("atheris")
    folder = Path(tempfile.mkdtemp())
    with atheris.instrument_imports(include=["facturier"]):
        from tests.fuzz.targets import targets

        chosen = {name: run for name, run in targets().items() if name in arguments[2:] or not arguments[2:]}
        names = list(chosen)
        corpus = _corpus(folder, names)
        for file in sorted(corpus.iterdir()):  # what is imported late is imported now
            chosen[file.name.rpartition("-")[0]](file.read_bytes()[1:], folder / "book")

    def one(data: bytes) -> None:
        if not data:
            return
        name = names[data[0] % len(names)]
        begin = time.process_time()
        try:
            chosen[name](data[1:], folder / "book")
        except Exception:  # noqa: BLE001 (whatever it is, it is what is looked for)
            _keep(findings, name, data[1:], traceback.format_exc())
        if time.process_time() - begin > SLOW:
            _keep(findings, name, data[1:], f"slow: {time.process_time() - begin:.1f} s\n")

    options = [
        f"-max_total_time={seconds}",
        "-max_len=20000",
        "-timeout=60",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=_mutator(atheris, corpus))
    atheris.Fuzz()


def _corpus(folder: Path, names: list[str]) -> Path:
    """Every example as a seed, behind the byte that names its target."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for place, name in enumerate(names):
        files = [file for pattern in SEEDS.get(name, ()) for file in sorted(ROOT.glob(pattern))]
        for index, file in enumerate(files):
            (corpus / f"{name}-{index}").write_bytes(bytes([place]) + _fitting(name, file))
    return corpus


def _fitting(name: str, file: Path) -> bytes:
    """What is in a file, with the number and client that the target's book knows; of a PDF its XML."""
    from tests.fuzz.targets import KINDS

    from facturier.faults import Where
    from facturier.render.incoming.pdf import xml_inside

    data = file.read_bytes()
    if file.suffix == ".pdf":
        inside = xml_inside(data, Where(file.name))
        return inside if isinstance(inside, bytes) else b""
    if name in KINDS and file.suffix == ".yaml":
        number = Path(KINDS[name]).stem.encode()
        data = re.sub(rb"(?m)^client: .*", b"client: acme", data)
        data = re.sub(rb"(?m)^number: .*", b"number: " + number, data)
        data = re.sub(rb"(?m)^(credits|replaces): .*", rb"\1: F2026-0001", data)
    return data


def _mutator(atheris: Any, corpus: Path) -> Any:
    """Half of the time bytes change as libFuzzer likes; else whole words and lines are moved, doubled or swapped."""
    words = sorted({word for file in corpus.iterdir() for word in TOKENS.findall(file.read_bytes()[1:])})

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if len(data) < 2 or chance.random() < 0.4:
            return bytes(atheris.Mutate(data, max_size))
        head, body = data[:1], data[1:]
        parts = body.splitlines(keepends=True) if chance.random() < 0.4 else TOKENS.findall(body)
        for _ in range(chance.randint(1, 4)):
            _change(parts, words, chance)
        return (head + b"".join(parts))[:max_size]

    return mutate


def _change(parts: list[bytes], words: list[bytes], chance: random.Random) -> None:
    if not parts:
        return
    place = chance.randrange(len(parts))
    match chance.randrange(5):
        case 0:
            parts[place] = chance.choice(words)
        case 1:
            parts.insert(place, chance.choice(words))
        case 2:
            del parts[place]
        case 3:
            parts.insert(chance.randrange(len(parts)), parts[place])
        case _:
            other = chance.randrange(len(parts))
            parts[place], parts[other] = parts[other], parts[place]


def _keep(findings: Path, name: str, data: bytes, told: str) -> None:
    """One file for each kind of failure, by where it came from."""
    where = "".join(re.findall(r'File "([^"]+)", line (\d+)', told)[-1] if "File" in told else ("slow", name))
    stem = f"{name}-{hashlib.sha256(where.encode()).hexdigest()[:10]}"
    if not (findings / f"{stem}.txt").exists():
        (findings / f"{stem}.bin").write_bytes(data)
        (findings / f"{stem}.txt").write_text(told, "utf-8")
        print(f"found: {stem}\n{told}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
