"""Proves that everything issued is unchanged: against its seals, against git's history, against what was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facturier.actions.check import in_order, judged
from facturier.actions.journal import recover_if_needed
from facturier.actions.timestamps import Witnessed, witnessed
from facturier.connect.git import Git, Runner, run_git
from facturier.connect.originals import GitOriginals, MissingLibraryError, originals_of
from facturier.faults import Fault, Where, error, has_errors, info, warning
from facturier.model.seal import Seals
from facturier.publish.progress import Reporter
from facturier.seal.canonical import plain, pretty
from facturier.seal.chain import chains
from facturier.seal.changes import Touched, change_faults, is_watched, same_lines, wanted_blobs
from facturier.seal.load import is_as_written, load_seals
from facturier.seal.proof import ClientProof, chain_of, client_proof, of_client
from facturier.seal.prove import Proof, prove

_NOW = ""  # in place of a commit: what is not committed yet


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """One series: how many seals stand in its chain, and the last of them."""

    series: str
    count: int
    head: str
    head_sha256: str
    fingerprint: str
    signed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was proved and what was not. `commits` is how many commits of the book's history were looked at."""

    sealed: int = 0
    chains: tuple[ChainReport, ...] = ()
    commits: int = 0
    faults: tuple[Fault, ...] = ()
    proof: ClientProof | None = None
    stamps: tuple[Witnessed, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether nothing is other than it was issued."""
        return not has_errors(self.faults)


def verify(
    root: Path,
    *,
    today: date,
    reporter: Reporter,
    against: str = "",
    client: str = "",
    runner: Runner | None = None,
    authority: Path | None = None,
) -> VerifyReport:
    """Prove the book at `root`, offline. `against` names a commit, tag or branch to hold it against.

    With `client`, the report holds that client's proof; `authority` (PEM) is who signs its time stamps.
    """
    recover_if_needed(root)
    reporter.stage("verify")
    seals, faults = load_seals(root)
    found = [*faults, *_against_seals(root, seals, today), *_as_written(root, seals)]
    git = Git(runner or run_git(root))
    commits = 0
    if git.is_there():
        history = tuple(_history(git, root))
        commits = len({change.commit for change in history if change.commit != _NOW})
        found += _against_git(git, root, history, against)
    else:
        found.append(info("VER-004", Where("invoices")))
    stamps = tuple(witnessed(root, seals, authority))
    found += [stamp for stamp in stamps if isinstance(stamp, Fault)]
    return VerifyReport(
        sealed=len(seals),
        chains=tuple(_chains(seals)),
        commits=commits,
        faults=in_order(found),
        proof=client_proof(of_client(seals, client)) if client else None,
        stamps=tuple(stamp for stamp in stamps if isinstance(stamp, Witnessed)),
    )


def full_proof(root: Path, proof: ClientProof) -> bytes:
    """Return a client's proof together with the links from its first document to the head of each chain."""
    seals, _ = load_seals(root)
    return pretty({"proof": plain(proof), "chains": chain_of(seals, proof)})


def _against_seals(root: Path, seals: Seals, today: date) -> Iterator[Fault]:
    from facturier.read import load_book

    book, _ = load_book(root, today=today)
    if book is None:
        yield from prove(Proof(root=root, documents={}, totals={}, seals=seals, original_of=GitOriginals(root).get))
        return
    try:
        kept = originals_of(root, book.settings.originals)
    except MissingLibraryError as missing:
        yield error("ISS-012", Where("facturier.yaml", ("originals",)), problem=str(missing))
        return
    totals = judged(book, seals, today=today).totals
    yield from prove(Proof(root=root, documents=book.documents, totals=totals, seals=seals, original_of=kept.get))


def _as_written(root: Path, seals: Seals) -> Iterator[Fault]:
    """SEAL-010: a seal says the same, but its file is not byte for byte what was written."""
    for seal in seals.values():
        if not is_as_written((root / seal.file).read_bytes()):
            yield error("SEAL-010", Where(seal.file), number=seal.number)


def _history(git: Git, root: Path) -> Iterator[Touched]:
    """What changed, newest first: what is not committed yet, then every commit."""
    for path, state in sorted(git.unfinished("invoices").items()):
        if is_watched(path) and state != "??":
            after = path if (root / path).exists() else ""
            yield Touched(commit=_NOW, author=_NOW, date=_NOW, path=path, before=(f"HEAD:{path}",), after=after)
    for change in git.changes("invoices"):
        if is_watched(change.path):
            yield Touched(
                commit=change.commit.sha,
                author=change.commit.author,
                date=change.commit.date,
                path=change.path,
                before=change.before,
                after=change.after,
            )


def _against_git(git: Git, root: Path, history: tuple[Touched, ...], against: str) -> Iterator[Fault]:
    if git.is_shallow():
        yield warning("VER-016", Where("invoices"))
    wanted = set(wanted_blobs(history))
    blobs = dict(git.blobs(name for name in wanted if is_blob(name)))
    for change in history:
        if change.commit == _NOW and change.path.endswith(".history.yaml"):
            blobs[change.before[0]] = git.file_at("HEAD", change.path) or b""
            blobs[change.path] = _read(root / change.path)
    yield from change_faults(history, blobs)
    other = against or git.upstream()
    if other:
        yield from _against_commit(git, other, named=bool(against))


def is_blob(name: str) -> bool:
    """Whether a name is that of a blob, not of a file that is not committed."""
    return len(name) in {40, 64} and all(letter in "0123456789abcdef" for letter in name)


def _against_commit(git: Git, other: str, *, named: bool) -> Iterator[Fault]:
    """VER-012: a file that another commit holds as issued is another one here, or is gone."""
    theirs, ours = git.tree(other, "invoices"), git.tree("HEAD", "invoices")
    if theirs is None or ours is None:
        yield error("VER-005", Where("invoices"), commit=other)
        return
    sealed = {path.removesuffix(".seal.json") for path in theirs if path.endswith(".seal.json")}
    differing = {
        path: blob
        for path, blob in theirs.items()
        if is_watched(path) and ours.get(path) != blob and (path in ours or named) and _is_of(path, sealed)
    }
    blobs = git.blobs((*differing.values(), *(ours[path] for path in differing if path in ours)))
    for path, blob in sorted(differing.items()):
        grown = path.endswith(".history.yaml") and path in ours and same_lines(blobs[blob], blobs[ours[path]])
        if not grown:
            yield error("VER-012", Where(path), commit=other)


def _is_of(path: str, stems: set[str]) -> bool:
    return any(path.removesuffix(suffix) in stems for suffix in (".history.yaml", ".seal.json", ".yaml", ".pdf"))


def _chains(seals: Seals) -> Iterator[ChainReport]:
    for series, chain in chains(seals).items():
        if chain:
            yield ChainReport(
                series=series,
                count=len(chain),
                head=chain[-1].number,
                head_sha256=chain[-1].digests.seal_sha256,
                fingerprint=chain[-1].fingerprint,
                signed=sum(seal.signature is not None for seal in chain),
            )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
